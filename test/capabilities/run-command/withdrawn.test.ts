/** Of what is never sent to, the first to withdraw it is the cause, as of that moment. */
import { describe, expect, test } from 'vitest';
import { simulateYaml } from '../../support/simulate.ts';

/** Every installation fails; the agents of two nodes stop later. */
const world = (more: string) => `
start: 2025-01-01T00:00:00Z
end: 1d
fleet: { web: { count: 10, os: AMAZON_LINUX_2, tags: { Role: web } } }
patches:
  BAD: { os: AMAZON_LINUX_2, classification: Security, severity: Critical, released: 2024-12-01, fails: 100% }
faults:
  - { at: 2025-01-01T01:01:30Z, nodes: { names: [web-0010] }, action: stopAgent, for: 6h }
  - { at: 2025-01-01T01:08:00Z, nodes: { names: [web-0003] }, action: stopAgent, for: 6h }
model:
  rateControl: { order: listed, dispatch: sliding }
  runCommand: { delivery: 1s, cancellation: 1s }
  maintenanceWindows: { startLag: 0s }
  patching: { scan: 10s, install: 1m }
${more}
`;
const send = (limits: string) => `
  - id: roll
    at: 2025-01-01T01:00:00Z
    SendCommand:
      DocumentName: AWS-RunPatchBaseline
      Targets: [{ Key: "tag:Role", Values: [web] }]
      Parameters: { Operation: [Install] }
      ${limits}`;
const cancel = '\n  - { at: 2025-01-01T01:05:00Z, CancelCommand: { CommandId: roll } }';

/** From 01:00 to 03:00, with the cutoff at 02:00, which cancels; several target groups have their turn one after another. */
const window = (limits: string, ...roles: string[]) => `resources:
  Night:
    Type: AWS::SSM::MaintenanceWindow
    Properties: { Name: night, Schedule: "at(2025-01-01T01:00:00)", Duration: 2, Cutoff: 1, AllowUnassociatedTargets: false }
${['web', ...roles]
  .map(
    (role) => `  ${role}Nodes:
    Type: AWS::SSM::MaintenanceWindowTarget
    Properties: { WindowId: !Ref Night, ResourceType: INSTANCE, Targets: [{ Key: "tag:Role", Values: [${role}] }] }
`,
  )
  .join('')}  Install:
    Type: AWS::SSM::MaintenanceWindowTask
    Properties:
      WindowId: !Ref Night
      TaskType: RUN_COMMAND
      TaskArn: AWS-RunPatchBaseline
      Priority: 1
      CutoffBehavior: CANCEL_TASK
      ${limits}
      Targets: [{ Key: WindowTargetIds, Values: [${['web', ...roles].map((role) => `!Ref ${role}Nodes`).join(', ')}] }]
      TaskInvocationParameters:
        MaintenanceWindowRunCommandParameters: { Parameters: { Operation: [Install] } }`;

const causesOf = (text: string) =>
  Object.fromEntries(simulateYaml(text).result.nodes.map(({ name, cause }) => [name, cause]));

describe('a halted target stays halted', () => {
  // Two at once: the first fails and halts the command, the other is silent and keeps it open.
  const limits = 'MaxConcurrency: "2"\n      MaxErrors: "0"';
  const silent =
    '  - { at: 2025-01-01T00:59:59Z, nodes: { names: [web-0002] }, action: stopAgent, for: 6h }\n';
  const withSilent = (text: string) => text.replace('model:\n', `${silent}model:\n`);

  test('when an operator cancels the command after the halt', () => {
    const causes = causesOf(withSilent(world(`actions:${send(limits)}${cancel}`)));
    expect(causes).toMatchObject({ 'web-0001': 'INSTALL_FAILED', 'web-0004': 'HALTED_BY_MAX_ERRORS' });
  });

  test('when the cutoff cancels the task after the halt', () => {
    expect(causesOf(withSilent(world(window(limits))))['web-0004']).toBe('HALTED_BY_MAX_ERRORS');
  });

  test('and one that was cancelled before the halt stays cancelled', () => {
    const early = `actions:${send(limits)}
  - { at: 2025-01-01T01:00:30Z, CancelCommand: { CommandId: roll, InstanceIds: [web-0005] } }`;
    const causes = causesOf(withSilent(world(early)));
    expect(causes).toMatchObject({ 'web-0004': 'HALTED_BY_MAX_ERRORS', 'web-0005': 'CANCELLED' });
  });
});

test('a cancelled target is judged as of the cancellation, not of the end of its command', () => {
  // The first node runs on unheard and keeps the command open until both of its timeouts are over, hours later.
  const silent = world(`actions:${send('MaxConcurrency: "1"\n      MaxErrors: "0"')}${cancel}`).replace(
    'model:\n',
    '  - { at: 2025-01-01T01:00:30Z, nodes: { names: [web-0001] }, action: stopAgent, for: 6h }\nmodel:\n',
  );
  expect(causesOf(silent)).toMatchObject({ 'web-0003': 'CANCELLED', 'web-0010': 'AGENT_STOPPED' });
});

describe('target groups whose turn will never come are left out at once, though the group before them is open at the end', () => {
  /** The second node runs on unheard until both of its timeouts are over, at 04:00; the run ends at 02:30. */
  const twoGroups = (limits: string) =>
    world(window(limits, 'late'))
      .replace('end: 1d', 'end: 2h30m')
      .replace('fleet: { ', 'fleet: { late: { count: 1, os: AMAZON_LINUX_2, tags: { Role: late } }, ')
      .replace(
        'model:\n',
        '  - { at: 2025-01-01T01:00:30Z, nodes: { names: [web-0002] }, action: stopAgent, for: 6h }\nmodel:\n',
      );

  test('for the halt', () => {
    const causes = causesOf(twoGroups('MaxConcurrency: "2"\n      MaxErrors: "0"'));
    expect(causes).toMatchObject({ 'web-0002': 'RUN_ENDED', 'late-0001': 'HALTED_BY_MAX_ERRORS' });
  });

  test('for the cutoff', () => {
    const causes = causesOf(twoGroups('MaxConcurrency: "2"\n      MaxErrors: 100%'));
    expect(causes).toMatchObject({ 'web-0002': 'RUN_ENDED', 'late-0001': 'CUTOFF' });
  });
});
