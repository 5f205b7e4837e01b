/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-aws-runpatchbaseline.html */
import { describe, expect, test } from 'vitest';
import { messages } from '../../../lint/lint-text.ts';
import { install, task, window } from '../../../lint/patch-tasks.ts';

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

  test('documents of AWS for Windows that have no such parameter are passed over', () => {
    const text = `Resources:${window('Weekly', 'weekly')}
  Patch:
    Type: AWS::SSM::MaintenanceWindowTask
    Properties:
      WindowId: !Ref Weekly
      TaskType: RUN_COMMAND
      TaskArn: AWS-InstallWindowsUpdates
      TaskInvocationParameters: { MaintenanceWindowRunCommandParameters: { Parameters: { Action: [Install] } } }
`;
    expect(messages('operation-missing', text)).toEqual([]);
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
