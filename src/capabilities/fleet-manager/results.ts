/** Nodes as Fleet Manager counts them, as results have them. */
import type { ResultSpec } from '../../capability/results.ts';
import { count, listOf, oneOf, said, text, textOrNothing } from '../../fields/json-parts.ts';
import { exactly } from '../../fields/json-schema.ts';
import { machineStates, type NodeCount } from './fleet-counts.ts';
import type { Machine } from './machine.ts';

const schema = exactly({
  account: text,
  region: text,
  platform: said('The OperatingSystem of the SSM API.', text),
  state: said('As EC2 has it.', oneOf(...machineStates)),
  ping: said('Null: they are not managed.', oneOf('Online', 'ConnectionLost', null)),
  agent: said('Their version of SSM Agent. Null: they are not managed.', textOrNothing),
  cause: said('What keeps them from being managed. Null: nothing, or they are booting.', textOrNothing),
  nodes: said('Nodes that are all of this.', count),
});

export const managedNodeResults: ResultSpec<Machine> = {
  lists: [
    {
      place: 90,
      key: 'managedNodes',
      schema: said('The nodes of the fleet at the end by what Fleet Manager shows of them.', listOf(schema)),
      listOf: ({ fleetManager }): readonly NodeCount[] => fleetManager.countsNow(),
    },
  ],
};
