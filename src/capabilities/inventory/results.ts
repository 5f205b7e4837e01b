/** Resource data syncs as results have them. */
import type { ResultSpec } from '../../capability/results.ts';
import { count, instantOrNothing, listOf, oneOf, said, text } from '../../fields/json-parts.ts';
import { exactly } from '../../fields/json-schema.ts';
import { isoTimeOrNull } from '../../world/time.ts';
import type { Machine } from './machine.ts';
import { syncStates } from './syncs.ts';

const syncSchema = exactly({
  id: said('Its logical id.', text),
  name: text,
  bucket: text,
  status: oneOf('Successful', 'InProgress'),
  objects: said('Objects in the bucket, one for each node and type.', count),
  behind: said('Reports that are newer than their object.', count),
  last: said('When it wrote last. Null: never.', instantOrNothing),
});

export const inventoryResults: ResultSpec<Machine> = {
  lists: [
    {
      place: 95,
      key: 'dataSyncs',
      schema: said('Resource data syncs to a bucket, at the end.', listOf(syncSchema)),
      listOf: ({ inventory }, simulation) =>
        syncStates(inventory, simulation).map(({ sync, lastMs, ...state }) => ({
          id: sync.logicalId,
          name: sync.name,
          bucket: sync.bucket,
          status: state.status,
          objects: state.objects,
          behind: state.behind,
          last: isoTimeOrNull(lastMs),
        })),
    },
  ],
};
