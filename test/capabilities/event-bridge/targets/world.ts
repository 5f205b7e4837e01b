/** A rule that matches one injected event, and whatever its target is. */
import { at, simulate } from '../../quiet-world.ts';

export const failed = (clock = '1', instance = 'web-0001', status = 'Failed', more = '') => `
  - { at: ${at(clock)}, inject: { source: aws.ssm, detail-type: EC2 Command Invocation Status-change Notification,
      detail: { instance-id: ${instance}, document-name: AWS-RunPatchBaseline, status: ${status}${more} } } }`;

export const rule = (target: string, status = '') => `
  Watch:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: { detail-type: [EC2 Command Invocation Status-change Notification]${status} }
      Targets: [{ Id: one, ${target} }]`;

export const allowing = (action: string, principal = 'events.amazonaws.com', condition = '') =>
  `{ Statement: [{ Effect: Allow, Principal: { Service: ${principal} }, Action: "${action}", Resource: "*"${condition} }] }`;

export const topic = (more = '', policy = allowing('sns:Publish')) => `
  OnCall: { Type: AWS::SNS::Topic, Properties: { ${more} } }
  Allowed: { Type: AWS::SNS::TopicPolicy, Properties: { Topics: [!Ref OnCall], PolicyDocument: ${policy} } }`;

export const role = (actions: string, service = 'events.amazonaws.com') => `
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { Service: ${service} }, Action: "sts:AssumeRole" }] }
      Policies: [{ PolicyName: all, PolicyDocument: { Statement: [{ Effect: Allow, Action: ${actions}, Resource: "*" }] } }]`;

export const runbook =
  'Arn: "arn:aws:ssm:us-east-1:123456789012:automation-definition/Fix:$DEFAULT", Input: \'{ "InstanceId": ["i-1"] }\'';

/** One failed invocation at 1:00, unless told otherwise. */
export function outcome(resources: string, more: { actions?: string; model?: readonly string[] } = {}) {
  const run = simulate(
    { resources, actions: more.actions ?? failed() },
    { set: ['model.events.delay=0s', ...(more.model ?? [])] },
  );
  const { invoked, failedInvocations, deadLettered, failures } = run.result.rules[0]!;
  return { run, invoked, failedInvocations, deadLettered, why: failures[0]?.reason ?? null };
}
