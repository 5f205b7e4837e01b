/** Which nodes a list of criteria means at this instant, managed or not. */
import { matchesTarget, type Target } from '../aws/targets.ts';
import type { FleetState } from './fleet-state.ts';
import type { NodeNames } from './node-names.ts';

/** Indices, ascending. `unknown` are ids that no node of the scenario has. */
export interface Resolution {
  readonly nodes: readonly number[];
  readonly unknown: readonly string[];
}

/** An id of another account or Region is of no node there is in this one. */
export function resolveInstanceIds(
  fleet: FleetState,
  names: NodeNames,
  instanceIds: readonly string[],
  account = '',
): Resolution {
  const nodes = new Set<number>();
  const unknown: string[] = [];
  for (const instanceId of instanceIds) {
    const node = names.find(instanceId);
    if (node === undefined || !isIn(fleet, node, account)) unknown.push(instanceId);
    else nodes.add(node);
  }
  return { nodes: [...nodes].sort((a, b) => a - b), unknown };
}

/** What one call sends to: the nodes that it names, or those that its targets mean. */
export function resolveGroup(
  fleet: FleetState,
  names: NodeNames,
  group: { readonly targets: readonly Target[]; readonly instanceIds: readonly string[] },
  account = '',
): Resolution {
  return group.instanceIds.length > 0
    ? resolveInstanceIds(fleet, names, group.instanceIds, account)
    : resolveTargets(fleet, names, group.targets, account);
}

/** What makes documents run reaches nodes of its own account and Region only. */
export function isIn(fleet: FleetState, node: number, account = ''): boolean {
  return (fleet.groupOf(node).account ?? '') === account;
}

/** By fleet, criteria and account: whom they mean while no node has changed its tags, in every replication the same. */
const meantByGroups = new WeakMap<FleetState, WeakMap<readonly Target[], Map<string, Resolution>>>();

/** All criteria must hold; the values of one are alternatives. */
export function resolveTargets(
  fleet: FleetState,
  names: NodeNames,
  targets: readonly Target[],
  account = '',
): Resolution {
  if (fleet.tagChanges.size > 0) return workOut(fleet, names, targets, account);
  const known = meantByGroups.get(fleet) ?? new WeakMap<readonly Target[], Map<string, Resolution>>();
  const byAccount = known.get(targets) ?? new Map<string, Resolution>();
  const resolution = byAccount.get(account) ?? workOut(fleet, names, targets, account);
  meantByGroups.set(fleet, known.set(targets, byAccount.set(account, resolution)));
  return resolution;
}

function workOut(
  fleet: FleetState,
  names: NodeNames,
  targets: readonly Target[],
  account: string,
): Resolution {
  if (targets.length === 0) return { nodes: [], unknown: [] };
  const ids = targets.filter((target) => target.key === 'InstanceIds').map((target) => target.values);
  const byId = ids.map((values) => resolveInstanceIds(fleet, names, values, account));
  const unknown = byId.flatMap((resolution) => resolution.unknown);
  const others = targets.filter((target) => target.key !== 'InstanceIds');
  const named = byId.map((resolution) => new Set(resolution.nodes));
  const nodes: number[] = [];
  for (const cohort of fleet.cohorts) {
    if ((cohort.group.account ?? '') !== account) continue;
    const isHybrid = cohort.group.hybridActivation !== null;
    const matches = (tags: Readonly<Record<string, string>>) =>
      others.every((target) => matchesTarget(target, { tags, isHybrid }));
    // One look for the whole cohort, and one for each node whose tags have changed.
    const isGroupMatched = matches(cohort.group.tags);
    if (!isGroupMatched && fleet.tagChanges.size === 0) continue;
    const end = cohort.first + cohort.count;
    if (named.length === 0 && fleet.tagChanges.size === 0) {
      for (let node = cohort.first; node < end; node += 1) nodes.push(node);
      continue;
    }
    for (let node = cohort.first; node < end; node += 1) {
      const changed = fleet.tagChanges.get(node);
      const isMatched = changed === undefined ? isGroupMatched : matches(changed);
      if (isMatched && named.every((set) => set.has(node))) nodes.push(node);
    }
  }
  return { nodes, unknown };
}
