/** What a session finds at this moment of a run. */
import type { Simulation } from '../../capability/simulation.ts';
import type { Action } from '../../world/actions.ts';
import { platformTypeOf } from '../../world/operating-systems.ts';
import { type NodesView, nodesView } from '../managed-nodes/facts.ts';
import type { Asked } from './asked.ts';
import { askedByCall } from './asked-by-call.ts';
import { causeWords } from './cause-words.ts';
import type { SessionDocument } from './documents.ts';
import { unencryptedGroups } from './log-groups.ts';
import type { SessionsOfNode } from './model.ts';

export function askedInRun(
  simulation: Simulation,
  node: number,
  document: SessionDocument,
  action: Action,
  { missingUsers, missingLogs, unencryptedLogs }: SessionsOfNode,
): Asked {
  const { scenario, fleet, views } = simulation;
  const nodes = views.of(nodesView);
  return {
    node: fleet.nameOf(node),
    away: awayWords(simulation, nodes, node),
    isOfStandardTier: nodes.isOfStandardTier(node),
    platform: platformTypeOf(fleet.groupOf(node).os),
    agentVersion: fleet.agentVersionOf(node),
    permissions: nodes.permissionsOf(node),
    leadsTo: (endpoint) => nodes.leadsTo(node, endpoint),
    missingUsers,
    missingLogs,
    unencryptedLogs: [...unencryptedLogs, ...unencryptedGroups(scenario)],
    ...askedByCall(scenario, document, action),
  };
}

/** Null: its agent is in touch with the service. */
function awayWords({ fleet, scenario }: Simulation, nodes: NodesView, node: number): string | null {
  if (fleet.isPinging(node)) return null;
  const cause = nodes.prerequisiteCause(node);
  return cause === null ? 'its agent is not in touch with the service' : causeWords(scenario, cause);
}
