/** The properties of a task of a window, as the resource type and the calls have them. */
import * as z from 'zod/mini';
import type { Known, Seen } from '../../../cloudformation/read-fields.ts';
import { maxConcurrency, maxErrors } from '../../../cloudformation/run-settings.ts';
import { awsName, bucketName, listOfLength } from '../../../fields/aws-fields.ts';
import { anything, choice, integer, map, once, text } from '../../../fields/fields.ts';
import { alarmConfiguration } from '../../cloudwatch-alarms/facts.ts';
import { invocationShape, keyOf } from './task-parameters.ts';
import { windowPartDescription } from './window-targets.ts';

export const targetCountMax = 10;
const taskTypes = ['RUN_COMMAND', 'AUTOMATION', 'LAMBDA', 'STEP_FUNCTIONS'] as const;

export const windowTaskFields = once(() => ({
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
}));

/** What the resource type and the calls have in common; LoggingInfo has other keys in each. */
type SharedFields = Omit<ReturnType<typeof windowTaskFields>, 'LoggingInfo'>;
export type WrittenTask = Known<SharedFields> & { readonly LoggingInfo?: unknown };
export type SeenTask = Seen<SharedFields>;
