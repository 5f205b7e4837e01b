/**
 * What follows what in an execution, as functions of plain values.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-actions.html#automation-common and
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-handling-timeouts.html
 */
import { assert } from '../../kernel/assert.ts';
import type { Jump, Step } from './content/runbook.ts';
import type { ExecutionStatus, StepExecution, StepStatus } from './execution.ts';

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-statuses.html */
const mayFollow: Readonly<Record<StepStatus, readonly StepStatus[]>> = {
  Pending: ['InProgress', 'Cancelled', 'Failed'],
  InProgress: ['Waiting', 'Success', 'TimedOut', 'Cancelling', 'Cancelled', 'Failed', 'Exited'],
  Waiting: ['InProgress', 'Success', 'TimedOut', 'Cancelling', 'Cancelled', 'Failed'],
  // What was asked to stop may have been done by then; a step that onCancel names still runs.
  Cancelling: ['Cancelled', 'Success', 'Failed', 'TimedOut'],
  Success: [],
  TimedOut: [],
  Cancelled: [],
  Failed: [],
  Exited: [],
};

export function changeStatus<Status extends StepStatus>(one: { status: Status }, status: Status): void {
  if (one.status === status) return;
  assert(mayFollow[one.status].includes(status), `${status} cannot follow ${one.status}`);
  one.status = status;
}

/** Where an execution goes on. */
export type Next = 'following' | 'end' | { readonly step: string };

/** #automation-common: isEnd ends it whether the step passed or failed. A branch goes before nextStep, and nextStep before the order. */
export function afterSuccess({ isEnd, nextStep }: Step, goTo: string | null): Next {
  if (goTo !== null) return { step: goTo };
  if (isEnd) return 'end';
  return nextStep === null ? 'following' : { step: nextStep };
}

/**
 * Abort: the execution is over. Continue goes on as after a success. A jump goes before isEnd: AWS-ResizeInstance begins with an assertion
 * that has both, which ends it where the type is right, and leads on where it is not.
 */
export function afterFailure(step: Step): Next {
  const { onFailure } = step;
  if (onFailure === 'Abort') return 'end';
  return onFailure === 'Continue' ? afterSuccess(step, null) : onFailure;
}

/**
 * ASSUMPTION critical-jump: AWS says that the default is true, and that the property is evaluated only where it is written; a failed step
 * that jumps and says nothing counts as critical.
 */
export function isCritical({ isCritical: written, onFailure }: Step): boolean {
  return written ?? onFailure !== 'Continue';
}

/**
 * #automation-handling-timeouts: a step that times out ends the execution as TimedOut, unless something follows it. A critical step
 * that failed makes the execution Failed, even if later steps ran.
 */
export function verdict(steps: readonly StepExecution[]): ExecutionStatus {
  const bad = steps.filter(({ step, status }) => isCritical(step) && isBad(status));
  const last = bad.at(-1);
  if (last === undefined) return 'Success';
  return last.status === 'TimedOut' && last.step.onFailure === 'Abort' ? 'TimedOut' : 'Failed';
}

/** Later attempts replace earlier ones of the same record, so what is bad stays so. */
function isBad(status: StepStatus): boolean {
  return status === 'Failed' || status === 'TimedOut';
}

/**
 * #automation-common: steps that the path of a cancellation may not begin with.
 */
export const notOnCancel: readonly string[] = [
  'aws:approve',
  'aws:copyImage',
  'aws:createImage',
  'aws:createStack',
  'aws:createTags',
  'aws:pause',
  'aws:runInstances',
  'aws:sleep',
];

/** #automation-common: how long the path of a cancellation may take. */
export const cancelPathMs = 120_000;

export function jumpTarget(jump: Jump): string | null {
  return typeof jump === 'object' ? jump.step : null;
}
