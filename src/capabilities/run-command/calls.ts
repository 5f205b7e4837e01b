/**
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_SendCommand.html
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CancelCommand.html
 */

import * as z from 'zod/mini';
import { documentArn } from '../../aws/arn.ts';
import { parseLimit } from '../../aws/rate-control.ts';
import { type AnyCallSpec, call } from '../../cloudformation/call-spec.ts';
import { documentName, refuseRun } from '../../cloudformation/document-spec.ts';
import {
  keepsOutput,
  maxConcurrency,
  maxErrors,
  notificationsOf,
  timeoutSecondsField,
} from '../../cloudformation/run-settings.ts';
import { criterionOf, refuseCriterion, refuseNodes, targetList } from '../../cloudformation/targets.ts';
import { runKeysWithoutEffect } from '../../cloudformation/without-effect.ts';
import { suggestion } from '../../diagnostics/nearest.ts';
import { describe } from '../../diagnostics/plain-map.ts';
import {
  bucketName,
  cloudWatchOutputConfig,
  documentParameters,
  documentVersion,
  listOfLength,
  notificationConfig,
} from '../../fields/aws-fields.ts';
import { choice, text } from '../../fields/fields.ts';
import { itemsIn, Unknown } from '../../fields/unknown.ts';
import { alarmConfiguration, alarmSettingsOf } from '../cloudwatch-alarms/facts.ts';
import type { SendCommand } from './request.ts';

const instanceIds = () =>
  listOfLength(
    text('a node, such as web-0001 or i-0123456789abcdef0', { min: 1, max: 300 }),
    'node ids',
    0,
    50,
  );

/** API_SendCommand.html#API_SendCommand_RequestParameters: 50 at once, and not one error. */
const defaults = { maxConcurrency: '50', maxErrors: '0', timeoutSeconds: 3600 };

export const sendCommand = call({
  call: 'SendCommand',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_SendCommand.html',
  is: 'Runs a command document on nodes',
  fields: () => ({
    AlarmConfiguration: z.optional(alarmConfiguration()),
    CloudWatchOutputConfig: z.optional(cloudWatchOutputConfig()),
    Comment: z.optional(text('a comment', { max: 100 })),
    DocumentHash: z.optional(text('a hash', { max: 256 })),
    DocumentHashType: z.optional(choice('Sha256', 'Sha1')),
    DocumentName: text('a document, such as AWS-RunPatchBaseline: 3 to 128 letters, digits and _ - . : /', {
      pattern: /^[a-zA-Z0-9_\-.:/]{3,128}$/,
    }),
    DocumentVersion: z.optional(documentVersion()),
    InstanceIds: z.optional(instanceIds()),
    MaxConcurrency: z.optional(maxConcurrency()),
    MaxErrors: z.optional(maxErrors()),
    NotificationConfig: z.optional(notificationConfig()),
    OutputS3BucketName: z.optional(bucketName()),
    OutputS3KeyPrefix: z.optional(text('a prefix', { max: 500 })),
    OutputS3Region: z.optional(text('a Region', { min: 3, max: 20 })),
    Parameters: z.optional(documentParameters()),
    ServiceRoleArn: z.optional(text('the ARN of a role for notifications')),
    Targets: z.optional(targetList(5)),
    TimeoutSeconds: z.optional(timeoutSecondsField()),
  }),
  withoutEffect: runKeysWithoutEffect,
  schema: { rules: { anyOf: [{ required: ['InstanceIds'] }, { required: ['Targets'] }] } },
  refusals(seen, reading) {
    const { path, context, references } = reading;
    const { InstanceIds: ids = [], Targets: targets = [], Parameters: parameters = {}, DocumentName } = seen;
    const awsError = 'ValidationException';
    if (!(ids instanceof Unknown || targets instanceof Unknown)) {
      if (ids.length === 0 && targets.length === 0) {
        context.error(path, 'missing-key', 'missing: expected InstanceIds or Targets', { awsError });
      }
      if (ids.length > 0 && targets.length > 0) {
        const message = 'expected either InstanceIds or Targets, found both';
        context.error([...path, 'Targets'], 'bad-value', message, { at: 'key', awsError });
      }
    }
    if (!(DocumentName instanceof Unknown)) {
      const name = documentName(DocumentName);
      const [namePath, parametersPath] = [
        [...path, 'DocumentName'],
        [...path, 'Parameters'],
      ];
      const run = { name, namePath, parameters, parametersPath, type: 'Command' } as const;
      refuseRun(run, references.documents.get(name), context);
    }
    refuseNodes(itemsIn(ids), [...path, 'InstanceIds'], context);
    for (const [index, criterion] of itemsIn(targets).entries()) {
      refuseCriterion(criterion, [...path, 'Targets', index], reading);
    }
  },
  build(known, { references }): SendCommand {
    const { InstanceIds = [], Targets = [], Parameters = {} } = known;
    return {
      documentName: documentName(known.DocumentName),
      instanceIds: InstanceIds,
      targets: Targets.flatMap((criterion) => criterionOf(criterion, references)),
      parameters: Parameters,
      maxConcurrency: parseLimit(known.MaxConcurrency ?? defaults.maxConcurrency),
      maxErrors: parseLimit(known.MaxErrors ?? defaults.maxErrors),
      timeoutSeconds: known.TimeoutSeconds ?? defaults.timeoutSeconds,
      hasOutputBucket: keepsOutput(known) === true,
      alarm: alarmSettingsOf(known.AlarmConfiguration),
      notifications: notificationsOf(known),
    };
  },
  /** https://docs.aws.amazon.com/systems-manager/latest/userguide/monitoring-sns-notifications.html */
  passesRole: ({ notifications }) => notifications?.role ?? null,
  asks: ({ documentName: document, instanceIds, targets }, { account, nodes }) => [
    { action: 'ssm:SendCommand', resource: documentArn(account, document), tags: {} },
    ...nodes({ instanceIds, targets }).map((node) => ({ action: 'ssm:SendCommand', ...node })),
  ],
});

export const cancelCommand = call({
  call: 'CancelCommand',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CancelCommand.html',
  is: 'Cancels a command that was sent before',
  fields: () => ({
    CommandId: text('the id of a SendCommand action'),
    InstanceIds: z.optional(instanceIds()),
  }),
  refusals({ CommandId: id, InstanceIds }, { path, context, actions }) {
    const sent = actions.filter((action) => action.call === sendCommand.call).map((action) => action.id);
    if (!(id instanceof Unknown || sent.includes(id))) {
      const message = `expected the id of a SendCommand action, found ${describe(id)}`;
      context.error([...path, 'CommandId'], 'unknown-reference', message, {
        awsError: 'InvalidCommandId',
        help: suggestion(id, sent),
      });
    }
    refuseNodes(itemsIn(InstanceIds), [...path, 'InstanceIds'], context);
  },
  build({ CommandId, InstanceIds = [] }) {
    return { commandId: CommandId, instanceIds: InstanceIds };
  },
  names: { ids: ({ commandId }) => [commandId], error: 'InvalidCommandId' },
});

export const commandCalls: readonly AnyCallSpec[] = [sendCommand, cancelCommand];
