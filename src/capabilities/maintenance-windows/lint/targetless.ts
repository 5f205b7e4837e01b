/** Tasks without targets that must have some. */
import type { Subject } from '../../../capability/lint/subject.ts';
import type { Report } from '../../../capability/lint-rule.ts';
import { itemsOf } from '../../../cloudformation/value.ts';
import { taskType } from './windows.ts';

/**
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_RegisterTaskWithMaintenanceWindow.html
 */
export function checkTargetless(subject: Subject, report: Report): void {
  if (subject.kind === 'scenario') return;
  for (const task of subject.ofType(taskType)) {
    const type = subject.property(task, 'TaskType');
    const targets = subject.property(task, 'Targets');
    if (type?.kind !== 'text' || type.text !== 'RUN_COMMAND') continue;
    if (targets !== undefined && (targets.kind === 'unknown' || itemsOf(targets).length > 0)) continue;
    report(
      task.at,
      `${task.logicalId} names no Targets: a RUN_COMMAND task without targets is refused, because it would run nowhere`,
      { at: 'key', severity: 'error', help: 'add Targets: [{ Key: WindowTargetIds, Values: [!Ref …] }]' },
    );
  }
}
