/** AWS::SSM::MaintenanceWindowTask. */
import * as z from 'zod/mini';
import { type Limit, maxConcurrencyPattern, maxErrorsPattern, parseLimit } from '../../aws/rate-control.ts';
import { suggestion } from '../../diagnostics/nearest.ts';
import { describe, isMap, type PlainMap } from '../../diagnostics/plain-map.ts';
import type { DataPath } from '../../diagnostics/problem.ts';
import { awsName, bucketName, listOfLength, readAsAws } from '../../fields/aws-fields.ts';
import type { LoadContext } from '../../fields/context.ts';
import { anything, choice, type Field, integer, map, text } from '../../fields/fields.ts';
import type { Role } from '../../world/identity.ts';
import type { MaintenanceWindowTask } from '../../world/maintenance.ts';
import { checkDocument, documentName } from './documents.ts';
import { readNodes, type WrittenTarget } from './targets.ts';
import { readTaskInvocation } from './task-parameters.ts';
import { checkReference, type WindowWorld, windowPartDescription } from './window-targets.ts';

const targetCountMax = 10;
const taskTypes = ['RUN_COMMAND', 'AUTOMATION', 'LAMBDA', 'STEP_FUNCTIONS'] as const;

export function maxConcurrencyField(): Field<string> {
  return text('1 to 9,999,999 targets, or 1% to 100% of them, such as 10 or 10%', {
    pattern: maxConcurrencyPattern,
  });
}

export function maxErrorsField(): Field<string> {
  return text('a number of errors from 0 to 9,999,999, or 0% to 100%, such as 3 or 5%', {
    pattern: maxErrorsPattern,
  });
}

/**
 * AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ssm-maintenancewindowtask.html
 */
export const taskFields = map({
  CutoffBehavior: z.optional(choice('CONTINUE_TASK', 'CANCEL_TASK')),
  Description: windowPartDescription(),
  LoggingInfo: z.optional(
    map({
      Region: text('a Region'),
      S3Bucket: bucketName(),
      S3Prefix: z.optional(text('a prefix', { max: 500 })),
    }),
  ),
  MaxConcurrency: z.optional(maxConcurrencyField()),
  MaxErrors: z.optional(maxErrorsField()),
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
  TaskInvocationParameters: z.optional(anything()),
  TaskParameters: z.optional(anything()),
  TaskType: choice(...taskTypes),
  WindowId: text('a window, such as !Ref SundayWindow'),
});

type WrittenTask = z.output<typeof taskFields>;

export function readWindowTask(
  logicalId: string,
  properties: unknown,
  world: WindowWorld,
  path: DataPath,
  context: LoadContext,
): MaintenanceWindowTask | undefined {
  const read = readAsAws(taskFields, properties, path, context);
  if (read === undefined) {
    readAgain(properties, path, context);
    return undefined;
  }
  checkReference('WindowId', read.WindowId, 'AWS::SSM::MaintenanceWindow', world, path, context);
  if (read.Priority === undefined) {
    context.warning(
      path,
      'missing-priority',
      'CloudFormation requires Priority; taken for 0, the first in turn',
    );
  }
  const taskName = documentName(read.TaskArn);
  const invocation = readTaskInvocation(read, path, context);
  checkDocument(
    read.TaskType,
    taskName,
    invocation.parameters,
    [...path, 'TaskArn'],
    invocation.path,
    context,
  );
  return {
    logicalId,
    windowId: read.WindowId,
    taskType: read.TaskType,
    taskName,
    priority: read.Priority ?? 0,
    targetGroups: readTargetGroups(read, world, path, context),
    ...readRateControl(read, path, context),
    cutoffBehavior: read.CutoffBehavior ?? 'CONTINUE_TASK',
    serviceRole: readServiceRole(read.ServiceRoleArn, world.roles, [...path, 'ServiceRoleArn'], context),
    parameters: invocation.parameters ?? {},
    timeoutSeconds: invocation.timeoutSeconds,
    hasOutputBucket: invocation.hasOutputBucket || read.LoggingInfo !== undefined,
  };
}

/** A mistake elsewhere in the task must not hide those in what it hands on. */
function readAgain(properties: unknown, path: DataPath, context: LoadContext): void {
  const type = isMap(properties) ? taskTypes.find((known) => known === properties['TaskType']) : undefined;
  if (type === undefined) return;
  const { TaskArn, TaskInvocationParameters, TaskParameters } = properties as PlainMap;
  const task = { TaskType: type, TaskInvocationParameters, TaskParameters };
  const { parameters, path: at } = readTaskInvocation(task, path, context);
  if (typeof TaskArn === 'string') {
    checkDocument(type, documentName(TaskArn), parameters, [...path, 'TaskArn'], at, context);
  }
}

/**
 * Both limits with targets, neither without.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/maintenance-windows-targetless-tasks.html
 */
function readRateControl(
  { Targets = [], MaxConcurrency, MaxErrors }: WrittenTask,
  path: DataPath,
  context: LoadContext,
): { readonly maxConcurrency: Limit | null; readonly maxErrors: Limit | null } {
  const read = (key: string, value: string | undefined): Limit | null => {
    const awsError = 'ValidationException';
    if (Targets.length > 0 && value === undefined) {
      const message = `missing: expected ${key}, which a task with targets must have`;
      context.error([...path, key], 'missing-key', message, { awsError });
    }
    if (Targets.length === 0 && value !== undefined) {
      const message = `expected no ${key}: a task without targets has one invocation`;
      context.error([...path, key], 'targetless-task', message, { at: 'key', awsError });
    }
    return Targets.length === 0 || value === undefined ? null : parseLimit(value);
  };
  return { maxConcurrency: read('MaxConcurrency', MaxConcurrency), maxErrors: read('MaxErrors', MaxErrors) };
}

function readTargetGroups(
  { Targets = [], TaskType, WindowId }: WrittenTask,
  world: WindowWorld,
  path: DataPath,
  context: LoadContext,
): MaintenanceWindowTask['targetGroups'] {
  const at = [...path, 'Targets'];
  if (Targets.length === 0 && TaskType === 'RUN_COMMAND') {
    const message = 'missing: expected Targets, which a RUN_COMMAND task must have';
    context.error(at, 'missing-key', message, { awsError: 'ValidationException' });
  }
  const windowTargetCount = Targets.reduce(
    (count, { Key, Values }) => count + (Key === 'WindowTargetIds' ? Values.length : 0),
    0,
  );
  if (windowTargetCount > targetCountMax) {
    const message = `expected at most ${targetCountMax} targets of a task, found ${windowTargetCount}`;
    context.error(at, 'too-many', message, { awsError: 'ValidationException' });
  }
  return Targets.flatMap((target, index) =>
    readTargetGroup(target, WindowId, world, [...at, index], context),
  );
}

function readTargetGroup(
  { Key, Values }: WrittenTarget,
  windowId: string,
  world: WindowWorld,
  path: DataPath,
  context: LoadContext,
): MaintenanceWindowTask['targetGroups'] {
  const awsError = 'ValidationException';
  if (Values.length === 0) {
    context.error([...path, 'Values'], 'too-few', 'expected at least one value', { awsError });
  }
  if (Key === 'WindowTargetIds') {
    return Values.map((windowTargetId, index) => {
      const at = [...path, 'Values', index];
      const type = 'AWS::SSM::MaintenanceWindowTarget';
      const isThere = checkReference(null, windowTargetId, type, world, at, context);
      const target = world.targets.get(windowTargetId);
      if (isThere && target !== undefined && target.windowId !== windowId && world.windows.has(windowId)) {
        const message = `expected a target of ${windowId}; ${windowTargetId} is one of ${target.windowId}`;
        context.error(at, 'foreign-target', message, { awsError: 'DoesNotExistException' });
      }
      return { targets: target?.targets ?? [] };
    });
  }
  if (Key === 'InstanceIds') {
    const window = world.windows.get(windowId);
    if (window !== undefined && !window.allowUnassociatedTargets) {
      const message = `expected WindowTargetIds: ${windowId} has AllowUnassociatedTargets: false`;
      context.error([...path, 'Key'], 'unassociated-target', message, { awsError });
    }
    const values = readNodes(Values, [...path, 'Values'], context);
    return [{ targets: [{ key: 'InstanceIds', values }] }];
  }
  const message = `expected WindowTargetIds or InstanceIds, found ${describe(Key)}`;
  const isCriterion = /^(tag|resource-groups)/.test(Key);
  context.error([...path, 'Key'], 'bad-value', message, {
    awsError,
    help: isCriterion
      ? 'tags and resource groups belong into an AWS::SSM::MaintenanceWindowTarget'
      : suggestion(Key, ['WindowTargetIds', 'InstanceIds']),
  });
  return [];
}

/**
 * The role's logical id. Null is the service-linked role, which AWS uses when none is named.
 *
 * ASSUMPTION foreign-service-role: a role outside the scenario is taken for one that Systems Manager may assume.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/maintenance-windows-security.html
 */
function readServiceRole(
  arn: string | undefined,
  roles: ReadonlyMap<string, Role>,
  path: DataPath,
  context: LoadContext,
): string | null {
  if (
    arn === undefined ||
    arn.endsWith(':role/aws-service-role/ssm.amazonaws.com/AWSServiceRoleForAmazonSSM')
  ) {
    return null;
  }
  for (const role of roles.values()) {
    if (role.arn === arn) return role.logicalId;
    if (role.roleName === arn || role.logicalId === arn) {
      context.error(path, 'bad-value', `expected the ARN of the role, found ${describe(arn)}`, {
        awsError: 'ValidationException',
        help: `did you mean !GetAtt ${role.logicalId}.Arn?`,
      });
      return null;
    }
  }
  if (!/^arn:aws[a-z-]*:iam::[0-9]{12}:role\/.+$/.test(arn)) {
    context.error(path, 'bad-value', `expected the ARN of a role, found ${describe(arn)}`, {
      awsError: 'ValidationException',
      help: suggestion(arn, [...roles.keys()]),
    });
  } else {
    const message = 'this role is not under resources: it is taken for one that ssm.amazonaws.com may assume';
    context.warning(path, 'unknown-role', message);
  }
  return null;
}
