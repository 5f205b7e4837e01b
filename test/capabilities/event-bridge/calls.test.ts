import { describe, expect, test } from 'vitest';
import { at, simulate } from '../quiet-world.ts';

const rule = (pattern: string, more = '') => `
  Watch:
    Type: AWS::Events::Rule
    Properties: { EventPattern: ${pattern}${more}, Targets: [{ Id: one, Arn: "arn:aws:sqs:us-east-1:123456789012:queue" }] }`;

const matched = (run: ReturnType<typeof simulate>) => run.result.rules[0]!.matched;

const stopped = (detail: string) => `
  - { at: ${at('1')}, inject: { source: aws.ec2, detail-type: EC2 Instance State-change Notification, detail: ${detail} } }`;

describe('inject', () => {
  test('puts an event of AWS on the default bus', () => {
    const resources = rule('{ source: [aws.ec2], detail: { state: [stopped] } }');
    expect(matched(simulate({ resources, actions: stopped('{ state: stopped }') }))).toBe(1);
    expect(matched(simulate({ resources, actions: stopped('{ state: running }') }))).toBe(0);
  });

  test('text in quotes is text, and a number without them is a number', () => {
    const resources = rule('{ detail: { code: [16], word: ["16"], flag: [true], none: [null] } }');
    const detail = '{ code: 16.0, word: "16", flag: true, none: null }';
    expect(matched(simulate({ resources, actions: stopped(detail) }))).toBe(1);
    expect(matched(simulate({ resources, actions: stopped(detail.replace('"16"', '16')) }))).toBe(0);
    expect(matched(simulate({ resources, actions: stopped(detail.replace('16.0', '"16"')) }))).toBe(0);
    expect(matched(simulate({ resources, actions: stopped(detail.replace('true', '"true"')) }))).toBe(0);
    expect(
      matched(simulate({ resources, actions: stopped(detail.replace('none: null', 'none: "null"')) })),
    ).toBe(0);
  });

  test('takes the whole of an example in the documentation', () => {
    const event = `{ version: "0", id: abc, detail-type: Any, source: aws.any, account: "111122223333",
      time: ${at('0')}, region: eu-west-1, resources: ["arn:aws:any"], detail: {} }`;
    const resources = rule('{ account: ["111122223333"], region: [eu-west-1], resources: ["arn:aws:any"] }');
    const actions = `\n  - { at: ${at('1')}, inject: ${event.replaceAll('\n', ' ')} }`;
    expect(matched(simulate({ resources, actions }))).toBe(1);
  });

  test('a pattern may be JSON text', () => {
    const resources = rule(`'{ "source": ["aws.ec2"], "source": ["aws.ec2", "aws.ssm"] }'`);
    expect(matched(simulate({ resources, actions: stopped('{}') }))).toBe(1);
  });
});

describe('PutEvents', () => {
  const put = (entry: string) => `
  - { id: own, at: ${at('1')}, PutEvents: { Entries: [{ Source: com.example, DetailType: Done, Detail: '{ "n": 3 }'${entry} }] } }`;

  test('sends an event of your own', () => {
    const resources = rule(
      '{ source: [com.example], detail-type: [Done], detail: { n: [{ numeric: [">", 2] }] } }',
    );
    const run = simulate({ resources, actions: put('') });
    expect(matched(run)).toBe(1);
  });

  test('to its bus only', () => {
    const pattern = '{ source: [com.example] }';
    const onOwn = rule(pattern, ', EventBusName: own');
    expect(matched(simulate({ resources: onOwn, actions: put(', EventBusName: own') }))).toBe(1);
    expect(matched(simulate({ resources: onOwn, actions: put('') }))).toBe(0);
    expect(matched(simulate({ resources: rule(pattern), actions: put(', EventBusName: own') }))).toBe(0);
  });

  test('AWS keeps its own sources, and refuses a Detail that is no map', () => {
    const resources = rule('{ source: [x] }');
    const refused = (actions: string) => () => simulate({ resources, actions });
    expect(refused(put('').replace('com.example', 'aws.ssm'))).toThrow('NotAuthorizedForSourceException');
    expect(refused(put('').replace('{ "n": 3 }', 'n = 3'))).toThrow('MalformedDetail');
  });
});

describe('model.events', () => {
  const resources = rule('{ source: [aws.ssm], detail-type: [EC2 Command Status-change Notification] }');
  const actions = `
  - { id: uptime, at: ${at('1')}, SendCommand: { DocumentName: AWS-RunShellScript, Parameters: { commands: [uptime] }, InstanceIds: [web-0001] } }`;

  test('loss: events of AWS that never come', () => {
    const run = simulate({ resources, actions }, { set: ['model.events.loss=100%'] });
    expect(matched(run)).toBe(0);
    expect(run.events('event-bridge/event-lost')).toHaveLength(2);
  });

  test('loss takes none that AWS guarantees, such as a change of an alarm', () => {
    const alarm = `
  High: { Type: AWS::CloudWatch::Alarm, Properties: { Namespace: Shop, MetricName: A, Statistic: Maximum, Period: 60, EvaluationPeriods: 1,
    Threshold: 5, ComparisonOperator: GreaterThanThreshold } }`;
    const pattern = '{ detail-type: [CloudWatch Alarm State Change], detail: { state: { value: [ALARM] } } }';
    const model = '{ metrics: { Shop/A: { series: [{ at: 0s, value: 1 }, { at: 1h, value: 9 }] } } }';
    const lossy = { set: ['model.events.loss=100%'] };
    expect(matched(simulate({ resources: rule(pattern) + alarm, model }, lossy))).toBe(1);
  });

  test('delay: they come later', () => {
    const run = simulate({ resources, actions }, { set: ['model.events.delay=10m'] });
    expect(run.result.rules[0]!.firstMatched).toBe(at('1:10'));
  });
});

describe('AWS refuses', () => {
  test.each([
    ['an invalid pattern', rule('{ source: aws.ssm }'), 'InvalidEventPatternException'],
    ['an invalid pattern in JSON text', rule(`'{ "source": [] }'`), 'source: expected at least one value'],
    [
      'six targets',
      rule('{ source: [x] }').replace(/\{ Id: one[^}]*\}/, (one) =>
        Array.from({ length: 6 }, (_, index) => one.replace('one', `t${index}`)).join(),
      ),
      'at most 5 targets',
    ],
    [
      'two ways to change the event',
      rule('{ source: [x] }').replace('Id: one', 'Id: one, Input: "{}", InputPath: $.detail'),
      'only one of',
    ],
    [
      'neither pattern nor schedule',
      rule('{ source: [x] }').replace(/EventPattern: \{[^}]*\},/, ''),
      'EventPattern or ScheduleExpression',
    ],
    [
      'a schedule on a bus of your own',
      rule('{ source: [x] }', ', EventBusName: own, ScheduleExpression: rate(1 day)'),
      'default bus',
    ],
    [
      'one id twice',
      rule('{ source: [x] }').replace(/\{ Id: one[^}]*\}/, (one) => `${one}, ${one}`),
      'an Id of its own',
    ],
  ])('%s', (_says, resources, reason) => {
    expect(() => simulate({ resources })).toThrow(reason);
  });
});
