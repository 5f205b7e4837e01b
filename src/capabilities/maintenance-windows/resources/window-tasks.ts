/** AWS::SSM::MaintenanceWindowTask. */
import * as z from 'zod/mini';
import { type Limit, parseLimit } from '../../../aws/rate-control.ts';
import { documentName, refuseRun } from '../../../cloudformation/document-spec.ts';
import type { Known, Seen } from '../../../cloudformation/read-fields.ts';
import { type Reading, type References, resource } from '../../../cloudformation/resource-spec.ts';
import { maxConcurrency, maxErrors } from '../../../cloudformation/run-settings.ts';
import { refuseNodes, type WrittenTarget } from '../../../cloudformation/targets.ts';
import {
  below,
  type KeysWithoutEffect,
  runKeysWithoutEffect,
} from '../../../cloudformation/without-effect.ts';
import { iamRole } from '../../../cloudformation/world-resources/roles.ts';
import { suggestion } from '../../../diagnostics/nearest.ts';
import { describe } from '../../../diagnostics/plain-map.ts';
import type { DataPath } from '../../../diagnostics/problem.ts';
import { awsName, bucketName, listOfLength } from '../../../fields/aws-fields.ts';
import { anything, choice, integer, map, text } from '../../../fields/fields.ts';
import { silenced } from '../../../fields/quiet-context.ts';
import { itemsIn, type Partly, Unknown } from '../../../fields/unknown.ts';
import { uuidFrom } from '../../../world/made-ids.ts';
import type { MaintenanceWindowTask } from '../../../world/maintenance.ts';
import { alarmConfiguration, alarmSettingsOf } from '../../cloudwatch-alarms/facts.ts';
import { refuseTooMany } from './per-window.ts';
import { type InvocationKeys, invocationShape, keyOf, readTaskInvocation } from './task-parameters.ts';
import { schemaRules } from './task-schema.ts';
import { type PartReading, refuseReference, windowPartDescription, windowTarget } from './window-targets.ts';
import { maintenanceWindow } from './windows.ts';

const targetCountMax = 10;
const taskTypes = ['RUN_COMMAND', 'AUTOMATION', 'LAMBDA', 'STEP_FUNCTIONS'] as const;

/** AWS: https://docs.aws.amazon.com/general/latest/gr/ssm.html */
const tasksPerWindowQuota = 20;
const awsError = 'ValidationException';

const usualLimits = { MaxConcurrency: '10%', MaxErrors: '5%' } as const;
export const limitKeys = ['MaxConcurrency', 'MaxErrors'] as const;

export const windowTaskFields = {
  /** Of RegisterTaskWithMaintenanceWindow, not of the resource type. */
  AlarmConfiguration: z.optional(alarmConfiguration()),
  CutoffBehavior: z.optional(choice('CONTINUE_TASK', 'CANCEL_TASK')),
  Description: windowPartDescription(),
  LoggingInfo: z.optional(
    map({
      Region: text('a Region'),
      S3Bucket: bucketName(),
      S3Prefix: z.optional(text('a prefix', { max: 500 })),
    }),
  ),
  MaxConcurrency: z.optional(maxConcurrency()),
  MaxErrors: z.optional(maxErrors()),
  Name: z.optional(awsName()),
  Priority: z.optional(integer(0, 2_147_483_647)),
  ServiceRoleArn: z.optional(text('the ARN of a role, such as !GetAtt PatchRole.Arn', { min: 1, max: 2048 })),
  // Of Key WindowTargetIds, whose values are counted, or InstanceIds.
  Targets: z.optional(
    listOfLength(
      map({
        Key: text('WindowTargetIds or InstanceIds'),
        Values: listOfLength(text('a value'), 'values', 0, 50),
      }),
      'targets',
      0,
      targetCountMax,
    ),
  ),
  TaskArn: text('a document, function or state machine', { min: 1, max: 1600 }),
  TaskInvocationParameters: z.optional(anything({ like: invocationShape(keyOf) })),
  TaskParameters: z.optional(anything({ type: 'object' })),
  TaskType: choice(...taskTypes),
  WindowId: text('a window, such as !Ref SundayWindow'),
};

/** What the resource type and the calls have in common; LoggingInfo has other keys in each. */
type SharedFields = Omit<typeof windowTaskFields, 'LoggingInfo'>;
type Written = Known<SharedFields> & { readonly LoggingInfo?: unknown };
export type SeenTask = Seen<SharedFields>;

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

/** What RegisterTaskWithMaintenanceWindow refuses too. */
export function refuseTask(seen: SeenTask, reading: PartReading, keys: InvocationKeys): void {
  const { WindowId, Targets, TaskType } = seen;
  if (TaskType === 'RUN_COMMAND' && !(Targets instanceof Unknown) && itemsIn(Targets).length === 0) {
    const message = 'missing: expected Targets: a RUN_COMMAND task without targets would run nowhere';
    const help = 'add Targets: [{ Key: WindowTargetIds, Values: [!Ref …] }]';
    reading.context.error([...reading.path, 'Targets'], 'missing-key', message, { awsError, help });
  }
  refuseReference(WindowId, maintenanceWindow, [...reading.path, 'WindowId'], reading);
  refuseTaskParts(seen, reading, keys);
  refuseLimits(seen, reading);
}

/** What is given, whatever else the task has. */
export function refuseTaskParts(seen: SeenTask, reading: PartReading, keys: InvocationKeys): void {
  refuseInvocation(seen, reading, keys);
  refuseTargets(seen, reading);
  if (typeof seen.ServiceRoleArn === 'string') refuseServiceRole(seen.ServiceRoleArn, reading);
}

export function taskOf(
  known: Written,
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

/** What it runs, and with what. */
function refuseInvocation(
  { TaskType: type, TaskArn: arn, ...seen }: SeenTask,
  reading: PartReading,
  keys: InvocationKeys,
): void {
  if (type instanceof Unknown) return;
  const { path, context, references } = reading;
  const invocation = readTaskInvocation({ ...seen, TaskType: type }, path, context, keys);
  if (arn instanceof Unknown) return;
  const name = documentName(arn);
  const spec = references.documents.get(name);
  refuseRun(
    {
      name,
      namePath: [...path, 'TaskArn'],
      parameters: invocation.parameters,
      parametersPath: invocation.path,
      isWindowTask: true,
    },
    type === 'RUN_COMMAND' || spec?.parameters === null ? spec : undefined,
    context,
  );
}

/**
 * Both limits with targets, neither without.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/maintenance-windows-targetless-tasks.html
 */
function refuseLimits({ Targets = [], ...seen }: SeenTask, { path, context }: PartReading): void {
  if (Targets instanceof Unknown) return;
  const missing = limitKeys.filter((key) => seen[key] === undefined);
  if (Targets.length > 0 && missing.length > 0) {
    const message = `missing: the task has targets but no ${missing.join(' and no ')}; only a task without targets does without`;
    const help = `add ${missing.map((key) => `${key}: ${usualLimits[key]}`).join(' and ')}, or what suits the fleet`;
    context.error([...path, missing[0]!], 'missing-key', message, { awsError, help });
  }
  for (const key of Targets.length > 0 ? [] : limitKeys) {
    if (seen[key] === undefined || seen[key] instanceof Unknown) continue;
    const message = `expected no ${key}: a task without targets runs once, and there is nothing to limit`;
    const options = { at: 'key', awsError, help: `remove ${key}, or add Targets` } as const;
    context.error([...path, key], 'targetless-task', message, options);
  }
}

function refuseTargets({ Targets = [], WindowId }: SeenTask, reading: PartReading): void {
  if (Targets instanceof Unknown) return;
  const { context } = reading;
  const at = [...reading.path, 'Targets'];
  const namesWindowTargets = (target: Partly<WrittenTarget>): target is WrittenTarget =>
    !(target instanceof Unknown) && target.Key === 'WindowTargetIds';
  const count = Targets.filter(namesWindowTargets).reduce(
    (sum, { Values }) => sum + itemsIn(Values).length,
    0,
  );
  if (count > targetCountMax) {
    const message = `expected at most ${targetCountMax} targets of a task, found ${count}`;
    context.error(at, 'too-many', message, { awsError });
  }
  for (const [index, target] of Targets.entries()) {
    if (!(target instanceof Unknown)) refuseTarget(target, WindowId, [...at, index], reading);
  }
}

function refuseTarget(
  { Key: key, Values: values }: Exclude<Partly<WrittenTarget>, Unknown>,
  windowId: Partly<string>,
  path: DataPath,
  reading: PartReading,
): void {
  const { context, references } = reading;
  if (!(values instanceof Unknown) && values.length === 0) {
    context.error([...path, 'Values'], 'too-few', 'expected at least one value', { awsError });
  }
  if (key instanceof Unknown) return;
  if (key === 'WindowTargetIds') {
    for (const [index, value] of itemsIn(values).entries()) {
      refuseWindowTarget(value, windowId, [...path, 'Values', index], reading);
    }
  } else if (key === 'InstanceIds') {
    const window =
      typeof windowId === 'string' ? references.nouns(maintenanceWindow).get(windowId) : undefined;
    if (window !== undefined && !window.allowUnassociatedTargets) {
      const message = `expected WindowTargetIds: ${window.logicalId} has AllowUnassociatedTargets: false`;
      context.error([...path, 'Key'], 'unassociated-target', message, { awsError });
    }
    refuseNodes(itemsIn(values), [...path, 'Values'], context);
  } else {
    const isCriterion = /^(tag|resource-groups)/.test(key);
    context.error(
      [...path, 'Key'],
      'bad-value',
      `expected WindowTargetIds or InstanceIds, found ${describe(key)}`,
      {
        awsError,
        help: isCriterion
          ? 'tags and resource groups belong into an AWS::SSM::MaintenanceWindowTarget'
          : suggestion(key, ['WindowTargetIds', 'InstanceIds']),
      },
    );
  }
}

function refuseWindowTarget(
  id: Partly<string>,
  windowId: Partly<string>,
  path: DataPath,
  reading: PartReading,
): void {
  const { context, references } = reading;
  if (!refuseReference(id, windowTarget, path, reading) || windowId instanceof Unknown) return;
  const target = references.nouns(windowTarget).get(id as string);
  if (target === undefined || target.windowId === windowId) return;
  if (!references.nouns(maintenanceWindow).has(windowId)) return;
  const message = `expected a target of ${windowId}; ${id} is one of ${target.windowId}`;
  context.error(path, 'foreign-target', message, { awsError: 'DoesNotExistException' });
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

const serviceLinkedRole = ':role/aws-service-role/ssm.amazonaws.com/AWSServiceRoleForAmazonSSM';

/**
 * ASSUMPTION foreign-service-role: a role outside the scenario is taken for one that Systems Manager may assume.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/maintenance-windows-security.html
 */
function refuseServiceRole(arn: string, reading: PartReading): void {
  const { context, references } = reading;
  const path = [...reading.path, 'ServiceRoleArn'];
  const roles = references.nouns(iamRole);
  if (arn.endsWith(serviceLinkedRole) || [...roles.values()].some((role) => role.arn === arn)) return;
  const named = [...roles.values()].find(({ roleName, logicalId }) => roleName === arn || logicalId === arn);
  if (named !== undefined) {
    context.error(path, 'bad-value', `expected the ARN of the role, found ${describe(arn)}`, {
      awsError,
      help: `did you mean !GetAtt ${named.logicalId}.Arn?`,
    });
  } else if (!/^arn:aws[a-z-]*:iam::[0-9]{12}:role\/.+$/.test(arn)) {
    const help = suggestion(arn, [...roles.keys()]);
    context.error(path, 'bad-value', `expected the ARN of a role, found ${describe(arn)}`, {
      awsError,
      help,
    });
  } else {
    const message = 'this role is not under resources: it is taken for one that ssm.amazonaws.com may assume';
    context.warning(path, 'unknown-role', message);
  }
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
function serviceRoleOf({ ServiceRoleArn: arn }: Written, references: References): string | null {
  const roles = [...references.nouns(iamRole).values()];
  return roles.find((role) => role.arn === arn)?.logicalId ?? null;
}
