/** Steps of a runbook that wait for people or for a time. */
import { documentName } from '../../cloudformation/document-spec.ts';
import type { Scenario } from '../../world/scenario.ts';
import { actionNamed } from './actions/index.ts';
import { durationMsOf } from './content/durations.ts';
import { allSteps, type Step } from './content/runbook.ts';
import { unreachable } from './content/step-jumps.ts';
import { textOf } from './content/values.ts';
import { runbookOf } from './runbook-of.ts';

export interface LongWait {
  readonly step: string;
  readonly action: string;
  /** The longest that it waits. */
  readonly ms: number;
}

/** As far as the text of the runbook says how long. */
export function longWaitsOf(scenario: Scenario, nameOrArn: string): LongWait[] {
  const steps = runbookOf(scenario, documentName(nameOrArn))?.steps ?? [];
  const never = new Set(unreachable(steps));
  return allSteps(steps).flatMap((step) => {
    const ms = never.has(step) ? null : longestMs(step);
    return ms === null ? [] : [{ step: step.name, action: step.action, ms }];
  });
}

function longestMs({ action, inputs, timeoutSeconds }: Step): number | null {
  if (action === 'aws:sleep') return durationMsOf(textOf(inputs['Duration'] ?? ''));
  if (action !== 'aws:approve' && action !== 'aws:pause') return null;
  const seconds = timeoutSeconds === null ? actionNamed(action)!.timeoutSeconds : Number(timeoutSeconds);
  return Number.isFinite(seconds) ? seconds * 1000 : null;
}
