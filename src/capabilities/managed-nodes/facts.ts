/** What managed nodes tell and show the others: a leaf that every capability may import. */
export { nodeFacts } from './events.ts';

import { view } from '../../capability/views.ts';
import type { InstanceProfile } from '../../world/identity.ts';
import type { EndpointName } from '../../world/network.ts';

export { addTagsToResource, createTags } from './calls/tags.ts';
export { agentModel, rebootModel } from './model.ts';

/** How a reboot is drawn: by what caused it, not by how many came before. */
export interface RebootCause {
  /** The command's id, or the fault's. */
  readonly id: string;
  /** The subject of its draws: the task's, action's or fault's id. */
  readonly source: string;
  /** Epoch minute of the nominal start, or the arrival number. */
  readonly occurrence: number;
  /** By the patch operation on the node, or from outside. */
  readonly by: 'patching' | 'fault';
}

/** What keeps a node from being managed, or from being patched whatever is asked of it, in the order of causes. */
export type NodeCause =
  | 'NOT_LAUNCHED'
  | 'TERMINATED'
  | 'STOPPED'
  | 'AGENT_STOPPED'
  | 'NO_INSTANCE_PROFILE'
  | 'PROFILE_LACKS_SSM'
  | 'ACTIVATION_EXPIRED'
  | 'ACTIVATION_FULL'
  | 'TIER_FULL'
  | 'DEREGISTERED'
  | 'CREDENTIALS_PENDING'
  | 'NO_ROUTE'
  | 'EGRESS_BLOCKED'
  | 'ENDPOINT_MISSING_SSM'
  | 'ENDPOINT_MISSING_MESSAGES'
  | 'ENDPOINT_MISSING_S3'
  | 'REPOSITORY_UNREACHABLE'
  | 'PROFILE_LACKS_PATCHING';

export type StatusCheck = 'system' | 'instance';

/** What an alarm of EC2 may do to an instance. */
export type PowerAction = 'start' | 'stop' | 'terminate' | 'reboot' | 'recover';

export interface NodesView {
  /** Whether a fault makes its status check fail. */
  isImpaired(node: number, check: StatusCheck): boolean;
  /** As DescribeInstanceInformation would say now; null: not in the list. */
  pingStatus(node: number): 'Online' | 'ConnectionLost' | null;
  /** The instance profile in use; null: none. */
  profileOf(node: number): InstanceProfile | null;
  /** Its network leads to Systems Manager, whatever the agent does. */
  reachesService(node: number): boolean;
  /** What the agent works with now, whatever is attached; null: nothing lets it call AWS. */
  permissionsOf(node: number): InstanceProfile | null;
  /** Whether its subnet leads to the endpoint. */
  leadsTo(node: number, endpoint: EndpointName): boolean;
  /** Heartbeats arrive, and commands find a way to the agent. */
  isReachable(node: number): boolean;
  /** A hybrid node whose account has the standard tier. */
  isOfStandardTier(node: number): boolean;
  /** Whether there is no machine: not yet, or no more. */
  absenceCause(node: number): NodeCause | null;
  /** The first prerequisite that a node which is not managed lacks for it; null: it is managed, or on its way to it. */
  unmanagedCauseOf(node: number): NodeCause | null;
  /** The first prerequisite that the node now lacks to be managed and to take commands. */
  prerequisiteCause(node: number): NodeCause | null;
  /** The first that it lacks for AWS-RunPatchBaseline to go through. */
  patchingCause(node: number): NodeCause | null;
  /** All that it lacks for both, in the order of causes. */
  missingPrerequisites(node: number): readonly NodeCause[];
  /** What AWS-RunPatchBaseline will trip over on this node, before it looks at any patch. */
  patchingObstacle(node: number): PatchingObstacle | null;
}

export interface PatchingObstacle {
  readonly cause: NodeCause;
  readonly exitCode: number;
  /** A Scan or Install gets as far as its report before it fails. */
  readonly isAtReport: boolean;
}

export const nodesView = view<NodesView>('managed-nodes');
