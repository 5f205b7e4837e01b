import { describe, expect, test } from 'vitest';
import { calendarOf } from '../../../src/schedule/calendar.ts';
import { load } from '../../scenario/load-text.ts';
import { at, simulate, world } from '../quiet-world.ts';

const command = `
  - { id: uptime, at: ${at('1')}, SendCommand: { DocumentName: AWS-RunShellScript, Parameters: { commands: [uptime] }, InstanceIds: [web-0001] } }`;

const rule = (properties: string) => `
  Watch:
    Type: AWS::Events::Rule
    Properties: { ${properties}, Targets: [{ Id: one, Arn: "arn:aws:sqs:us-east-1:123456789012:queue" }] }`;

const onStatus = (statuses: string) =>
  `EventPattern: { source: [aws.ssm], detail-type: [EC2 Command Invocation Status-change Notification], detail: { status: ${statuses} } }`;

const ruleOf = (run: ReturnType<typeof simulate>) => run.result.rules[0]!;

describe('a rule with a pattern', () => {
  test('matches the status of a command on a node, and invokes its target', () => {
    const run = simulate({ actions: command, resources: rule(onStatus('[Success]')) });
    expect(ruleOf(run)).toMatchObject({ rule: 'Watch', enabled: true, matched: 1 });
    expect(run.metric('rule.Watch.matched')).toBe(1);
    expect(run.events('event-bridge/rule-matched')).toEqual([
      expect.objectContaining({ rule: 'Watch', node: 'web-0001', source: 'aws.ssm' }),
    ]);
  });

  test('matches nothing else', () => {
    const run = simulate({ actions: command, resources: rule(onStatus('[Failed, Cancelled]')) });
    expect(ruleOf(run)).toMatchObject({ matched: 0, invoked: 0, firstMatched: null });
  });

  test('knows the account and the Region of a pseudo parameter', () => {
    const pattern = `EventPattern: { account: [!Ref AWS::AccountId], region: [!Ref AWS::Region], detail: { status: [Success] } }`;
    const run = simulate({ actions: command, resources: rule(pattern) });
    expect(run.metric('rule.Watch.matched')).toBeGreaterThan(0);
  });

  test('takes five targets, and refuses a sixth', () => {
    const problemsWith = (count: number) => {
      const targets = Array.from(
        { length: count },
        (_, index) => `{ Id: t${index}, Arn: "arn:aws:sqs:us-east-1:123456789012:queue" }`,
      );
      const properties = `${onStatus('[Failed]')}, Targets: [${targets.join(', ')}]`;
      const loaded = load(
        world({ resources: `\n  Watch: { Type: AWS::Events::Rule, Properties: { ${properties} } }` }),
      );
      return 'problems' in loaded ? loaded.problems.map(({ code }) => code) : [];
    };
    expect(problemsWith(5)).toEqual([]);
    expect(problemsWith(6)).toEqual(['too-many']);
  });

  test('is idle while it is disabled', () => {
    const run = simulate({ actions: command, resources: rule(`State: DISABLED, ${onStatus('[Success]')}`) });
    expect(ruleOf(run)).toMatchObject({ enabled: false, matched: 0 });
  });
});

describe('a rule with a schedule', () => {
  test('is in the calendar of its file, and is open for no time', () => {
    const { scenario } = simulate({ resources: rule('ScheduleExpression: "cron(0 2 * * ? *)"') });
    const { windows, entries } = calendarOf(scenario, { fromMs: scenario.startMs, days: 2 });
    expect(windows).toEqual([expect.objectContaining({ kind: 'rule', window: 'Watch', startCount: 2 })]);
    expect(entries.map(({ end }) => end)).toEqual([null, null]);
  });

  test('comes due one interval after the start, since it is older than the run', () => {
    const run = simulate({ resources: rule('ScheduleExpression: rate(6 hours)') });
    expect(ruleOf(run)).toMatchObject({ matched: 3, firstMatched: at('6'), lastMatched: at('18') });
  });

  test('reads cron in UTC', () => {
    const run = simulate({ resources: rule('ScheduleExpression: "cron(30 4 * * ? *)"') });
    expect(ruleOf(run)).toMatchObject({ matched: 1, firstMatched: at('4:30') });
  });
});
