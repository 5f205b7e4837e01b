/** What topics tell and show the others: a leaf that every capability may import. */

export { notificationFacts } from './events.ts';
export { notificationResources as topicResources } from './resources.ts';
export { publishObstacle, topicNames } from './rules.ts';
