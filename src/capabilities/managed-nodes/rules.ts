/**
 * What a node needs to be managed, and what its silence means.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-troubleshooting-managed-nodes.html
 */
import { commandsThroughSsmMessagesSince, isAtLeast } from '../../aws/agent-version.ts';
import { actionsNeeded, profileAllowsAll } from '../../aws/iam.ts';
import type { InstanceProfile } from '../../world/identity.ts';
import { type EndpointName, reachesRepositories, type Subnet } from '../../world/network.ts';
import type { OperatingSystem } from '../../world/operating-systems.ts';

/** Why a node's network keeps it from being managed, in the order in which causes are named. */
export type NetworkBlock =
  | 'NO_ROUTE'
  | 'EGRESS_BLOCKED'
  | 'ENDPOINT_MISSING_SSM'
  | 'ENDPOINT_MISSING_MESSAGES';

/** Why a managed node's network keeps it from being patched. */
export type PatchingNetworkBlock = 'ENDPOINT_MISSING_S3' | 'REPOSITORY_UNREACHABLE';

/**
 * A route to the internet reaches every public endpoint; without one, only VPC endpoints do. Either way the security
 * group must let TCP 443 out. Null: an open network.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html
 */
export function endpointReachable(subnet: Subnet | null, endpoint: EndpointName): boolean {
  if (subnet === null) return true;
  if (subnet.egress === 'blocked') return false;
  return subnet.route !== 'none' || subnet.endpoints.has(endpoint);
}

/**
 * Everything about the network that must change. NO_ROUTE stands for the missing endpoints too: a subnet with neither
 * route nor endpoint is opened by either. Registration and the heartbeat are one call, to the `ssm` endpoint alone: a
 * node without a message endpoint is Online all the same, and its commands never arrive.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-setting-up-messageAPIs.html
 */
export function networkBlocks(subnet: Subnet | null, agentVersion: string): readonly NetworkBlock[] {
  if (subnet === null) return [];
  const blocks: NetworkBlock[] = [];
  const isCutOff = subnet.route === 'none' && subnet.endpoints.size === 0;
  if (isCutOff) blocks.push('NO_ROUTE');
  if (subnet.egress === 'blocked') blocks.push('EGRESS_BLOCKED');
  if (isCutOff || subnet.route !== 'none') return blocks;
  if (!subnet.endpoints.has('ssm')) blocks.push('ENDPOINT_MISSING_SSM');
  const transports = transportsTried(agentVersion);
  if (!transports.some((one) => subnet.endpoints.has(one))) blocks.push('ENDPOINT_MISSING_MESSAGES');
  return blocks;
}

/**
 * A session needs ssmmessages, whatever commands find: ec2messages carries no sessions.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-setting-up-messageAPIs.html
 */
export function lacksSessions(subnet: Subnet | null): boolean {
  return subnet !== null && subnet.egress !== 'blocked' && !endpointReachable(subnet, 'ssmmessages');
}

/**
 * AWS-RunPatchBaseline fetches its code and the patch snapshot from S3 and exits 156 without it; the packages
 * themselves come from the operating system's own repositories.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-prerequisites.html
 */
export function patchingNetworkBlocks(
  subnet: Subnet | null,
  os: OperatingSystem,
): readonly PatchingNetworkBlock[] {
  if (subnet === null) return [];
  const blocks: PatchingNetworkBlock[] = [];
  if (!endpointReachable(subnet, 's3')) blocks.push('ENDPOINT_MISSING_S3');
  // The endpoint that is missing leads to the repositories of Amazon Linux too.
  const withS3 = { ...subnet, endpoints: new Set([...subnet.endpoints, 's3' as const]) };
  if (!reachesRepositories(withS3, os)) blocks.push('REPOSITORY_UNREACHABLE');
  return blocks;
}

/** By which endpoint commands reach a node. */
export type MessageTransport = 'ssmmessages' | 'ec2messages';

/** In order of preference. */
function transportsTried(agentVersion: string): readonly MessageTransport[] {
  return isAtLeast(agentVersion, commandsThroughSsmMessagesSince)
    ? ['ssmmessages', 'ec2messages']
    : ['ec2messages'];
}

/**
 * From agent 3.3.40.0 the control channel of `ssmmessages` if it opens, else polling of `ec2messages`; an older agent
 * only polls. Null: commands stay undelivered.
 *
 * ASSUMPTION message-failover: AWS describes the failover for missing permissions; a missing endpoint is taken alike.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-setting-up-messageAPIs.html
 */
export function messageTransport(
  subnet: Subnet | null,
  agentVersion: string,
  profile: InstanceProfile,
): MessageTransport | null {
  const works = (one: MessageTransport): boolean =>
    endpointReachable(subnet, one) && profileAllowsAll(profile, actionsOf[one]);
  return transportsTried(agentVersion).find(works) ?? null;
}

const actionsOf: Readonly<Record<MessageTransport, readonly string[]>> = {
  ssmmessages: actionsNeeded.commandsThroughSsmMessages,
  ec2messages: actionsNeeded.commandsThroughEc2Messages,
};
