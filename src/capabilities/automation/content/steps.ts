/**
 * Steps of a runbook and the properties that all actions share.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-actions.html#automation-common
 */
import type { ContentReading } from '../../../cloudformation/document-type.ts';
import { nearest } from '../../../diagnostics/nearest.ts';
import { describe, isMap, type PlainMap } from '../../../diagnostics/plain-map.ts';
import type { DataPath } from '../../../diagnostics/problem.ts';
import { Unknown } from '../../../fields/unknown.ts';
import type { ActionSpec } from '../actions/action.ts';
import { actionNamed, actions } from '../actions/index.ts';
import { warnOfUnknown } from './parameters.ts';
import { type Step, stepDefaults, type ValueMap } from './runbook.ts';
import { checkInputs } from './step-inputs.ts';
import { readOutputs, readProperties } from './step-properties.ts';
import { isValueMap, plainValue } from './values.ts';

const stepKeys = [
  'action',
  'description',
  'inputs',
  'isCritical',
  'isEnd',
  'maxAttempts',
  'name',
  'nextStep',
  'onCancel',
  'onFailure',
  'outputs',
  'timeoutSeconds',
];

/** A step, and where it is written. */
export interface PlacedStep {
  readonly step: Step;
  readonly path: DataPath;
  /** Of a step inside a loop: the loop. */
  readonly loop: string | null;
}

/** Undefined: refused, which has been reported. Every step is added to `placed`, in the order of the text. */
export function readSteps(
  raw: unknown,
  { path, context }: ContentReading,
  placed: PlacedStep[],
  loop: string | null = null,
): readonly Step[] | undefined {
  if (!Array.isArray(raw) || raw.length === 0) {
    const code = raw === undefined ? 'missing-key' : 'bad-value';
    const message = `${raw === undefined ? 'missing: ' : ''}expected a list of steps`;
    context.error(path, code, message);
    return undefined;
  }
  const steps = raw.map((each, index) => readStep(each, { path: [...path, index], context }, placed, loop));
  return steps.every((step) => step !== undefined) ? steps : undefined;
}

function readStep(
  raw: unknown,
  reading: ContentReading,
  placed: PlacedStep[],
  loop: string | null,
): Step | undefined {
  const { path, context } = reading;
  if (!isMap(raw)) {
    context.error(path, 'bad-value', `expected a step with name, action and inputs, found ${describe(raw)}`);
    return undefined;
  }
  warnOfUnknown(raw, stepKeys, reading);
  const name = readName(raw['name'], { path: [...path, 'name'], context });
  const spec = readAction(raw['action'], { path: [...path, 'action'], context });
  const inputs = readInputs(raw['inputs'], spec, { path: [...path, 'inputs'], context });
  // Its place is before those of the steps inside it. One that is refused has a name all the same, which jumps may use.
  const place = placed.push({ step: refusedStep(name ?? ''), path, loop }) - 1;
  const inner = Object.hasOwn(inputs ?? {}, 'Steps')
    ? readSteps(
        (raw['inputs'] as PlainMap)['Steps'],
        { path: [...path, 'inputs', 'Steps'], context },
        placed,
        name,
      )
    : [];
  const outputs = readOutputs(raw['outputs'], { path: [...path, 'outputs'], context });
  const properties = readProperties(raw, spec, reading);
  if (!(name && spec && inputs && inner && outputs && properties)) return undefined;
  const { Steps: _, ...own } = inputs;
  const step = { name, action: spec.action, inputs: own, outputs, ...properties, steps: inner };
  placed[place] = { step, path, loop };
  return step;
}

function refusedStep(name: string): Step {
  return { name, action: '', inputs: {}, outputs: [], ...stepDefaults, steps: [] };
}

function readName(name: unknown, { path, context }: ContentReading): string | undefined {
  if (typeof name === 'string' && /^[a-zA-Z0-9_-]{1,128}$/.test(name)) return name;
  const expected = 'a name of 1 to 128 letters, digits, _ and -';
  if (name === undefined) context.error(path, 'missing-key', `missing: expected ${expected}`);
  else context.error(path, 'bad-value', `expected ${expected}, found ${describe(name)}`);
  return undefined;
}

function readAction(action: unknown, { path, context }: ContentReading): ActionSpec | undefined {
  const spec = typeof action === 'string' ? actionNamed(action) : undefined;
  if (spec !== undefined) return spec;
  const likely = typeof action === 'string' ? likelyAction(action) : null;
  const help = likely === null ? {} : { help: `did you mean ${likely}?` };
  if (action === undefined)
    context.error(path, 'missing-key', 'missing: expected an action, such as aws:sleep');
  else context.error(path, 'bad-value', `expected an action of Automation, found ${describe(action)}`, help);
  return undefined;
}

/** Names that guides invent, by what they mean. */
const inventedActions: Readonly<Record<string, string>> = {
  'aws:choice': 'aws:branch',
  'aws:wait': 'aws:sleep',
  'aws:runShellScript': 'aws:runCommand, with DocumentName: AWS-RunShellScript',
  'aws:runPowerShellScript': 'aws:runCommand, with DocumentName: AWS-RunPowerShellScript',
  'aws:executeAPI': 'aws:executeAwsApi',
  'aws:executeCommand': 'aws:runCommand',
};

function likelyAction(action: string): string | null {
  return Object.hasOwn(inventedActions, action)
    ? inventedActions[action]!
    : nearest(
        action,
        actions.map((each) => each.action),
      );
}

function readInputs(
  raw: unknown,
  spec: ActionSpec | undefined,
  { path, context }: ContentReading,
): ValueMap | undefined {
  const inputs = plainValue(raw) ?? {};
  if (!isValueMap(inputs)) {
    context.error(path, 'bad-value', `expected a map of inputs by name, found ${describe(raw)}`);
    return undefined;
  }
  if (spec === undefined) return inputs;
  const isUnknown = (name: string) => isMap(raw) && raw[name] instanceof Unknown;
  return checkInputs(inputs, spec, isUnknown, { path, context }) ? inputs : undefined;
}
