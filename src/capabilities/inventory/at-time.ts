/** What Systems Manager has of the fleet at a time: one row for each type of inventory. */
import { paragraph, section } from '../../blocks/block.ts';
import { counted } from '../../blocks/numbers.ts';
import type { AtTimePart } from '../../capability/at-time.ts';
import { count, instantOrNothing, listOf, said, text } from '../../fields/json-parts.ts';
import { exactly, type JsonSchema } from '../../fields/json-schema.ts';
import { isoTimeOrNull } from '../../world/time.ts';
import { type Coverage, collectedOf, coverageOf } from './coverage.ts';
import type { Machine } from './machine.ts';
import { syncStates } from './syncs.ts';
import { coverageTable, syncBlocks } from './words.ts';

export interface TypeResult {
  readonly type: string;
  readonly from: string;
  readonly nodes: number;
  readonly neverReported: number;
  readonly stale: number;
  readonly outdated: number | null;
  readonly oldest: string | null;
  readonly newest: string | null;
}

export const typeSchema: JsonSchema = exactly({
  type: said('Such as AWS:Application.', text),
  from: said('Who reports it.', text),
  nodes: said('Nodes that have a report of it.', count),
  neverReported: said('Nodes that could report it and have not.', count),
  stale: said('Reports older than model.inventory.staleAfter.', count),
  outdated: said('Reports that are no longer true. Null: a run does not know what is in them.', {
    type: ['integer', 'null'],
  }),
  oldest: instantOrNothing,
  newest: instantOrNothing,
});

export function typeResultOf({
  type,
  nodes,
  never,
  stale,
  outdated,
  oldestMs,
  newestMs,
}: Coverage): TypeResult {
  return {
    type: type.name,
    from: type.from,
    nodes,
    neverReported: never,
    stale,
    outdated,
    oldest: isoTimeOrNull(oldestMs),
    newest: isoTimeOrNull(newestMs),
  };
}

export const inventoryAtTime: readonly AtTimePart<Machine>[] = [
  {
    place: 20,
    key: 'inventory',
    schema: listOf(typeSchema),
    of({ inventory }, simulation) {
      const coverage = coverageOf(inventory, simulation);
      const { neverCollected } = collectedOf(inventory, simulation);
      const never =
        neverCollected === 0
          ? []
          : [
              paragraph(
                `No association has collected the inventory of ${counted(neverCollected, 'node')}.`,
                'odd',
              ),
            ];
      return {
        data: coverage.map(typeResultOf),
        blocks: [
          section('Inventory', [
            coverageTable(coverage, simulation.kernel.nowMs),
            ...never,
            ...syncBlocks(syncStates(inventory, simulation), simulation.kernel.nowMs),
          ]),
        ],
      };
    },
  },
];
