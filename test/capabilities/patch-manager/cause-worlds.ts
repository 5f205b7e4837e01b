/** Each cause in the smallest world in which it is the first blocking link. */
import type { Cause } from '../../../src/capabilities/index.ts';
import type { Simulated } from '../../support/simulate.ts';
import { approveAll, at, patch, released, type Sections, simulate } from '../quiet-world.ts';

export const install = patch('Install', '2', { id: 'install' });
export const web = (more = '', count = 1) =>
  `{ web: { count: ${count}, os: AMAZON_LINUX_2, tags: { Fleet: web }${more} } }`;
export const base: Sections = {
  fleet: web(),
  patches: `{ ${released('P1')} }`,
  resources: `{ All: ${approveAll()} }`,
  actions: `[${install}]`,
};

export const fault = (action: string, clock = '1:00', more = '') =>
  `{ id: ${action}, at: ${at(clock)}, action: ${action}${more} }`;
const subnet = (text: string): Sections => ({ subnets: `{ one: ${text} }`, fleet: web(', subnet: one') });
const hybrid = (activation: string): Sections => ({
  fleet: web(', hybrid: { activation: key }'),
  activations: `{ key: { ${activation} } }`,
});
const noPatching = `{ poor: { policies: [AmazonSSMManagedInstanceCore],
  statements: [{ Effect: Deny, Action: "ssm:GetDeployablePatchSnapshotForInstance", Resource: "*" }] } }`;
export const rejecting = approveAll('AMAZON_LINUX_2', ', RejectedPatches: [P1]');
const delaying = approveAll().replace('ApproveAfterDays: 0', 'ApproveAfterDays: 300');

/** A window that installs on the nodes with the tag, one at a time and until the first error. */
export function inWindow(properties: string): Sections {
  return {
    actions: '[]',
    resources: `
  All: ${approveAll()}
  Night: { Type: AWS::SSM::MaintenanceWindow, Properties: { Name: night, AllowUnassociatedTargets: true, ${properties} } }
  Nodes: { Type: AWS::SSM::MaintenanceWindowTarget, Properties: { WindowId: !Ref Night, ResourceType: INSTANCE, Targets: [{ Key: "tag:Fleet", Values: [web] }] } }
  Install:
    Type: AWS::SSM::MaintenanceWindowTask
    Properties:
      WindowId: !Ref Night
      TaskType: RUN_COMMAND
      TaskArn: AWS-RunPatchBaseline
      Priority: 1
      MaxConcurrency: "1"
      MaxErrors: "0"
      Targets: [{ Key: WindowTargetIds, Values: [!Ref Nodes] }]
      TaskInvocationParameters: { MaintenanceWindowRunCommandParameters: { Parameters: { Operation: [Install] } } }`,
  };
}
export const tonight = inWindow('Schedule: "at(2025-01-01T02:00:00)", Duration: 2, Cutoff: 1');

/** A runbook that patches the nodes with the tag, after `first`. */
const byRunbook = (first: string, more = ''): Sections => ({
  resources: `
  All: ${approveAll()}
  Wake: { Type: AWS::SSM::Document, Properties: { Name: Wake, DocumentType: Automation, Content: { schemaVersion: "0.3",
    parameters: { InstanceId: { type: String } }, mainSteps: [ ${first},
      { name: Patch, action: "aws:runCommand", inputs: { DocumentName: AWS-RunPatchBaseline,
        InstanceIds: ["{{ InstanceId }}"], Parameters: { Operation: [Install] } } } ] } } }`,
  actions: `[{ id: nightly, at: ${at('2')}, StartAutomationExecution: { DocumentName: Wake, TargetParameterName: InstanceId,
    Targets: [{ Key: "tag:Fleet", Values: [web] }], MaxConcurrency: "1", MaxErrors: "0" } }]`,
  ...(more === '' ? {} : { model: more }),
});

const releasedAt = (id: string, clock: string) => released(id).replace('2024-12-01', at(clock));

/** By cause: what is different from a world in which one node is patched at 2:00, and whom it is about. */
const worlds: Readonly<Record<Cause, Sections & { readonly node?: string }>> = {
  NOT_LAUNCHED: { fleet: web(`, joins: { every: 20d }`) },
  TERMINATED: { faults: `[${fault('terminate')}]` },
  STOPPED: { faults: `[${fault('stop')}]` },
  AGENT_STOPPED: { faults: `[${fault('stopAgent')}]` },
  NO_INSTANCE_PROFILE: { fleet: web(', instanceProfile: none') },
  PROFILE_LACKS_SSM: {
    instanceProfiles: '{ other: { policies: [AmazonS3ReadOnlyAccess] } }',
    fleet: web(', instanceProfile: other'),
  },
  ACTIVATION_EXPIRED: hybrid('created: 2024-12-25, expires: 24h, registrationLimit: 9'),
  ACTIVATION_FULL: {
    ...hybrid(`created: ${at('0')}, expires: 24h, registrationLimit: 1`),
    fleet: web(', hybrid: { activation: key }', 2),
    node: 'web-0002',
  },
  TIER_FULL: {
    fleet: web(', hybrid: { activation: key }').replace(
      '{ web:',
      '{ others: { count: 1000, os: UBUNTU, hybrid: { activation: others } }, web:',
    ),
    activations: `{ key: { created: ${at('0')} }, others: { created: ${at('0')}, registrationLimit: 1000 } }`,
  },
  DEREGISTERED: {
    ...hybrid(`created: ${at('0')}`),
    actions: `[{ id: gone, at: ${at('1')}, DeregisterManagedInstance: { InstanceId: web-0001 } }, ${install}]`,
  },
  CREDENTIALS_PENDING: {
    fleet: web(', instanceProfile: none'),
    faults: `[${fault('attachProfile', '1:50')}]`,
  },
  NO_ROUTE: subnet('{ route: none }'),
  EGRESS_BLOCKED: subnet('{ route: nat-gateway, egress: blocked }'),
  ENDPOINT_MISSING_SSM: subnet('{ route: none, endpoints: [ssmmessages, s3] }'),
  ENDPOINT_MISSING_MESSAGES: subnet('{ route: none, endpoints: [ssm, s3] }'),
  ENDPOINT_MISSING_S3: subnet('{ route: none, endpoints: [ssm, ssmmessages] }'),
  REPOSITORY_UNREACHABLE: subnet('{ route: nat-gateway, repositories: unreachable }'),
  PROFILE_LACKS_PATCHING: { instanceProfiles: noPatching, fleet: web(', instanceProfile: poor') },
  NOT_TARGETED: { fleet: web().replace('Fleet: web', 'Fleet: other') },
  NOT_SIMULATED: {
    fleet: web().replace('Fleet: web', 'Fleet: other'),
    resources: `{ Weekly: { Type: AWS::Scheduler::Schedule, Properties: { ScheduleExpression: rate(1 day), FlexibleTimeWindow: { Mode: "OFF" },
      Target: { Arn: "arn:aws:scheduler:::aws-sdk:ssm:createAssociation", RoleArn: "arn:aws:iam::123456789012:role/r",
      Input: '{"Name":"AWS-RunPatchBaseline","Parameters":{"Operation":["Install"]}}' } } } }`,
  },
  SCAN_ONLY: { actions: `[${patch('Scan', '2')}]` },
  PATCH_REJECTED: { resources: `{ All: ${rejecting} }` },
  BASELINE_NOT_APPROVED: { resources: `{ All: ${delaying} }` },
  BASELINE_DOES_NOT_SELECT: { resources: `{ All: ${approveAll().replace('"*"', 'Bugfix')} }` },
  NO_EXECUTION: inWindow('Schedule: "cron(0 2 3 * ? *)", Duration: 3, Cutoff: 1'),
  RUN_ENDED: { end: at('2:00:30') },
  AWAITS_NEXT_WINDOW: { patches: `{ ${released('P1')}, ${releasedAt('P2', '3')} }` },
  WINDOW_DISABLED: inWindow('Schedule: "at(2025-01-01T02:00:00)", Duration: 2, Cutoff: 1, Enabled: false'),
  WINDOW_SKIPPED: {
    // The execution of 0:00 is at work on the second node until 1:50, so that what came out at 0:55 is not installed at 1:00.
    ...inWindow('Schedule: "cron(0 * * * ? *)", Duration: 1, Cutoff: 0'),
    fleet: web('', 2),
    patches: `{ ${released('P1', ', install: 50m')}, ${releasedAt('P2', '0:55')} }`,
    end: at('1:30'),
  },
  ASSOCIATION_SKIPPED: {
    fleet: web('', 2),
    node: 'web-0002',
    model: '{ rateControl: { order: listed }, patching: { scan: 10s, install: 10m } }',
    actions: `[
      { id: weekly, at: ${at('2')}, CreateAssociation: { Name: AWS-RunPatchBaseline, MaxConcurrency: "1",
        Targets: [{ Key: "tag:Fleet", Values: [web] }], Parameters: { Operation: [Install] } } },
      { id: away, at: ${at('2:05')}, DeleteAssociation: { AssociationId: weekly } }]`,
  },
  CALENDAR_CLOSED: {
    actions: '[]',
    resources: `
  All: ${approveAll()}
  Freeze: { Type: AWS::SSM::Document, Properties: { Name: freeze, DocumentType: ChangeCalendar, DocumentFormat: TEXT,
    Content: "BEGIN:VCALENDAR\\r\\nX-CALENDAR-TYPE:DEFAULT_CLOSED\\r\\nEND:VCALENDAR" } }
  Weekly: { Type: AWS::SSM::Association, Properties: { Name: AWS-RunPatchBaseline, ScheduleExpression: "rate(1 hour)",
    CalendarNames: [freeze], Targets: [{ Key: "tag:Fleet", Values: [web] }], Parameters: { Operation: [Install] } } }`,
  },
  ALARM_ACTIVE: {
    actions: `[${install.replace('DocumentName', 'AlarmConfiguration: { Alarms: [{ Name: Missing }] }, DocumentName')}]`,
  },
  CUTOFF: {
    ...tonight,
    fleet: web('', 20),
    node: 'web-0020',
    model: `
  rateControl: { dispatch: sliding, order: listed }
  maintenanceWindows: { cutoff: invocations }
  patching: { scan: 10s, install: 10m, reboot: 5m, installFails: 0%, rebootFails: 0% }`,
  },
  HALTED_BY_MAX_ERRORS: {
    ...tonight,
    fleet: web('', 3),
    patches: `{ ${released('P1', ', fails: 100%')} }`,
    node: 'web-0003',
  },
  STOPPED_BY_ALARM: {
    fleet: web('', 3),
    node: 'web-0003',
    resources: `
  All: ${approveAll()}
  Errors: { Type: AWS::CloudWatch::Alarm, Properties: { Namespace: Shop, MetricName: Errors, Statistic: Sum, Period: 60,
    EvaluationPeriods: 1, Threshold: 5, ComparisonOperator: GreaterThanThreshold } }`,
    model: `{ rateControl: { dispatch: sliding, order: listed },
      patching: { scan: 10s, install: 1m, reboot: 5m, installFails: 0%, rebootFails: 0% },
      metrics: { Shop/Errors: { series: [{ at: 0s, value: 0 }, { at: 2h1m30s, value: 9 }] } } }`,
    actions: `[${patch('Install', '2', { id: 'install', more: ', AlarmConfiguration: { Alarms: [{ Name: Errors }] }' }).replace('MaxConcurrency: 100%', 'MaxConcurrency: "1"')}]`,
  },
  PATCH_LOCKED: {
    actions: `[${patch('Scan', '1:59', { id: 'scan' })}, ${install}]`,
    model: '{ patching: { scan: 10m } }',
  },
  ROLE_NOT_ASSUMABLE: {
    actions: '[]',
    resources: `
  All: ${approveAll()}
  Nightly: { Type: AWS::Events::Rule, Properties: { ScheduleExpression: "cron(0 2 * * ? *)", Targets: [{ Id: patch,
    Arn: "arn:aws:ssm:us-east-1::document/AWS-RunPatchBaseline", Input: '{ "Operation": ["Install"] }',
    RunCommandParameters: { RunCommandTargets: [{ Key: "tag:Fleet", Values: [web] }] } }] } }`,
  },
  AUTOMATION_FAILED: byRunbook(
    '{ name: Ready, action: "aws:executeScript", inputs: { Runtime: python3.11, Handler: go, Script: pass } }',
    '{ documents: { Wake: { steps: { Ready: { fails: 100% } } } } }',
  ),
  APPROVAL_MISSING: byRunbook('{ name: Ask, action: "aws:approve", inputs: { Approvers: [oncall] } }'),
  CANCELLED: {
    actions: `[${install}, { id: stop-it, at: ${at('2:00:30')}, CancelCommand: { CommandId: install } }]`,
  },
  UNSUPPORTED_PLATFORM: { model: '{ documents: { AWS-RunPatchBaseline: { platforms: [Windows] } } }' },
  AGENT_TOO_OLD: { fleet: web(', agent: { version: 2.0.800.0 }') },
  DELIVERY_FAILED: {
    faults: `[${fault('reboot', '1:59:59')}]`,
    model: '{ agent: { missedHeartbeats: 1 }, patching: { reboot: 5h } }',
  },
  TIMED_OUT: { actions: `[${patch('Install', '2', { parameters: ', StepTimeoutSeconds: ["30"]' })}]` },
  INTERRUPTED: { faults: `[${fault('reboot', '2:00:05')}]` },
  INSTALL_FAILED: { patches: `{ ${released('P1', ', fails: 100%')} }` },
  REBOOT_FAILED: { patches: `{ ${released('P1', ', breaks: 100%')} }` },
  PENDING_REBOOT: { actions: `[${patch('Install', '2', { parameters: ', RebootOption: [NoReboot]' })}]` },
};

/** All of its sections. */
export function worldOf(cause: Cause): Sections {
  const { node: _, ...sections } = worlds[cause];
  return { ...base, ...sections };
}

/** Whom it is about. */
export function nodeWith(cause: Cause): string {
  return worlds[cause].node ?? 'web-0001';
}

export function simulateCause(cause: Cause): Simulated {
  return simulate(worldOf(cause));
}
