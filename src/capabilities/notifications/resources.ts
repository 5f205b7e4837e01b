/** AWS::SNS::Topic and the policies that say who may publish to it. */
import * as z from 'zod/mini';
import { type AnyResourceSpec, resource } from '../../cloudformation/resource-spec.ts';
import { readResourcePolicy } from '../../cloudformation/world-resources/statements.ts';
import { listOfLength, mapOrJson, tagList } from '../../fields/aws-fields.ts';
import { ignored, text } from '../../fields/fields.ts';
import type { Meanings } from '../../fields/meaning.ts';
import { silenced } from '../../fields/quiet-context.ts';
import type { ResourceStatement } from '../../world/identity.ts';

export interface Topic {
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
  /** Id, ARN or alias of the key that it is encrypted with; null: with none. */
  readonly key: string | null;
}

/** Takes the place of the policy that AWS gives every topic. */
export interface TopicPolicy {
  /** ARNs. */
  readonly topics: readonly string[];
  readonly statements: readonly ResourceStatement[];
}

export const topic = resource({
  type: 'AWS::SNS::Topic',
  page: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sns-topic.html',
  is: 'What notifications are published to',
  attributes: ['TopicArn', 'TopicName'],
  nameProperty: 'TopicName',
  refersByArn: true,
  arn: (name, { partition, region, id }) => `arn:${partition}:sns:${region}:${id}:${name}`,
  awsError: 'InvalidParameter',
  fields: () => ({
    ...ignored(
      'ArchivePolicy',
      'ContentBasedDeduplication',
      'DataProtectionPolicy',
      'DeliveryStatusLogging',
      'FifoThroughputScope',
      'FifoTopic',
      'MaximumMessageSize',
      'SignatureVersion',
      'Subscription',
      'TracingConfig',
    ),
    DisplayName: z.optional(text('a display name', { max: 100 })),
    KmsMasterKeyId: z.optional(text('a key, such as !Ref Key or alias/topics', { min: 1, max: 2048 })),
    Tags: z.optional(tagList()),
    TopicName: z.optional(
      text('a topic name of letters, digits and _ -', { min: 1, max: 256, pattern: /^[\w-]+(\.fifo)?$/ }),
    ),
  }),
  refusals() {},
  build: ({ TopicName, KmsMasterKeyId = null }, { logicalId, arn }): Topic => ({
    logicalId,
    name: TopicName ?? logicalId,
    arn,
    key: KmsMasterKeyId,
  }),
});

export const topicPolicy = resource({
  type: 'AWS::SNS::TopicPolicy',
  page: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sns-topicpolicy.html',
  is: 'Who may publish to topics, in place of the policy that AWS gives them',
  attributes: ['Id'],
  fields: () => ({
    PolicyDocument: mapOrJson(),
    Topics: listOfLength(text('the ARN of a topic, such as !Ref OnCall'), 'topics', 1, 100),
  }),
  refusals({ PolicyDocument }, { path, context }) {
    readResourcePolicy(PolicyDocument, [...path, 'PolicyDocument'], context);
  },
  build: ({ PolicyDocument, Topics }, { path, context }): TopicPolicy => ({
    topics: Topics,
    statements: readResourcePolicy(PolicyDocument, path, silenced(context)),
  }),
});

export const topicInlinePolicy = resource({
  type: 'AWS::SNS::TopicInlinePolicy',
  page: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sns-topicinlinepolicy.html',
  is: 'Who may publish to one topic, in place of the policy that AWS gives it',
  attributes: [],
  fields: () => ({ PolicyDocument: mapOrJson(), TopicArn: text('the ARN of a topic, such as !Ref OnCall') }),
  refusals({ PolicyDocument }, { path, context }) {
    readResourcePolicy(PolicyDocument, [...path, 'PolicyDocument'], context);
  },
  build: ({ PolicyDocument, TopicArn }, { path, context }): TopicPolicy => ({
    topics: [TopicArn],
    statements: readResourcePolicy(PolicyDocument, path, silenced(context)),
  }),
});

export const notificationResources: readonly AnyResourceSpec[] = [topic, topicPolicy, topicInlinePolicy];

const nothing = 'Has no effect on a run';

export const notificationMeanings: Meanings = {
  ArchivePolicy: nothing,
  ContentBasedDeduplication: nothing,
  DataProtectionPolicy: nothing,
  DeliveryStatusLogging: nothing,
  'AWS::SNS::Topic.DisplayName': nothing,
  FifoThroughputScope: nothing,
  FifoTopic: nothing,
  KmsMasterKeyId:
    'The key that it is encrypted with. A service whose messages are to arrive must be allowed to use it, which the key of AWS (alias/aws/…) allows no other service',
  'AWS::SNS::Topic.MaximumMessageSize': nothing,
  SignatureVersion: nothing,
  Subscription: 'Who gets its messages. A run records that a message was published, not who read it',
  TopicName: 'The name of the topic; left out: its logical id',
  TracingConfig: nothing,
  'AWS::SNS::TopicPolicy.PolicyDocument':
    'Who may publish. It takes the place of the default policy, so that a rule needs a statement for events.amazonaws.com',
  Topics: 'The topics that it is the policy of, such as !Ref OnCall',
  'AWS::SNS::TopicInlinePolicy.PolicyDocument': 'The same for one topic',
  TopicArn: 'The topic that it is the policy of',
};
