/** `fleetsim.inventory/1`: what `inventory` prints as JSON. */
import { capabilities as simulated } from '../../capabilities/index.ts';
import type { AnyCapability } from '../../capability/capability.ts';
import { orNothing, said, textOrNothing } from '../../fields/json-parts.ts';
import { draft, exactly, type JsonSchema } from '../../fields/json-schema.ts';
import { ofRun } from './explanation.ts';

export function inventorySchema(capabilities: readonly AnyCapability[] = simulated): JsonSchema {
  const views: Record<string, JsonSchema> = {};
  const found: JsonSchema[] = [];
  for (const capability of capabilities) {
    capability.open(({ atTime = [], query }) => {
      for (const { key, schema } of atTime) views[key] = schema;
      if (query !== undefined) found.push(query.schema);
    });
  }
  return {
    $schema: draft,
    title: 'What fleetsim inventory --json prints',
    ...exactly({
      schema: { const: 'fleetsim.inventory/1' },
      ...ofRun,
      where: said('The condition. Null: none was given.', textOrNothing),
      found: said(
        'What the condition finds.',
        orNothing(found.length === 0 ? { type: 'object' } : { anyOf: found }),
      ),
      views: said('Each view that the scenario has something for; empty under a condition.', {
        type: 'object',
        properties: views,
        additionalProperties: false,
      }),
    }),
  };
}
