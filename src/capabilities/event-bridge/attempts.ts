/** Commands that a rule was to send and could not. What it sends is told by Run Command. */
import type { Attempt } from '../../capability/attempts.ts';
import { utc } from '../../world/time.ts';
import type { Delivery } from './state.ts';
import { sourceOfTarget } from './targets/sources.ts';

/** A command that was not sent, for whom, and why. */
export interface UnsentCommand {
  readonly delivery: Delivery;
  readonly nodes: readonly number[];
  readonly reason: string;
  readonly atMs: number;
}

export function attemptsOn(unsent: readonly UnsentCommand[], node: number): Attempt[] {
  return unsent
    .filter(({ nodes }) => nodes.includes(node))
    .map(({ delivery: { rule, target }, reason, atMs }): Attempt => {
      const matched = `the ${rule.kind} ${rule.logicalId} ${rule.kind === 'rule' ? 'matched' : 'came due'} at ${utc(atMs)}, and its target ${target.id} was not invoked: ${reason}`;
      return {
        kind: 'refused',
        source: sourceOfTarget(rule, target),
        runId: null,
        ownerId: null,
        startedMs: atMs,
        settledMs: atMs,
        status: 'FailedInvocations',
        told: {
          rollout: [matched],
          run: [],
          console: 'EventBridge, Rules, the rule, Monitoring: FailedInvocations',
        },
      };
    });
}
