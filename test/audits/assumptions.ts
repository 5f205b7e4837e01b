/**
 * Where each assumption of docs/assumptions.md matters. A world whose metric would have another value under the
 * alternative, a key of `model` that is the alternative, a test that would fail under it, or the reason why it matters
 * nowhere.
 */
import { base, inWindow, web } from '../capabilities/patch-manager/cause-worlds.ts';
import { approveAll, at, released, type Sections } from '../capabilities/quiet-world.ts';
import { runbook, step } from './runbooks.ts';

export type Matters =
  | { readonly key: string }
  | { readonly test: string; readonly says: string }
  | { readonly nowhere: string }
  | {
      readonly world: string;
      readonly sections: Sections;
      readonly metric: string;
      readonly is: number;
      /** What it would be under the alternative. */
      readonly otherwise: string;
    };

/** One window without tasks, seen by how often it opens. */
function opens(
  world: string,
  properties: string,
  end: string,
  is: number,
  otherwise: string,
  start = at('0'),
): Matters {
  return {
    world,
    sections: {
      start,
      resources: `{ Night: { Type: AWS::SSM::MaintenanceWindow, Properties: { Name: night, Duration: 1, Cutoff: 0,
        AllowUnassociatedTargets: true, ${properties} } } }`,
      end,
    },
    metric: 'window.Night.executions',
    is,
    otherwise,
  };
}

function inTest(test: string, says: string): Matters {
  return { test: `test/${test}.test.ts`, says };
}

const automation = 'capabilities/automation';
const managed = 'capabilities/managed-nodes';
const patchManager = 'capabilities/patch-manager';
const windows = 'capabilities/maintenance-windows';
const runCommand = 'capabilities/run-command';
const distributor = 'capabilities/distributor';
const sessions = 'capabilities/session-manager';
const changes = 'capabilities/change-manager/requests';
const opsCenter = 'capabilities/ops-center';
const withBaseline = (baseline: string): Sections => ({ ...base, resources: `{ All: ${baseline} }` });

export const assumptionRows: Readonly<Record<string, Matters>> = {
  'rate-control-ramp': { key: 'rateControl.dispatch' },
  'rate-control-rounding': { key: 'rateControl.rounding' },
  'rate-control-order': { key: 'rateControl.order' },
  'run-command-busy-agent': inTest(
    `${runCommand}/delivery`,
    'the eleventh is not taken: Delayed, and taken when a place is free',
  ),
  'command-status': inTest(`${runCommand}/state`, 'as many errors as MaxErrors'),
  'command-status-without-success': inTest('aws-cases/commands', 'all Undeliverable make a failure'),
  'terminated-status': inTest(`${runCommand}/state`, 'both timeouts as TimedOut, Terminated as Cancelled'),
  'command-event-resources': {
    nowhere: 'it decides only which instances an event of a whole command names beyond the first 50',
  },
  'notification-defaults': inTest(
    `${runCommand}/notifications`,
    'left out, the type is Command and the events are all',
  ),
  'cancellation-delay': { key: 'runCommand.cancellation' },
  'built-in-documents': { key: 'documents.<name>.run' },
  'document-step-times': { key: 'documents.<name>.steps' },
  'agent-releases': { key: 'agent.releaseEvery' },
  'document-timeout': inTest('capabilities/documents/command', 'may take as long as its steps together'),
  'connection-lost-after': { key: 'agent.missedHeartbeats' },
  'hibernation-cap': inTest(`${managed}/connection`, 'after many hours it tries once an hour'),
  'credential-validity': { key: 'agent.credentialValidity' },
  'profile-swap': inTest(`${runCommand}/delivery`, 'when permissions for messages come with another profile'),
  'endpoint-available': { key: 'changes.endpointAvailable' },
  'private-dns-default': inTest(
    `${managed}/calls`,
    'without PrivateDnsEnabled the endpoint serves its subnets',
  ),
  'tier-reversion': { key: 'changes.tierReversion' },
  'tier-applications': inTest(
    `${managed}/calls`,
    'applications released by Microsoft need the advanced tier',
  ),
  'message-failover': {
    world: 'a command to a node whose subnet has an endpoint for ec2messages and none for ssmmessages',
    sections: {
      subnets: '{ one: { route: none, endpoints: [ssm, ec2messages] } }',
      fleet: web(', subnet: one'),
      actions: `[{ id: roll, at: ${at('1')}, SendCommand: { DocumentName: AWS-RunShellScript,
        Targets: [{ Key: "tag:Fleet", Values: [web] }], Parameters: { commands: [date] } } }]`,
    },
    metric: 'command.roll.succeeded',
    is: 1,
    otherwise: '0',
  },
  'predefined-baseline-shape': {
    nowhere: 'it decides only which rule a patch is attributed to, never whether it is approved',
  },
  'available-security-updates': inTest(
    `${patchManager}/baselines-in-use`,
    'AvailableSecurityUpdatesComplianceStatus: NON_COMPLIANT',
  ),
  'patch-group-two-keys': { key: 'patchGroupKeys' },
  'notice-date': inTest(`${patchManager}/os-families`, "updated: 'delayed'"),
  'approve-until-later': {
    world: 'an Install under a baseline whose ApproveUntilDate is before the patch',
    sections: withBaseline(approveAll().replace('ApproveAfterDays: 0', 'ApproveUntilDate: "2024-11-01"')),
    metric: 'cause.BASELINE_NOT_APPROVED',
    is: 1,
    otherwise: '0, with 1 of BASELINE_DOES_NOT_SELECT',
  },
  'patch-without-packages': {
    world: 'an Install under a baseline that rejects the id of a patch without packages',
    sections: withBaseline(approveAll('AMAZON_LINUX_2', ', RejectedPatches: [P1]')),
    metric: 'cause.PATCH_REJECTED',
    is: 1,
    otherwise: '0',
  },
  'list-any-package': inTest(
    `${patchManager}/package-names`,
    'a patch of several packages is named by any of them',
  ),
  'implied-product': inTest(`${patchManager}/approval`, 'every node of Amazon Linux 2 runs AmazonLinux2'),
  'patch-set-os': inTest(`${patchManager}/approval`, "describe('PATCH_SET'"),
  'centos-notices': inTest(`${patchManager}/approval`, 'a custom CentOS repository can have notices'),
  'apt-security-repository': inTest(
    `${patchManager}/approval`,
    'on Ubuntu candidates come from the security repository unless it is on',
  ),
  'package-lock': inTest(
    `${patchManager}/operation`,
    'two patch runs at the same time: the second finds the lock and exits 4',
  ),
  'interrupted-install': inTest(`${patchManager}/operation`, 'INTERRUPTED'),
  'failed-patch-retry': { key: 'patching.retry' },
  'report-before-reboot': { key: 'patching.reportBeforeReboot' },
  'policy-bucket-access': inTest(
    'capabilities/patch-policies/policy',
    'with ScanAndInstall it installs on Sundays at 02:00 UTC',
  ),
  'patch-association-refusals': inTest(
    `${patchManager}/association-document`,
    'it does not support non-EC2 nodes',
  ),
  'killed-install': inTest(`${patchManager}/operation`, 'StepTimeoutSeconds: ["180"]'),
  'network-cut-while-patching': inTest(
    `${patchManager}/operation`,
    'a network cut in the middle keeps the report from being uploaded',
  ),
  'pending-reboot-source': { nowhere: 'nothing but Patch Manager installs anything in a scenario' },
  'rejected-without-block': inTest(
    `${patchManager}/compliance`,
    'rejected and installed is INSTALLED_OTHER, with BLOCK INSTALLED_REJECTED',
  ),
  'patching-durations': { key: 'patching.install' },
  'window-overlap': {
    world: 'a window every hour whose first execution takes three',
    sections: {
      ...base,
      ...inWindow('Schedule: "cron(0 * * * ? *)", Duration: 1, Cutoff: 0'),
      patches: `{ ${released('P1', ', install: 3h')} }`,
      end: at('2:30'),
    },
    metric: 'window.Night.skipped',
    is: 2,
    otherwise: '0: the starts would be queued',
  },
  'window-change-in-progress': inTest(
    `${windows}/changes`,
    'an execution in progress keeps the settings that it came due with',
  ),
  'task-update': inTest(
    `${windows}/changes`,
    'UpdateMaintenanceWindowTask changes what is given and keeps the rest',
  ),
  'sixth-window': { key: 'maintenanceWindows.sixth' },
  'task-after-cutoff': inTest(`${windows}/schedule`, 'one that waited beyond its cutoff starts nothing'),
  'foreign-service-role': inTest('scenario/resources/roles', 'a role outside the scenario is a warning'),
  'role-without-policies': inTest(`${windows}/tasks`, 'a role that may is as good as the service-linked one'),
  'task-access-denied': inTest(
    `${windows}/tasks`,
    'a role that may not send commands leaves every invocation AccessDenied',
  ),
  'task-without-nodes': inTest(
    `${windows}/tasks`,
    'a task whose target matches nothing has no invocations, and is no failure',
  ),
  'association-pick-up': { key: 'stateManager.pickUp' },
  'association-interval': inTest(
    'capabilities/state-manager/when-it-runs',
    'an agent stopped for three days runs once on return',
  ),
  'association-runbooks': inTest(
    'capabilities/state-manager/statuses',
    'a runbook runs by its schedule only',
  ),
  'association-overview': inTest(
    'capabilities/state-manager/statuses',
    'the status of an association follows from its nodes',
  ),
  'association-update': inTest(
    'capabilities/state-manager/edits',
    'an update keeps the document and the targets, and drops all else',
  ),
  'association-locations': inTest(
    'capabilities/state-manager/locations',
    'TargetLocationMaxErrors: after errors in one no other begins, until it is due again',
  ),
  'inventory-deletion': { key: 'inventory.deletion' },
  'inventory-sync': { key: 'inventory.syncLag' },
  'inventory-conflict': inTest(
    'capabilities/state-manager/one-per-node',
    'two associations that name the node both fail',
  ),
  'inventory-at-start': inTest(
    'capabilities/inventory/collection',
    'what nodes had before the run began was collected before',
  ),
  'license-discovery': { key: 'licenseManager.lag' },
  'association-stuck': inTest(
    'capabilities/state-manager/statuses',
    'an association that runs 2 h 1 m gives Failed (StuckAtInProgress), then Success',
  ),
  'schedule-daylight-saving': opens(
    'a window at 2:30 in New York in four days from 8 March 2025; on the 9th there is no 2:30',
    'Schedule: "cron(30 2 ? * * *)", ScheduleTimezone: America/New_York',
    '4d',
    3,
    '4',
    '2025-03-08T00:00:00Z',
  ),
  'schedule-last-weekday': opens(
    'a window at `cron(0 2 LW * ? *)` in January',
    'Schedule: "cron(0 2 LW * ? *)"',
    '31d',
    1,
    'an error at load',
  ),
  'schedule-last-day-of-week-minus': opens(
    'a window at `cron(0 2 ? * L-2 *)` in 31 days, from a Wednesday',
    'Schedule: "cron(0 2 ? * L-2 *)"',
    '31d',
    5,
    'an error at load',
  ),
  'schedule-wrap-around': opens(
    'a window at `cron(0 22-1 ? * * *)` in two days',
    'Schedule: "cron(0 22-1 ? * * *)"',
    '2d',
    8,
    'an error at load',
  ),
  'schedule-step-size': inTest('aws/schedule/schedule', 'step'),
  'schedule-rate-spelling': inTest('aws/schedule/schedule', 'rate(1day)'),
  'schedule-cron-padding': inTest('aws/schedule/schedule', ' )'),
  'schedule-rate-first-start': opens(
    'a window at `rate(7 days)`, five days long',
    'Schedule: "rate(7 days)"',
    '5d',
    1,
    '0',
  ),
  'schedule-at-timezone': opens(
    'a window at 20:00 on 1 January in New York, until 23:59 UTC',
    'Schedule: "at(2025-01-01T20:00:00)", ScheduleTimezone: America/New_York',
    '1d',
    0,
    '1',
  ),
  'schedule-end-date': opens(
    'a window every night at 2:00 whose EndDate is 2:00 of the third',
    'Schedule: "cron(0 2 ? * * *)", EndDate: "2025-01-03T02:00:00Z"',
    '4d',
    2,
    '3',
  ),
  'schedule-offset-active-period': opens(
    'the first Wednesday of January, 1 January, with an offset of two days and a StartDate on the 2nd',
    'Schedule: "cron(0 2 ? * WED#1 *)", ScheduleOffset: 2, StartDate: "2025-01-02T00:00:00Z"',
    '5d',
    1,
    '0',
  ),
  'schedule-association-year': {
    nowhere: 'it decides what is refused at load',
  },
  'schedule-association-rate': {
    nowhere: 'it decides what is refused at load',
  },
  'calendar-floating-time': inTest(
    'capabilities/change-calendar/periods',
    'a time without a zone is in that of the calendar, and in UTC without one',
  ),
  'parameter-burst': inTest('capabilities/parameter-store/calls', 'the 41st is throttled'),
  'boot-reads': { key: 'parameterStore.bootDelay' },
  'policy-scan': { key: 'parameterStore.policyScan' },
  'image-validation': { key: 'parameterStore.imageValidation' },
  'parameter-last-modified': inTest('capabilities/parameter-store/calls', 'policies act at the next scan'),
  'parameter-name-reuse': inTest('capabilities/parameter-store/store', 'wait for at least 30 seconds'),
  'parameter-month': inTest('capabilities/parameter-store/calls', 'costs 0.05 dollars a month'),
  'stack-name': { nowhere: 'the name is text in other texts; no rule reads it' },
  'product-names': inTest(`${patchManager}/lint/approval`, 'an unknown product is a warning with an example'),
  'severity-words': inTest(
    `${patchManager}/lint/approval`,
    'vendors say Moderate, and AWS Medium: neither is a mistake',
  ),
  'vendor-cycle': inTest(`${patchManager}/lint/approval`, 'thirty days on Windows are longer than the month'),
  'alarm-sampling': inTest(
    'capabilities/cloudwatch-alarms/metrics',
    'a formula follows what happens to the fleet',
  ),
  'alarm-poll': { key: 'alarms.poll' },
  'alarm-before-start': inTest(
    'capabilities/cloudwatch-alarms/stops',
    'is not started where its alarm is in ALARM already',
  ),
  'alarm-task-status': inTest(
    'capabilities/cloudwatch-alarms/stops',
    'is stopped while it runs, and is CANCELLED',
  ),
  'status-check-of-lost': inTest(
    'capabilities/cloudwatch-alarms/metrics',
    'an instance that does not come up fails its own check',
  ),
  'status-check-repair': inTest(
    'capabilities/cloudwatch-alarms/metrics',
    'a reboot mends the instance; one that is stopped reports nothing',
  ),
  'window-task-arn': inTest(
    'capabilities/event-bridge/envelopes',
    'Maintenance Window Target and Task Registration Notification',
  ),
  'wildcard-complexity': inTest('capabilities/event-bridge/pattern', 'AWS refuses %s: %s'),
  'compliance-event-severity': inTest(
    'capabilities/event-bridge/envelopes',
    'is the highest level among the patches at fault',
  ),
  'registration-event': inTest('capabilities/event-bridge/envelopes', 'SSM Managed Instance Registration'),
  'event-retry-backoff': inTest(
    'capabilities/event-bridge/targets/retries',
    'pauses double, and jitter takes',
  ),
  'input-path-missing': inTest(
    'capabilities/event-bridge/targets/input',
    'a path that the event does not have gives null',
  ),
  'target-without-input': inTest(
    'capabilities/event-bridge/targets/targets',
    'without an input a runbook has no parameters',
  ),
  'flexible-time-window': inTest(
    'capabilities/event-bridge/schedules',
    'with a flexible time window it is invoked within the window',
  ),
  'count-row': inTest('capabilities/functions/counter', 'twice in a row'),
  'config-scope-tags': inTest('capabilities/config/evaluation', 'API_Scope'),
  'remediation-retry-window': inTest(
    'capabilities/config/remediation',
    'a window as long as four runs is enough for five failures',
  ),
  'remediation-retry': inTest(
    'capabilities/config/remediation',
    'a failed one is tried again when the others of its snapshot have had their turn',
  ),
  'remediation-snapshot': { key: 'config.snapshot' },
  'remediation-success': { key: 'config.success' },
  'remediation-stopped': { key: 'config.afterErrors' },
  'critical-jump': {
    world: 'a runbook whose first step fails and jumps to the last by `onFailure: step:c`',
    sections: runbook(
      [
        step('a', 'sleep', 'Duration: "{{ For }}"', ', onFailure: "step:c"'),
        step('b', 'sleep', 'Duration: PT1M'),
        step('c', 'sleep', 'Duration: PT1M'),
      ].join(', '),
      { parameters: '{ For: { type: String, default: never } }' },
    ),
    metric: 'automation.go.failed',
    is: 1,
    otherwise: '0',
  },
  'automation-parent-status': inTest(`${automation}/division`, 'errors within it leave the parent a success'),
  'automation-locations': inTest(
    `${automation}/division`,
    'units of AWS Organizations mean their accounts, ExcludeAccounts leaves some out, and what is left out is its own',
  ),
  'automation-nested-quota': {
    world: 'a runbook that runs another, where one execution runs at a time',
    sections: runbook(step('nest', 'executeAutomation', 'DocumentName: Child'), {
      child: step('nap', 'sleep', 'Duration: PT1M'),
      sections: { model: '{ automation: { concurrent: 1 } }' },
    }),
    metric: 'automation.go.minutes',
    is: 1,
    otherwise: 'null, since it waits for its own place',
  },
  'automation-complete': inTest(`${automation}/flow`, 'Complete: the step that runs is the last'),
  'managed-runbooks': inTest(
    `${automation}/managed-runbooks`,
    'names of steps are unique, and jumps lead to steps',
  ),
  'patch-with-rollback': inTest(
    `${automation}/managed-runbooks`,
    'a failed installation leads to the restoration of the volume, a good one does not',
  ),
  'config-remediation-calls': inTest(
    `${automation}/managed-runbooks`,
    'a runbook of AWS Config has its published actions, and needs a role',
  ),
  'runbook-answers': inTest(
    `${automation}/actions/calls`,
    'a call that nothing describes has the first value that is wanted',
  ),
  'selector-without-value': {
    world: 'a runbook whose selector looks into a list of instances that is empty',
    sections: runbook(
      step(
        'look',
        'executeAwsApi',
        'Service: ec2, Api: DescribeInstances, Filters: [{ Name: "tag:Fleet", Values: [none] }]',
        ', outputs: [{ Name: Id, Selector: "$.Reservations[0].Instances[0].InstanceId", Type: String }]',
      ),
    ),
    metric: 'automation.go.succeeded',
    is: 1,
    otherwise: '0',
  },
  'approval-rejection': inTest(`${automation}/actions/waiting`, 'one rejection fails the step'),
  'approval-of-group': inTest(changes, 'what model.approvals says of a role, all of its members answer'),
  'auto-approve-not-allowed': inTest(
    changes,
    'AutoApprove bypasses approver review if the template is auto-approvable',
  ),
  'change-approved-late': inTest(changes, 'approved after its time it runs at once'),
  'freeze-approval': inTest(
    changes,
    'if they do not, the change is not processed until the calendar is open again',
  ),
  'change-calendars': { key: 'changeManager.calendars' },
  'explorer-before-start': inTest(
    'capabilities/fleet-manager/at-time',
    'before the run Explorer shows the fleet as it is at the start',
  ),
  'package-times': { key: 'distributor.check' },
  'package-at-launch': inTest(
    `${distributor}/machine`,
    'a version that is installed already is left as it is, and the run succeeds',
  ),
  'package-release': inTest(
    `${distributor}/platforms`,
    'ASSUMPTION package-release: where the file does not say it is one that the manifest names',
  ),
  'package-architecture': inTest(
    `${distributor}/platforms`,
    'ASSUMPTION package-architecture: x86_64 unless the file says otherwise',
  ),
  'aws-package-versions': inTest(
    `${distributor}/machine`,
    'In-place update is not supported for AWS-published packages',
  ),
  'session-connect': { key: 'sessions.connect' },
  'session-preferences': inTest(
    `${sessions}/calls`,
    'a document without inputs has the preferences of the account',
  ),
  'session-old-agent': inTest(`${sessions}/prerequisites`, 'SSM Agent before 2.3.68.0'),
  'session-agent-stop': {
    world: 'a session on a node whose agent stops after five minutes',
    sections: {
      actions: `[{ id: look, at: ${at('1')}, StartSession: { Target: web-0001 } }]`,
      faults: `[{ at: ${at('1:05')}, nodes: { names: [web-0001] }, action: stopAgent }]`,
      model: '{ sessions: { connect: 0s } }',
    },
    metric: 'session.look.minutes',
    is: 5,
    otherwise: '20, the idle limit',
  },
  'session-resume': inTest(
    `${sessions}/ends`,
    'ResumeSession connects it again, and the idle limit begins anew',
  ),
  'session-log-cut': inTest(
    `${sessions}/logging`,
    'a node that goes down before the end: what is streamed is there, what is uploaded is not',
  ),
  'session-throttling': inTest(`${sessions}/calls`, 'StartSession is taken three times a second'),
  'alarm-ops-item': inTest(`${opsCenter}/alarms`, 'an action of OK creates nothing'),
  'alarm-ops-item-dedup': inTest(`${opsCenter}/alarms`, 'two alarms make one OpsItem each'),
  'rule-ops-item': inTest(
    `${opsCenter}/rules-of-events`,
    'an event as it is has the detail type for a title, and no deduplication string',
  ),
  'ops-item-resources': inTest(`${opsCenter}/rules`, 'several resources are compared as a set'),
  'ops-item-data-json': inTest(`${opsCenter}/rules`, 'what AWS reads of operational data is JSON'),
  'ops-item-month': { key: 'opsCenter.perMonth' },
  'ops-item-reopened': inTest(
    `${opsCenter}/deduplication`,
    'one that is opened again while a duplicate is open is refused',
  ),
  'ops-item-insight': { key: 'opsCenter.insights' },
  'ops-item-operator': inTest(
    `${opsCenter}/operators`,
    'who has been free for the longest takes first, then the first of the file',
  ),
  'ops-item-runbook-failed': inTest(
    `${opsCenter}/runbooks`,
    'a runbook that fails leaves the OpsItem to the operator, who works on it again',
  ),
};
