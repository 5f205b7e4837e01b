/** What EventBridge tells the others: a leaf that every capability may import. */
export { eventsModel } from './model.ts';
