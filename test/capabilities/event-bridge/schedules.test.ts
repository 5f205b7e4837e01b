/** Schedules of EventBridge Scheduler. */
import { describe, expect, test } from 'vitest';
import { ruleScreen } from '../../../src/capabilities/event-bridge/first-screen.ts';
import { eventBridge } from '../../../src/capabilities/event-bridge/index.ts';
import { messages } from '../../lint/lint-text.ts';
import { load } from '../../scenario/load-text.ts';
import { simulate, world } from '../quiet-world.ts';
import { role } from './targets/world.ts';

const scheduler = 'scheduler.amazonaws.com';

interface Written {
  readonly api?: string;
  readonly input?: string;
  readonly expression?: string;
  readonly more?: string;
  readonly flexible?: string;
  readonly actions?: string;
  readonly service?: string;
}

/** One that sends an Install to the nodes of `Fleet: web` at 2:00 UTC of the day after, unless told otherwise. */
const schedule = (written: Written = {}): string => {
  const {
    api = 'ssm:sendCommand',
    input = '{"DocumentName":"AWS-RunPatchBaseline","Targets":[{"Key":"tag:Fleet","Values":["web"]}],"Parameters":{"Operation":["Install"]},"MaxConcurrency":"100%","MaxErrors":"100%"}',
    expression = 'cron(0 2 * * ? *)',
    more = '',
    flexible = 'Mode: "OFF"',
    actions = '"*"',
    service = scheduler,
  } = written;
  return `${role(actions, service)}
  Weekly:
    Type: AWS::Scheduler::Schedule
    Properties:
      ScheduleExpression: "${expression}"${more}
      FlexibleTimeWindow: { ${flexible} }
      Target: { Arn: "arn:aws:scheduler:::aws-sdk:${api}", RoleArn: !GetAtt Role.Arn, Input: '${input}' }`;
};

/** Five nodes that the target of the schedule means. */
const fleet = '{ web: { count: 5, os: AMAZON_LINUX_2, tags: { Fleet: web } } }';
const patches =
  '{ P1: { os: AMAZON_LINUX_2, classification: Security, severity: Critical, released: 2024-12-01 } }';
const run = (resources: string) => simulate({ fleet, patches, resources });

describe('a schedule', () => {
  test('sends the command of a universal target, with the limits of its request', () => {
    const simulated = run(schedule());
    expect(simulated.result.rules[0]).toMatchObject({ rule: 'Weekly', matched: 1, invoked: 1 });
    expect(simulated.result.commands[0]).toMatchObject({
      document: 'AWS-RunPatchBaseline',
      status: 'Success',
    });
    expect(simulated.metric('rule.Weekly.invoked')).toBe(1);
    expect(simulated.metric('nodes.upToDate')).toBe(5);
  });

  test('ScheduleExpressionTimezone: 02:00 in Taipei is 18:00 UTC of the day before', () => {
    const zone = '\n      ScheduleExpressionTimezone: Asia/Taipei';
    const simulated = run(schedule({ more: zone }));
    expect(simulated.result.rules[0]!.firstMatched).toMatch(/T18:00:00/);
  });

  test('at(…) is due once, in its time zone', () => {
    const resources = schedule({ expression: 'at(2025-01-01T03:00:00)' });
    expect(run(resources).result.rules[0]).toMatchObject({ matched: 1 });
  });

  test('is not due before StartDate, nor from EndDate on', () => {
    const between = `\n      StartDate: 2025-01-01T04:30:00Z\n      EndDate: 2025-01-01T07:00:00Z`;
    const simulated = run(schedule({ expression: 'cron(0 * * * ? *)', more: between }));
    expect(simulated.result.rules[0]).toMatchObject({ matched: 2, firstMatched: '2025-01-01T05:00:00.000Z' });
  });

  test('with a flexible time window it is invoked within the window, and at the same moment in each run', () => {
    const resources = schedule({ flexible: 'Mode: FLEXIBLE, MaximumWindowInMinutes: 15' });
    const [first, second] = [run(resources), run(resources)].map(
      ({ result }) => result.rules[0]!.firstMatched!,
    );
    expect(first).toBe(second);
    const lateMs = Date.parse(first!) - Date.parse('2025-01-01T02:00:00Z');
    expect(lateMs).toBeGreaterThan(0);
    expect(lateMs).toBeLessThan(15 * 60_000);
  });

  test('needs a role that trusts scheduler.amazonaws.com', () => {
    const simulated = run(schedule({ service: 'events.amazonaws.com' }));
    expect(simulated.result.rules[0]!.failures[0]!.reason).toContain(`does not trust ${scheduler}`);
    expect(simulated.result.commands).toEqual([]);
    expect(simulated.result.nodes[0]!.cause).toBe('ROLE_NOT_ASSUMABLE');
  });

  test('the role must allow the call', () => {
    const simulated = run(schedule({ actions: '"ec2:*"' }));
    expect(simulated.result.rules[0]!.failures[0]!.reason).toContain('does not allow ssm:SendCommand');
  });

  test('DISABLED: it is never due', () => {
    const simulated = run(schedule({ more: '\n      State: DISABLED' }));
    expect(simulated.result.rules[0]).toMatchObject({ enabled: false, matched: 0 });
  });

  test('stops and starts instances', () => {
    const simulated = run(schedule({ api: 'ec2:stopInstances', input: '{"InstanceIds":["web-0001"]}' }));
    expect(simulated.events('managed-nodes/node-stopped').map(({ node }) => node)).toEqual(['web-0001']);
  });

  test('starts a runbook for each of its targets', () => {
    const input =
      '{"DocumentName":"AWS-RestartEC2Instance","TargetParameterName":"InstanceId","Targets":[{"Key":"tag:Fleet","Values":["web"]}],"MaxConcurrency":"1","MaxErrors":"0"}';
    const simulated = run(schedule({ api: 'ssm:startAutomationExecution', input }));
    expect(simulated.result.automations[0]).toMatchObject({ source: 'Weekly', status: 'Success' });
    expect(simulated.events('managed-nodes/node-went-down').length).toBeGreaterThan(0);
  });
});

describe('what is refused of a schedule', () => {
  const problemsOf = (resources: string) => {
    const loaded = load(world({ resources }));
    return 'problems' in loaded ? loaded.problems.map(({ message }) => message) : [];
  };

  test.each([
    ['no JSON', { input: 'uptime' }, 'expected the request of SendCommand as JSON text'],
    ['no document', { input: '{"Targets":[]}' }, 'expected DocumentName'],
    [
      'a limit of none',
      { input: '{"DocumentName":"AWS-RunShellScript","InstanceIds":["web-0001"],"MaxConcurrency":"0"}' },
      'expected MaxConcurrency as a count or a percentage',
    ],
    ['no nodes', { input: '{"DocumentName":"AWS-RunShellScript"}' }, 'expected Targets or InstanceIds'],
    [
      'a document that is not there',
      { input: '{"DocumentName":"AWS-InstallPatchBaseline","InstanceIds":["web-0001"]}' },
      'AWS has no document',
    ],
    ['an expression', { expression: 'cron(0 2 * * *)' }, 'six fields'],
    ['a time zone', { more: '\n      ScheduleExpressionTimezone: Taipei' }, 'expected an IANA time zone'],
    ['a window without its length', { flexible: 'Mode: FLEXIBLE' }, 'expected MaximumWindowInMinutes'],
    [
      'a length without a window',
      { flexible: 'Mode: "OFF", MaximumWindowInMinutes: 5' },
      'expected no MaximumWindowInMinutes',
    ],
  ] as const)('%s', (_, written, message) => {
    expect(problemsOf(schedule(written)).join('\n')).toContain(message);
  });

  test('a call that is not made is a warning, and the run goes on without it', () => {
    const loaded = load(world({ resources: schedule({ api: 'rds:stopDBCluster', input: '{}' }) }));
    if ('problems' in loaded) throw new Error(loaded.problems[0]!.message);
    expect(loaded.warnings.map(({ message }) => message).join()).toContain('StopDBCluster');
  });
});

test('lint: a role that Scheduler cannot assume is named', () => {
  const found = messages(
    'trust-missing',
    world({ resources: schedule({ service: 'events.amazonaws.com' }) }),
  );
  expect(found.join('\n')).toContain(scheduler);
});

test('lint: a role that does not allow the call starts nothing', () => {
  const found = messages('policy-lacks-action', world({ resources: schedule({ actions: '"ec2:*"' }) }));
  expect(found.join('\n')).toContain(
    'does not allow ssm:SendCommand: the schedule comes due and nothing starts',
  );
});

test('the first screen calls it a schedule', () => {
  const { simulation, machines } = run(schedule()).outcome;
  const part = ruleScreen[0]!.of(machines.of(eventBridge), simulation);
  expect(JSON.stringify(part!.versions)).toContain('Schedule Weekly came due 1×: 1 invocation.');
});
