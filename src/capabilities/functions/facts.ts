/** What functions and state machines tell and show the others: a leaf that every capability may import. */

export { functionFacts } from './events.ts';
export { functionModelOf } from './model.ts';
export { functionResources as permissionResources, permission } from './resources.ts';
export { invokeObstacle, namesOfCallee } from './rules.ts';
