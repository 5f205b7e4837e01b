/**
 * Which nodes sources of runs, such as the tasks of a window, mean, as far as a file tells: by tag whole groups of the fleet, and ids as written.
 * Tags that a run changes, and nodes that launch later, are a matter of the run.
 */
import { matchesTarget, type Target } from '../aws/targets.ts';
import type { RunSource } from '../capability/run-source.ts';
import type { FleetGroup } from '../world/fleet.ts';

export interface Reach {
  readonly groups: readonly string[];
  /** Ids or names of nodes, beside whole groups. */
  readonly ids: readonly string[];
}

export function reachOf(sources: readonly RunSource[], fleet: readonly FleetGroup[]): Reach {
  const targetGroups = sources.flatMap((source) => source.targetGroups);
  const lists = targetGroups.map(({ targets }) => targets);
  return {
    groups: fleet
      .filter((group) => lists.some((targets) => meansGroup(targets, group)))
      .map(({ name }) => name),
    ids: [...new Set([...lists.flatMap(idsOf), ...targetGroups.flatMap(({ instanceIds }) => instanceIds)])],
  };
}

export function sharedReach(one: Reach, other: Reach, fleet: readonly FleetGroup[]): Reach {
  const groups = one.groups.filter((name) => other.groups.includes(name));
  const ids = [...one.ids, ...other.ids].filter(
    (id) =>
      isMeantBy(id, one, fleet) &&
      isMeantBy(id, other, fleet) &&
      !groups.some((name) => isOf(id, name, fleet)),
  );
  return { groups, ids: [...new Set(ids)] };
}

function isMeantBy(id: string, reach: Reach, fleet: readonly FleetGroup[]): boolean {
  return reach.ids.includes(id) || reach.groups.some((name) => isOf(id, name, fleet));
}

/** Node names are the group's and a number; given ids stand in the group. */
function isOf(id: string, groupName: string, fleet: readonly FleetGroup[]): boolean {
  const group = fleet.find(({ name }) => name === groupName);
  if (group?.ids?.includes(id)) return true;
  return id.startsWith(`${groupName}-`) && /^[0-9]{4,}$/.test(id.slice(groupName.length + 1));
}

/** A target without criteria selects no node. */
function meansGroup(targets: readonly Target[], group: FleetGroup): boolean {
  const subject = { tags: group.tags, isHybrid: group.hybridActivation !== null };
  return targets.length > 0 && targets.every((target) => matchesTarget(target, subject));
}

function idsOf(targets: readonly Target[]): readonly string[] {
  return targets.flatMap((target) => (target.key === 'InstanceIds' ? target.values : []));
}
