/** What is refused of a task beyond its shape, as far as JSON Schema can say it. */
import type { JsonSchema } from '../../../fields/json-schema.ts';
import { keyOf } from './task-parameters.ts';

export const schemaRules: JsonSchema = {
  allOf: [
    ...Object.entries(keyOf).map(([type, key]) => ({
      if: { properties: { TaskType: { const: type } }, required: ['TaskType'] },
      // biome-ignore lint/suspicious/noThenProperty: JSON Schema calls it so.
      then: { properties: { TaskInvocationParameters: { propertyNames: { enum: [key] } } } },
    })),
    {
      if: { properties: { TaskType: { const: 'RUN_COMMAND' } }, required: ['TaskType'] },
      // biome-ignore lint/suspicious/noThenProperty: JSON Schema calls it so.
      then: { required: ['Targets'] },
    },
    {
      if: { properties: { Targets: { not: { maxItems: 0, type: 'array' } } }, required: ['Targets'] },
      // biome-ignore lint/suspicious/noThenProperty: JSON Schema calls it so.
      then: { required: ['MaxConcurrency', 'MaxErrors'] },
      else: { not: { anyOf: [{ required: ['MaxConcurrency'] }, { required: ['MaxErrors'] }] } },
    },
  ],
};
