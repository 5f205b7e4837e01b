/** What rules of other capabilities ask: calls that change nodes, and what a group of the fleet has from the start. */

import type { Subject } from '../../../capability/lint/subject.ts';
import { sourcesOf } from '../../../capability/sources.ts';
import type { FleetGroup } from '../../../world/fleet.ts';
import type { InstanceProfile } from '../../../world/identity.ts';
import type { EndpointName } from '../../../world/network.ts';
import type { Scenario } from '../../../world/scenario.ts';
import { updateAgent } from '../../documents/facts.ts';
import { AccessTable } from '../access.ts';
import { associateProfile } from '../calls/associate-profile.ts';
import { createVpcEndpoint } from '../calls/create-vpc-endpoint.ts';
import { addTagsToResource, createTags, deleteTags, removeTagsFromResource } from '../calls/tags.ts';
import { updateServiceSetting } from '../calls/update-service-setting.ts';
import { endpointReachable } from '../rules.ts';

const tagging: readonly string[] = [createTags.call, addTagsToResource.call];
const untagging: readonly string[] = [deleteTags.call, removeTagsFromResource.call];

/** What is not there at the start may be there in time. */
export function areTagsAdded({ actions }: Subject): boolean {
  return actions.some(({ call }) => tagging.includes(call));
}

/** Tags are those of the start all along. */
export function areTagsFixed({ actions }: Subject): boolean {
  return !actions.some(({ call }) => tagging.includes(call) || untagging.includes(call));
}

const changing: readonly string[] = [
  associateProfile.call,
  createVpcEndpoint.call,
  updateServiceSetting.call,
];

/** What changes the profile, the network, the agent or the tier of nodes before this moment, by its id. */
export function nodeChanges({ scenario }: Subject, beforeMs: number): readonly string[] {
  if (scenario === null) return [];
  const due = scenario.actions.filter(({ atMs }) => atMs <= beforeMs);
  const calls = due.filter(({ call }) => changing.includes(call)).map(({ id }) => id);
  const faults = scenario.faults
    .filter(({ action, when }) => action === 'attachProfile' && !('atMs' in when && when.atMs > beforeMs))
    .map(({ id }) => id);
  // A window or an association may update the agent at any time; a command of `actions` has its own.
  const updates = sourcesOf(scenario)
    .filter(({ document, id }) => document === updateAgent && isDue(scenario, id, beforeMs))
    .map(({ id }) => id);
  return [...calls, ...faults, ...updates];
}

function isDue({ actions }: Scenario, id: string, beforeMs: number): boolean {
  return (actions.find((action) => action.id === id)?.atMs ?? beforeMs) <= beforeMs;
}

export interface DeclaredAccess {
  readonly profile: InstanceProfile | null;
  /** What keeps its nodes from being managed, such as NO_ROUTE; null: nothing that the file says. */
  readonly block: string | null;
  readonly leadsTo: (endpoint: EndpointName) => boolean;
}

export function declaredAccess(scenario: Scenario, group: FleetGroup): DeclaredAccess {
  const table = new AccessTable(scenario);
  const isHybrid = group.hybridActivation !== null;
  const index = isHybrid ? table.hybridProfile : table.profileIndex(group.instanceProfile);
  const { profile, credentialCause, networkBlocks } = table.of(scenario.fleet.indexOf(group), index);
  const block = credentialCause ?? networkBlocks.find((one) => one !== 'ENDPOINT_MISSING_MESSAGES') ?? null;
  return {
    profile,
    block,
    leadsTo: (endpoint) => endpointReachable(table.subnetOf(group), endpoint),
  };
}
