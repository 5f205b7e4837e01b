/** Whether a step has the inputs that its action takes. */
import type { ContentReading } from '../../../cloudformation/document-type.ts';
import { suggestion } from '../../../diagnostics/nearest.ts';
import { describe } from '../../../diagnostics/plain-map.ts';
import type { ActionSpec } from '../actions/action.ts';
import { inputProblem } from '../actions/input-values.ts';
import { checkChoices, checkCondition } from './choices.ts';
import { durationMsOf, instantMsOf, sleepSecondsMax } from './durations.ts';
import type { Value, ValueMap } from './runbook.ts';
import { selectorProblem, selectorRemark } from './selectors.ts';

/** `isUnknown`: whether only a deployment decides the input of this name. False: something is wrong, which has been reported. */
export function checkInputs(
  inputs: ValueMap,
  spec: ActionSpec,
  isUnknown: (name: string) => boolean,
  { path, context }: ContentReading,
): boolean {
  const missing = spec.required.filter((name) => (inputs[name] ?? null) === null && !isUnknown(name));
  for (const name of missing)
    context.error(path, 'missing-key', `missing: expected the input ${name} of ${spec.action}`);
  const known = [...spec.required, ...spec.optional];
  for (const name of spec.takesInputsOfCall ? [] : Object.keys(inputs)) {
    if (known.includes(name)) continue;
    const help = suggestion(name, known);
    const message = `unknown input of ${spec.action}, which has no effect`;
    context.warning([...path, name], 'unknown-key', message, { at: 'key', help });
  }
  const problem = Object.hasOwn(furtherChecks, spec.action)
    ? furtherChecks[spec.action]!(inputs, { path, context })
    : null;
  if (problem !== null) context.error([...path, ...problem.at], 'bad-value', problem.message);
  const wrong = inputProblem(spec.values ?? {}, inputs);
  if (wrong !== null)
    context.warning([...path, wrong.input], 'bad-value', `${wrong.message}: the step fails`);
  return missing.length === 0 && problem === null;
}

interface Problem {
  readonly at: readonly string[];
  readonly message: string;
}

/** Null: nothing is wrong with it, or what is has been reported at its place. */
const furtherChecks: Readonly<Record<string, (inputs: ValueMap, reading: ContentReading) => Problem | null>> =
  {
    'aws:approve': ({ Approvers: approvers, EnhancedApprovals: enhanced }) =>
      (approvers ?? enhanced ?? null) === null
        ? { at: [], message: 'missing: expected the input Approvers of aws:approve' }
        : null,
    'aws:branch'(inputs, reading) {
      checkChoices(inputs, reading);
      return null;
    },
    'aws:createStack': ({ TemplateBody: body, TemplateURL: url }) =>
      (body ?? url ?? null) === null
        ? { at: [], message: 'missing: expected TemplateBody or TemplateURL' }
        : null,
    'aws:executeScript': scriptProblem,
    'aws:loop': loopProblem,
    'aws:sleep': sleepProblem,
    'aws:assertAwsResourceProperty': propertyProblem,
    'aws:waitForAwsResourceProperty': propertyProblem,
  };

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-executeScript.html */
function scriptProblem({ Runtime: runtime, Handler: handler }: ValueMap): Problem | null {
  const isPython = typeof runtime === 'string' && /^python/i.test(runtime);
  return isPython && (handler ?? null) === null
    ? { at: [], message: 'missing: a script in Python needs the input Handler, the name of its function' }
    : null;
}

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-loop.html */
function loopProblem(inputs: ValueMap, { path, context }: ContentReading): Problem | null {
  const { Iterators: iterators, LoopCondition: condition, MaxIterations: max } = inputs;
  if (condition !== undefined) checkCondition(condition, { path: [...path, 'LoopCondition'], context });
  if ((iterators === undefined) === (condition === undefined))
    return { at: [], message: 'expected either Iterators or LoopCondition' };
  if (condition !== undefined && max === undefined)
    return { at: [], message: 'missing: a LoopCondition needs MaxIterations' };
  if (Array.isArray(iterators) && iterators.length > 100)
    return { at: ['Iterators'], message: `expected at most 100 iterators, found ${iterators.length}` };
  if (isReferring(max) || max === undefined || (Number(max) >= 1 && Number(max) <= 100)) return null;
  return { at: ['MaxIterations'], message: `expected a whole number from 1 to 100, found ${describe(max)}` };
}

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-sleep.html */
function sleepProblem({ Duration: duration, Timestamp: timestamp }: ValueMap): Problem | null {
  if (duration === undefined && timestamp === undefined)
    return { at: [], message: 'missing: expected Duration or Timestamp' };
  if (typeof duration === 'string' && !isReferring(duration)) {
    const durationMs = durationMsOf(duration);
    if (durationMs === null)
      return { at: ['Duration'], message: `expected a duration such as PT10M, found ${describe(duration)}` };
    if (durationMs > sleepSecondsMax * 1000)
      return { at: ['Duration'], message: `expected at most ${sleepSecondsMax} seconds, found ${duration}` };
  }
  if (typeof timestamp !== 'string' || isReferring(timestamp) || instantMsOf(timestamp) !== null) return null;
  return {
    at: ['Timestamp'],
    message: `expected a time such as 2020-01-01T01:00:00Z, found ${describe(timestamp)}`,
  };
}

function propertyProblem(
  { PropertySelector: selector }: ValueMap,
  { path, context }: ContentReading,
): Problem | null {
  if (typeof selector !== 'string' || isReferring(selector)) return null;
  const remark = selectorRemark(selector);
  if (remark !== null) context.warning([...path, 'PropertySelector'], 'not-simulated', remark);
  const problem = selectorProblem(selector);
  return problem === null
    ? null
    : { at: ['PropertySelector'], message: `${problem}; found ${describe(selector)}` };
}

function isReferring(value: Value | undefined): boolean {
  return typeof value === 'string' && value.includes('{{');
}
