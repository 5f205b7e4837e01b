/**
 * The examples of AWS's page, one by one, and its list of common issues.
 *
 * AWS: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
import { describe, expect, test } from 'vitest';
import { payloadOf, transformed } from '../../../../src/capabilities/event-bridge/targets/input.ts';
import { valueAt } from '../../../../src/capabilities/event-bridge/targets/json-path.ts';

const event = {
  version: '0',
  id: '7bf73129-1428-4cd3-a780-95db273d1602',
  'detail-type': 'EC2 Instance State-change Notification',
  source: 'aws.ec2',
  account: '123456789012',
  time: '2015-11-11T21:29:54Z',
  region: 'us-east-1',
  resources: ['arn:aws:ec2:us-east-1:123456789012:instance/i-abcd1111'],
  detail: { 'instance-id': 'i-0123456789', state: 'RUNNING', tags: [{ k: 'a' }, { k: 'b' }] },
};
const paths = {
  timestamp: '$.time',
  instance: '$.detail.instance-id',
  state: '$.detail.state',
  resource: '$.resources[0]',
  detail: '$.detail',
  missing: '$.detail.reason',
};
const predefined = {
  'aws.events.rule-arn': 'arn:aws:events:us-east-2:123456789012:rule/example',
  'aws.events.rule-name': 'example',
  'aws.events.event.json': event,
};

const output = (template: string) => transformed({ paths, template }, event, predefined);

describe('an input template', () => {
  test.each([
    ['simple string', '"instance <instance> is in <state>"', 'instance i-0123456789 is in RUNNING'],
    [
      'string with escaped quotes',
      '"instance \\"<instance>\\" is in <state>"',
      'instance "i-0123456789" is in RUNNING',
    ],
    [
      'simple JSON',
      '{ "instance" : <instance>, "state": <state> }',
      { instance: 'i-0123456789', state: 'RUNNING' },
    ],
    [
      'JSON with strings and variables',
      '{ "instance" : <instance>, "state": "<state>", "instanceStatus": "instance \\"<instance>\\" is in <state>" }',
      { instance: 'i-0123456789', state: 'RUNNING', instanceStatus: 'instance "i-0123456789" is in RUNNING' },
    ],
    [
      'JSON with a mix of variables and static information',
      '{ "instance" : <instance>, "state": [ 9, <state>, true ], "Transformed" : "Yes" }',
      { instance: 'i-0123456789', state: [9, 'RUNNING', true], Transformed: 'Yes' },
    ],
    [
      'including reserved variables in JSON',
      '{ "ruleArn" : <aws.events.rule-arn>, "ruleName" : <aws.events.rule-name>, "originalEvent" : <aws.events.event.json> }',
      {
        ruleArn: 'arn:aws:events:us-east-2:123456789012:rule/example',
        ruleName: 'example',
        originalEvent: event,
      },
    ],
    ['including reserved variables in a string', '"<aws.events.rule-name> triggered"', 'example triggered'],
    ['text without quotes is text', '<instance> is in state <state>', 'i-0123456789 is in state RUNNING'],
    ['a value of an array', '{ "of": <resource> }', { of: event.resources[0] }],
    ['a variable alone is its value', '<detail>', event.detail],
  ])('%s', (_, template, expected) => {
    expect(output(template)).toEqual({ value: expected });
  });

  test('a variable whose JSON path does not exist is not in the output', () => {
    expect(output('{ "why": <missing>, "state": <state> }')).toEqual({ value: { state: 'RUNNING' } });
    expect(output('"because of <missing>"')).toEqual({ value: 'because of ' });
  });

  test('an object inside a string loses its quotes', () => {
    expect(output('"Detail is <detail>"')).toEqual({
      value: 'Detail is {instance-id:i-0123456789,state:RUNNING,tags:[{k:a},{k:b}]}',
    });
  });

  test('values are not escaped, so that quotes in them leave no JSON', () => {
    const quoted = { detail: { 'instance-id': 'a "b"' } };
    expect(transformed({ paths, template: '{ "i": <instance> }' }, quoted)).toEqual({
      problem: 'the InputTemplate, filled in, is no JSON',
    });
  });

  test('a name that is no variable stays as it is', () => {
    expect(output('"<nothing> of <state>"')).toEqual({ value: '<nothing> of RUNNING' });
  });
});

test('a path that the event does not have gives null', () => {
  expect(
    payloadOf({ target: { ...whole, inputPath: '$.nothing' }, event: { envelope: event } } as never),
  ).toEqual({
    value: null,
  });
  expect(
    payloadOf({ target: { ...whole, inputPath: '$.detail' }, event: { envelope: event } } as never),
  ).toEqual({
    value: event.detail,
  });
});

test('a path in Input is text, and nothing of the event', () => {
  const target = { ...whole, input: '{ "id": "$.detail.instance-id" }' };
  expect(payloadOf({ target, event: { envelope: event } } as never)).toEqual({
    value: { id: '$.detail.instance-id' },
  });
});

const whole = { input: null, inputPath: null, inputTransformer: null };

describe('a JSON path', () => {
  test.each([
    ['$', event],
    ['$.detail.state', 'RUNNING'],
    ['$.detail-type', event['detail-type']],
    ['$.resources[0]', event.resources[0]],
    ['$.detail.tags[*].k', ['a', 'b']],
    ['$.detail.tags[1].k', 'b'],
    ['$.nothing', undefined],
    ['$.resources[7]', undefined],
    ['detail.state', undefined],
    ["$['detail']", undefined],
  ])('%s', (path, expected) => {
    expect(valueAt(event, path)).toEqual(expected);
  });
});
