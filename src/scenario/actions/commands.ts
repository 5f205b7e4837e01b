/**
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_SendCommand.html
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CancelCommand.html
 */
import * as z from 'zod/mini';
import { parseLimit } from '../../aws/rate-control.ts';
import { suggestion } from '../../diagnostics/nearest.ts';
import { describe } from '../../diagnostics/plain-map.ts';
import type { DataPath } from '../../diagnostics/problem.ts';
import {
  bucketName,
  cloudWatchOutputConfig,
  documentParameters,
  documentVersion,
  listOfLength,
  notificationConfig,
  readAsAws,
} from '../../fields/aws-fields.ts';
import { anything, choice, map, text } from '../../fields/fields.ts';
import { checkDocument, documentName } from '../resources/documents.ts';
import { readCriterion, readNodes, targetList } from '../resources/targets.ts';
import { hasOutput, timeoutSecondsField } from '../resources/task-parameters.ts';
import { maxConcurrencyField, maxErrorsField } from '../resources/window-tasks.ts';
import type { Call, CallContext } from './call.ts';

const instanceIds = () =>
  listOfLength(
    text('a node, such as web-0001 or i-0123456789abcdef0', { min: 1, max: 300 }),
    'node ids',
    0,
    50,
  );

export const sendCommandFields = map({
  AlarmConfiguration: z.optional(anything()),
  CloudWatchOutputConfig: z.optional(cloudWatchOutputConfig()),
  Comment: z.optional(text('a comment', { max: 100 })),
  DocumentHash: z.optional(text('a hash', { max: 256 })),
  DocumentHashType: z.optional(choice('Sha256', 'Sha1')),
  DocumentName: text('a document, such as AWS-RunPatchBaseline: 3 to 128 letters, digits and _ - . : /', {
    pattern: /^[a-zA-Z0-9_\-.:/]{3,128}$/,
  }),
  DocumentVersion: z.optional(documentVersion()),
  InstanceIds: z.optional(instanceIds()),
  MaxConcurrency: z.optional(maxConcurrencyField()),
  MaxErrors: z.optional(maxErrorsField()),
  NotificationConfig: z.optional(notificationConfig()),
  OutputS3BucketName: z.optional(bucketName()),
  OutputS3KeyPrefix: z.optional(text('a prefix', { max: 500 })),
  OutputS3Region: z.optional(text('a Region', { min: 3, max: 20 })),
  Parameters: z.optional(documentParameters()),
  ServiceRoleArn: z.optional(text('the ARN of a role for notifications')),
  Targets: z.optional(targetList(5)),
  TimeoutSeconds: z.optional(timeoutSecondsField()),
});

/** API_SendCommand.html#API_SendCommand_RequestParameters: 50 at once, and not one error. */
const defaults = { maxConcurrency: '50', maxErrors: '0', timeoutSeconds: 3600 };

export function readSendCommand(
  request: unknown,
  path: DataPath,
  { resources, context }: CallContext,
): Call | undefined {
  const read = readAsAws(sendCommandFields, request, path, context);
  if (read === undefined) return undefined;
  const { InstanceIds = [], Targets = [], Parameters = {} } = read;
  if (InstanceIds.length === 0 && Targets.length === 0) {
    context.error(path, 'missing-key', 'missing: expected InstanceIds or Targets', {
      awsError: 'ValidationException',
    });
  }
  if (InstanceIds.length > 0 && Targets.length > 0) {
    context.error([...path, 'Targets'], 'bad-value', 'expected either InstanceIds or Targets, found both', {
      at: 'key',
      awsError: 'ValidationException',
    });
  }
  const name = documentName(read.DocumentName);
  checkDocument('RUN_COMMAND', name, Parameters, [...path, 'DocumentName'], [...path, 'Parameters'], context);
  return {
    call: 'SendCommand',
    documentName: name,
    instanceIds: readNodes(InstanceIds, [...path, 'InstanceIds'], context),
    targets: Targets.flatMap((criterion, index) =>
      readCriterion(criterion, [...path, 'Targets', index], resources.resourceGroups, context),
    ),
    parameters: Parameters,
    maxConcurrency: parseLimit(read.MaxConcurrency ?? defaults.maxConcurrency),
    maxErrors: parseLimit(read.MaxErrors ?? defaults.maxErrors),
    timeoutSeconds: read.TimeoutSeconds ?? defaults.timeoutSeconds,
    hasOutputBucket: hasOutput(read),
  };
}

export const cancelCommandFields = map({
  CommandId: text('the id of a SendCommand action'),
  InstanceIds: z.optional(instanceIds()),
});

export function readCancelCommand(
  request: unknown,
  path: DataPath,
  { commandIds, context }: CallContext,
): Call | undefined {
  const read = readAsAws(cancelCommandFields, request, path, context);
  if (read === undefined) return undefined;
  if (!commandIds.includes(read.CommandId)) {
    const message = `expected the id of a SendCommand action, found ${describe(read.CommandId)}`;
    context.error([...path, 'CommandId'], 'unknown-reference', message, {
      awsError: 'InvalidCommandId',
      help: suggestion(read.CommandId, commandIds),
    });
  }
  const instanceIds = readNodes(read.InstanceIds ?? [], [...path, 'InstanceIds'], context);
  return { call: 'CancelCommand', commandId: read.CommandId, instanceIds };
}
