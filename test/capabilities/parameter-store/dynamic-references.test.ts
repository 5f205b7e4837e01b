import { expect, test } from 'vitest';
import { maintenanceWindow } from '../../../src/capabilities/maintenance-windows/resources/windows.ts';
import { nounsOf } from '../../../src/cloudformation/nouns.ts';
import { lintText } from '../../lint/lint-text.ts';
import { loadYaml, simulateYaml } from '../../support/simulate.ts';

const window = (concurrency: string, more = '') => `
start: 2025-01-04
end: 1d
fleet:
  web: { count: 4, os: AMAZON_LINUX_2, tags: { Env: prod } }
resources:
  Limit: { Type: AWS::SSM::Parameter, Properties: { Name: /patch/limit, Type: String, Value: "2" } }
  Night: { Type: AWS::SSM::MaintenanceWindow, Properties: { Name: night, AllowUnassociatedTargets: true, Schedule: "at(2025-01-04T02:00:00)", Duration: 4, Cutoff: 0 } }
  Patch:
    Type: AWS::SSM::MaintenanceWindowTask
    Properties:
      WindowId: !Ref Night
      TaskType: RUN_COMMAND
      TaskArn: AWS-RunShellScript
      Priority: 1
      MaxConcurrency: "${concurrency}"
      MaxErrors: "4"
      Targets: [{ Key: InstanceIds, Values: [web-0001, web-0002, web-0003, web-0004] }]
      TaskInvocationParameters: { MaintenanceWindowRunCommandParameters: { Parameters: { commands: [date] } } }
${more}`;

test('a dynamic reference has the value of a parameter of the file', () => {
  const { number } = simulateYaml(window('{{resolve:ssm:/patch/limit}}'));
  expect(number('task.Patch.peakConcurrency')).toBe(2);
  expect(simulateYaml(window('{{resolve:ssm:/patch/limit:1}}')).number('task.Patch.peakConcurrency')).toBe(2);
});

test('a name has the value of its own account', () => {
  const two = window('{{resolve:ssm:/patch/limit}}')
    .replace('resources:', 'accounts: { prod: { id: "222222222222", region: us-east-1 } }\nresources:')
    .concat(`  Other:
    Type: AWS::SSM::Parameter
    Metadata: { fleetsim: { account: prod } }
    Properties: { Name: /patch/limit, Type: String, Value: "3" }
  There:
    Type: AWS::SSM::MaintenanceWindow
    Metadata: { fleetsim: { account: prod } }
    Properties: { Name: there, AllowUnassociatedTargets: true, Schedule: rate(1 day), Duration: "{{resolve:ssm:/patch/limit}}", Cutoff: 0 }
`);
  expect(simulateYaml(two).number('task.Patch.peakConcurrency')).toBe(2);
  expect(nounsOf(loadYaml(two).scenario, maintenanceWindow).get('There')?.durationHours).toBe(3);
});

test('one that the file does not have stays as it is written', () => {
  expect(() => loadYaml(window('{{resolve:ssm:/other}}'))).toThrow('MaxConcurrency');
  expect(() => loadYaml(window('{{resolve:ssm:/patch/limit:7}}'))).toThrow('MaxConcurrency');
});

test('a parameter of a template that is kept in Parameter Store has the value that the file has', () => {
  const template = (type: string, value: string) => `
AWSTemplateFormatVersion: "2010-09-09"
Parameters:
  Cutoff: { Type: "${type}", Default: ${value} }
Resources:
  Kept: { Type: AWS::SSM::Parameter, Properties: { Name: /window/cutoff, Type: String, Value: "9" } }
  Night: { Type: AWS::SSM::MaintenanceWindow, Properties: { Name: night, AllowUnassociatedTargets: true, Schedule: rate(1 day), Duration: 4, Cutoff: !Ref Cutoff } }
`;
  const words = (text: string) => JSON.stringify(lintText(text).findings.map(({ message }) => message));
  expect(words(template('AWS::SSM::Parameter::Value<String>', '/window/cutoff'))).toEqual(
    words(template('String', '"9"')),
  );
});
