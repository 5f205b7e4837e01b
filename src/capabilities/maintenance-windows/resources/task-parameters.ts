/** TaskInvocationParameters of the four task types, and the older TaskParameters. */
import * as z from 'zod/mini';
import type { Parameters } from '../../../cloudformation/document-spec.ts';
import { keepsOutput, notificationsOf, timeoutSecondsField } from '../../../cloudformation/run-settings.ts';
import { isMap } from '../../../diagnostics/plain-map.ts';
import type { DataPath } from '../../../diagnostics/problem.ts';
import {
  bucketName,
  cloudWatchOutputConfig,
  documentParameters,
  documentVersion,
  notificationConfig,
  parameterValues,
  readAsAws,
} from '../../../fields/aws-fields.ts';
import type { LoadContext } from '../../../fields/context.ts';
import { choice, map, once, text } from '../../../fields/fields.ts';
import { isKnown, type Partly, Unknown } from '../../../fields/unknown.ts';
import type { TaskType } from '../../../world/maintenance.ts';
import type { NotificationSettings } from '../../../world/notification-settings.ts';

/** What a task hands to what it starts. */
interface TaskInvocation {
  /** Undefined: they could not be read, which has been reported. */
  readonly parameters: Partly<Parameters> | undefined;
  /** Where the parameters stand. */
  readonly path: DataPath;
  readonly timeoutSeconds: Partly<number> | null;
  readonly keepsOutput: boolean;
  readonly notifications: NotificationSettings | null;
}

/** The key of each task type under TaskInvocationParameters. */
export type InvocationKeys = Readonly<Record<TaskType, string>>;

/** In CloudFormation. */
export const keyOf: InvocationKeys = {
  RUN_COMMAND: 'MaintenanceWindowRunCommandParameters',
  AUTOMATION: 'MaintenanceWindowAutomationParameters',
  LAMBDA: 'MaintenanceWindowLambdaParameters',
  STEP_FUNCTIONS: 'MaintenanceWindowStepFunctionsParameters',
};

/** In calls of the API. */
export const callKeyOf: InvocationKeys = {
  RUN_COMMAND: 'RunCommand',
  AUTOMATION: 'Automation',
  LAMBDA: 'Lambda',
  STEP_FUNCTIONS: 'StepFunctions',
};

/**
 * AWS:
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_MaintenanceWindowTaskInvocationParameters.html
 */
export const invocationFields = once(() => ({
  RUN_COMMAND: map({
    CloudWatchOutputConfig: z.optional(cloudWatchOutputConfig()),
    Comment: z.optional(text('a comment', { max: 100 })),
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
    ClientContext: z.optional(text('text', { min: 1, max: 8000 })),
    Payload: z.optional(text('a payload', { min: 1, max: 4096 })),
    Qualifier: z.optional(text('a version or alias', { min: 1, max: 128 })),
  }),
  STEP_FUNCTIONS: map({
    Input: z.optional(text('an input', { max: 4096 })),
    Name: z.optional(text('a name', { min: 1, max: 80 })),
  }),
}));

/** All of them, each under its key. */
export const invocationShape = (keys: InvocationKeys) =>
  map(
    Object.fromEntries(
      Object.entries(invocationFields()).map(([type, field]) => [keys[type as TaskType], z.optional(field)]),
    ),
  );

type RunCommandParameters = z.output<ReturnType<typeof invocationFields>['RUN_COMMAND']>;

/** If both are given, TaskInvocationParameters take precedence. */
export function readTaskInvocation(
  task: {
    readonly TaskType: TaskType;
    readonly TaskInvocationParameters?: unknown;
    readonly TaskParameters?: unknown;
  },
  path: DataPath,
  context: LoadContext,
  keys: InvocationKeys,
): TaskInvocation {
  const { TaskType, TaskInvocationParameters: current, TaskParameters: legacy } = task;
  const legacyPath = [...path, 'TaskParameters'];
  if (current === undefined) {
    return {
      ...nothingGiven,
      parameters: legacy === undefined ? {} : readTaskParameters(legacy, legacyPath, context),
      path: legacy === undefined ? path : legacyPath,
    };
  }
  if (legacy !== undefined) {
    readTaskParameters(legacy, legacyPath, context);
    const message = 'ignored: TaskInvocationParameters are given too and take precedence';
    context.warning(legacyPath, 'task-parameters-ignored', message, { at: 'key' });
  }
  return readCurrent(TaskType, current, [...path, 'TaskInvocationParameters'], context, keys);
}

/** What is under the key that belongs to the type. */
function readCurrent(
  type: TaskType,
  raw: unknown,
  path: DataPath,
  context: LoadContext,
  keys: InvocationKeys,
): TaskInvocation {
  const key = keys[type];
  const schema = map(Object.fromEntries(Object.values(keys).map((one) => [one, z.optional(z.unknown())])));
  if (raw instanceof Unknown) return { ...nothingGiven, parameters: raw, path };
  const given = readAsAws(schema, raw, path, context);
  const at = [...path, key];
  const invocation = { ...nothingGiven, path: [...at, 'Parameters'] };
  const foreign = Object.keys(given ?? {}).filter((other) => other !== key);
  for (const other of foreign) {
    const message = `expected ${key} for a task of type ${type}`;
    context.error([...path, other], 'bad-value', message, { at: 'key', awsError: 'ValidationException' });
  }
  if (given === undefined || foreign.length > 0) return { ...invocation, parameters: undefined };
  return { ...invocation, ...readOfType(type, given[key] ?? {}, at, context) };
}

const nothingGiven = {
  parameters: {},
  timeoutSeconds: null,
  keepsOutput: false,
  notifications: null,
} as const;

function readOfType(
  type: TaskType,
  raw: unknown,
  path: DataPath,
  context: LoadContext,
): Partial<TaskInvocation> {
  if (type === 'LAMBDA' || type === 'STEP_FUNCTIONS') {
    readAsAws<unknown>(invocationFields()[type], raw, path, context);
    return {};
  }
  if (type === 'AUTOMATION') {
    const read = readAsAws(invocationFields().AUTOMATION, raw, path, context);
    return { parameters: parametersOf(read) };
  }
  const read: Partly<RunCommandParameters> | undefined = readAsAws(
    invocationFields().RUN_COMMAND,
    raw,
    path,
    context,
  );
  if (read === undefined || read instanceof Unknown) return { parameters: read };
  return {
    parameters: parametersOf(read),
    timeoutSeconds: read.TimeoutSeconds ?? null,
    keepsOutput: keepsOutput(read) === true,
    notifications: isKnown<RunCommandParameters>(read) ? notificationsOf(read) : null,
  };
}

function parametersOf(
  read: Partly<{ readonly Parameters?: Parameters | undefined }> | undefined,
): TaskInvocation['parameters'] {
  return read === undefined || read instanceof Unknown ? read : (read.Parameters ?? {});
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
): TaskInvocation['parameters'] {
  if (raw instanceof Unknown) return raw;
  if (!isMap(raw)) return readAsAws(documentParameters(), raw, path, context);
  const plain: Record<string, unknown> = Object.create(null);
  const parameters: Record<string, readonly string[]> = {};
  for (const [name, value] of Object.entries(raw)) {
    if (isMap(value) && !(value instanceof Unknown)) {
      const schema = map({ Values: parameterValues() });
      parameters[name] = readAsAws(schema, value, [...path, name], context)?.Values ?? [];
    } else {
      plain[name] = value;
    }
  }
  return { ...parameters, ...readAsAws(documentParameters(), plain, path, context) };
}
