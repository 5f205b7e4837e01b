/** AWS::SQS::Queue and AWS::SQS::QueuePolicy: what takes events that could not be delivered, and who may send to it. */
import * as z from 'zod/mini';
import { policyAllows } from '../../../aws/resource-policies.ts';
import { type Nouns, nounsIn } from '../../../cloudformation/nouns.ts';
import { type AnyResourceSpec, resource } from '../../../cloudformation/resource-spec.ts';
import { keyObstacle } from '../../../cloudformation/world-resources/keys.ts';
import { readResourcePolicy } from '../../../cloudformation/world-resources/statements.ts';
import { listOfLength, mapOrJson, tagList } from '../../../fields/aws-fields.ts';
import { ignored, text } from '../../../fields/fields.ts';
import type { Meanings } from '../../../fields/meaning.ts';
import { silenced } from '../../../fields/quiet-context.ts';
import type { ResourceStatement } from '../../../world/identity.ts';

export interface Queue {
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
  readonly key: string | null;
}

const withoutEffect = [
  'ContentBasedDeduplication',
  'DeduplicationScope',
  'DelaySeconds',
  'FifoQueue',
  'FifoThroughputLimit',
  'KmsDataKeyReusePeriodSeconds',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'ReceiveMessageWaitTimeSeconds',
  'RedriveAllowPolicy',
  'RedrivePolicy',
  'SqsManagedSseEnabled',
  'VisibilityTimeout',
] as const;

export const queue = resource({
  type: 'AWS::SQS::Queue',
  page: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sqs-queue.html',
  is: 'A queue: the target of a rule, or what takes events that could not be delivered',
  attributes: ['Arn', 'QueueName', 'QueueUrl'],
  nameProperty: 'QueueName',
  arn: (name, { partition, region, id }) => `arn:${partition}:sqs:${region}:${id}:${name}`,
  awsError: 'InvalidAttributeValue',
  fields: () => ({
    ...ignored(...withoutEffect),
    KmsMasterKeyId: z.optional(text('a key, such as !Ref Key or alias/queues', { min: 1, max: 2048 })),
    QueueName: z.optional(
      text('a queue name of letters, digits and _ -', { min: 1, max: 80, pattern: /^[\w-]+(\.fifo)?$/ }),
    ),
    Tags: z.optional(tagList()),
  }),
  refusals() {},
  build: ({ QueueName, KmsMasterKeyId = null }, { logicalId, arn }): Queue => ({
    logicalId,
    name: QueueName ?? logicalId,
    arn,
    key: KmsMasterKeyId,
  }),
});

export interface QueuePolicy {
  /** Names, or addresses that end in them. */
  readonly queues: readonly string[];
  readonly statements: readonly ResourceStatement[];
}

export const queuePolicy = resource({
  type: 'AWS::SQS::QueuePolicy',
  page: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sqs-queuepolicy.html',
  is: 'Who may send to queues',
  attributes: ['Id'],
  fields: () => ({
    PolicyDocument: mapOrJson(),
    Queues: listOfLength(text('the URL of a queue, such as !Ref Undelivered'), 'queues', 1, 100),
  }),
  refusals({ PolicyDocument }, { path, context }) {
    readResourcePolicy(PolicyDocument, [...path, 'PolicyDocument'], context);
  },
  build: ({ PolicyDocument, Queues }, { path, context }): QueuePolicy => ({
    queues: Queues.map((url) => url.split('/').at(-1)!),
    statements: readResourcePolicy(PolicyDocument, path, silenced(context)),
  }),
});

export const queueInlinePolicy = resource({
  type: 'AWS::SQS::QueueInlinePolicy',
  page: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sqs-queueinlinepolicy.html',
  is: 'Who may send to one queue',
  attributes: [],
  fields: () => ({
    PolicyDocument: mapOrJson(),
    Queue: text('the URL of a queue, such as !Ref Undelivered'),
  }),
  refusals({ PolicyDocument }, { path, context }) {
    readResourcePolicy(PolicyDocument, [...path, 'PolicyDocument'], context);
  },
  build: ({ PolicyDocument, Queue: url }, { path, context }): QueuePolicy => ({
    queues: [url.split('/').at(-1)!],
    statements: readResourcePolicy(PolicyDocument, path, silenced(context)),
  }),
});

export const queueResources: readonly AnyResourceSpec[] = [queue, queuePolicy, queueInlinePolicy];

/**
 * Why the rule may not send to the queue; null: it may. A queue that is not in the file is taken to be set up well.
 *
 * AWS: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html#dlq-permissions
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-troubleshooting.html#eb-sqs-encrypted
 */
export function sendObstacle(
  nouns: Nouns,
  wanted: string,
  service: string,
  sourceArn: string,
): string | null {
  const found = [...nounsIn(nouns, queue).values()].find(({ arn }) => arn === wanted);
  if (found === undefined) return null;
  const policies = [...nounsIn(nouns, queuePolicy).values(), ...nounsIn(nouns, queueInlinePolicy).values()];
  const own = policies.filter(({ queues }) =>
    queues.some((one) => one === found.name || one === found.logicalId),
  );
  const caller = { service, keys: { 'aws:sourcearn': sourceArn } };
  const statements = own.flatMap((policy) => policy.statements);
  if (!policyAllows(statements, caller, 'sqs:SendMessage')) {
    return `the policy of the queue ${found.logicalId} does not allow ${service} sqs:SendMessage`;
  }
  const obstacle = found.key === null ? null : keyObstacle(nouns, found.key, service);
  return obstacle === null ? null : `the queue ${found.logicalId} is encrypted, and ${obstacle}`;
}

export const queueMeanings: Meanings = {
  ...Object.fromEntries(withoutEffect.map((name) => [`AWS::SQS::Queue.${name}`, 'Has no effect on a run'])),
  'AWS::SQS::Queue.KmsMasterKeyId':
    'The key that it is encrypted with. EventBridge must be allowed to use it, which the key of AWS (alias/aws/…) does not allow it',
  QueueName: 'The name of the queue; left out: its logical id',
  'AWS::SQS::QueuePolicy.PolicyDocument': 'Who may send: a rule needs a statement for events.amazonaws.com',
  'AWS::SQS::QueueInlinePolicy.PolicyDocument': 'The same for one queue',
  'AWS::SQS::QueueInlinePolicy.Queue': 'The queue that it is the policy of',
  Queues: 'The queues that it is the policy of, such as !Ref Undelivered',
};
