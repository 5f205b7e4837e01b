/** What results say of each node as a managed node. */
import type { ResultSpec } from '../../capability/results.ts';
import { count, flag, oneOf, said, textOrNothing } from '../../fields/json-parts.ts';
import type { ManagedNodes } from './machine.ts';

export interface ManagedNodeResult {
  readonly managed: boolean;
  readonly pingStatus: 'Online' | 'ConnectionLost' | null;
  readonly unmanagedCause: string | null;
  readonly reboots: number;
}

interface Machine {
  readonly nodes: ManagedNodes;
}

export const nodeResults: ResultSpec<Machine> = {
  nodes: [
    {
      place: 10,
      fields: () => ({
        managed: said('Listed by DescribeInstanceInformation.', flag),
        pingStatus: oneOf('Online', 'ConnectionLost', null),
        unmanagedCause: said('What keeps it from being managed. Null: it is.', textOrNothing),
      }),
      of({ nodes }, node): Omit<ManagedNodeResult, 'reboots'> {
        const pingStatus = nodes.pingStatus(node);
        return { managed: pingStatus !== null, pingStatus, unmanagedCause: nodes.unmanagedCauseOf(node) };
      },
    },
    {
      place: 30,
      fields: () => ({ reboots: count }),
      of: (_, node, { fleet }): Pick<ManagedNodeResult, 'reboots'> => ({
        reboots: fleet.rebootCountOf(node),
      }),
    },
  ],
};
