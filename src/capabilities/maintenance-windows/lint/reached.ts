/** How many nodes a task reaches, as far as a file alone can tell. */

import { matchesTarget, type Target } from '../../../aws/targets.ts';
import { tagKeyOf } from '../../../capability/lint/declared-targets.ts';
import { instanceCount, nodesOf } from '../../../capability/lint/nodes.ts';
import { type Reached, reachedBySource } from '../../../capability/lint/reached.ts';
import type { Resource } from '../../../capability/lint/resource.ts';
import type { Subject } from '../../../capability/lint/subject.ts';
import { entry, isPartlyUnknown, itemsOf, textOf } from '../../../cloudformation/value.ts';
import { areTagsFixed } from '../../managed-nodes/lint/facts.ts';
import { taskSources } from '../sources.ts';
import { registeredTargets } from './targets.ts';
import { targetType } from './windows.ts';

/** Of a task; empty: nothing is known. */
export function reachedBy(task: Resource, subject: Subject): readonly Reached[] {
  return subject.kind === 'template' ? inTemplate(task, subject) : inScenario(task, subject);
}

function inScenario({ logicalId }: Resource, subject: Subject): Reached[] {
  const { scenario } = subject;
  if (scenario === null) return [];
  const source = taskSources(scenario).find(({ id }) => id === logicalId);
  return reachedBySource(source, scenario.fleet, areTagsFixed(subject));
}

function inTemplate(task: Resource, subject: Subject): Reached[] {
  return itemsOf(subject.property(task, 'Targets')).flatMap((item): Reached[] => {
    const key = textOf(entry(item, 'Key'));
    const values = itemsOf(entry(item, 'Values'));
    if (key === 'InstanceIds') return [ofIds(values.length, isPartlyUnknown(item))];
    if (key !== 'WindowTargetIds') return [];
    return values.flatMap((value) => {
      const target = subject.resource(value);
      return target?.type === targetType ? ofWindowTarget(target, subject) : [];
    });
  });
}

/** A reference that is not known may be a list of any length. */
function ofIds(count: number, isUncertain: boolean): Reached {
  return isUncertain ? { nodes: [], isExact: false } : { nodes: [{ group: null, count }], isExact: true };
}

function ofWindowTarget(target: Resource, subject: Subject): Reached[] {
  const declared = registeredTargets(subject).get(target);
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
