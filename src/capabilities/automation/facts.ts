/** What executions of runbooks tell and show the others: a leaf that every capability may import. */

export { automationFacts } from './events.ts';
