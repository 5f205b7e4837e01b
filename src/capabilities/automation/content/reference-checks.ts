/**
 * Whether references name something that exists.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-variables.html
 */
import type { ContentReading } from '../../../cloudformation/document-type.ts';
import { nearest } from '../../../diagnostics/nearest.ts';
import type { DataPath } from '../../../diagnostics/problem.ts';
import { actionNamed } from '../actions/index.ts';
import { circleOf } from './parameters.ts';
import { ownerOf, referencesIn, systemVariables } from './references.ts';
import type { Runbook, Step, Value, ValueMap } from './runbook.ts';
import type { PlacedStep } from './steps.ts';
import { isValueMap, textOf, typed } from './values.ts';

/** Every action has it: the whole answer. */
const outputsOfAll = ['OutputPayload', 'Output'];

type Declared = Pick<Runbook, 'parameters' | 'variables'>;

export class ReferenceCheck {
  private readonly declared: Declared;
  private readonly steps: ReadonlyMap<string, Step>;
  private readonly context: ContentReading['context'];

  constructor(declared: Declared, placed: readonly PlacedStep[], context: ContentReading['context']) {
    this.declared = declared;
    this.steps = new Map(placed.map(({ step }) => [step.name, step]));
    this.context = context;
  }

  /** `path` is that of the value; what is wrong deep in it is reported there. */
  check(value: Value, path: DataPath): void {
    if (Array.isArray(value)) {
      for (const [index, item] of (value as readonly Value[]).entries()) this.check(item, [...path, index]);
    } else if (isValueMap(value)) {
      for (const [key, each] of Object.entries(value)) {
        this.checkText(key, [...path, key]);
        this.check(each, [...path, key]);
      }
    } else if (typeof value === 'string') this.checkText(value, path);
  }

  /** Code may have two braces of its own, so that nothing is said of it. */
  checkStep({ step, path }: PlacedStep): void {
    const { Script: _, ...inputs } = step.inputs;
    this.check(step.action === 'aws:executeScript' ? inputs : step.inputs, [...path, 'inputs']);
    if (step.action === 'aws:updateVariable') this.checkVariable(step.inputs, [...path, 'inputs']);
    this.check(step.timeoutSeconds, [...path, 'timeoutSeconds']);
    this.check(step.maxAttempts, [...path, 'maxAttempts']);
  }

  /** `variable:name`. AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-update-variable.html */
  private checkVariable({ Name: name, Value: value = null }: ValueMap, path: DataPath): void {
    if (typeof name !== 'string' || name.includes('{{')) return;
    const variable = name.replace(/^variable:/, '');
    this.report(name, this.problemOf(`variable:${variable}`), [...path, 'Name']);
    const { type } = this.declared.variables[variable] ?? {};
    if (type === undefined || typed(value, type) !== undefined) return;
    const message = `expected a value of type ${type}, found ${textOf(value)}: the step fails`;
    this.context.warning([...path, 'Value'], 'bad-value', message);
  }

  /** `step.Output`. */
  checkOutput(output: string, path: DataPath): void {
    this.report(output, this.problemOfOutput(output), path);
  }

  checkDefaults(path: DataPath): void {
    const { parameters, variables } = this.declared;
    for (const [name, { default: written = null }] of Object.entries(variables))
      this.check(written, [...path, 'variables', name, 'default']);
    const named = Object.entries(variables).map(([name, each]) => [`variable:${name}`, each]);
    const circle = circleOf({ ...parameters, ...Object.fromEntries(named) });
    if (circle === null) return;
    const [, variable] = /^variable:(.+)/.exec(circle[0]!) ?? [];
    const at = variable === undefined ? ['parameters', circle[0]!] : ['variables', variable];
    const message = `expected defaults that do not refer to each other in a circle: ${circle.join(', ')}`;
    this.context.error([...path, ...at, 'default'], 'reference-circle', message);
  }

  private checkText(text: string, path: DataPath): void {
    for (const name of referencesIn(text)) this.report(`{{ ${name} }}`, this.problemOf(name), path);
    if (/^\s*\{\{\s*ssm:[^{}]*\}\}\s*$/.test(text) && path.includes('inputs')) this.warnOfStored(text, path);
  }

  private warnOfStored(text: string, path: DataPath): void {
    const message = `AWS refuses ${text.trim()} in the inputs of a step: a parameter whose default it is can stand there`;
    this.context.warning(path, 'unsupported-reference', message);
  }

  private report(written: string, problem: Problem | null, path: DataPath): void {
    if (problem === null) return;
    const { message, known } = problem;
    const likely = nearest(problem.name, known);
    const help = likely === null ? {} : { help: `did you mean {{ ${problem.prefix}${likely} }}?` };
    this.context.error(path, 'unknown-reference', `${message}, found ${written}`, help);
  }

  private problemOf(name: string): Problem | null {
    const { parameters, variables } = this.declared;
    if (name.startsWith('variable:')) {
      const variable = ownerOf(name.slice('variable:'.length));
      if (Object.hasOwn(variables, variable)) return null;
      const message = 'expected a variable that the runbook declares';
      return { message, name: variable, known: Object.keys(variables), prefix: 'variable:' };
    }
    if (name.includes(':')) {
      if (systemVariables.includes(name as (typeof systemVariables)[number])) return null;
      return { message: 'expected a system variable', name, known: systemVariables, prefix: '' };
    }
    const owner = ownerOf(name);
    if (Object.hasOwn(parameters, owner)) return null;
    if (name.includes('.')) return this.problemOfOutput(name);
    const message = 'expected a parameter that the runbook declares';
    return { message, name: owner, known: Object.keys(parameters), prefix: '' };
  }

  private problemOfOutput(name: string): Problem | null {
    const [, owner, output] = /^([^.[]+)\.([^.[]+)/.exec(name) ?? [name, ownerOf(name)];
    const step = this.steps.get(owner!);
    if (step === undefined) {
      const message = 'expected an output of a step of the runbook';
      return { message, name: owner!, known: this.steps.size > 500 ? [] : this.steps.keys(), prefix: '' };
    }
    // A step that was refused has been reported; its outputs are not known.
    if (output === undefined || step.action === '') return null;
    const known = [...step.outputs.map((each) => each.name), ...(actionNamed(step.action)?.outputs ?? [])];
    if (known.includes(output) || outputsOfAll.includes(output)) return null;
    const message = `expected an output of the step ${owner}`;
    return { message, name: output, known, prefix: `${owner}.` };
  }
}

interface Problem {
  readonly message: string;
  readonly name: string;
  readonly known: Iterable<string>;
  readonly prefix: string;
}
