/** Rules as results have them. */
import type { ResultSpec } from '../../capability/results.ts';
import { count, flag, instantOrNothing, listOf, said, text } from '../../fields/json-parts.ts';
import { exactly } from '../../fields/json-schema.ts';
import { isoTimeOrNull } from '../../world/time.ts';
import type { EventBridge } from './machine.ts';

export interface RuleResult {
  readonly rule: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly matched: number;
  readonly invoked: number;
  readonly failedInvocations: number;
  readonly deadLettered: number;
  readonly firstMatched: string | null;
  readonly lastMatched: string | null;
  readonly failures: readonly { readonly reason: string; readonly invocations: number }[];
}

const ruleSchema = exactly({
  rule: said('Its logical id.', text),
  name: text,
  enabled: flag,
  matched: said('Events that matched it, and times at which its schedule came due.', count),
  invoked: said('Invocations of its targets that succeeded.', count),
  failedInvocations: count,
  deadLettered: count,
  firstMatched: instantOrNothing,
  lastMatched: instantOrNothing,
  failures: said('Why invocations failed.', listOf(exactly({ reason: text, invocations: count }))),
});

interface Machine {
  readonly bridge: EventBridge;
}

export const ruleResults: ResultSpec<Machine> = {
  lists: [
    {
      place: 60,
      key: 'rules',
      schema: said('Rules of EventBridge. Those of replication 0.', listOf(ruleSchema)),
      listOf: ({ bridge }): RuleResult[] =>
        bridge.tallies.map(({ rule, firstMs, lastMs, failures, ...tally }) => ({
          rule: rule.logicalId,
          name: rule.name,
          enabled: rule.isEnabled,
          matched: tally.matched,
          invoked: tally.invoked,
          failedInvocations: tally.failedInvocations,
          deadLettered: tally.deadLettered,
          firstMatched: isoTimeOrNull(firstMs),
          lastMatched: isoTimeOrNull(lastMs),
          failures: [...failures].map(([reason, invocations]) => ({ reason, invocations })),
        })),
    },
  ],
};
