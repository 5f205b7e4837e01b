/** What the inventory of a file covers, for lint of any capability. */
import { reachedBySource } from '../../../capability/lint/reached.ts';
import type { Subject } from '../../../capability/lint/subject.ts';
import type { RunSource } from '../../../capability/run-source.ts';
import type { Scenario } from '../../../world/scenario.ts';
import { areTagsFixed } from '../../managed-nodes/lint/facts.ts';
import { gatherInventory } from '../documents.ts';
import { collectors } from '../uses.ts';

/** Whether an association of the file collects; of a template whether anything in it does. */
export function collectsAnything({ scenario, runs }: Subject): boolean {
  if (scenario !== null) return collectors(scenario).length > 0;
  return runs.some(({ document }) => document === gatherInventory || document === null);
}

/** Groups whose nodes the source means as a whole. */
export function groupsMeant(subject: Subject, { fleet }: Scenario, source: RunSource): ReadonlySet<string> {
  const reached = reachedBySource(source, fleet, areTagsFixed(subject)).flatMap(({ nodes }) => nodes);
  return new Set(reached.flatMap(({ group, id }) => (id === undefined ? (group?.name ?? []) : [])));
}

/** Groups whose inventory no association collects; none where tags may change. */
export function groupsNotCollected(subject: Subject, scenario: Scenario): string[] {
  if (!areTagsFixed(subject)) return [];
  const named = collectors(scenario).flatMap(({ targetGroups }) =>
    targetGroups.flatMap(({ instanceIds, targets }) => [
      ...instanceIds,
      ...targets.flatMap((target) => (target.key === 'InstanceIds' ? target.values : [])),
    ]),
  );
  const meant = collectors(scenario).map((source) => groupsMeant(subject, scenario, source));
  return scenario.fleet
    .map(({ name }) => name)
    .filter((name) => !meant.some((groups) => groups.has(name)))
    .filter((name) => !named.some((id) => id.startsWith(`${name}-`) || id.startsWith('i-')));
}
