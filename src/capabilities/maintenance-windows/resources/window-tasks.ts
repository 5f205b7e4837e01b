import { type Limit, parseLimit } from '../../../aws/rate-control.ts';
import { documentName } from '../../../cloudformation/document-spec.ts';
import { type Reading, type References, resource } from '../../../cloudformation/resource-spec.ts';
import type { WrittenTarget } from '../../../cloudformation/targets.ts';
import {
  below,
  type KeysWithoutEffect,
  runKeysWithoutEffect,
} from '../../../cloudformation/without-effect.ts';
import { iamRole } from '../../../cloudformation/world-resources/roles.ts';
import { silenced } from '../../../fields/quiet-context.ts';
import { uuidFrom } from '../../../world/made-ids.ts';
import type { MaintenanceWindowTask } from '../../../world/maintenance.ts';
import { alarmSettingsOf } from '../../cloudwatch-alarms/facts.ts';
import { refuseTooMany } from './per-window.ts';
import { type InvocationKeys, keyOf, readTaskInvocation } from './task-parameters.ts';
import { refuseTask } from './task-refusals.ts';
import { schemaRules } from './task-schema.ts';
import { windowTarget } from './window-targets.ts';
import { type WrittenTask, windowTaskFields } from './window-task-fields.ts';

/** AWS: https://docs.aws.amazon.com/general/latest/gr/ssm.html */
const tasksPerWindowQuota = 20;
export const taskKeysWithoutEffect = (keys: InvocationKeys): KeysWithoutEffect => ({
  LoggingInfo: {
    touches: 'no answer shows the logs that it keeps',
    instead: 'nothing: it may stay in the file',
  },
  ...below(`TaskInvocationParameters.${keys.RUN_COMMAND}`, runKeysWithoutEffect),
});

export const windowTask = resource({
  type: 'AWS::SSM::MaintenanceWindowTask',
  page: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ssm-maintenancewindowtask.html',
  is: 'What a window does, and how fast it spreads',
  attributes: ['Id', 'WindowTaskId'],
  madeId: (scenarioName, logicalId) => uuidFrom(scenarioName, 'window-task', logicalId),
  fields: windowTaskFields,
  withoutEffect: taskKeysWithoutEffect(keyOf),
  schema: { rules: schemaRules },
  refusals(seen, reading) {
    const { path, context } = reading;
    if (seen.Priority === undefined) {
      const message = 'CloudFormation requires Priority; taken for 0, the first in turn';
      context.warning(path, 'missing-priority', message);
    }
    refuseTask(seen, reading, keyOf);
  },
  build: (known, reading) => taskOf(known, reading, keyOf),
  together(tasks, whole) {
    refuseTooMany(tasks.values(), 'tasks', tasksPerWindowQuota, whole);
  },
});

export function taskOf(
  known: WrittenTask,
  { logicalId, path, context, references }: Pick<Reading, 'logicalId' | 'path' | 'context' | 'references'>,
  keys: InvocationKeys,
): MaintenanceWindowTask {
  const { Targets = [], MaxConcurrency, MaxErrors } = known;
  const { parameters, timeoutSeconds, keepsOutput, notifications } = readTaskInvocation(
    known,
    path,
    silenced(context),
    keys,
  );
  const limit = (written: string | undefined): Limit | null =>
    written === undefined ? null : parseLimit(written);
  return {
    logicalId,
    windowId: known.WindowId,
    taskType: known.TaskType,
    taskName: documentName(known.TaskArn),
    runbookRole: runbookRoleOf(known.TaskType, parameters as MaintenanceWindowTask['parameters'], references),
    priority: known.Priority ?? 0,
    targetGroups: Targets.flatMap((target) => targetGroupsOf(target, references)),
    maxConcurrency: limit(MaxConcurrency),
    maxErrors: limit(MaxErrors),
    cutoffBehavior: known.CutoffBehavior ?? 'CONTINUE_TASK',
    serviceRole: serviceRoleOf(known, references),
    parameters: parameters as MaintenanceWindowTask['parameters'],
    timeoutSeconds: timeoutSeconds as number | null,
    hasOutputBucket: keepsOutput || known.LoggingInfo !== undefined,
    alarm: alarmSettingsOf(known.AlarmConfiguration),
    notifications,
  };
}

/** Each value of WindowTargetIds has a command of its own. */
function targetGroupsOf(
  { Key, Values }: WrittenTarget,
  references: References,
): MaintenanceWindowTask['targetGroups'] {
  if (Key === 'InstanceIds')
    return [{ targets: [{ key: 'InstanceIds', values: Values }], windowTarget: null }];
  const known = references.nouns(windowTarget);
  return Values.map((id) => {
    const { targets, logicalId, owner } = known.get(id) ?? { targets: [], logicalId: id, owner: null };
    return { targets, windowTarget: { logicalId, owner } };
  });
}

/** The role that the runbook itself assumes. Null: the task's own, or one from outside the file. */
function runbookRoleOf(
  type: MaintenanceWindowTask['taskType'],
  { AutomationAssumeRole: given = [] }: MaintenanceWindowTask['parameters'],
  references: References,
): string | null {
  if (type !== 'AUTOMATION') return null;
  const roles = [...references.nouns(iamRole).values()];
  return roles.find(({ arn }) => arn === given[0])?.logicalId ?? null;
}

/** The role's logical id. Null is the service-linked role, which AWS uses when none is named. */
function serviceRoleOf({ ServiceRoleArn: arn }: WrittenTask, references: References): string | null {
  const roles = [...references.nouns(iamRole).values()];
  return roles.find((role) => role.arn === arn)?.logicalId ?? null;
}
