/** JSON Schemas of what fleetsim reads and writes. */
import type { JsonSchema } from '../fields/json-schema.ts';
import { calendarSchema } from './results/calendar.ts';
import { checkSchema } from './results/check.ts';
import { comparisonSchema } from './results/comparison.ts';
import { explanationSchema } from './results/explanation.ts';
import { inventorySchema } from './results/inventory.ts';
import { lintSchema } from './results/lint.ts';
import { resultSchema } from './results/run.ts';
import { snapshotSchema } from './results/snapshot.ts';
import { scenarioSchema } from './scenario.ts';

export type { JsonSchema };
export { checkSchema, comparisonSchema, explanationSchema, resultSchema, scenarioSchema };

/** By the word that asks for it. */
export const schemas: Readonly<Record<string, () => JsonSchema>> = {
  scenario: () => scenarioSchema(),
  result: resultSchema,
  comparison: comparisonSchema,
  check: checkSchema,
  snapshot: snapshotSchema,
  lint: lintSchema,
  calendar: calendarSchema,
  explanation: () => explanationSchema(),
  inventory: () => inventorySchema(),
};
