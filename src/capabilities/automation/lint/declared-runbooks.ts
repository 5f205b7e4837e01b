/** Runbooks of a file as rules look at them, and the place of each of their steps. */
import type { Subject } from '../../../capability/lint/subject.ts';
import type { DataPath } from '../../../diagnostics/problem.ts';
import { oncePer } from '../../../fields/fields.ts';
import { documentsIn } from '../../documents/facts.ts';
import { automationType } from '../content/automation-type.ts';
import type { Runbook, Step } from '../content/runbook.ts';

export interface DeclaredRunbook {
  readonly logicalId: string;
  readonly name: string;
  readonly runbook: Runbook;
  readonly path: DataPath;
  pathOf(step: Step): DataPath;
}

export const declaredRunbooks = oncePer((subject: Subject): readonly DeclaredRunbook[] =>
  documentsIn(subject.stack, automationType).flatMap(({ logicalId, name, content }) => {
    const resource = subject.named(logicalId);
    if (resource === undefined) return [];
    const written = subject.property(resource, 'Content');
    const path = [...resource.path, 'Content'];
    const places = new Map<string, DataPath>();
    placeAll(content.steps, [...path, 'mainSteps'], places);
    // By name: a scenario is read once for lint and once more to be run. A Content of text has no places inside.
    const pathOf = (step: Step) => (written?.kind === 'map' ? places.get(step.name) : undefined) ?? path;
    return [{ logicalId, name, runbook: content, path, pathOf }];
  }),
);

function placeAll(steps: readonly Step[], path: DataPath, places: Map<string, DataPath>): void {
  for (const [index, step] of steps.entries()) {
    places.set(step.name, [...path, index]);
    placeAll(step.steps, [...path, index, 'inputs', 'Steps'], places);
  }
}
