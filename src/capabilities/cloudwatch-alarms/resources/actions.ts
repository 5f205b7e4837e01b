/** Actions of alarms that fleetsim does not take. */
import type { Reading } from '../../../cloudformation/resource-spec.ts';
import { notSimulated } from '../../../diagnostics/not-simulated.ts';
import { itemsIn, type Partly, Unknown } from '../../../fields/unknown.ts';
import { type AlarmAction, actionIn } from '../action-arns.ts';

const keys = ['AlarmActions', 'OKActions', 'InsufficientDataActions'] as const;

export function warnOfActions(
  seen: { readonly [Key in (typeof keys)[number]]?: Partly<string[] | undefined> },
  kinds: readonly AlarmAction['kind'][],
  { path, context, logicalId }: Reading,
): void {
  for (const key of keys) {
    for (const [index, action] of itemsIn(seen[key]).entries()) {
      if (action instanceof Unknown) continue;
      const kind = actionIn(action)?.kind;
      const isOfState = kind !== 'opsItem' || key === 'AlarmActions';
      if (kind !== undefined && kinds.includes(kind) && isOfState) continue;
      const { message, options } = notSimulated({
        name: `the action ${action} of ${logicalId}`,
        touches: 'the alarm goes into its state, and what the action does there is missing',
        instead: 'an SNS topic, or a rule of EventBridge on CloudWatch Alarm State Change',
      });
      context.warning([...path, key, index], 'no-effect', message, options);
    }
  }
}
