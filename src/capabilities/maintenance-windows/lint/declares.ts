/** What windows, their targets and their tasks declare for rules of any capability. */
import type { DeclaredRole } from '../../../capability/lint/declared-role.ts';
import { readSchedule } from '../../../capability/lint/declared-schedule.ts';
import type { Resource } from '../../../capability/lint/resource.ts';
import type { Declares, Subject } from '../../../capability/lint/subject.ts';
import { entry, isGiven, itemsOf } from '../../../cloudformation/value.ts';
import { actionOf } from '../roles.ts';
import { registeredTargets } from './targets.ts';
import { lintTasks, taskTypeOf } from './tasks.ts';
import { lintWindows, taskType } from './windows.ts';

export const windowDeclares: Declares = {
  runs: (subject) => lintTasks(subject).map(({ run }) => run),
  targets: (subject) => [...registeredTargets(subject).values()],
  roles: (subject) => subject.ofType(taskType).flatMap((task) => rolesOf(task, subject)),
  schedules: (subject) =>
    lintWindows(subject).flatMap(({ resource, schedule }) =>
      readSchedule(resource, 'Schedule', 'window', () => schedule),
    ),
};

function rolesOf(task: Resource, subject: Subject): DeclaredRole[] {
  const label = task.logicalId;
  const by = `the task ${label}`;
  const given = subject.property(task, 'TaskInvocationParameters');
  const command = entry(given, 'MaintenanceWindowRunCommandParameters', 'ServiceRoleArn');
  const notifications = entry(given, 'MaintenanceWindowRunCommandParameters', 'NotificationConfig');
  const runbook = entry(given, 'MaintenanceWindowAutomationParameters', 'Parameters', 'AutomationAssumeRole');
  const value = subject.property(task, 'ServiceRoleArn');
  return [
    { purpose: 'task', by, label, value, action: actionNeeded(task, subject) },
    {
      purpose: 'notifications',
      by: `${by} for its notifications`,
      label,
      // Without notifications the role is never used.
      value: isGiven(notifications) ? command : undefined,
      action: 'sns:Publish',
      neededBy: notifications,
    },
    { purpose: 'runbook', by: `the runbook of ${label}`, label, value: itemsOf(runbook)[0], action: null },
  ];
}

function actionNeeded(task: Resource, subject: Subject): string | null {
  const type = taskTypeOf(task, subject) ?? '';
  return Object.hasOwn(actionOf, type) ? actionOf[type as keyof typeof actionOf] : null;
}
