/** What Parameter Store tells and shows the others: a leaf that every capability may import. */
export { parameterFacts } from './events.ts';
export { type Looked, parametersView } from './parameters-view.ts';
export { sendsFor } from './references.ts';
