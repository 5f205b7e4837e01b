/**
 * What a node lacks to be managed, and then to be patched: every prerequisite that is missing, in the order of causes. The
 * first of them is what `cause` names, all of them are what `explain` lists.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-troubleshooting-managed-nodes.html
 */
import type { NodeCause } from './facts.ts';
import type { NetworkBlock, PatchingNetworkBlock } from './rules.ts';
import type { CredentialBlock } from './rules-credentials.ts';

/** What the network and the profile of a node allow, whatever state the machine is in. */
export interface Allowed {
  readonly credentialCause: CredentialBlock | null;
  /** It may register, and no message service that it could reach is allowed to it. */
  readonly lacksMessages: boolean;
  readonly networkBlocks: readonly NetworkBlock[];
  readonly patchingNetworkBlocks: readonly PatchingNetworkBlock[];
  readonly lacksPatching: boolean;
}

/** Why a hybrid node is not let in. */
export type ActivationBlock = Extract<
  NodeCause,
  'ACTIVATION_EXPIRED' | 'ACTIVATION_FULL' | 'TIER_FULL' | 'DEREGISTERED' | 'CREDENTIALS_PENDING'
>;

export interface NodeState {
  /** `down`: rebooting, or lost. */
  readonly machine: 'not launched' | 'terminated' | 'stopped' | 'down' | 'up';
  readonly isAgentRunning: boolean;
  readonly hasCredentials: boolean;
  /** What keeps it from registering with its activation; null: it is registered, or needs none. */
  readonly activationBlock: ActivationBlock | null;
  readonly isNetworkCut: boolean;
  /** It has sent a heartbeat since its machine was started. */
  readonly isListed: boolean;
}

/** Where there is no machine, nothing else can be said of it. */
export function absenceCause({ machine }: Pick<NodeState, 'machine'>): NodeCause | null {
  if (machine === 'not launched') return 'NOT_LAUNCHED';
  return machine === 'terminated' ? 'TERMINATED' : null;
}

/** Of a machine that is about to boot, or that does not come back, nothing is said either. */
export function* missingToBeManaged(node: NodeState, allowed: Allowed): Generator<NodeCause> {
  const absence = absenceCause(node);
  if (absence !== null) yield absence;
  if (absence !== null || node.machine === 'down') return;
  if (node.machine === 'stopped') yield 'STOPPED';
  else if (!node.isAgentRunning) yield 'AGENT_STOPPED';
  yield* missingCredentials(node, allowed);
  if (node.isNetworkCut && !allowed.networkBlocks.includes('NO_ROUTE')) yield 'NO_ROUTE';
  yield* allowed.networkBlocks;
}

/** An agent is only waited for where nothing else keeps it away. */
function* missingCredentials(node: NodeState, allowed: Allowed): Generator<NodeCause> {
  const { credentialCause, lacksMessages, networkBlocks } = allowed;
  const { activationBlock } = node;
  if (credentialCause !== null) yield credentialCause;
  else if (lacksMessages) yield 'PROFILE_LACKS_SSM';
  else if (activationBlock !== null) yield activationBlock;
  else if (isAwaited(node, networkBlocks)) yield 'CREDENTIALS_PENDING';
}

/** The agent runs, and has no credentials, or has sent no heartbeat, yet. */
function isAwaited(node: NodeState, networkBlocks: readonly NetworkBlock[]): boolean {
  if (node.machine !== 'up' || !node.isAgentRunning) return false;
  if (!node.hasCredentials) return true;
  const mayPing = networkBlocks.every((block) => block === 'ENDPOINT_MISSING_MESSAGES');
  return mayPing && !node.isNetworkCut && !node.isListed;
}

/** What comes to light only when AWS-RunPatchBaseline runs. */
export function* missingToBePatched(node: NodeState, allowed: Allowed): Generator<NodeCause> {
  if (absenceCause(node) !== null) return;
  yield* allowed.patchingNetworkBlocks;
  if (allowed.lacksPatching) yield 'PROFILE_LACKS_PATCHING';
}
