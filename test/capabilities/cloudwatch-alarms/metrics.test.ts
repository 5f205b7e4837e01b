/** What alarms watch, and what they do, in whole runs. */
import { describe, expect, test } from 'vitest';
import { Simulator } from '../../../src/simulate.ts';
import { loadYaml } from '../../support/simulate.ts';
import { approveAll, at, patch, released, type Sections, simulate, timesOf, world } from '../quiet-world.ts';

const alarm = (properties: string, more = '') =>
  `{ Type: AWS::CloudWatch::Alarm, Properties: { Period: 60, EvaluationPeriods: 1, ${properties}${more} } }`;
const above = (threshold: number) => `Threshold: ${threshold}, ComparisonOperator: GreaterThanThreshold`;
const changes = (run: ReturnType<typeof simulate>) =>
  run.result.alarms.flatMap(({ alarm: name, changes: all }) =>
    all.map(({ at: time, to }) => `${name} ${time.slice(11, 19)} ${to}`),
  );
const base: Sections = {
  fleet: '{ web: { count: 4, os: AMAZON_LINUX_2, tags: { Fleet: web } } }',
  end: '6h',
};

describe('AWS/EC2', () => {
  const check = (name: string) =>
    alarm(`Namespace: AWS/EC2, MetricName: ${name}, Dimensions: [{ Name: InstanceId, Value: web-0001 }],
      Statistic: Maximum, ${above(0)}`);
  const resources = `{ Any: ${check('StatusCheckFailed')}, Host: ${check('StatusCheckFailed_System')}, Guest: ${check('StatusCheckFailed_Instance')} }`;

  test('a fault of the system fails its own check and the sum of both, and `for` ends it', () => {
    const faults = `[{ id: host, at: ${at('1:00:10')}, nodes: { names: [web-0001] }, action: impairSystem, for: 10m }]`;
    const run = simulate({ ...base, resources, faults });
    expect(changes(run).toSorted()).toEqual([
      'Any 01:01:00 ALARM',
      'Any 01:11:00 OK',
      'Host 01:01:00 ALARM',
      'Host 01:11:00 OK',
    ]);
  });

  test('a reboot mends the instance; one that is stopped reports nothing', () => {
    const faults = `[{ at: ${at('1:00:10')}, nodes: { names: [web-0001] }, action: impairInstance },
      { at: ${at('1:30:10')}, nodes: { names: [web-0001] }, action: reboot },
      { at: ${at('3:00:10')}, nodes: { names: [web-0001] }, action: stop }]`;
    const run = simulate({ ...base, resources, faults });
    expect(changes(run).filter((one) => one.startsWith('Guest'))).toEqual([
      'Guest 01:01:00 ALARM',
      'Guest 01:36:00 OK',
      'Guest 03:03:00 INSUFFICIENT_DATA',
    ]);
  });

  test('an instance that does not come up fails its own check', () => {
    const run = simulate({
      ...base,
      resources: resources.replace('{ Any', `{ All: ${approveAll()}, Any`),
      patches: `{ ${released('P1', ', breaks: 100%, reboot: true')} }`,
      actions: `[${patch('Install', '1', { where: 'InstanceIds: [web-0001]' })}]`,
    });
    expect(new Set(changes(run).map((one) => one.split(' ')[0]))).toEqual(new Set(['Any', 'Guest']));
  });

  test('an alarm may recover the instance that it watches', () => {
    const host = check('StatusCheckFailed_System').replace(
      'Period: 60',
      'Period: 60, AlarmActions: ["arn:aws:automate:us-east-1:ec2:recover"]',
    );
    const faults = `[{ at: ${at('1:00:10')}, nodes: { names: [web-0001] }, action: impairSystem }]`;
    const run = simulate({ ...base, resources: `{ Host: ${host} }`, faults });
    expect(timesOf(run, 'managed-nodes/power-requested', 'web-0001')).toEqual(['1:01:00']);
    expect(timesOf(run, 'managed-nodes/node-booted', 'web-0001')).toEqual(['1:06:00']);
    expect(changes(run)).toEqual(['Host 01:01:00 ALARM', 'Host 01:02:00 OK']);
  });
});

describe('AWS/SSM-RunCommand', () => {
  test('counts commands, and has a datapoint only where one ends', () => {
    const failed = (treat: string) =>
      alarm(
        `Namespace: AWS/SSM-RunCommand, MetricName: CommandsFailed, Statistic: Sum, ${above(0)}, TreatMissingData: ${treat}`,
      );
    const run = simulate({
      ...base,
      resources: `{ Dense: ${failed('notBreaching')}, Sparse: ${failed('missing')} }`,
      model: '{ documents: { Break: { run: 30s, fails: 100% } }, runCommand: { delivery: 1s } }',
      actions: `[{ at: ${at('1')}, SendCommand: { DocumentName: Break, Targets: [{ Key: "tag:Fleet", Values: [web] }], MaxErrors: "0", MaxConcurrency: 100% } }]`,
    });
    expect(run.result.commands[0]!.status).toBe('Failed');
    // Three datapoints are looked at for one evaluation period: what stopped coming is looked at again.
    expect(changes(run)).toEqual([
      'Dense 01:01:00 ALARM',
      'Dense 01:04:00 OK',
      'Sparse 01:01:00 ALARM',
      'Sparse 01:04:00 INSUFFICIENT_DATA',
    ]);
  });
});

describe('AWS/ApplicationELB', () => {
  const resources = (name: string, how: string) =>
    `{ Targets: ${alarm(`Namespace: AWS/ApplicationELB, MetricName: ${name}, Dimensions: [{ Name: TargetGroup, Value: targetgroup/shop/1 },
      { Name: LoadBalancer, Value: app/shop/2 }], Statistic: Minimum, ${how}`)} }`;
  const model = `
  patching: { reboot: 5m }
  targetGroups: { shop: { nodes: { group: web } } }`;
  const faults = `[{ at: ${at('1:00')}, nodes: { names: [web-0001] }, action: reboot }]`;

  test('a node is unhealthy a minute after it goes down, and healthy again two and a half after it is up', () => {
    const less = 'Threshold: 4, ComparisonOperator: LessThanThreshold';
    const run = simulate({ ...base, model, faults, resources: resources('HealthyHostCount', less) });
    // Down 1:00 to 1:05: unhealthy from 1:01 to 1:07:30.
    expect(changes(run)).toEqual(['Targets 01:02:00 ALARM', 'Targets 01:08:00 OK']);
  });

  test('a reboot that is over before two checks have failed is not noticed', () => {
    const less = 'Threshold: 4, ComparisonOperator: LessThanThreshold';
    const quick = model.replace('reboot: 5m', 'reboot: 50s');
    expect(
      changes(simulate({ ...base, model: quick, faults, resources: resources('HealthyHostCount', less) })),
    ).toEqual([]);
  });

  test('UnHealthyHostCount is the rest of the registered targets', () => {
    const run = simulate({ ...base, model, faults, resources: resources('UnHealthyHostCount', above(0)) });
    expect(changes(run)).toEqual(['Targets 01:02:00 ALARM', 'Targets 01:08:00 OK']);
  });
});

describe('fleetsim', () => {
  const own = (name: string, threshold: number, more = '') =>
    alarm(`Namespace: fleetsim, MetricName: ${name}, Statistic: Maximum, ${above(threshold)}`, more);

  test('nodes that are down, lost or silent, of the fleet or of a group', () => {
    const run = simulate({
      ...base,
      fleet: '{ web: { count: 4, os: AMAZON_LINUX_2 }, app: { count: 2, os: UBUNTU } }',
      resources: `{ Down: ${own('NodesDown', 1)}, Web: ${own('NodesDown', 1, ', Dimensions: [{ Name: Group, Value: web }]')},
        Lost: ${own('ConnectionLost', 1)} }`,
      faults: `[{ at: ${at('1:00')}, nodes: { group: app }, action: stop, for: 10m },
        { at: ${at('2:00:30')}, nodes: { group: web }, action: stopAgent, for: 1h }]`,
    });
    expect(changes(run).filter((one) => !one.startsWith('Lost'))).toEqual([
      'Down 01:01:00 ALARM',
      'Down 01:11:00 OK',
    ]);
    const lost = changes(run).filter((one) => one.startsWith('Lost'));
    expect(lost[0]! > 'Lost 02:05' && lost[0]! < 'Lost 02:13').toBe(true);
    expect(lost[1]).toBe('Lost 03:01:00 OK');
  });

  test('nodes that their last report calls NON_COMPLIANT, and invocations that fail', () => {
    const run = simulate({
      ...base,
      patches: `{ ${released('P1')} }`,
      resources: `{ All: ${approveAll()}, Behind: ${own('NonCompliantNodes', 0)},
        Failing: ${own('FailedInvocations', 0, ', TreatMissingData: notBreaching').replace('Maximum', 'Sum')} }`,
      actions: `[${patch('Install', '2')}]`,
    });
    expect(run.result.alarms[0]).toMatchObject({
      alarm: 'Behind',
      state: 'OK',
      changes: [{ from: 'ALARM', to: 'OK' }],
    });
    expect(run.result.alarms[1]).toMatchObject({ alarm: 'Failing', state: 'OK', changes: [] });
  });

  test('a formula follows what happens to the fleet', () => {
    const run = simulate({
      ...base,
      resources: `{ Slow: ${alarm(`Namespace: Shop, MetricName: Latency, Statistic: Average, ${above(500)}`)} }`,
      model: '{ metrics: { Shop/Latency: { formula: "200 + 200 * nodesDown", group: web } } }',
      faults: `[{ at: ${at('1:00')}, nodes: { names: [web-0001, web-0002] }, action: stop, for: 10m }]`,
    });
    expect(changes(run)).toEqual(['Slow 01:01:00 ALARM', 'Slow 01:11:00 OK']);
  });
});

describe('model.metrics', () => {
  const shop = (how: string, statistic = 'Average') =>
    alarm(`Namespace: Shop, MetricName: Rate, Statistic: ${statistic}, ${how}`);

  test('a series says nothing while its value is none, and what was before the run is its first value', () => {
    const run = simulate({
      ...base,
      resources: `{ Rate: ${shop(above(5))} }`,
      model:
        '{ metrics: { Shop/Rate: { series: [{ at: 0s, value: 9 }, { at: 1h, value: none }, { at: 2h, value: 1 }] } } }',
    });
    expect(run.result.alarms[0]!.changes.map(({ from }) => from)[0]).toBe('ALARM');
    expect(changes(run)).toEqual(['Rate 01:03:00 INSUFFICIENT_DATA', 'Rate 02:01:00 OK']);
  });

  test('metric math of two of them', () => {
    const stat = (id: string, name: string) =>
      `{ Id: ${id}, ReturnData: false, MetricStat: { Period: 60, Stat: Average, Metric: { Namespace: Shop, MetricName: ${name} } } }`;
    const run = simulate({
      ...base,
      resources: `{ Share: { Type: AWS::CloudWatch::Alarm, Properties: { EvaluationPeriods: 1, ${above(10)},
        Metrics: [${stat('errors', 'Errors')}, ${stat('requests', 'Requests')}, { Id: share, Expression: "errors / requests * 100" }] } } }`,
      model: `{ metrics: { Shop/Errors: { series: [{ at: 0s, value: 1 }, { at: 1h, value: 20 }] }, Shop/Requests: { series: [{ at: 0s, value: 100 }] } } }`,
    });
    expect(changes(run)).toEqual(['Share 01:01:00 ALARM']);
  });

  test('a random series against a dumb twin that looks at every minute', () => {
    let state = 12345;
    const draw = (limit: number) => {
      state = (state * 1103515245 + 12345) % 2147483648;
      return Math.floor((state / 2147483648) * limit);
    };
    for (let round = 0; round < 12; round += 1) {
      const values = Array.from({ length: 60 }, () => (draw(4) === 0 ? 'none' : String(draw(10))));
      const treat = ['missing', 'ignore', 'breaching', 'notBreaching'][round % 4]!;
      const [m, n] = [1 + draw(3), 3];
      const series = values.map(
        (value, minute) => `{ at: ${minute === 0 ? '0s' : `${minute}m`}, value: ${value} }`,
      );
      const run = simulate({
        ...base,
        end: '1h5m',
        resources: `{ Rate: { Type: AWS::CloudWatch::Alarm, Properties: { Namespace: Shop, MetricName: Rate, Statistic: Average,
          Period: 60, EvaluationPeriods: ${n}, DatapointsToAlarm: ${m}, ${above(5)}, TreatMissingData: ${treat} } } }`,
        model: `{ metrics: { Shop/Rate: { series: [${series.join(', ')}] } } }`,
      });
      const { changes: told } = run.result.alarms[0]!;
      expect(told.map(({ at: time, to }) => `${time.slice(11, 16)} ${to}`)).toEqual(
        twin(values, { m, n, treat }),
      );
    }
  });
});

/** Minute by minute: the last five values, the first of them standing for all before the run. */
function twin(values: readonly string[], { m, n, treat }: { m: number; n: number; treat: string }): string[] {
  const valueAt = (minute: number) => values[Math.max(0, Math.min(minute, values.length - 1))]!;
  const told: string[] = [];
  let state = '';
  for (let minute = 0; minute < 65; minute += 1) {
    const range = [5, 4, 3, 2, 1].map((back) => valueAt(minute - back));
    const next = stateOf(range, { m, n, treat }, state === '' ? 'INSUFFICIENT_DATA' : state);
    if (state !== '' && next !== state) {
      const two = (value: number) => String(value).padStart(2, '0');
      told.push(`${two(Math.floor(minute / 60))}:${two(minute % 60)} ${next}`);
    }
    state = next;
  }
  return told;
}

function stateOf(
  range: readonly string[],
  { m, n, treat }: { m: number; n: number; treat: string },
  current: string,
): string {
  const bad = (value: string) => Number(value) > 5;
  const real = range.filter((value) => value !== 'none').slice(-n);
  const missing = n - real.length;
  const breaching = real.filter(bad).length;
  if (breaching >= m || (treat === 'breaching' && breaching + missing >= m)) return 'ALARM';
  if (missing === 0 || treat === 'notBreaching' || treat === 'breaching' || real.some((value) => !bad(value)))
    return 'OK';
  if (treat === 'ignore') return current;
  const oldest = range.findIndex((value) => value !== 'none');
  return oldest >= 0 && range.length - oldest >= m ? 'ALARM' : 'INSUFFICIENT_DATA';
}

describe('composite alarms', () => {
  const part = (name: string) =>
    alarm(`Namespace: Shop, MetricName: ${name}, Statistic: Average, ${above(5)}`);
  const model = `{ metrics: { Shop/A: { series: [{ at: 0s, value: 1 }, { at: 1h, value: 9 }, { at: 2h, value: 1 }] },
    Shop/B: { series: [{ at: 0s, value: 1 }, { at: 1h, value: 9 }, { at: 90m, value: 1 }] } } }`;

  test('follow the states of others, all changes of one instant taken together', () => {
    const run = simulate({
      ...base,
      model,
      resources: `{ A: ${part('A')}, B: ${part('B')},
        Only: { Type: AWS::CloudWatch::CompositeAlarm, Properties: { AlarmRule: "ALARM(A) AND NOT ALARM(B)" } },
        Nested: { Type: AWS::CloudWatch::CompositeAlarm, Properties: { AlarmRule: "ALARM(Only) OR INSUFFICIENT_DATA(\\"A\\")" } } }`,
    });
    expect(changes(run).filter((one) => /Only|Nested/.test(one))).toEqual([
      'Only 01:31:00 ALARM',
      'Only 02:01:00 OK',
      'Nested 01:31:00 ALARM',
      'Nested 02:01:00 OK',
    ]);
  });
});

test('a topic is told of a change, in the name of the alarm', () => {
  const told = alarm(
    `AlarmName: too-many, Namespace: Shop, MetricName: A, Statistic: Average, ${above(5)}`,
    ', AlarmActions: [!Ref OnCall], OKActions: [!Ref OnCall]',
  );
  const silent = told
    .replace('too-many', 'silent')
    .replace('Period: 60', 'Period: 60, ActionsEnabled: false');
  const run = simulate({
    ...base,
    resources: `{ OnCall: { Type: AWS::SNS::Topic }, Loud: ${told}, Silent: ${silent} }`,
    model:
      '{ metrics: { Shop/A: { series: [{ at: 0s, value: 1 }, { at: 1h, value: 9 }, { at: 2h, value: 1 }] } } }',
  });
  expect(run.result.notifications.map(({ resource, subject }) => `${resource}: ${subject}`)).toEqual([
    'too-many: ALARM: "too-many" in us-east-1',
    'too-many: OK: "too-many" in us-east-1',
  ]);
  expect(run.number('notification.OnCall.count')).toBe(2);
});

test('EventBridge is told in the envelope and with the fields that AWS documents', () => {
  const text = world({
    ...base,
    resources: `{ Loud: ${alarm(`AlarmName: too-many, AlarmDescription: errors, Namespace: Shop, MetricName: A, Statistic: Average, ${above(5)}`)} }`,
    model:
      '{ events: { delay: 0s }, metrics: { Shop/A: { series: [{ at: 0s, value: 1 }, { at: 1h, value: 9 }] } } }',
  });
  const events: Record<string, unknown>[] = [];
  new Simulator(loadYaml(text).scenario, { awsEvents: (event) => events.push({ ...event }) }).run();
  expect(events).toMatchObject([
    {
      source: 'aws.cloudwatch',
      'detail-type': 'CloudWatch Alarm State Change',
      resources: ['arn:aws:cloudwatch:us-east-1:123456789012:alarm:too-many'],
      detail: {
        alarmName: 'too-many',
        state: { value: 'ALARM', timestamp: '2025-01-01T01:01:00.000+0000' },
        previousState: { value: 'OK' },
        configuration: {
          description: 'errors',
          metrics: [
            {
              id: 'm1',
              metricStat: {
                metric: { namespace: 'Shop', name: 'A', dimensions: {} },
                period: 60,
                stat: 'Average',
              },
              returnData: true,
            },
          ],
        },
      },
    },
  ]);
});

/** cloudwatch-and-eventbridge.html: the samples of a metric math alarm and of a composite alarm. */
test('events have expressions, the state before and reasonData as AWS documents them', () => {
  const metric = (id: string) =>
    `{ Id: ${id}, ReturnData: false, MetricStat: { Period: 60, Stat: Maximum, Metric: { Namespace: Shop, MetricName: ${id === 'm1' ? 'A' : 'B'} } } }`;
  const text = world({
    ...base,
    resources: `{ Traffic: { Type: AWS::CloudWatch::Alarm, Properties: { AlarmName: traffic, EvaluationPeriods: 1, Threshold: 5, ComparisonOperator: GreaterThanThreshold, Metrics: [{ Id: e1, Expression: SUM(METRICS()), Label: Total }, ${metric('m1')}, ${metric('m2')}] } },
      Whole: { Type: AWS::CloudWatch::CompositeAlarm, Properties: { AlarmName: whole, AlarmRule: ALARM(traffic) } } }`,
    model:
      '{ events: { delay: 0s }, metrics: { Shop/A: { series: [{ at: 0s, value: 1 }, { at: 1h, value: 9 }, { at: 2h, value: 1 }] }, Shop/B: { series: [{ at: 0s, value: 2 }] } } }',
  });
  const events: { detail: Record<string, unknown> }[] = [];
  new Simulator(loadYaml(text).scenario, {
    awsEvents: (event) => events.push(event as { detail: Record<string, unknown> }),
  }).run();
  const metrics = ['A', 'B'].map((name, index) => ({
    id: `m${index + 1}`,
    metricStat: { metric: { namespace: 'Shop', name, dimensions: {} }, period: 60, stat: 'Maximum' },
    returnData: false,
  }));
  const raised = {
    value: 'ALARM',
    reason: expect.stringContaining('Threshold crossed'),
    reasonData:
      '{"version":"1.0","queryDate":"2025-01-01T01:01:00.000+0000","startDate":"2025-01-01T01:00:00.000+0000","period":60,"recentDatapoints":[11],"threshold":5}',
    timestamp: '2025-01-01T01:01:00.000+0000',
  };
  expect(events.map(({ detail }) => detail)).toEqual([
    {
      alarmName: 'traffic',
      state: raised,
      previousState: { value: 'OK' },
      configuration: {
        metrics: [{ expression: 'SUM(METRICS())', id: 'e1', label: 'Total', returnData: true }, ...metrics],
      },
    },
    {
      alarmName: 'whole',
      state: {
        value: 'ALARM',
        reason: 'The rule ALARM(traffic) is true.',
        reasonData:
          '{"triggeringAlarms":[{"arn":"arn:aws:cloudwatch:us-east-1:123456789012:alarm:traffic","state":{"value":"ALARM","timestamp":"2025-01-01T01:01:00.000+0000"}}]}',
        timestamp: '2025-01-01T01:01:00.000+0000',
      },
      previousState: { value: 'OK' },
      configuration: { alarmRule: 'ALARM(traffic)' },
    },
    expect.objectContaining({ alarmName: 'traffic', previousState: raised }),
    expect.objectContaining({ alarmName: 'whole' }),
  ]);
});

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/percentiles-with-low-samples.html */
test.each([
  ['p90', 'ignore', []],
  ['p90', 'evaluate', ['A 01:01:00 ALARM']],
  ['p100', 'ignore', ['A 01:01:00 ALARM']],
])('%s with too few samples and %s', (statistic, treatment, expected) => {
  const watched = `Namespace: Shop, MetricName: A, ExtendedStatistic: ${statistic}, ${above(5)}`;
  const run = simulate({
    ...base,
    resources: `{ A: ${alarm(watched, `, EvaluateLowSampleCountPercentile: ${treatment}`)} }`,
    model: '{ metrics: { Shop/A: { series: [{ at: 0s, value: 1 }, { at: 1h, value: 9 }] } } }',
  });
  expect(changes(run)).toEqual(expected);
});

test.each([
  [19, []],
  [20, ['A 01:20:00 ALARM']],
])('with %i samples, the median of which needs ten on either side', (evaluationPeriods, expected) => {
  const watched = `Namespace: Shop, MetricName: A, Period: 60, ExtendedStatistic: p50, ${above(5)}`;
  const counted = `EvaluationPeriods: ${evaluationPeriods}, EvaluateLowSampleCountPercentile: ignore`;
  const run = simulate({
    ...base,
    resources: `{ A: { Type: AWS::CloudWatch::Alarm, Properties: { ${watched}, ${counted} } } }`,
    model: '{ metrics: { Shop/A: { series: [{ at: 0s, value: 1 }, { at: 1h, value: 9 }] } } }',
  });
  expect(changes(run)).toEqual(expected);
});
