/** Names of resources where their ids were meant. */
import type { Subject } from '../../../capability/lint/subject.ts';
import { namesOf, writtenAt } from '../../../capability/lint/written.ts';
import type { Report } from '../../../capability/lint-rule.ts';
import { entry, itemsOf, textOf } from '../../../cloudformation/value.ts';
import { targetType, taskType } from './windows.ts';

/**
 * `WindowId: Window`, or `Ref Window` without its exclamation mark. An id begins with mw- or is a UUID, so a logical id
 * is none, whatever it is called. In a scenario the loader follows them.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_RegisterTaskWithMaintenanceWindow.html
 */
export function checkIds(subject: Subject, report: Report): void {
  if (subject.kind !== 'template') return;
  const names = namesOf(subject);
  for (const part of [targetType, taskType].flatMap((type) => subject.ofType(type))) {
    const targets = itemsOf(subject.property(part, 'Targets'));
    const ids = [
      subject.property(part, 'WindowId'),
      ...targets
        .filter((target) => textOf(entry(target, 'Key')) === 'WindowTargetIds')
        .flatMap((target) => itemsOf(entry(target, 'Values'))),
    ];
    for (const id of ids) {
      const text = textOf(id);
      const name = text?.replace(/^!?Ref:?\s+/, '');
      if (text === null || name === undefined || !names.has(name) || !writtenAt(subject, id!.path).isWritten)
        continue;
      report(id!.path, `${part.logicalId} has the text ${text} here, not the id of ${name}`, {
        help: `write !Ref ${name}, without quotes`,
      });
    }
  }
}
