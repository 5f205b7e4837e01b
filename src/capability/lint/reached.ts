/** How many nodes a run reaches, as far as a file alone can tell. */
import { matchesTarget, type Target } from '../../aws/targets.ts';
import type { FleetGroup } from '../../world/fleet.ts';
import type { RunSource } from '../run-source.ts';

export interface ReachedNodes {
  /** Null where only the number is known. */
  readonly group: FleetGroup | null;
  readonly count: number;
  /** Of a single node that is named. */
  readonly id?: string;
}

/** One command: AWS sends to one target of a task after the other. */
export interface Reached {
  readonly nodes: readonly ReachedNodes[];
  /** False: there may be more. */
  readonly isExact: boolean;
}

export const countOf = ({ nodes }: Reached): number => nodes.reduce((sum, { count }) => sum + count, 0);

/** What a run of a scenario reaches; empty: nothing is known. */
export function reachedBySource(
  source: RunSource | undefined,
  fleet: readonly FleetGroup[],
  areTagsFixed: boolean,
): Reached[] {
  const own = fleet.filter(({ account }) => account === source?.account);
  return (source?.targetGroups ?? []).flatMap(({ targets, instanceIds }) => {
    const all = [
      ...targets,
      ...(instanceIds.length === 0 ? [] : [{ key: 'InstanceIds' as const, values: instanceIds }]),
    ];
    return all.length === 0 ? [] : [reachedIn(own, all, areTagsFixed)];
  });
}

function reachedIn(fleet: readonly FleetGroup[], targets: readonly Target[], areTagsFixed: boolean): Reached {
  const ids = targets.find((target) => target.key === 'InstanceIds');
  if (ids !== undefined) {
    const nodes = ids.values.map((id) => ({
      group: fleet.find((group) => isNamed(id, group)) ?? null,
      count: 1,
      id,
    }));
    return { nodes, isExact: targets.length === 1 };
  }
  const groups = fleet.filter((group) =>
    targets.every((target) =>
      matchesTarget(target, { tags: group.tags, isHybrid: group.hybridActivation !== null }),
    ),
  );
  return {
    nodes: groups.map((group) => ({ group, count: group.count })),
    isExact: areTagsFixed && groups.every(({ joins }) => joins === undefined),
  };
}

/** `web-0001` is a node of `web`. */
function isNamed(id: string, { name }: FleetGroup): boolean {
  return id.startsWith(`${name}-`) && /^-[0-9]{4,}$/.test(id.slice(name.length));
}
