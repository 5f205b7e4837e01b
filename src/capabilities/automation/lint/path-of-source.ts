/** Where the file writes what starts executions: a resource, or an action. */
import type { Subject } from '../../../capability/lint/subject.ts';
import type { DataPath } from '../../../diagnostics/problem.ts';

export function pathOfSource(subject: Subject, id: string): DataPath {
  return (subject.named(id) ?? subject.actions.find((one) => one.id === id))?.path ?? [];
}
