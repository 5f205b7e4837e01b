/** What EventBridge tells and shows the others: a leaf that every capability may import. */
export { eventBridgeFacts } from './events.ts';
export { eventsModel } from './model.ts';
export type { BusEvent, Delivery, Rule, RuleTarget } from './state.ts';
