/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-aws-runpatchbaseline.html */
import { describe, expect, test } from 'vitest';
import { lintText } from '../../../lint/lint-text.ts';

function messages(rule: string, text: string): string[] {
  return lintText(text)
    .findings.filter((finding) => finding.rule === rule)
    .map(({ severity, message }) => `${severity}: ${message}`);
}

const window = (id: string, name: string, description = 'for nodes') => `
  ${id}:
    Type: AWS::SSM::MaintenanceWindow
    Properties: { Name: ${name}, Description: ${description}, Schedule: rate(7 days), Duration: 3, Cutoff: 1, AllowUnassociatedTargets: true }`;

const task = (id: string, windowId: string, parameters: string, more = '') => `
  ${id}:
    Type: AWS::SSM::MaintenanceWindowTask
    Properties:
      WindowId: !Ref ${windowId}
      TaskType: RUN_COMMAND
      TaskArn: AWS-RunPatchBaseline${more}
      TaskInvocationParameters: { MaintenanceWindowRunCommandParameters: ${parameters} }`;

const scan = '{ Parameters: { Operation: [Scan] } }';
const install = '{ Parameters: { Operation: [Install] } }';

describe('task-on-wrong-window', () => {
  test('an Install task does not belong on the window for scans', () => {
    const text = `Resources:${window('Nightly', 'patch-scan')}${task('Patch', 'Nightly', install)}`;
    expect(messages('task-on-wrong-window', text)).toEqual([
      expect.stringContaining('the task Patch installs in Nightly, the window for scans'),
    ]);
  });

  test('literal parts of a composed name count', () => {
    const text = `Parameters: { Env: { Type: String } }\nResources:${window('Nightly', '!Join ["-", [!Ref Env, patch-scan]]')}${task('Patch', 'Nightly', install)}`;
    expect(messages('task-on-wrong-window', text)).toHaveLength(1);
  });

  test('a window for both is the wrong one for neither', () => {
    const text = `Resources:${window('Nightly', 'scan-and-install')}${task('A', 'Nightly', install)}${task('B', 'Nightly', scan)}`;
    expect(messages('task-on-wrong-window', text)).toEqual([]);
  });

  test('a window whose name says neither takes either', () => {
    const text = `Resources:${window('Nightly', 'patching')}${task('A', 'Nightly', scan)}`;
    expect(messages('task-on-wrong-window', text)).toEqual([]);
  });

  test('to apply updates is to install them, to apply a baseline may be to scan', () => {
    const described = (text: string) =>
      `Resources:${window('Weekly', 'weekly', text)}${task('A', 'Weekly', scan)}`;
    expect(messages('task-on-wrong-window', described('Applies missing updates'))).toHaveLength(1);
    expect(messages('task-on-wrong-window', described('Applies the patch baseline'))).toEqual([]);
  });

  test('words within words are no words', () => {
    const text = `Resources:${window('Nightly', 'scandinavia')}${task('A', 'Nightly', install)}`;
    expect(messages('task-on-wrong-window', text)).toEqual([]);
  });

  test('a scan before the installation belongs to it', () => {
    const windows = window('Weekly', 'install');
    const both = `Resources:${windows}${task('A', 'Weekly', scan)}${task('B', 'Weekly', install)}`;
    expect(messages('task-on-wrong-window', both)).toEqual([]);
    expect(messages('task-on-wrong-window', `Resources:${windows}${task('A', 'Weekly', scan)}`)).toEqual([
      expect.stringContaining('the task A only scans in Weekly'),
    ]);
  });

  test('a scan stands on the other window while the window for scans has none', () => {
    const text = `Resources:${window('ScanWindow', 'one')}${window('Other', 'two')}${task('A', 'Other', scan)}`;
    const { findings } = lintText(text);
    expect(findings.filter(({ rule }) => rule === 'task-on-wrong-window')).toMatchObject([
      { help: expect.stringContaining('!Ref ScanWindow') },
    ]);
  });

  test('a task that is called an installation and scans installs nothing', () => {
    const text = `Resources:${window('Weekly', 'weekly')}${task('InstallPatches', 'Weekly', scan)}`;
    expect(messages('task-on-wrong-window', text)).toEqual([
      'warning: the task InstallPatches is called an installation, and its Operation is Scan: nothing is ever installed',
    ]);
  });

  test('the name decides where the Operation is not known', () => {
    const unknown = '{ Parameters: { Operation: [!Ref What] } }';
    const text = `Parameters: { What: { Type: String } }\nResources:${window('Nightly', 'scan')}${task('InstallPatches', 'Nightly', unknown)}`;
    expect(messages('task-on-wrong-window', text)).toHaveLength(1);
  });

  test('targets of another window are none of this one', () => {
    const target = `
  Nodes:
    Type: AWS::SSM::MaintenanceWindowTarget
    Properties: { WindowId: !Ref One, ResourceType: INSTANCE, Targets: [{ Key: "tag:Patch Group", Values: [a] }] }`;
    const of = (id: string) =>
      task('Patch', id, install, '\n      Targets: [{ Key: WindowTargetIds, Values: [!Ref Nodes] }]');
    const text = (id: string) => `Resources:${window('One', 'one')}${window('Two', 'two')}${target}${of(id)}`;
    expect(messages('task-on-wrong-window', text('One'))).toEqual([]);
    expect(messages('task-on-wrong-window', text('Two'))).toEqual([
      expect.stringMatching(/^error: the task Patch is on Two, and its target Nodes belongs to One/),
    ]);
  });

  test('a window is no target', () => {
    const targets = '\n      Targets: [{ Key: WindowTargetIds, Values: [!Ref One] }]';
    expect(
      messages(
        'task-on-wrong-window',
        `Resources:${window('One', 'one')}${task('Patch', 'One', install, targets)}`,
      ),
    ).toEqual(['error: WindowTargetIds of the task Patch names One, which is a window and no target']);
  });
});

const missing = (parameters: string, more = '') =>
  messages(
    'operation-missing',
    `Resources:${window('Weekly', 'weekly')}${task('Patch', 'Weekly', parameters, more)}`,
  );

describe('operation-missing', () => {
  test.each(['{}', '{ Comment: weekly }', '{ Parameters: {} }', '{ Parameters: { Operation: [] } }'])(
    'there is no Operation in %s',
    (parameters) => {
      expect(missing(parameters)).toEqual([
        expect.stringContaining('gives AWS-RunPatchBaseline no Operation'),
      ]);
    },
  );

  test.each([install, '{ Parameters: { Operation: Install } }', '{ Parameters: !Ref P }'])(
    'there is, or may be, one in %s',
    (parameters) => {
      const parametersOfStack = 'Parameters: { P: { Type: String } }\n';
      const text = `${parametersOfStack}Resources:${window('Weekly', 'weekly')}${task('Patch', 'Weekly', parameters)}`;
      expect(messages('operation-missing', text)).toEqual([]);
    },
  );

  test('TaskParameters do not count where TaskInvocationParameters are given', () => {
    const legacy = '\n      TaskParameters: { Operation: { Values: [Install] } }';
    expect(missing('{ Comment: weekly }', legacy)).toEqual([
      expect.stringContaining('has its Operation here, where it does not count'),
    ]);
  });

  test('nor where they say something else', () => {
    const legacy = '\n      TaskParameters: { Operation: { Values: [Install] } }';
    expect(missing('{ Parameters: { Operation: [Scan] } }', legacy)).toEqual([
      expect.stringMatching(/^warning: .* says Install here, .* their Operation is Scan$/),
    ]);
    expect(missing('{ Parameters: { Operation: [Install] } }', legacy)).toEqual([]);
    expect(missing('{ Parameters: { Operation: ["{{ op }}"] } }', legacy)).toEqual([]);
  });

  test('alone they do', () => {
    const text = `Resources:${window('Weekly', 'weekly')}
  Patch:
    Type: AWS::SSM::MaintenanceWindowTask
    Properties:
      WindowId: !Ref Weekly
      TaskType: RUN_COMMAND
      TaskArn: AWS-RunPatchBaseline
      TaskParameters: { Operation: { Values: [Install] } }
`;
    expect(messages('operation-missing', text)).toEqual([]);
  });

  test('case counts', () => {
    expect(missing('{ Parameters: { Operation: [install] } }')).toEqual([
      expect.stringContaining('does not take install for Operation'),
    ]);
    expect(missing('{ Parameters: { Operation: [Install], RebootOption: [RebootifNeeded] } }')).toEqual([
      expect.stringContaining('does not take RebootifNeeded for RebootOption'),
    ]);
  });

  test('an association names its document, and a step of a runbook too', () => {
    const text = `Resources:
  Daily:
    Type: AWS::SSM::Association
    Properties: { Name: AWS-RunPatchBaseline, Targets: [{ Key: InstanceIds, Values: ["*"] }] }
  Runbook:
    Type: AWS::SSM::Document
    Properties:
      DocumentType: Automation
      Content:
        schemaVersion: "0.3"
        mainSteps:
          - { name: patch, action: "aws:runCommand", inputs: { DocumentName: AWS-RunPatchBaseline, InstanceIds: [a] } }
          - { name: asked, action: "aws:runCommand", inputs: { DocumentName: AWS-RunPatchBaseline, Parameters: { Operation: "{{ Operation }}" } } }
`;
    expect(messages('operation-missing', text)).toEqual([
      expect.stringContaining('the association Daily'),
      expect.stringContaining('the step patch of Runbook'),
    ]);
  });

  test('an ARN names a document as well', () => {
    const text = `Resources:
  Daily:
    Type: AWS::SSM::Association
    Properties: { Name: "arn:aws:ssm:us-east-1::document/AWS-RunPatchBaseline" }
`;
    expect(messages('operation-missing', text)).toHaveLength(1);
  });
});
