/** Worlds for metrics that have one value in all the others. */

import { broken, rule as configRule, remediation } from '../capabilities/config/world.ts';
import { failed, role, rule, runbook, topic } from '../capabilities/event-bridge/targets/world.ts';
import { base, fault, rejecting, tonight, web } from '../capabilities/patch-manager/cause-worlds.ts';
import { at, patch, released, type Sections } from '../capabilities/quiet-world.ts';
import { changeWorlds } from './change-manager.ts';
import { customWorlds, inspectorWorlds, inventoryWorlds, licenseWorlds } from './inventory.ts';
import { opsWorlds } from './ops-center.ts';
import { packageWorlds } from './packages.ts';
import { sessionWorlds } from './sessions.ts';

const installing: Sections = { ...base, ...tonight };
const changed = (from: string, to: string): Sections => ({
  ...installing,
  resources: installing['resources']!.replace(from, to),
});

/** At 2:00, of AWS-RunPatchBaseline unless another document is named. */
const associationAt = (more: string, document?: string) => `[{ id: keep, at: ${at('2')}, CreateAssociation: {
  Name: ${document ?? 'AWS-RunPatchBaseline'}, Targets: [{ Key: "tag:Fleet", Values: [web] }], ${more},
  Parameters: { ${document === undefined ? 'Operation: [Install]' : 'executionTimeout: ["7200"]'} } } }]`;

const drifting = (clock: string, more = 'MaxErrors: "0"'): Sections => ({
  ...base,
  actions: associationAt(more, 'Job'),
  model: '{ documents: { Job: { run: 1m } } }',
  faults: `[{ at: ${at(clock)}, action: drift, association: keep }]`,
  end: at('6'),
});

export const metricWorlds: Readonly<Record<string, Sections>> = {
  'one node that reads a parameter when it is started': {
    ...base,
    faults: `[${fault('stop', '1:00')}, ${fault('start', '2:00')}]`,
    model: '{ parameterStore: { atBoot: [p] } }',
  },
  'a caller who may not read': {
    principals: '{ nobody: { statements: [] } }',
    actions: `[{ id: read, at: ${at('1')}, as: nobody, GetParameter: { Name: p } }]`,
  },
  ...inventoryWorlds,
  ...inspectorWorlds,
  ...licenseWorlds,
  ...customWorlds,
  ...sessionWorlds,
  ...packageWorlds,
  ...opsWorlds,
  ...changeWorlds,
  'a runbook that waits for an approval at the end of the run': approvalWorld('604800', ''),
  'a runbook whose approval times out': approvalWorld('60', ''),
  'a runbook that is stopped while it waits': approvalWorld(
    '604800',
    `, { id: halt, at: ${at('2')}, StopAutomationExecution: { AutomationExecutionId: go } }`,
  ),
  'a node whose agent never ran': { ...base, fleet: web(', agent: { running: 0% }') },
  'an instance profile attached ten minutes before the end': {
    ...base,
    fleet: web(', instanceProfile: none'),
    faults: `[${fault('attachProfile', '1:00')}]`,
    end: at('1:10'),
  },
  'a window over nodes whose agent has stopped': { ...installing, faults: `[${fault('stopAgent')}]` },
  'a window with CANCEL_TASK that is too short': {
    ...changed('MaxErrors: "0"', 'MaxErrors: "0"\n      CutoffBehavior: CANCEL_TASK'),
    fleet: web('', 20),
    patches: `{ ${released('P1', ', install: 20m')} }`,
  },
  'a window that is disabled after it has opened': {
    ...installing,
    actions: `[{ id: off, at: ${at('4')}, UpdateMaintenanceWindow: { WindowId: !Ref Night, Enabled: false } }]`,
  },
  'a window whose Install may take 30 seconds': changed(
    'Operation: [Install]',
    'Operation: [Install], StepTimeoutSeconds: ["30"]',
  ),
  'an association that installs: some nodes fail, one reboots': {
    ...base,
    fleet: web('', 6),
    patches: `{ ${released('P1')}, ${released('P2', ', fails: 50%')} }`,
    actions: associationAt('MaxErrors: "0", MaxConcurrency: "2"'),
    faults: `[${fault('reboot', '2:00:20', ', nodes: { names: [web-0001] }')}]`,
    end: at('6'),
  },
  'an association that means a node out of reach': {
    ...base,
    actions: associationAt('MaxErrors: "0"'),
    faults: `[${fault('stopAgent')}]`,
  },
  'an association of ninety minutes that is due every hour': {
    ...base,
    actions: associationAt('ScheduleExpression: rate(1 hour)', 'Job'),
    model: '{ documents: { Job: { run: 90m } } }',
    end: at('3:30'),
  },
  'an association that is cancelled by its Duration': {
    ...base,
    resources: `{ Cut: { Type: "AWS::SSM::Association", Properties: { Name: Job, Targets: [{ Key: "tag:Fleet", Values: [web] }],
      ScheduleExpression: "cron(0 2 ? * * *)", ApplyOnlyAtCronInterval: true, Duration: 1, Parameters: { executionTimeout: ["7200"] } } } }`,
    actions: '[]',
    model: '{ documents: { Job: { run: 90m } } }',
  },
  'a rule that starts a runbook for each of two failed invocations': {
    ...base,
    fleet: web('', 2),
    actions: failed('1') + failed('1:01', 'web-0002'),
    resources: `${rule(`${runbook}, RoleArn: !GetAtt Role.Arn`)}${role('["ssm:*"]')}`,
    model: '{ documents: { Fix: { run: 5m } } }',
  },
  'a rule whose runbook always fails': {
    ...base,
    actions: failed('1'),
    resources: `${rule(`${runbook}, RoleArn: !GetAtt Role.Arn`)}${role('["ssm:*"]')}`,
    model: '{ documents: { Fix: { run: 6m, fails: 100% } } }',
  },
  'a rule that publishes a failed invocation': {
    ...base,
    actions: failed('1'),
    resources: rule('Arn: !Ref OnCall') + topic(),
    expect: '{ notification.OnCall.nodes: { equals: [web-0001] } }',
  },
  'a rule whose target lacks a role, with a dead-letter queue': {
    ...base,
    actions: failed('1'),
    resources: rule(`${runbook}, DeadLetterConfig: { Arn: "arn:aws:sqs:us-east-1:123456789012:dead" }`),
  },
  'a rule that publishes nothing, where a node was expected': {
    ...base,
    actions: '[]',
    resources: rule('Arn: !Ref OnCall') + topic(),
    expect: '{ notification.OnCall.nodes: { equals: [web-0001] } }',
  },
  'an association whose document is undone an hour after it ran': drifting('3'),
  'the same, and it is due again before the end': drifting('3', 'ScheduleExpression: rate(2 hours)'),
  'ten resources that a remediation repairs': {
    ...base,
    fleet: web('', 10),
    actions: '[]',
    resources: `\n${configRule()}${remediation()}`,
    faults: broken(10),
    model: '{ documents: { Fix: { run: 1m } } }',
  },
  'a resource whose remediation fails until an exception is written': {
    ...base,
    actions: '[]',
    resources: `\n${configRule()}${remediation()}`,
    faults: broken(1),
    model: '{ documents: { Fix: { run: 5s, fails: 100% } } }',
  },
  'two accounts: the nodes of one are patched': accountsWorld({}),
  'two accounts: in one an agent and a node are stopped': accountsWorld({
    faults: `[${fault('stopAgent', '1:00', ', nodes: { names: [eu-0001] }')}, ${fault('stop', '1:00', ', nodes: { names: [eu-0002] }')}]`,
  }),
  'two accounts: the patch is rejected in one': accountsWorld({ resources: `{ All: ${rejecting} }` }),
  'two accounts: the run ends during the Install in one': accountsWorld({ end: at('2:00:30') }),
  'two accounts: no node of one returns from its reboot': accountsWorld({
    patches: `{ ${released('P1', ', breaks: 100%')} }`,
  }),
  'two accounts: the nodes of one have no instance profile': accountsWorld({
    fleet: accountsFleet(', instanceProfile: none'),
  }),
  'a patch that a Scan shows, and an Install repairs a day later': shownWorld('24', '48'),
  'a patch that a Scan shows on the second day, and an Install repairs on the fourth': shownWorld('48', '96'),
  'a calendar that is closed when an association is due': calendarWorld('1', '3'),
  'a calendar that is closed when none is due': calendarWorld('20', '22'),
  'an alarm that stops a command': alarmWorld('9'),
  'an alarm that stays OK': alarmWorld('2'),
  'an alarm that is in ALARM before the command': alarmWorld('2', '9'),
  'an alarm that stops a command later': alarmWorld('9', '1', '2m'),
};

function alarmWorld(value: string, before = '1', poll = '1m'): Sections {
  return {
    ...base,
    fleet: web('', 6),
    resources: `{ Errors: { Type: AWS::CloudWatch::Alarm, Properties: { Namespace: Shop, MetricName: Errors, Statistic: Maximum, Period: 60,
      EvaluationPeriods: 1, Threshold: 5, ComparisonOperator: GreaterThanThreshold } } }`,
    model: `{ documents: { Job: { run: 2m } }, rateControl: { dispatch: sliding }, alarms: { poll: ${poll} },
      metrics: { Shop/Errors: { series: [{ at: 0s, value: ${before} }, { at: 2h3m, value: ${value} }] } } }`,
    actions: `[{ id: roll, at: ${at('2:00:10')}, SendCommand: { DocumentName: Job, Targets: [{ Key: "tag:Fleet", Values: [web] }],
      MaxConcurrency: "1", MaxErrors: 100%, AlarmConfiguration: { Alarms: [{ Name: Errors }] } } }]`,
  };
}

/** `go` asks for an approval at 1:00. */
function approvalWorld(timeoutSeconds: string, actions: string): Sections {
  const ask = '{ name: ask, action: "aws:approve", inputs: { Approvers: [oncall] }, timeoutSeconds: ';
  return {
    resources: `{ Gate: { Type: AWS::SSM::Document, Properties: { Name: Gate, DocumentType: Automation, Content: { schemaVersion: "0.3",
      mainSteps: [${ask}${timeoutSeconds} }] } } } }`,
    actions: `[{ id: go, at: ${at('1')}, StartAutomationExecution: { DocumentName: Gate } }${actions}]`,
  };
}

/** One group in each account; `us` is installed at 2:00, and `eu` is left as it is. */
function accountsWorld(more: Sections): Sections {
  return {
    ...base,
    account: '{ id: "111111111111", region: us-east-1 }',
    accounts: '{ europe: { id: "222222222222", region: eu-west-1 } }',
    fleet: accountsFleet(),
    ...more,
  };
}

function accountsFleet(more = ''): string {
  return `{ us: { count: 3, os: AMAZON_LINUX_2, tags: { Fleet: web } },
    eu: { count: 4, os: AMAZON_LINUX_2, tags: { Fleet: web }, account: europe${more} } }`;
}

/** A Scan and an Install, in hours after the release. */
function shownWorld(scan: string, install: string): Sections {
  const asked = ['patch.P1.hoursToScanned', 'patch.P1.hoursToRepaired', 'severity.Critical.hoursTo95'];
  const names = [...asked, 'severity.Critical.withinDays.3.percent'];
  return {
    ...base,
    fleet: web(', lastScan: 2024-12-30T00:00:00Z', 2),
    patches: `{ ${released('P1').replace('2024-12-01', at('0'))} }`,
    actions: `[${patch('Scan', scan)}, ${patch('Install', install)}]`,
    expect: `{ ${names.map((name) => `${name}: { tolerance: 1% }`).join(', ')} }`,
    end: '10d',
  };
}

/** An association that is due every hour until 5:30, and a calendar that is closed between two hours. */
function calendarWorld(from: string, to: string): Sections {
  const clock = (hour: string) => at(hour).replaceAll(/[-:]|\.\d+/g, '');
  const lines = [
    'BEGIN:VCALENDAR',
    'X-CALENDAR-TYPE:DEFAULT_OPEN',
    'BEGIN:VEVENT',
    `DTSTART:${clock(from)}`,
    `DTEND:${clock(to)}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return {
    ...base,
    actions: '[]',
    resources: `{ Freeze: { Type: AWS::SSM::Document, Properties: { Name: freeze, DocumentType: ChangeCalendar, DocumentFormat: TEXT,
      Content: "${lines.join('\\r\\n')}" } },
      Hourly: { Type: AWS::SSM::Association, Properties: { Name: AWS-RunPatchBaseline, ScheduleExpression: rate(1 hour),
      CalendarNames: [freeze], Targets: [{ Key: "tag:Fleet", Values: [web] }], Parameters: { Operation: [Scan] } } } }`,
    end: at('5:30'),
  };
}
