/**
 * What a target is, by its ARN.
 *
 * AWS: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html
 */

export type TargetKind =
  | 'topic'
  | 'function'
  | 'state machine'
  | 'queue'
  | 'command'
  | 'automation'
  | 'power'
  | 'ops item'
  /** Something that no capability simulates: it takes the event. */
  | 'other';

const kinds: readonly (readonly [RegExp, TargetKind])[] = [
  [/^arn:[^:]+:sns:/, 'topic'],
  [/^arn:[^:]+:lambda:[^:]*:[^:]*:function:/, 'function'],
  [/^arn:[^:]+:states:[^:]*:[^:]*:stateMachine:/, 'state machine'],
  [/^arn:[^:]+:sqs:/, 'queue'],
  [/^arn:[^:]+:ssm:[^:]*:[^:]*:document\//, 'command'],
  [/^arn:[^:]+:ssm:[^:]*:[^:]*:automation-definition\//, 'automation'],
  [/^arn:[^:]+:scheduler:::aws-sdk:ec2:(start|stop|reboot|terminate)Instances$/, 'power'],
  [/^arn:[^:]+:ssm:[^:]*:[^:]*:opsitem$/, 'ops item'],
];

export function kindOf(arn: string): TargetKind {
  return kinds.find(([pattern]) => pattern.test(arn))?.[1] ?? 'other';
}

/** `AWS-RestartEC2Instance` of `arn:aws:ssm:us-east-1:123456789012:automation-definition/AWS-RestartEC2Instance:$DEFAULT`. */
export function documentIn(arn: string): string {
  return arn.replace(/^[^/]*\//, '').replace(/:[^:]*$/, '');
}
