/**
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/running-automations-scale.html and
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/running-automations-multiple-accounts-regions.html
 */
import { describe, expect, test } from 'vitest';
import { loadYaml } from '../../support/simulate.ts';
import { fileOf, minutesOf, play } from './world.ts';

const steps = '- { name: nap, action: "aws:sleep", inputs: { Duration: "{{ For }}" } }';
const head = 'parameters: { For: { type: String }, Node: { type: String, default: "" } }';
/** Children that nap for these times; what is no duration fails at once. */
const maps = (times: readonly string[], more = '') =>
  `TargetMaps: [${times.map((time) => `{ For: [${time}] }`).join(', ')}]\n${more}`;
const repeated = (time: string, count: number): string[] => Array.from({ length: count }, () => time);

describe('MaxErrors', () => {
  const started = (limit: string) =>
    play({ steps, head, start: maps(repeated('never', 50), `MaxConcurrency: "1"\nMaxErrors: ${limit}`) });

  test('10% of 50 stops at the sixth error', () => {
    const { all } = started('10%');
    expect(all.slice(1)).toHaveLength(6);
    expect(all[0]!.status).toBe('Failed');
  });

  test('3 stops at the fourth, and 0 at the first', () => {
    expect(started('"3"').all.slice(1)).toHaveLength(4);
    expect(started('"0"').all.slice(1)).toHaveLength(1);
  });

  test('errors within it leave the parent a success', () => {
    const { all } = play({ steps, head, start: maps(['PT1M', 'never', 'PT1M'], 'MaxErrors: "1"') });
    expect(all.map(({ status }) => status)).toEqual(['Success', 'Success', 'Failed', 'Success']);
  });

  test('children that run already finish', () => {
    const start = maps(['PT1S', 'never', 'PT1M', 'PT1M'], 'MaxConcurrency: "2"\nMaxErrors: "0"');
    const { all } = play({ steps, head, start });
    expect(all.map(({ status }) => status)).toEqual(['Failed', 'Success', 'Failed', 'Success']);
  });
});

describe('MaxConcurrency', () => {
  test('the ramp: one, then two, then four; a first target that takes an hour holds it', () => {
    const start = maps(['PT1H', ...repeated('PT1M', 7)], 'MaxConcurrency: "10"');
    const { all } = play({ steps, head, start });
    const begun = all.slice(1).map((one) => (Date.parse(one.start) - Date.parse(all[0]!.start)) / 60_000);
    expect(begun).toEqual([0, 60, 60, 61, 61, 61, 61, 62]);
  });

  test('default 10', () => {
    const { all } = play({ steps, head, start: maps(repeated('PT1M', 100)) });
    const ends = all.slice(1).map((one) => minutesOf(one));
    expect(new Set(ends)).toEqual(new Set([1]));
    // 1 + 2 + 4 + 8, and then ten at a time.
    expect(minutesOf(all[0]!)).toBe(4 + Math.ceil((100 - 15) / 10));
  });
});

test('Targets: one child for each node, whose id is the value of TargetParameterName', () => {
  const start =
    'TargetParameterName: Node\nTargets: [{ Key: "tag:Role", Values: [web] }]\nParameters: { For: [PT1M] }';
  const { all } = play({ steps, head, start, count: 3 });
  expect(all.map(({ resource }) => resource)).toEqual(['go', 'web-0001', 'web-0002', 'web-0003']);
  expect(all.slice(1).every(({ parent }) => parent === 'go')).toBe(true);
});

test('ParameterValues are targets that are no nodes', () => {
  const start = 'TargetParameterName: For\nTargets: [{ Key: ParameterValues, Values: [PT1M, PT2M] }]';
  expect(play({ steps, head, start }).all.slice(1).map(minutesOf)).toEqual([1, 2]);
});

describe('TargetLocations', () => {
  const more = `accounts:
  prod: { id: "222222222222", region: us-east-1 }
  west: { id: "222222222222", region: us-west-2 }`;
  const locations = (limits: string) =>
    `Parameters: { For: [PT1M] }\nTargetLocations: [{ Accounts: ["222222222222"], Regions: [us-east-1, us-west-2]${limits} }]`;

  test('one child for each pair of account and Region, one after another unless TargetLocationMaxConcurrency says otherwise', () => {
    const { all } = play({ steps, head, more, start: locations('') });
    expect(all.map(({ resource }) => resource)).toEqual([
      'go',
      '222222222222/us-east-1',
      '222222222222/us-west-2',
    ]);
    expect(minutesOf(all[0]!)).toBe(2);
  });

  test('TargetLocationMaxErrors is 0 unless given: the first pair that fails is the last', () => {
    const { all } = play({ steps, head, more, start: locations('').replace('PT1M', 'never') });
    expect(all.map(({ status }) => status)).toEqual(['Failed', 'Failed']);
  });

  test('ExecutionRoleName: AWS-SystemsManager-AutomationExecutionRole unless another is given', () => {
    const resources = `Narrow:
  Type: AWS::IAM::Role
  Properties:
    RoleName: AWS-SystemsManager-AutomationExecutionRole
    AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { Service: ssm.amazonaws.com }, Action: "sts:AssumeRole" }] }
    Policies: [{ PolicyName: own, PolicyDocument: { Statement: [{ Effect: Allow, Action: "s3:*", Resource: "*" }] } }]`;
    const look =
      '- { name: look, action: "aws:executeAwsApi", inputs: { Service: ec2, Api: DescribeInstances } }';
    const first = (limits: string) =>
      play({ steps: look, head, more, resources, start: locations(limits) }).all[1]!;
    expect(first('').steps[0]!.failure).toContain(
      'the role AWS-SystemsManager-AutomationExecutionRole is not authorized to perform: ec2:DescribeInstances',
    );
    expect(first(', ExecutionRoleName: Deployer').status).toBe('Success');
  });

  /** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_TargetLocation.html */
  test('units of AWS Organizations mean their accounts, ExcludeAccounts leaves some out, and what is left out is its own', () => {
    const places = (where: string) => {
      const start = `Parameters: { For: [PT1M] }\nTargetLocations: [{ ${where} }]`;
      return play({ steps, head, more: `${more}\n${unit}`, start })
        .all.slice(1)
        .map(({ resource }) => resource);
    };
    const unit = '  test: { id: "333333333333", region: us-west-2, organizationalUnit: ou-ab12-test0001 }';
    expect(places('Accounts: [ou-ab12-test0001, "222222222222"], Regions: [us-west-2]')).toEqual([
      '333333333333/us-west-2',
      '222222222222/us-west-2',
    ]);
    expect(places('Accounts: ["222222222222", "333333333333"], ExcludeAccounts: [ou-ab12-test0001]')).toEqual(
      ['222222222222/us-east-1', '222222222222/us-west-2'],
    );
    const nowhere = fileOf({
      steps,
      head,
      more,
      start: 'Parameters: { For: [PT1M] }\nTargetLocations: [{ Accounts: [ou-ab12-other001] }]',
    });
    expect(loadYaml(nowhere).warnings.map(({ message }) => message)).toEqual([
      'no account of the file fits Accounts: the automation runs nowhere there',
    ]);
    expect(places('Accounts: ["444444444444"]')).toEqual(['444444444444/us-east-1']);
    expect(places('Regions: [us-east-1, eu-west-1]')).toEqual([
      '123456789012/us-east-1',
      '123456789012/eu-west-1',
    ]);
  });

  test('Targets, TargetsMaxConcurrency and TargetsMaxErrors of a location go before those of the execution', () => {
    const minutes = (limits: string, For = 'PT1M') => {
      const targets = `Targets: [{ Key: ParameterValues, Values: [a, b, c] }]${limits}`;
      const start = `Parameters: { For: [${For}] }\nTargetParameterName: Node\nMaxConcurrency: "1"\nMaxErrors: "2"
TargetLocations: [{ Regions: [us-east-1], ${targets} }]`;
      return play({ steps, head, start });
    };
    expect(minutesOf(minutes('').all[0]!)).toBe(3);
    const sliding = ', TargetsMaxConcurrency: "3"';
    expect(minutesOf(minutes(sliding).all[0]!)).toBeLessThan(3);
    expect(minutes('', 'never').all).toHaveLength(5);
    expect(minutes(', TargetsMaxErrors: "0"', 'never').all).toHaveLength(3);
  });

  test('Targets of a location without TargetParameterName are refused, as those of the execution are', () => {
    const targets = 'Targets: [{ Key: "tag:Role", Values: [web] }]';
    expect(() =>
      play({ steps, head, start: `TargetLocations: [{ Regions: [us-east-1], ${targets} }]` }),
    ).toThrow(/InvalidTarget/);
  });

  test('TargetLocationAlarmConfiguration is read where the location is', () => {
    const alarm = (name: string) =>
      `, TargetLocationAlarmConfiguration: { Alarms: [{ Name: ${name} }], IgnorePollAlarmFailure: false }`;
    const { all } = play({ steps, head, more, start: locations(alarm('Ghost')) });
    expect(all[1]).toMatchObject({ resource: '222222222222/us-east-1', status: 'Cancelled' });
  });
});

describe('quotas', () => {
  test('100 executions run at one time, and the others wait their turn in order', () => {
    const start = maps(repeated('PT1M', 150), 'MaxConcurrency: "150"');
    const { all } = play({
      steps,
      head,
      start,
      model: 'rateControl: { dispatch: sliding }\nautomation: { concurrentSitting: 0 }',
    });
    const begun = all.slice(1).map((one) => (Date.parse(one.start) - Date.parse(all[0]!.start)) / 60_000);
    expect(begun).toEqual([...repeated('0', 100), ...repeated('1', 50)].map(Number));
  });

  test('executions that sleep leave their places to 400 others', () => {
    const start = maps(repeated('PT1M', 150), 'MaxConcurrency: "150"');
    const { all } = play({ steps, head, start, model: 'rateControl: { dispatch: sliding }' });
    expect(minutesOf(all[0]!)).toBe(1);
  });

  test('with adaptive concurrency switched on, its number counts', () => {
    const start = maps(repeated('PT1M', 4), 'MaxConcurrency: "4"');
    const minutes = (adaptive: number) => {
      const model = `rateControl: { dispatch: sliding }\nautomation: { concurrent: 1, adaptive: ${adaptive}, concurrentSitting: 0 }`;
      return minutesOf(play({ steps, head, start, model }).all[0]!);
    };
    expect([minutes(0), minutes(2)]).toEqual([4, 2]);
  });

  test('the quota is of one account and Region', () => {
    const more = 'accounts: { eu: { id: "222222222222", region: eu-west-1 } }';
    const actions = (account: string) =>
      `- { id: again, at: 2026-01-05T01:00:00Z, ${account}StartAutomationExecution: { DocumentName: Fix, Parameters: { For: [PT1M] } } }`;
    const minutes = (account: string) => {
      const start = 'Parameters: { For: [PT1M] }';
      const model = 'automation: { concurrent: 1, concurrentSitting: 0 }';
      const { all } = play({ steps, head, start, actions: actions(account), model, more });
      return (Date.parse(all[1]!.end!) - Date.parse(all[0]!.start)) / 60_000;
    };
    expect([minutes(''), minutes('account: eu, ')]).toEqual([2, 1]);
  });

  test('beyond the queue: AutomationExecutionLimitExceededException', () => {
    const start = maps(repeated('PT1M', 3), 'MaxConcurrency: "3"\nMaxErrors: "3"');
    const model =
      'rateControl: { dispatch: sliding }\nautomation: { concurrent: 1, concurrentSitting: 0, queued: 1 }';
    const { all } = play({ steps, head, start, model });
    expect(all.slice(1).map(({ status }) => status)).toEqual(['Success', 'Success', 'Failed']);
    expect(all[3]!.failure).toMatch(/^AutomationExecutionLimitExceededException/);
  });
});

test('stopping the parent stops its children', () => {
  const actions =
    '- { id: stop, at: 2026-01-05T01:00:30Z, StopAutomationExecution: { AutomationExecutionId: go } }';
  const { all } = play({ steps, head, start: maps(['PT1M', 'PT1M']), actions });
  expect(all.map(({ status }) => status)).toEqual(['Cancelled', 'Cancelled']);
});

test('Complete: each child ends after the step that runs, and no target is begun any more', () => {
  const actions =
    '- { id: stop, at: 2026-01-05T01:00:30Z, StopAutomationExecution: { AutomationExecutionId: go, Type: Complete } }';
  const { all } = play({ steps, head, start: maps(['PT1M', 'PT1M']), actions });
  expect(all.map(({ status }) => status)).toEqual(['Success', 'Success']);
});

test('Complete: one that waits in the queue, or has begun no target, is cancelled', () => {
  const complete = (at: string, id: string) =>
    `- { id: end, at: ${at}, StopAutomationExecution: { AutomationExecutionId: ${id}, Type: Complete } }`;
  const start = maps(['PT5M', 'PT5M']);
  const atOnce = play({ steps, head, start, actions: complete('2026-01-05T01:00:00Z', 'go') });
  expect(atOnce.all.map(({ status }) => status)).toEqual(['Cancelled']);
  const again =
    '- { id: again, at: 2026-01-05T01:00:00Z, StartAutomationExecution: { DocumentName: Fix, TargetMaps: [{ For: [PT5M] }] } }';
  const model = 'automation: { concurrentRateControl: 1 }';
  const queued = play({
    steps,
    head,
    start,
    model,
    actions: `${again}\n${complete('2026-01-05T01:00:30Z', 'again')}`,
  });
  expect(queued.all.map(({ id, status }) => [id, status])).toContainEqual(['again', 'Cancelled']);
});
