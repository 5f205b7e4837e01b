/** TaskInvocationParameters of the four task types, and the older TaskParameters. */
import * as z from 'zod/mini';
import type { TaskType } from '../../world/maintenance.ts';
import type { LoadContext } from '../context.ts';
import { choice, type Field, integer, isMap, map, text } from '../fields.ts';
import type { DataPath } from '../problem.ts';
import {
  bucketName,
  cloudWatchOutputConfig,
  documentParameters,
  documentVersion,
  notificationConfig,
  parameterValues,
  readAsAws,
} from './aws-fields.ts';

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_SendCommand.html */
export function timeoutSecondsField(): Field<number> {
  return integer(30, 2_592_000);
}

/** What a task hands to what it starts. */
interface TaskInvocation {
  readonly parameters: Readonly<Record<string, readonly string[]>>;
  /** Where the parameters stand. */
  readonly path: DataPath;
  readonly timeoutSeconds: number | null;
  readonly hasOutputBucket: boolean;
}

const keyOf: Readonly<Record<TaskType, string>> = {
  RUN_COMMAND: 'MaintenanceWindowRunCommandParameters',
  AUTOMATION: 'MaintenanceWindowAutomationParameters',
  LAMBDA: 'MaintenanceWindowLambdaParameters',
  STEP_FUNCTIONS: 'MaintenanceWindowStepFunctionsParameters',
};

/**
 * AWS:
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_MaintenanceWindowTaskInvocationParameters.html
 */
const invocationFields = {
  RUN_COMMAND: map({
    CloudWatchOutputConfig: z.optional(cloudWatchOutputConfig()),
    Comment: z.optional(text('a comment of at most 100 characters', { max: 100 })),
    DocumentHash: z.optional(text('a hash', { max: 256 })),
    DocumentHashType: z.optional(choice('Sha256', 'Sha1')),
    DocumentVersion: z.optional(documentVersion()),
    NotificationConfig: z.optional(notificationConfig()),
    OutputS3BucketName: z.optional(bucketName()),
    OutputS3KeyPrefix: z.optional(text('a prefix', { max: 500 })),
    Parameters: z.optional(documentParameters()),
    ServiceRoleArn: z.optional(text('the ARN of a role for notifications')),
    TimeoutSeconds: z.optional(timeoutSecondsField()),
  }),
  AUTOMATION: map({
    DocumentVersion: z.optional(documentVersion()),
    Parameters: z.optional(documentParameters()),
  }),
  LAMBDA: map({
    ClientContext: z.optional(text('text of 1 to 8000 characters', { min: 1, max: 8000 })),
    Payload: z.optional(text('a payload of 1 to 4096 characters', { min: 1, max: 4096 })),
    Qualifier: z.optional(text('a version or alias of 1 to 128 characters', { min: 1, max: 128 })),
  }),
  STEP_FUNCTIONS: map({
    Input: z.optional(text('an input of at most 4096 characters', { max: 4096 })),
    Name: z.optional(text('a name of 1 to 80 characters', { min: 1, max: 80 })),
  }),
};

/** When both are given, TaskInvocationParameters win. */
export function readTaskInvocation(
  task: {
    readonly TaskType: TaskType;
    readonly TaskInvocationParameters?: unknown;
    readonly TaskParameters?: unknown;
  },
  path: DataPath,
  context: LoadContext,
): TaskInvocation {
  const { TaskType, TaskInvocationParameters: current, TaskParameters: legacy } = task;
  const legacyPath = [...path, 'TaskParameters'];
  const legacyParameters = legacy === undefined ? null : readTaskParameters(legacy, legacyPath, context);
  if (current === undefined) {
    return {
      ...nothingGiven,
      parameters: legacyParameters ?? {},
      path: legacyParameters === null ? path : legacyPath,
    };
  }
  if (legacy !== undefined) {
    const message = 'ignored: TaskInvocationParameters are given too, and win';
    context.warning(legacyPath, 'task-parameters-ignored', message, { at: 'key' });
  }
  return readCurrent(TaskType, current, [...path, 'TaskInvocationParameters'], context);
}

function readCurrent(type: TaskType, raw: unknown, path: DataPath, context: LoadContext): TaskInvocation {
  const key = keyOf[type];
  const schema = map({
    [keyOf.RUN_COMMAND]: z.optional(z.unknown()),
    [keyOf.AUTOMATION]: z.optional(z.unknown()),
    [keyOf.LAMBDA]: z.optional(z.unknown()),
    [keyOf.STEP_FUNCTIONS]: z.optional(z.unknown()),
  });
  const given = readAsAws(schema, raw, path, context) ?? {};
  for (const other of Object.keys(given)) {
    if (other !== key && given[other] !== undefined) {
      const message = `expected ${key} for a task of type ${type}`;
      context.error([...path, other], 'bad-value', message, { at: 'key', awsError: 'ValidationException' });
    }
  }
  const at = [...path, key];
  return { path: [...at, 'Parameters'], ...nothingGiven, ...readOfType(type, given[key] ?? {}, at, context) };
}

const nothingGiven = { parameters: {}, timeoutSeconds: null, hasOutputBucket: false };

function readOfType(
  type: TaskType,
  raw: unknown,
  path: DataPath,
  context: LoadContext,
): Partial<TaskInvocation> {
  if (type === 'LAMBDA' || type === 'STEP_FUNCTIONS') {
    readAsAws<unknown>(invocationFields[type], raw, path, context);
    return {};
  }
  if (type === 'AUTOMATION') {
    return { parameters: readAsAws(invocationFields.AUTOMATION, raw, path, context)?.Parameters ?? {} };
  }
  const read = readAsAws(invocationFields.RUN_COMMAND, raw, path, context);
  return {
    parameters: read?.Parameters ?? {},
    timeoutSeconds: read?.TimeoutSeconds ?? null,
    hasOutputBucket: hasOutput(read),
  };
}

/** Whether output goes anywhere besides the 2,500 characters that Run Command keeps. */
export function hasOutput(
  request:
    | {
        readonly CloudWatchOutputConfig?:
          | { readonly CloudWatchOutputEnabled?: boolean | undefined }
          | undefined;
        readonly OutputS3BucketName?: string | undefined;
      }
    | undefined,
): boolean {
  return (
    request?.OutputS3BucketName !== undefined ||
    request?.CloudWatchOutputConfig?.CloudWatchOutputEnabled === true
  );
}

/**
 * `{ Operation: { Values: [Install] } }`; the list alone is understood too.
 *
 * AWS:
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_MaintenanceWindowTaskParameterValueExpression.html
 */
function readTaskParameters(
  raw: unknown,
  path: DataPath,
  context: LoadContext,
): Readonly<Record<string, readonly string[]>> {
  if (!isMap(raw)) return readAsAws(documentParameters(), raw, path, context) ?? {};
  const plain: Record<string, unknown> = Object.create(null);
  const parameters: Record<string, readonly string[]> = {};
  for (const [name, value] of Object.entries(raw)) {
    if (isMap(value)) {
      const schema = map({ Values: parameterValues() });
      parameters[name] = readAsAws(schema, value, [...path, name], context)?.Values ?? [];
    } else {
      plain[name] = value;
    }
  }
  return { ...parameters, ...readAsAws(documentParameters(), plain, path, context) };
}
