/**
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_RegisterTaskWithMaintenanceWindow.html
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UpdateMaintenanceWindowTask.html
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DeregisterTaskFromMaintenanceWindow.html
 */
import * as z from 'zod/mini';
import { call } from '../../../cloudformation/call-spec.ts';
import type { References } from '../../../cloudformation/resource-spec.ts';
import { isMap } from '../../../diagnostics/plain-map.ts';
import { bucketName } from '../../../fields/aws-fields.ts';
import { anything, boolean, map, once, text } from '../../../fields/fields.ts';
import { Unknown } from '../../../fields/unknown.ts';
import type { MaintenanceWindowTask, TaskType } from '../../../world/maintenance.ts';
import { callKeyOf, invocationShape } from '../resources/task-parameters.ts';
import { refuseTask, refuseTaskParts } from '../resources/task-refusals.ts';
import { refuseReference } from '../resources/window-targets.ts';
import { windowTaskFields } from '../resources/window-task-fields.ts';
import { taskKeysWithoutEffect, taskOf, windowTask } from '../resources/window-tasks.ts';
import { maintenanceWindow } from '../resources/windows.ts';
import { readingOf, refuseMissing, windowId } from './reading.ts';

const taskId = () =>
  text('a task of the window: !Ref of the resource, or the id of the action that registered it');

/** Two of them have other keys than in CloudFormation. */
const callFields = once(() => ({
  ...windowTaskFields(),
  LoggingInfo: z.optional(
    map({
      S3BucketName: bucketName(),
      S3KeyPrefix: z.optional(text('a prefix', { max: 500 })),
      S3Region: text('a Region', { min: 3, max: 20 }),
    }),
  ),
  TaskInvocationParameters: z.optional(anything({ like: invocationShape(callKeyOf) })),
}));

/** The task is known by the id of the action: its metrics are `task.<id>.…`. */
export const registerTask = call({
  call: 'RegisterTaskWithMaintenanceWindow',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_RegisterTaskWithMaintenanceWindow.html',
  is: 'Registers a task with a maintenance window',
  fields: callFields,
  withoutEffect: taskKeysWithoutEffect(callKeyOf),
  refusals(seen, reading) {
    refuseTask(seen, readingOf(reading), callKeyOf);
  },
  build: (known, reading): MaintenanceWindowTask =>
    taskOf(known, { ...reading, logicalId: reading.id }, callKeyOf),
  passesRole: ({ serviceRole }) => serviceRole,
});

export const updateTask = call({
  call: 'UpdateMaintenanceWindowTask',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UpdateMaintenanceWindowTask.html',
  is: 'Changes a task of a maintenance window',
  fields() {
    const { TaskType: _, ...changeable } = callFields();
    return {
      ...changeable,
      Replace: z.optional(boolean()),
      TaskArn: z.optional(changeable.TaskArn),
      WindowTaskId: taskId(),
    };
  },
  withoutEffect: taskKeysWithoutEffect(callKeyOf),
  refusals(seen, reading) {
    const place = readingOf(reading);
    refuseReference(seen.WindowId, maintenanceWindow, [...reading.path, 'WindowId'], place);
    refuseReference(seen.WindowTaskId, windowTask, [...reading.path, 'WindowTaskId'], place);
    refuseMissing(seen, ['TaskArn', 'Targets', 'MaxConcurrency', 'MaxErrors'], registerTask.call, reading);
    const { type, name } = typeAndName(seen, reading.references);
    const TaskArn = seen.TaskArn ?? (name === '' ? new Unknown(reading.path) : name);
    refuseTaskParts({ ...seen, TaskType: type, TaskArn }, place, callKeyOf);
  },
  /** ASSUMPTION task-update: TaskInvocationParameters that are given replace all of them; left out, they stay. */
  build(known, reading) {
    const { WindowId, WindowTaskId, Replace = false } = known;
    const { type, name } = typeAndName(known, reading.references);
    const whole = taskOf(
      { ...known, TaskType: type, TaskArn: known.TaskArn ?? name },
      { ...reading, logicalId: WindowTaskId },
      callKeyOf,
    );
    const changes = Object.entries(writtenAs)
      .filter(([, keys]) => Replace || keys.some((key) => known[key] !== undefined))
      .map(([name]) => [name, whole[name as keyof typeof writtenAs]]);
    return {
      windowId: WindowId,
      taskId: WindowTaskId,
      changes: Object.fromEntries(changes) as Partial<MaintenanceWindowTask>,
    };
  },
  passesRole: ({ changes: { serviceRole = null } }) => serviceRole,
});

const invocation = ['TaskInvocationParameters', 'TaskParameters'] as const;
const writtenAs = {
  taskName: ['TaskArn'],
  priority: ['Priority'],
  targetGroups: ['Targets'],
  maxConcurrency: ['MaxConcurrency'],
  maxErrors: ['MaxErrors'],
  cutoffBehavior: ['CutoffBehavior'],
  serviceRole: ['ServiceRoleArn'],
  parameters: invocation,
  timeoutSeconds: invocation,
  hasOutputBucket: [...invocation, 'LoggingInfo'],
  runbookRole: invocation,
  alarm: ['AlarmConfiguration'],
} as const satisfies Partial<
  Record<keyof MaintenanceWindowTask, readonly (keyof ReturnType<typeof callFields>)[]>
>;

/** Of a task under `resources`; of one that a call registered, the type of what is written. */
function typeAndName(
  seen: { readonly WindowTaskId: unknown; readonly TaskInvocationParameters?: unknown },
  references: References,
): { readonly type: TaskType; readonly name: string } {
  const task = references.nouns(windowTask).get(String(seen.WindowTaskId));
  if (task !== undefined) return { type: task.taskType, name: task.taskName };
  const given = isMap(seen.TaskInvocationParameters) ? Object.keys(seen.TaskInvocationParameters) : [];
  const found = Object.entries(callKeyOf).find(([, key]) => given.includes(key));
  return { type: (found?.[0] ?? 'RUN_COMMAND') as TaskType, name: '' };
}

export const deregisterTask = call({
  call: 'DeregisterTaskFromMaintenanceWindow',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DeregisterTaskFromMaintenanceWindow.html',
  is: 'Removes a task from a maintenance window',
  fields: () => ({ WindowId: windowId(), WindowTaskId: taskId() }),
  refusals({ WindowId, WindowTaskId }, reading) {
    const place = readingOf(reading);
    refuseReference(WindowId, maintenanceWindow, [...reading.path, 'WindowId'], place);
    refuseReference(WindowTaskId, windowTask, [...reading.path, 'WindowTaskId'], place);
  },
  build: ({ WindowId, WindowTaskId }) => ({ windowId: WindowId, taskId: WindowTaskId }),
});
