/**
 * Who may publish to a topic, and whether what is published arrives.
 *
 * AWS: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-troubleshooting.html
 */

import { type Caller, policyAllows } from '../../aws/resource-policies.ts';
import { type Nouns, nounsIn } from '../../cloudformation/nouns.ts';
import { keyObstacle } from '../../cloudformation/world-resources/keys.ts';
import type { ResourceStatement } from '../../world/identity.ts';
import type { NotificationRequest } from './request.ts';
import { type Topic, topic, topicInlinePolicy, topicPolicy } from './resources.ts';

interface World {
  readonly nouns: Nouns;
  readonly account: { readonly id: string };
}

/** By its ARN, its name or its logical id; undefined: it is not in the file. */
export function topicOf({ nouns }: Pick<World, 'nouns'>, wanted: string): Topic | undefined {
  return [...nounsIn(nouns, topic).values()].find(
    ({ arn, name, logicalId }) => wanted === arn || wanted === logicalId || wanted === name,
  );
}

/** What results and metrics call the topic. */
export function topicName(world: Pick<World, 'nouns'>, wanted: string): string {
  return topicOf(world, wanted)?.logicalId ?? wanted.split(':').at(-1)!;
}

/**
 * Why the topic does not take the message; null: it does. A topic that is not in the file is taken to be set up well.
 *
 * AWS: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-troubleshooting.html#eb-no-messages-published-sns
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
export function publishObstacle(
  world: World,
  { topic: wanted, by, sourceArn }: Pick<NotificationRequest, 'topic' | 'by' | 'sourceArn'>,
): string | null {
  const found = topicOf(world, wanted);
  if (found === undefined || by === null) return null;
  const caller = callerOf(by, sourceArn, world.account.id);
  if (!policyAllows(policyOf(world, found), caller, 'sns:Publish')) {
    return `the policy of the topic ${found.logicalId} does not allow ${by} sns:Publish`;
  }
  const obstacle = found.key === null ? null : keyObstacle(world.nouns, found.key, by);
  return obstacle === null ? null : `the topic ${found.logicalId} is encrypted, and ${obstacle}`;
}

/**
 * EventBridge names the rule and not its account, as AWS says of the policies of functions: a condition on SourceAccount keeps
 * it out. CloudWatch names the account as the owner of the alarm.
 *
 * AWS: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-troubleshooting.html#eb-lam-function-not-invoked
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 */
function callerOf(service: string, sourceArn: string | undefined, account: string): Caller {
  const source = sourceArn === undefined ? {} : { 'aws:sourcearn': sourceArn };
  const owner = { 'aws:sourceowner': account, 'aws:sourceaccount': account };
  return { service, keys: service === 'events.amazonaws.com' ? source : { ...source, ...owner } };
}

function policyOf({ nouns, account }: World, { arn, name, logicalId }: Topic): readonly ResourceStatement[] {
  const policies = [...nounsIn(nouns, topicPolicy).values(), ...nounsIn(nouns, topicInlinePolicy).values()];
  const own = policies.filter(({ topics }) => topics.some((one) => [arn, name, logicalId].includes(one)));
  return own.length === 0 ? [defaultPolicy(account.id)] : own.flatMap(({ statements }) => statements);
}

/**
 * What AWS gives a topic that is made without a policy: anyone who acts for the account that owns it.
 *
 * AWS: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-troubleshooting.html#eb-no-messages-published-sns
 */
function defaultPolicy(account: string): ResourceStatement {
  return {
    effect: 'Allow',
    principals: ['*'],
    actions: ['SNS:Publish'],
    conditions: [{ operator: 'StringEquals', key: 'aws:sourceowner', values: [account] }],
  };
}

/** Logical ids of the topics of the file. */
export function topicNames({ nouns }: Pick<World, 'nouns'>): readonly string[] {
  return [...nounsIn(nouns, topic).keys()];
}
