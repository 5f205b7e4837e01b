/** What State Manager tells and shows the others: a leaf that every capability may import. */

export { associationsView } from './associations-view.ts';
export { associationOf, type Definition } from './definition.ts';
export { associationFacts } from './events.ts';
export { association } from './resources.ts';
export { associationSources, sourcesOfVersions } from './sources.ts';
export { meansAll } from './targets.ts';
export { associationWords } from './words.ts';
