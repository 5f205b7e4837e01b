import { durationMsOf, instantMsOf, sleepSecondsMax } from '../content/durations.ts';
import type { ValueMap } from '../content/runbook.ts';
import { textOf } from '../content/values.ts';
import { type ActionSpec, invocationFailure } from './action.ts';

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-sleep.html */
export const sleep: ActionSpec = {
  action: 'aws:sleep',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-sleep.html',
  is: 'Waits for a time, or until one; the longest is 604,799 seconds',
  required: [],
  optional: ['Duration', 'Timestamp'],
  outputs: [],
  timing: 'its inputs',
  failing: 'a duration that cannot be read, or is above 604,799 seconds',
  timeoutSeconds: sleepSecondsMax + 1,
  permissions: () => [],
  begin(run) {
    const ms = sleepMs(run.inputs, run.simulation.kernel.nowMs);
    if (typeof ms === 'string') return run.fail(invocationFailure(ms));
    run.after(ms, () => run.succeed());
  },
};

/** How long it sleeps, or why it does not. */
export function sleepMs(
  { Duration: duration, Timestamp: timestamp }: ValueMap,
  nowMs: number,
): number | string {
  const untilMs = timestamp === undefined ? null : instantMsOf(textOf(timestamp));
  if (duration === undefined && untilMs === null)
    return `Timestamp cannot be read: ${textOf(timestamp ?? '')}`;
  const ms = duration === undefined ? Math.max(0, untilMs! - nowMs) : durationMsOf(textOf(duration));
  if (ms === null) return `Duration cannot be read: ${textOf(duration!)}`;
  return ms > sleepSecondsMax * 1000 ? `the longest sleep is ${sleepSecondsMax} seconds` : ms;
}
