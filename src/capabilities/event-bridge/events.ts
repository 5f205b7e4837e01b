/** What happens here and is told to the others: each a fact, which the journal prints. */
import { actionRefused } from '../../capability/calls.ts';
import { fact, factSet } from '../../capability/facts.ts';
import type { BusEvent, Delivery, Rule } from './state.ts';

const about = ({ envelope, node }: BusEvent) => ({
  ...(node === null ? {} : { node }),
  source: envelope.source,
  detailType: envelope['detail-type'],
  eventId: envelope.id,
});
const delivered = ({ rule, target, event }: Delivery) => ({
  ...about(event),
  rule: rule.logicalId,
  target: target.id,
});

export const eventBridgeFacts = factSet('event-bridge', {
  actionRefused: actionRefused('event-bridge'),
  eventLost: fact(
    'event-bridge/event-lost',
    'An event that never reached its bus: AWS sends those of most services on a best effort basis.',
    (event: BusEvent) => about(event),
  ),
  ruleMatched: fact(
    'event-bridge/rule-matched',
    'An event matched the pattern of an enabled rule, or its schedule came due.',
    (rule: Rule, event: BusEvent) => ({ ...about(event), rule: rule.logicalId }),
  ),
  targetInvoked: fact('event-bridge/target-invoked', 'A target took the event.', (delivery: Delivery) =>
    delivered(delivery),
  ),
  invocationFailed: fact(
    'event-bridge/invocation-failed',
    'A target was given up: its permission or the target itself is missing, or every attempt failed.',
    (delivery: Delivery, reason: string) => ({ ...delivered(delivery), reason }),
  ),
  deadLettered: fact(
    'event-bridge/dead-lettered',
    'The event of a failed invocation is in the dead-letter queue of its target.',
    (delivery: Delivery) => delivered(delivery),
  ),
});
