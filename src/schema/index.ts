/** JSON Schemas of what fleetsim reads and writes. */
export type { JsonSchema } from './json-schema.ts';
export { scenarioSchema } from './scenario.ts';
