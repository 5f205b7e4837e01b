/** Worlds in which `go` starts a runbook at 1:00: what the keys of Automation, and what AWS leaves open about it, change there. */
import { at, type Sections } from '../capabilities/quiet-world.ts';
import type { KeyRow } from './model-keys.ts';

const document = (name: string, steps: string, parameters: string) => `
  ${name}: { Type: AWS::SSM::Document, Properties: { Name: ${name}, DocumentType: Automation, Content: { schemaVersion: "0.3",
    parameters: ${parameters}, mainSteps: [${steps}] } } }`;

/** In YAML's flow style, as the steps of `resources` are. */
export const step = (name: string, action: string, inputs: string, more = ''): string =>
  `{ name: ${name}, action: "aws:${action}", inputs: { ${inputs} }${more} }`;

const start = (id: string, clock: string, more: string) =>
  `{ id: ${id}, at: ${at(clock)}, StartAutomationExecution: { DocumentName: Fix${more} } }`;

interface More {
  readonly start?: string;
  readonly parameters?: string;
  readonly child?: string;
  readonly sections?: Sections;
}

export function runbook(
  steps: string,
  { start: more = '', parameters = '{}', child, sections }: More = {},
): Sections {
  const nested = child === undefined ? '' : document('Child', child, '{}');
  return {
    resources: document('Fix', steps, parameters) + nested,
    actions: `[${start('go', '1', more)}]`,
    ...sections,
  };
}

const script = step('run', 'executeScript', 'Runtime: python3.11, Handler: main, Script: "pass"');
const call = (name: string, more = '') =>
  step(name, 'executeAwsApi', 'Service: rds, Api: DescribeDBInstances', more);
const change = (state: string) =>
  step(state, 'changeInstanceState', `InstanceIds: [web-0001], DesiredState: ${state}`);
const snapshot = `${step(
  'make',
  'executeAwsApi',
  'Service: ec2, Api: CreateSnapshot, VolumeId: vol-1',
  ', outputs: [{ Name: Id, Selector: $.SnapshotId, Type: String }]',
)}, ${step(
  'wait',
  'waitForAwsResourceProperty',
  `Service: ec2, Api: DescribeSnapshots, SnapshotIds: ["{{ make.Id }}"], PropertySelector: "$.Snapshots[0].State",
   DesiredValues: [completed]`,
)}`;
const stack = step('stack', 'createStack', 'StackName: s, TemplateBody: "{}"');
const image = step('image', 'createImage', 'InstanceId: web-0001, ImageName: gold');
const approval = step('gate', 'approve', 'Approvers: ["arn:aws:iam::123456789012:user/ann"]');
const nap = step('nap', 'sleep', 'Duration: PT10M');

/** Four children at one time, as far as MaxConcurrency goes. */
const divided = {
  parameters: '{ Item: { type: String } }',
  start: ', TargetMaps: [{ Item: [a] }, { Item: [b] }, { Item: [c] }, { Item: [d] }], MaxConcurrency: "4"',
};
/** Both at once. */
const twice = (more = '') => ({
  sections: { actions: `[${start('go', '1', more)}, ${start('again', '1:00:01', more)}]` },
});
const fiveMinutes = ['model.automation.script=5m'];

const time = (key: string, from: string, to: string, world: string, steps: string): KeyRow => ({
  key: `automation.${key}`,
  world,
  sections: runbook(steps),
  from,
  to,
  metric: 'automation.go.minutes',
  moves: 'up',
});

export const runbookKeys: readonly KeyRow[] = [
  time('call', '1s', '20s', 'a runbook with one call', call('a')),
  time('script', '5s', '5m', 'a runbook with a script', script),
  time('poll', '5s', '5m', 'a runbook that stops an instance', change('stopped')),
  time('stop', '40s', '10m', 'the same', change('stopped')),
  time(
    'start',
    '10s',
    '10m',
    'a runbook that stops an instance and starts it',
    `${change('stopped')}, ${change('running')}`,
  ),
  time('statusChecks', '1m', '10m', 'the same', `${change('stopped')}, ${change('running')}`),
  time('snapshot', '1m', '20m', 'a runbook that makes a snapshot and waits for it', snapshot),
  time('image', '1m', '20m', 'a runbook that makes an image', image),
  time('stack', '1m', '20m', 'a runbook that creates a stack', stack),
  {
    key: 'automation.throttlingRetry',
    world: 'a runbook that makes the same call twice, where one a second is allowed',
    sections: runbook(`${call('a')}, ${call('b')}`),
    set: ['model.throttling={ DescribeDBInstances: { rate: 1, burst: 1 } }', 'model.automation.call=0s'],
    from: '0s',
    to: '10s',
    metric: 'automation.go.succeeded',
    moves: 'up',
  },
  {
    key: 'automation.concurrent',
    world: 'an execution with four targets, five minutes each',
    sections: runbook(script, divided),
    set: fiveMinutes,
    from: '1',
    to: '100',
    metric: 'automation.go.minutes',
    moves: 'down',
  },
  {
    key: 'automation.adaptive',
    world: 'the same, where one runs at a time',
    sections: runbook(script, divided),
    set: [...fiveMinutes, 'model.automation.concurrent=1'],
    from: '0',
    to: '100',
    metric: 'automation.go.minutes',
    moves: 'down',
  },
  {
    key: 'automation.concurrentSitting',
    world: 'the same, with ten minutes of aws:sleep',
    sections: runbook(nap, divided),
    set: ['model.automation.concurrent=1'],
    from: '0',
    to: '400',
    metric: 'automation.go.minutes',
    moves: 'down',
  },
  {
    key: 'automation.queued',
    world: 'two executions, where one runs at a time',
    sections: runbook(script, twice()),
    set: [...fiveMinutes, 'model.automation.concurrent=1'],
    from: '0',
    to: '1',
    metric: 'automation.again.succeeded',
    moves: 'up',
  },
  {
    key: 'automation.concurrentRateControl',
    world: 'two executions with targets, ended before both can run one after the other',
    sections: { ...runbook(script, { ...divided, ...twice(divided.start) }), end: at('1:08') },
    set: fiveMinutes,
    from: '1',
    to: '25',
    metric: 'automation.again.succeeded',
    moves: 'up',
  },
  {
    key: 'automation.queuedRateControl',
    world: 'two executions with targets, where one runs at a time',
    sections: runbook(script, { ...divided, ...twice(divided.start) }),
    set: [...fiveMinutes, 'model.automation.concurrentRateControl=1'],
    from: '0',
    to: '1',
    metric: 'automation.again.succeeded',
    moves: 'up',
  },
  {
    key: 'calls',
    world: 'a runbook with one call',
    sections: runbook(call('a')),
    from: '{ rds: { DescribeDBInstances: { fails: 0% } } }',
    to: '{ rds: { DescribeDBInstances: { fails: 100% } } }',
    metric: 'automation.go.failed',
    moves: 'up',
  },
  {
    key: 'throttling',
    world: 'a runbook that makes the same call twice',
    sections: runbook(`${call('a')}, ${call('b')}`),
    set: ['model.automation.call=0s'],
    from: '{ DescribeDBInstances: { rate: 100, burst: 100 } }',
    to: '{ DescribeDBInstances: { rate: 1, burst: 1 } }',
    metric: 'automation.go.failed',
    moves: 'up',
  },
  {
    key: 'approvals',
    world: 'a runbook with one aws:approve',
    sections: runbook(approval),
    from: '{ ann: { after: 1m, answer: approve } }',
    to: '{ ann: { after: 1m, answer: reject } }',
    metric: 'automation.go.failed',
    moves: 'up',
  },
];
