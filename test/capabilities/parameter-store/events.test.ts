import { expect, test } from 'vitest';
import { simulateYaml } from '../../support/simulate.ts';

test('rules match changes of parameters, and actions of policies', () => {
  const { number } = simulateYaml(`
start: 2026-03-01T00:00:00Z
end: 1d
fleet:
  web: { count: 1, os: AMAZON_LINUX_2023 }
resources:
  P:
    Type: AWS::SSM::Parameter
    Properties:
      Name: /app/url
      Type: String
      Value: v
      Tier: Advanced
      Policies: '[{"Type":"Expiration","Version":"1.0","Attributes":{"Timestamp":"2026-03-01T05:10:00.000Z"}}]'
  Told: { Type: AWS::SNS::Topic }
  TopicPolicy:
    Type: AWS::SNS::TopicPolicy
    Properties:
      Topics: [!Ref Told]
      PolicyDocument: { Statement: [{ Effect: Allow, Principal: { Service: events.amazonaws.com }, Action: "sns:Publish", Resource: "*" }] }
  Changed:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: { source: [aws.ssm], detail-type: [Parameter Store Change], detail: { name: [/app/url], operation: [Update, Delete] } }
      Targets: [{ Id: t, Arn: !Ref Told }]
  Expired:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: { source: [aws.ssm], detail-type: [Parameter Store Policy Action], detail: { policy-type: [Expiration] } }
      Targets: [{ Id: t, Arn: !Ref Told }]
actions:
  - { id: a, at: 2026-03-01T01:00:00Z, PutParameter: { Name: /app/url, Value: w, Overwrite: true } }
  - { id: b, at: 2026-03-01T02:00:00Z, LabelParameterVersion: { Name: /app/url, Labels: [live] } }
`);
  expect(number('rule.Changed.matched')).toBe(2);
  expect(number('rule.Expired.matched')).toBe(1);
  expect(number('notification.Told.count')).toBe(3);
});
