/**
 * What each key of `model` does to a metric: a small world, two values, and the direction in which the metric moves. The
 * test runs every row, and asks for a row for every key that a capability has, and for every word that a key may be.
 */
import { broken, rule as configRule, remediation } from '../capabilities/config/world.ts';
import { tonight } from '../capabilities/patch-manager/cause-worlds.ts';
import { approveAll, at, patch, released, type Sections } from '../capabilities/quiet-world.ts';
import { changeKeys } from './change-manager.ts';
import { inventoryKeys } from './inventory.ts';
import { opsKeys } from './ops-center.ts';
import { packageKeys } from './packages.ts';
import { runbookKeys } from './runbooks.ts';
import { sessionKeys } from './sessions.ts';

export interface KeyRow {
  /** Below `model.` */
  readonly key: string;
  /** What happens in the world, in words. */
  readonly world: string;
  readonly sections: Sections;
  /** Further settings, as `--set` takes them. */
  readonly set?: readonly string[];
  readonly from: string;
  readonly to: string;
  readonly metric: string;
  readonly moves: 'up' | 'down';
}

const nodes = (count: number, more = '') =>
  `{ web: { count: ${count}, os: AMAZON_LINUX_2, tags: { Fleet: web }${more} } }`;
const patched: Sections = {
  fleet: nodes(4),
  patches: `{ ${released('P1')} }`,
  resources: `{ All: ${approveAll()} }`,
  actions: `[${patch('Install', '1', { id: 'install' })}]`,
};
const fault = (action: string, clock: string, more = '') =>
  `{ id: ${action}, at: ${at(clock)}, action: ${action}${more} }`;
/** A manual command of `Job` at 1:00. */
const roll = (concurrency: string, errors = '100%') => `[{ id: roll, at: ${at('1')}, SendCommand: {
  DocumentName: Job, Targets: [{ Key: "tag:Fleet", Values: [web] }],
  MaxConcurrency: "${concurrency}", MaxErrors: "${errors}" } }]`;
const jobOf = (run: string) => [`model.documents.Job.run=${run}`];
const varied = '{ uniform: { min: 1m, max: 20m } }';
const failing = [...jobOf('1m'), 'model.documents.Job.fails=100%'];
const goodAndBad = `{ good: { count: 20, os: AMAZON_LINUX_2, tags: { Fleet: web } },
  bad: { count: 20, os: AMAZON_LINUX_2, tags: { Fleet: web }, model: { documents: { Job: { fails: 100% } } } } }`;
const sixWindows = `\n${['A', 'B', 'C', 'D', 'E', 'F'].map((id) => windowOf(id)).join('\n')}`;

/** Agents are updated after half an hour, and the command asks for newer ones than there were. */
const renewed: Sections = {
  fleet: nodes(4, ', agent: { version: 3.1.0.0 }'),
  actions: roll('4').replace(
    /^\[/,
    `[{ id: renew, at: ${at('0:30')}, SendCommand: { DocumentName: AWS-UpdateSSMAgent, MaxConcurrency: 100%,
      Targets: [{ Key: "tag:Fleet", Values: [web] }] } }, `,
  ),
};

function windowOf(id: string): string {
  return `  ${id}: { Type: AWS::SSM::MaintenanceWindow, Properties: { Name: night-${id}, AllowUnassociatedTargets: true,
    Schedule: "at(2025-01-01T02:00:00)", Duration: 6, Cutoff: 0 } }
  Task${id}: { Type: AWS::SSM::MaintenanceWindowTask, Properties: { WindowId: !Ref ${id}, TaskType: LAMBDA,
    TaskArn: Job, Priority: 1 } }`;
}

const alarmed = (metric: string, evaluation: string, send = ''): Sections => ({
  fleet: nodes(10),
  resources: `{ Errors: { Type: AWS::CloudWatch::Alarm, Properties: { Namespace: Shop, MetricName: Errors, Statistic: Maximum, Period: 60,
    ${evaluation}, Threshold: 5, ComparisonOperator: GreaterThanThreshold } } }`,
  model: `{ metrics: { Shop/Errors: { series: [${metric}] } }, rateControl: { dispatch: sliding } }`,
  actions: roll('1').replace('MaxErrors', `${send} MaxErrors`),
});

const alarms: readonly KeyRow[] = [
  {
    key: 'alarms.poll',
    world: 'a command whose alarm goes into ALARM half a minute after its start',
    sections: alarmed(
      '{ at: 0s, value: 1 }, { at: 1h1m, value: 9 }',
      'EvaluationPeriods: 1',
      'AlarmConfiguration: { Alarms: [{ Name: Errors }] },',
    ),
    set: jobOf('1m'),
    from: '1m',
    to: '5m',
    metric: 'alarm.Errors.secondsToStop',
    moves: 'up',
  },
  {
    key: 'alarms.extraDatapoints',
    world: 'an alarm whose metric is reported no more after it has been bad',
    sections: alarmed(
      '{ at: 0s, value: 1 }, { at: 1h, value: 9 }, { at: 61m, value: none }',
      'EvaluationPeriods: 1',
    ),
    from: '0',
    to: '10',
    metric: 'alarm.Errors.minutes',
    moves: 'up',
  },
];

const commands: readonly KeyRow[] = [
  {
    key: 'rateControl.dispatch',
    world: 'a command on 40 nodes, 10 at a time, each running as long as the others',
    sections: { fleet: nodes(40), actions: roll('10') },
    set: jobOf('10m'),
    from: 'ramp',
    to: 'sliding',
    metric: 'command.roll.minutes',
    moves: 'down',
  },
  {
    key: 'rateControl.dispatch',
    world: 'a command on 40 nodes, 10 at a time, some running longer than others',
    sections: { fleet: nodes(40), actions: roll('10') },
    set: jobOf(varied),
    from: 'sliding',
    to: 'batch',
    metric: 'command.roll.minutes',
    moves: 'up',
  },
  {
    key: 'rateControl.halt',
    world: 'a command that fails on every node, one at a time, with MaxErrors 3',
    sections: { fleet: nodes(10), actions: roll('1', '3') },
    set: failing,
    from: 'exceeds',
    to: 'reaches',
    metric: 'command.roll.errors',
    moves: 'down',
  },
  ...['up', 'nearest'].map(
    (to): KeyRow => ({
      key: 'rateControl.rounding',
      world: 'a command on 15 nodes with MaxConcurrency 10%',
      sections: { fleet: nodes(15), actions: roll('10%') },
      set: jobOf('10m'),
      from: 'down',
      to,
      metric: 'command.roll.peakConcurrency',
      moves: 'up',
    }),
  ),
  {
    key: 'rateControl.order',
    world: 'a command with MaxErrors 0 on 20 nodes where it succeeds, listed before 20 where it fails',
    sections: { fleet: goodAndBad, actions: roll('1', '0') },
    set: jobOf('1m'),
    from: 'listed',
    to: 'random',
    metric: 'command.roll.succeeded',
    moves: 'down',
  },
  {
    key: 'rateControl.ackPatience',
    world: 'a ramp whose first node has just fallen silent, looked at after half an hour',
    sections: {
      fleet: nodes(8),
      actions: roll('4'),
      faults: `[${fault('stopAgent', '0:59', ', nodes: { names: [web-0001] }')}]`,
      end: at('1:30'),
    },
    set: [...jobOf('1m'), 'model.rateControl.dispatch=ramp'],
    from: '1m',
    to: '1h',
    metric: 'command.roll.started',
    moves: 'down',
  },
  {
    key: 'runCommand.delivery',
    world: 'a command on four nodes, one after another',
    sections: { fleet: nodes(4), actions: roll('1') },
    set: jobOf('10m'),
    from: '1s',
    to: '2m',
    metric: 'command.roll.minutes',
    moves: 'up',
  },
  {
    key: 'runCommand.undeliverableAfter',
    world: 'a command to nodes that are ConnectionLost',
    sections: { fleet: nodes(4), actions: roll('1'), faults: `[${fault('stopAgent', '0:10')}]` },
    set: jobOf('10m'),
    from: '0s',
    to: '10m',
    metric: 'command.roll.minutes',
    moves: 'up',
  },
  {
    key: 'runCommand.cancellation',
    world: 'a command of ten minutes that is cancelled after five',
    sections: {
      fleet: nodes(4),
      actions: roll('4').replace(
        /\]$/,
        `, { id: stop-it, at: ${at('1:05')}, CancelCommand: { CommandId: roll } }]`,
      ),
    },
    set: jobOf('10m'),
    from: '1s',
    to: '20m',
    metric: 'command.roll.cancelled',
    moves: 'down',
  },
  {
    key: 'documents.<name>.run',
    world: 'a command on four nodes',
    sections: { fleet: nodes(4), actions: roll('1') },
    from: '1m',
    to: '10m',
    metric: 'command.roll.minutes',
    moves: 'up',
  },
  {
    key: 'documents.<name>.fails',
    world: 'a command on 40 nodes',
    sections: { fleet: nodes(40), actions: roll('10') },
    set: jobOf('1m'),
    from: '0%',
    to: '50%',
    metric: 'command.roll.failed',
    moves: 'up',
  },
  {
    key: 'documents.<name>.platforms',
    world: 'a command to Linux nodes',
    sections: { fleet: nodes(4), actions: roll('4') },
    set: jobOf('1m'),
    from: '[Linux]',
    to: '[Windows]',
    metric: 'command.roll.undeliverable',
    moves: 'up',
  },
  {
    key: 'agent.newest',
    world: 'an update of agents of version 3.1.0.0, and a document that asks for 3.2.0.0',
    sections: renewed,
    set: ['model.documents.Job={ run: 1m, minimumAgentVersion: 3.2.0.0 }'],
    from: '3.1.0.0',
    to: '3.3.987.0',
    metric: 'command.roll.succeeded',
    moves: 'up',
  },
  {
    key: 'agent.releaseEvery',
    world: 'an update of agents of version 3.1.0.0, and a document that asks for 3.1.2.0',
    sections: renewed,
    set: ['model.documents.Job={ run: 1m, minimumAgentVersion: 3.1.2.0 }', 'model.agent.newest=3.1.0.0'],
    from: '30d',
    to: '10m',
    metric: 'command.roll.succeeded',
    moves: 'up',
  },
  {
    key: 'documents.<name>.steps',
    world: 'a document of one step',
    sections: {
      fleet: nodes(4),
      resources: `{ Job: { Type: AWS::SSM::Document, Properties: { Content: { schemaVersion: "2.2",
        mainSteps: [{ action: aws:runShellScript, name: work, inputs: { runCommand: [date] } }] } } } }`,
      actions: roll('4'),
    },
    from: '{ work: { run: 1m } }',
    to: '{ work: { run: 10m } }',
    metric: 'command.roll.minutes',
    moves: 'up',
  },
  {
    key: 'documents.<name>.minimumAgentVersion',
    world: 'a command to nodes with agent 3.1.0.0',
    sections: { fleet: nodes(4, ', agent: { version: 3.1.0.0 }'), actions: roll('4') },
    set: jobOf('1m'),
    from: '3.0.0.0',
    to: '3.2.0.0',
    metric: 'command.roll.succeeded',
    moves: 'down',
  },
];

/** Sixty nodes that stopped are started at once, and each reads three secrets. */
const booting: Sections = {
  fleet: nodes(60),
  faults: `[${fault('stop', '1', ', nodes: { group: web }')}, ${fault('start', '2', ', nodes: { group: web }')}]`,
  resources: `{ A: ${secretNamed('a')}, B: ${secretNamed('b')}, C: ${secretNamed('c')} }`,
};
const readingThree = ['model.parameterStore.atBoot=[a, b, c]', 'model.parameterStore.bootDelay=10s'];

function secretNamed(name: string): string {
  return `{ Type: AWS::SSM::Parameter, Properties: { Name: ${name}, Type: SecureString, Value: x } }`;
}

const bootRow = (key: string, from: string, to: string, metric: string, moves: KeyRow['moves']): KeyRow => ({
  key: `parameterStore.${key}`,
  world: 'sixty nodes that are started at once and read three secrets each',
  sections: booting,
  set: readingThree.filter((one) => !one.startsWith(`model.parameterStore.${key}=`)),
  from,
  to,
  metric: `parameterStore.${metric}`,
  moves,
});

const parameters: readonly KeyRow[] = [
  bootRow('atBoot', '[a]', '[a, b, c]', 'throttled', 'up'),
  bootRow('bootCall', 'GetParameter', 'GetParameters', 'throttled', 'down'),
  bootRow('bootDelay', '10s', '{ uniform: { min: 10s, max: 10m } }', 'throttled', 'down'),
  bootRow('retries', '0', '10', 'boot.failed', 'down'),
  bootRow('backoff', '1s', '10s', 'boot.failed', 'down'),
  bootRow('backoffMax', '100ms', '20s', 'boot.failed', 'down'),
  {
    key: 'parameterStore.policyScan',
    world: 'an advanced parameter that expires after ten minutes',
    sections: {
      resources: `{ P: { Type: AWS::SSM::Parameter, Properties: { Name: p, Type: String, Value: x, Tier: Advanced,
        Policies: '[{"Type":"Expiration","Version":"1.0","Attributes":{"Timestamp":"${at('0:10')}"}}]' } } }`,
    },
    from: '10m',
    to: '6h',
    metric: 'parameterStore.monthlyCost',
    moves: 'up',
  },
  {
    key: 'parameterStore.imageValidation',
    world: 'an advanced parameter that is an image, written at 1:00',
    sections: {
      actions: `[{ id: put, at: ${at('1')}, PutParameter: { Name: golden, Type: String, Tier: Advanced,
        DataType: "aws:ec2:image", Value: ami-12345abcde1234567 } }]`,
    },
    from: '5m',
    to: '6h',
    metric: 'parameterStore.monthlyCost',
    moves: 'down',
  },
];

const windows: readonly KeyRow[] = [
  {
    key: 'maintenanceWindows.startLag',
    world: 'a window that installs on one node',
    sections: { ...patched, ...tonight, fleet: nodes(1) },
    from: '0s',
    to: '10m',
    metric: 'exposure.nodeHours',
    moves: 'up',
  },
  {
    key: 'maintenanceWindows.cutoff',
    world: 'a task that is far from done at the cutoff',
    sections: { ...patched, ...tonight, fleet: nodes(20) },
    set: ['model.patching.install=10m'],
    from: 'tasks',
    to: 'invocations',
    metric: 'task.Install.notStarted',
    moves: 'up',
  },
  ...['skip', 'fail'].map(
    (to): KeyRow => ({
      key: 'maintenanceWindows.sixth',
      world: 'six windows that open at one instant',
      sections: { resources: sixWindows },
      set: jobOf('1h'),
      from: 'queue',
      to,
      metric: 'task.TaskF.succeeded',
      moves: 'down',
    }),
  ),
];

const agents: readonly KeyRow[] = [
  {
    key: 'agent.heartbeat',
    world: 'agents stopped half an hour before the end',
    sections: { fleet: nodes(4), faults: `[${fault('stopAgent', '0:30')}]`, end: at('1') },
    from: '5m',
    to: '1h',
    metric: 'nodes.connectionLost',
    moves: 'down',
  },
  {
    key: 'agent.missedHeartbeats',
    world: 'agents stopped half an hour before the end',
    sections: { fleet: nodes(4), faults: `[${fault('stopAgent', '0:30')}]`, end: at('1') },
    from: '2',
    to: '30',
    metric: 'nodes.connectionLost',
    moves: 'down',
  },
  {
    key: 'agent.registration',
    world: 'nodes that join the fleet during the day',
    sections: { fleet: nodes(4, ', joins: { every: 3h }') },
    from: '2m',
    to: '20h',
    metric: 'nodes.online',
    moves: 'down',
  },
  {
    key: 'agent.credentialRetry',
    world: 'an instance profile attached an hour before the end',
    sections: {
      fleet: nodes(4, ', instanceProfile: none'),
      faults: `[${fault('attachProfile', '1')}]`,
      end: at('2'),
    },
    from: '25m',
    to: '3h',
    metric: 'nodes.managed',
    moves: 'down',
  },
  {
    key: 'changes.endpointAvailable',
    world: 'the endpoint for ssm made a quarter of an hour before the command',
    sections: {
      subnets: '{ one: { route: none, endpoints: [ssmmessages, s3] } }',
      fleet: nodes(4, ', subnet: one'),
      actions: `[{ at: ${at('0:45')}, CreateVpcEndpoint: { VpcId: vpc-01234567, VpcEndpointType: Interface,
        ServiceName: com.amazonaws.us-east-1.ssm, SubnetIds: [one] } }]`,
      end: at('2'),
    },
    from: '1m',
    to: '3h',
    metric: 'nodes.online',
    moves: 'down',
  },
  {
    key: 'changes.tierReversion',
    world: 'the standard tier asked for half an hour before one node too many registers',
    sections: {
      fleet: `{ old: { count: 1000, os: UBUNTU, registered: true, hybrid: { activation: key } },
        late: { count: 1, os: UBUNTU, hybrid: { activation: key } } }`,
      account: '{ instanceTier: advanced }',
      activations: `{ key: { created: ${at('1')} } }`,
      actions: `[{ at: ${at('0:30')}, UpdateServiceSetting: { SettingId: /ssm/managed-instance/activation-tier, SettingValue: standard } }]`,
      end: at('2'),
    },
    from: '10m',
    to: '2h',
    metric: 'nodes.managed',
    moves: 'up',
  },
  {
    key: 'agent.credentialValidity',
    world: 'an instance profile detached three hours before the end',
    sections: { fleet: nodes(4), faults: `[${fault('detachProfile', '1')}]`, end: at('4') },
    from: '1h',
    to: '6h',
    metric: 'nodes.online',
    moves: 'up',
  },
  {
    key: 'agent.defaultHostManagement',
    world: 'nodes without an instance profile that join during the day, under Default Host Management',
    sections: {
      account: '{ defaultHostManagement: true }',
      fleet: nodes(4, ', instanceProfile: none, joins: { every: 3h }'),
    },
    from: '30m',
    to: '23h',
    metric: 'nodes.online',
    moves: 'down',
  },
];

const grouped = (more: string) => `{ All: ${approveAll()},
  Slow: { Type: AWS::SSM::PatchBaseline, Properties: { Name: slow, OperatingSystem: AMAZON_LINUX_2, PatchGroups: [slow]${more} } } }`;

const patching: readonly KeyRow[] = [
  ...(
    [
      ['scan', '10s', '10m', 'command.install.minutes', 'up'],
      ['install', '1m', '20m', 'command.install.minutes', 'up'],
      ['installFails', '0%', '100%', 'command.install.failed', 'up'],
      ['reboot', '5m', '50m', 'command.install.minutes', 'up'],
      ['rebootFails', '0%', '100%', 'nodes.lost', 'up'],
      ['rebootIfNeeded', 'anyInstalled', 'required', 'reboots.total', 'down'],
    ] as const
  ).map(
    ([key, from, to, metric, moves]): KeyRow => ({
      key: `patching.${key}`,
      world: 'an Install of one patch, which asks for no reboot, on four nodes',
      sections: patched,
      from,
      to,
      metric,
      moves,
    }),
  ),
  {
    key: 'patching.retry',
    world: 'a patch that fails on every node, installed again two hours later',
    sections: {
      ...patched,
      patches: `{ ${released('P1', ', fails: 100%')} }`,
      actions: `[${patch('Install', '1')}, ${patch('Install', '3', { id: 'again' })}]`,
    },
    from: 'succeeds',
    to: 'drawnAnew',
    metric: 'command.again.failed',
    moves: 'up',
  },
  {
    key: 'patching.reportBeforeReboot',
    world: 'an Install that reboots, on Linux, and no scan after it',
    sections: patched,
    from: 'installed',
    to: 'pendingReboot',
    metric: 'compliance.compliant',
    moves: 'down',
  },
  {
    key: 'exposure.severities',
    world: 'a Critical patch that is installed at 1:00',
    sections: patched,
    from: '[Critical]',
    to: '[Low]',
    metric: 'exposure.nodeHours',
    moves: 'down',
  },
  {
    key: 'patchGroupKeys',
    world: 'nodes with the tag `PatchGroup: slow`, whose own baseline approves nothing',
    sections: {
      ...patched,
      fleet: nodes(4).replace('Fleet: web', 'Fleet: web, PatchGroup: slow'),
      resources: grouped(''),
    },
    from: '[PatchGroup]',
    to: '[Patch Group]',
    metric: 'command.install.installedPatches',
    moves: 'up',
  },
];

/** A rule, beside a baseline that approves all. */
const watching = (
  detailType: string,
) => `{ All: ${approveAll()}, Watch: { Type: AWS::Events::Rule, Properties: {
  EventPattern: { source: [aws.ssm], detail-type: [${detailType}] },
  Targets: [{ Id: queue, Arn: "arn:aws:sqs:us-east-1:123456789012:queue" }] } } }`;

/** Ten nodes that a fault makes noncompliant at 1:00, and the remediation of the rule. */
const remedied: Sections = {
  fleet: nodes(10),
  resources: `\n${configRule()}${remediation()}`,
  faults: broken(10),
  end: at('3'),
};
const fixing = ['model.documents.Fix.run=1m'];

const config: readonly KeyRow[] = [
  {
    key: 'config.lag',
    world: 'ten nodes become noncompliant two hours before the end',
    sections: remedied,
    set: fixing,
    from: '1m',
    to: '4h',
    metric: 'configRule.Patched.changes',
    moves: 'down',
  },
  {
    key: 'config.snapshot',
    world: 'the same, with a remediation that succeeds',
    sections: remedied,
    set: fixing,
    from: '5m',
    to: '4h',
    metric: 'remediation.Repair.attempts',
    moves: 'down',
  },
  {
    key: 'config.success',
    world: 'the same',
    sections: remedied,
    set: fixing,
    from: 'repairs',
    to: 'nothing',
    metric: 'configRule.Patched.nonCompliant',
    moves: 'up',
  },
  {
    key: 'config.afterErrors',
    world: 'the same, with a remediation that always fails',
    sections: remedied,
    set: [...fixing, 'model.documents.Fix.fails=100%'],
    from: 'wait',
    to: 'nextSnapshot',
    metric: 'remediation.Repair.failed',
    moves: 'up',
  },
];

const events: readonly KeyRow[] = [
  ...[
    { key: 'events.delay', from: '1s', to: '20h' },
    { key: 'events.loss', from: '0%', to: '100%' },
    { key: 'events.turnedAway', from: '0%', to: '100%', metric: 'rule.Watch.invoked' },
  ].map(
    ({
      metric = 'rule.Watch.matched',
      ...row
    }: Pick<KeyRow, 'key' | 'from' | 'to'> & { metric?: string }): KeyRow => ({
      ...row,
      world: 'a rule on the statuses of a command',
      sections: {
        fleet: nodes(4),
        actions: roll('4'),
        resources: watching('EC2 Command Invocation Status-change Notification'),
        end: at('12'),
      },
      set: jobOf('1m'),
      metric,
      moves: 'down',
    }),
  ),
  {
    key: 'events.compliance',
    world: 'two scans of nodes that stay noncompliant, and a rule on compliance',
    sections: {
      ...patched,
      resources: watching('Configuration Compliance State Change'),
      actions: `[${patch('Scan', '1')}, ${patch('Scan', '3', { id: 'again' })}]`,
    },
    from: 'change',
    to: 'everyReport',
    metric: 'rule.Watch.matched',
    moves: 'up',
  },
];

/** Under `actions`: an association of `Job` at 1:00, and what else happens. */
const keptUp = (more = '', others = '') => `[{ id: keep, at: ${at('1')}, CreateAssociation: {
  Name: Job, Targets: [{ Key: "tag:Fleet", Values: [web] }]${more} } }${others}]`;

const associations: readonly KeyRow[] = [
  {
    key: 'stateManager.poll',
    world: 'a node that gains the tag of an association twenty minutes before the end',
    sections: {
      fleet: nodes(2).replace('Fleet: web', 'Fleet: other'),
      actions: keptUp(
        '',
        `, { id: tag, at: ${at('3')}, CreateTags: { Resources: [web-0001], Tags: [{ Key: Fleet, Value: web }] } }`,
      ),
      end: at('3:20'),
    },
    set: jobOf('1m'),
    from: '10m',
    to: '1000h',
    metric: 'association.keep.succeeded',
    moves: 'down',
  },
  {
    key: 'stateManager.jitter',
    world: 'an association that runs on four nodes',
    sections: { fleet: nodes(4), actions: keptUp() },
    set: jobOf('1m'),
    from: '0s',
    to: '10m',
    metric: 'association.keep.minutes',
    moves: 'up',
  },
  ...[
    { from: 'ramp', to: 'sliding', moves: 'up' as const },
    { from: 'sliding', to: 'batch', moves: 'down' as const },
  ].map(
    (row): KeyRow => ({
      ...row,
      key: 'stateManager.dispatch',
      world: 'an association whose runs take 1 to 20 minutes, cut short',
      sections: { fleet: nodes(40), actions: keptUp(', MaxConcurrency: "8"'), end: at('1:30') },
      set: [...jobOf(varied), 'model.stateManager.jitter=1m'],
      metric: 'association.keep.succeeded',
    }),
  ),
  {
    key: 'stateManager.pickUp',
    world: 'an association that runs on four nodes',
    sections: { fleet: nodes(4), actions: keptUp() },
    set: jobOf('1m'),
    from: 'push',
    to: 'poll',
    metric: 'association.keep.minutes',
    moves: 'up',
  },
  {
    key: 'stateManager.joining',
    world: 'a node that gains the tag while MaxConcurrency is used up',
    sections: {
      fleet: `${nodes(4).slice(0, -2)}, more: { count: 1, os: AMAZON_LINUX_2 } }`,
      actions: keptUp(
        ', MaxConcurrency: "1"',
        `, { id: tag, at: ${at('1:10')}, CreateTags: { Resources: [more-0001], Tags: [{ Key: Fleet, Value: web }] } }`,
      ),
    },
    set: jobOf('50m'),
    from: 'wait',
    to: 'run',
    metric: 'association.keep.succeeded',
    moves: 'up',
  },
  {
    key: 'stateManager.maxConcurrency',
    world: 'an association without MaxConcurrency on sixty nodes',
    sections: { fleet: nodes(60), actions: keptUp() },
    set: jobOf('10m'),
    from: '50',
    to: '100%',
    metric: 'association.keep.peakConcurrency',
    moves: 'up',
  },
];

export const keyRows: readonly KeyRow[] = [
  ...alarms,
  ...commands,
  ...windows,
  ...agents,
  ...patching,
  ...associations,
  ...events,
  ...config,
  ...runbookKeys,
  ...parameters,
  ...inventoryKeys,
  ...sessionKeys,
  ...packageKeys,
  ...opsKeys,
  ...changeKeys,
];

/** Keys that move no metric, and what they do instead. */
export const withoutMetric: Readonly<Record<string, string>> = {
  metrics: 'what alarms watch: test/capabilities/cloudwatch-alarms/metrics.test.ts',
  targetGroups: 'what HealthyHostCount is of: the same',
  'documents.<name>.outputCharacters': 'a note in the report says that AWS keeps the first 2,500 characters',
  rules: 'sets the defaults of other keys, and each of those keys has its own row',
  eventLimit: 'a run that needs more events ends with exit code 2',
  'explorer.lag': 'how old what `inventory` shows of Explorer is: test/capabilities/fleet-manager',
  'explorer.dropAfter': 'how long Explorer shows what is gone: the same',
  'licenseManager.enabled': 'licenses have metrics only where it is true: test/capabilities/license-manager',
  packages: 'what a package does, by its name: test/capabilities/distributor',
  functions: 'what a function does, by its name: test/capabilities/functions',
  operators: 'who works on OpsItems: test/capabilities/ops-center/operators.test.ts',
  byOs: 'the same keys, for one operating system',
};
