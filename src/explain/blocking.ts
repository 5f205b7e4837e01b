/**
 * Everything that keeps a node from being patched. `CauseFinder` names the first prerequisite that was missing at the
 * node's last chance, because one is enough; here the others are looked for too, since all of them have to be mended.
 */
import { agentState } from '../capabilities/managed-nodes/connection.ts';
import { networkBlocks, patchingNetworkBlocks } from '../capabilities/managed-nodes/rules.ts';
import { effectiveProfile, profileLacksPatching } from '../capabilities/managed-nodes/rules-credentials.ts';
import { type Cause, causes } from '../capability/causes.ts';
import type { RunOutcome } from '../result/outcome.ts';
import type { InstanceProfile } from '../world/identity.ts';
import { power } from '../world/node-records.ts';

/** The run at the node's last chance; null: it never had one. */
export interface Chanced {
  readonly outcome: RunOutcome;
  readonly node: number;
}

export function blockingCauses(outcome: RunOutcome, node: number, chance: Chanced | null): readonly Cause[] {
  const known = outcome.causes.causesOf(node);
  if (known.length === 0) return [];
  const opportunity = outcome.opportunities.of(node);
  if (opportunity === null) return inOrder(known, prerequisitesAt(outcome, node));
  if (opportunity.prerequisite === null) return known;
  // Without its prerequisite it could not but fail: that is no second link.
  const isConsequence = (cause: Cause) => cause === 'DELIVERY_FAILED' || cause === 'INSTALL_FAILED';
  const own = known.filter((cause) => !isConsequence(cause));
  return inOrder(own, chance === null ? [] : prerequisitesAt(chance.outcome, chance.node));
}

/** What else was found, in order; but never before the first of what is known, which is the cause. */
function inOrder(known: readonly Cause[], found: readonly Cause[]): readonly Cause[] {
  const first = Math.min(...known.map((cause) => causes.indexOf(cause)));
  const all = new Set([...known, ...found.filter((cause) => causes.indexOf(cause) > first)]);
  return causes.filter((cause) => all.has(cause));
}

/** Every prerequisite that the node lacks when this run ends. */
function prerequisitesAt(outcome: RunOutcome, node: number): readonly Cause[] {
  const { simulation, nodes } = outcome;
  const { fleet } = simulation;
  const state = fleet.powerOf(node);
  const first = nodes.prerequisiteCause(node);
  if (state === power.notLaunched || state === power.terminated) return first === null ? [] : [first];
  return [
    first,
    fleet.isUp(node) && fleet.agentOf(node) !== agentState.running ? ('AGENT_STOPPED' as const) : null,
    ...permissionCauses(outcome, node),
    ...networkCauses(outcome, node),
  ].filter((cause) => cause !== null);
}

function permissionCauses(outcome: RunOutcome, node: number): (Cause | null)[] {
  const { simulation, nodes } = outcome;
  const { fleet, kernel } = simulation;
  const { hybridActivation } = fleet.groupOf(node);
  const { credentialCause, messageCause } = nodes.credentials.accessOf(node);
  const profile = profileInUse(outcome, node);
  return [
    fleet.hasCredentials(node) ? null : credentialCause,
    messageCause === 'PROFILE_LACKS_SSM' && profile !== null ? messageCause : null,
    hybridActivation !== null && !fleet.isRegistered(node)
      ? nodes.activations.block(hybridActivation, kernel.nowMs)
      : null,
    profile !== null && profileLacksPatching(profile) !== null ? 'PROFILE_LACKS_PATCHING' : null,
  ];
}

/** Whose permissions the node works with, or would. */
export function profileInUse(
  { simulation, nodes, scenario }: RunOutcome,
  node: number,
): InstanceProfile | null {
  const { fleet } = simulation;
  const group = fleet.groupOf(node);
  const index = fleet.hasCredentials(node) ? fleet.heldProfileOf(node) : fleet.profileOf(node);
  return effectiveProfile({
    profile: nodes.access.profiles[index] ?? null,
    defaultHostManagement: scenario.account.defaultHostManagement && group.hybridActivation === null,
    imdsV2: group.imdsV2,
    agentVersion: group.agent.version,
  });
}

function networkCauses({ simulation, scenario }: RunOutcome, node: number): Cause[] {
  const { fleet } = simulation;
  const group = fleet.groupOf(node);
  const subnet = group.subnet === null ? null : (scenario.subnets.get(group.subnet) ?? null);
  const blocks: Cause[] = [...networkBlocks(subnet, group.agent.version)];
  if (fleet.isNetworkCut(node)) blocks.push('NO_ROUTE');
  // What opens the way to Systems Manager opens the one to S3.
  const isShut = blocks.includes('NO_ROUTE') || blocks.includes('EGRESS_BLOCKED');
  const ofPatching = patchingNetworkBlocks(subnet).filter(
    (one) => !(isShut && one === 'ENDPOINT_MISSING_S3'),
  );
  return [...blocks, ...ofPatching];
}
