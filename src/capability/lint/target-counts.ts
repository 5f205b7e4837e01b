/** How many nodes a task reaches, as far as a file alone can tell. */
import { matchesTarget, type Target } from '../../aws/targets.ts';
import { entry, isPartlyUnknown, itemsOf, numberOf, textOf } from '../../cloudformation/value.ts';
import type { FleetGroup } from '../../world/fleet.ts';
import type { MaintenanceWindowTask } from '../../world/maintenance.ts';
import type { Scenario } from '../../world/scenario.ts';
import { type DeclaredTargets, declaredTargets, tagKeyOf } from './declared-targets.ts';
import { nodesOf } from './nodes.ts';
import type { Resource, Subject } from './subject.ts';

export interface ReachedNodes {
  /** Null where only the number is known. */
  readonly group: FleetGroup | null;
  readonly count: number;
  /** Of a single node that is named. */
  readonly id?: string;
}

/** One command of a task: AWS sends to one target after the other. */
export interface Reached {
  readonly nodes: readonly ReachedNodes[];
  /** False: there may be more. */
  readonly isExact: boolean;
}

export const countOf = ({ nodes }: Reached): number => nodes.reduce((sum, { count }) => sum + count, 0);

/** Of a task; empty: nothing is known. */
export function reachedBy(task: Resource, subject: Subject): readonly Reached[] {
  if (subject.kind === 'template') return inTemplate(task, subject);
  const { scenario } = subject;
  const loaded = scenario?.windows
    .flatMap(({ tasks }) => tasks)
    .find(({ logicalId }) => logicalId === task.logicalId);
  return scenario === null || loaded === undefined ? [] : inScenario(loaded, scenario);
}

function inScenario({ targetGroups }: MaintenanceWindowTask, scenario: Scenario): Reached[] {
  const isTagged = scenario.actions.some(
    ({ call }) => call.endsWith('Tags') || call.endsWith('TagsToResource'),
  );
  return targetGroups.map(({ targets }) => reachedIn(scenario.fleet, targets, !isTagged));
}

export function reachedIn(
  fleet: readonly FleetGroup[],
  targets: readonly Target[],
  areTagsFixed: boolean,
): Reached {
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

function inTemplate(task: Resource, subject: Subject): Reached[] {
  return itemsOf(subject.property(task, 'Targets')).flatMap((item): Reached[] => {
    const key = textOf(entry(item, 'Key'));
    const values = itemsOf(entry(item, 'Values'));
    if (key === 'InstanceIds') return [ofIds(values.length, isPartlyUnknown(item))];
    if (key !== 'WindowTargetIds') return [];
    return values.flatMap((value) => {
      const target = subject.resource(value);
      return target?.type === 'AWS::SSM::MaintenanceWindowTarget' ? ofWindowTarget(target, subject) : [];
    });
  });
}

/** A reference that is not known may be a list of any length. */
function ofIds(count: number, isUncertain: boolean): Reached {
  return isUncertain ? { nodes: [], isExact: false } : { nodes: [{ group: null, count }], isExact: true };
}

function ofWindowTarget(target: Resource, subject: Subject): Reached[] {
  const declared = declaredBy(target, subject);
  if (declared === undefined || !declared.isKnown) return [];
  const { criteria } = declared;
  const ids = criteria.find(({ key }) => key === 'InstanceIds');
  if (ids !== undefined) {
    const list = itemsOf(subject.property(target, 'Targets')).find(
      (item) => textOf(entry(item, 'Key')) === 'InstanceIds',
    );
    return [ofIds(itemsOf(entry(list, 'Values')).length, isPartlyUnknown(entry(list, 'Values')))];
  }
  const targets = criteria.map((criterion): Target | null => {
    const tagKey = tagKeyOf(criterion);
    return tagKey === null || !criterion.isKnown ? null : { key: 'tag', tagKey, values: criterion.values };
  });
  if (targets.length === 0 || targets.some((each) => each === null)) return [];
  // Nodes of other templates may have the same tags.
  const nodes = nodesOf(subject)
    .filter((each) => targets.every((wanted) => matchesTarget(wanted!, each)))
    .map(({ name }) => ({ group: null, count: instanceCount(name, subject) }));
  return [{ nodes, isExact: false }];
}

function instanceCount(logicalId: string, subject: Subject): number {
  const resource = subject.named(logicalId);
  if (resource?.type !== 'AWS::AutoScaling::AutoScalingGroup') return 1;
  const count =
    numberOf(subject.property(resource, 'DesiredCapacity')) ??
    numberOf(subject.property(resource, 'MinSize'));
  return count !== null && count >= 0 ? count : 0;
}

/** Many tasks ask for them, and a subject does not change. */
const declaredOf = new WeakMap<Subject, ReadonlyMap<string, DeclaredTargets>>();

/** What an AWS::SSM::MaintenanceWindowTarget selects by. */
export function declaredBy({ path }: Resource, subject: Subject): DeclaredTargets | undefined {
  let declared = declaredOf.get(subject);
  if (declared === undefined) {
    declared = new Map(declaredTargets(subject).map((each) => [JSON.stringify(each.path), each]));
    declaredOf.set(subject, declared);
  }
  return declared.get(JSON.stringify([...path, 'Targets']));
}
