/** What rules of other capabilities ask: calls that change nodes, and what a group of the fleet has from the start. */

import type { Subject } from '../../../capability/lint/subject.ts';
import type { FleetGroup } from '../../../world/fleet.ts';
import type { InstanceProfile } from '../../../world/identity.ts';
import type { EndpointName } from '../../../world/network.ts';
import type { Scenario } from '../../../world/scenario.ts';
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

/** Nodes have the profile, the network and the tier of the start all along, whatever faults do to them. */
export function areNodesFixed({ actions }: Subject): boolean {
  return !actions.some(({ call }) => changing.includes(call));
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
