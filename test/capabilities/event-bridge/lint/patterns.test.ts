/** AWS: https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-ssm.html */
import { describe, expect, test } from 'vitest';
import { messages } from '../../../lint/lint-text.ts';

const rule = (pattern: string) => `Parameters: { Status: { Type: String } }
Resources:
  Watch:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: ${pattern}
      Targets: [{ Id: queue, Arn: "arn:aws:sqs:us-east-1:111111111111:patching" }]
`;
const found = (pattern: string) => messages('event-pattern-never', rule(pattern));
const command = (detail: string) =>
  `{ source: [aws.ssm], detail-type: [EC2 Command Invocation Status-change Notification], detail: ${detail} }`;

describe('event-pattern-never', () => {
  test.each([
    ['{ source: [aws.ssm] }'],
    ['{ source: [com.example], detail-type: [Anything], detail: { x: [1] } }'],
    ['{ detail-type: [EC2 Command Status-change Notification] }'],
    ['{ source: [{ prefix: aws. }], detail-type: [Anything] }'],
    [command('{ status: [Success, Failed], instance-id: [{ prefix: i- }] }')],
    [command('{ status: [{ anything-but: Success }] }')],
    [command('{ status: [!Ref Status] }')],
    [command('{ parameter: [{ exists: false }] }')],
    ['{ source: [aws.ssm], detail-type: [SSM Managed Instance Registration], detail: { x: [y] } }'],
    [
      '{ source: [aws.cloudwatch], detail-type: [CloudWatch Alarm State Change], detail: { state: { value: [ALARM] } } }',
    ],
    ['{ source: [aws.health], detail-type: [AWS Health Event] }'],
    ['{ account: ["123456789012"] }'],
  ])('nothing in %s', (pattern) => {
    expect(found(pattern)).toEqual([]);
  });

  test.each([
    [
      '{ source: [aws.ec2], detail-type: [EC2 Command Status-change Notification] }',
      'comes from aws.ssm, not from aws.ec2',
    ],
    [
      '{ source: [aws.ssm], detail-type: [EC2 Command Status Change Notification] }',
      'aws.ssm sends no event of this type',
    ],
    ['{ source: [aws.ssm], detail-type: [EC2 Instance State-change Notification] }', 'comes from aws.ec2'],
    [command('{ Status: [Failed] }'), 'has no detail.Status'],
    [command('{ instanceId: ["i-1"] }'), 'has no detail.instanceId'],
    [command('{ status: [Canceled] }'), 'detail.status is never "Canceled": the rule never matches'],
    [command('{ status: [FAILED] }'), 'detail.status is never "FAILED"'],
    [command('{ status: [{ prefix: x }] }'), 'none is accepted'],
    [
      '{ source: [aws.ssm], detail-type: [Configuration Compliance State Change], detail: { compliance-status: [NON_COMPLIANT] } }',
      'is never "NON_COMPLIANT"',
    ],
    [
      '{ source: [aws.cloudwatch], detail-type: [CloudWatch Alarm State Change], detail: { state: { value: [Alarm] } } }',
      'is never "Alarm"',
    ],
    ['{ account: [123456789012] }', 'a number never matches'],
  ])('an error in %s', (pattern, message) => {
    expect(found(pattern)).toEqual([expect.stringMatching(/^error: /)]);
    expect(found(pattern)[0]).toContain(message);
  });

  test('one wrong word among several is a warning', () => {
    expect(found(command('{ status: [Cancelled, Canceled] }'))).toEqual([
      'warning: detail.status is never "Canceled"',
    ]);
  });
});

describe('a pattern that AWS refuses', () => {
  test('is an error in a template too', () => {
    expect(messages('bad-pattern', rule('{ source: aws.ssm }'))).toEqual([
      expect.stringContaining('EventPattern.source: expected a list of values, or a map of fields'),
    ]);
  });
});
