/** https://docs.aws.amazon.com/systems-manager/latest/userguide/scheduling-automations-state-manager-associations.html */
import { expect, test } from 'vitest';
import { simulateYaml } from '../../support/simulate.ts';

const world = (properties: string, model = '') => `
start: 2025-01-05
end: 1d
fleet: { web: { count: 6, os: AMAZON_LINUX_2, tags: { Env: prod } } }
${model}
resources:
  Nightly:
    Type: AWS::SSM::Association
    Properties: { Name: AWS-StopEC2Instance, ApplyOnlyAtCronInterval: true, ScheduleExpression: "cron(0 20 ? * * *)", ${properties} }
`;
const targets = 'AutomationTargetParameterName: InstanceId, Targets: [{ Key: "tag:Env", Values: [prod] }]';

test('an association starts an execution for each target at its times, some at a time', () => {
  const { result } = simulateYaml(world(`${targets}, MaxConcurrency: "2", MaxErrors: "0"`));
  expect(result.metrics).toMatchObject({
    'association.Nightly.targets': 6,
    'association.Nightly.succeeded': 6,
    'automation.Nightly.succeeded': 6,
    'automation.Nightly.peakConcurrency': 2,
    'nodes.managed': 0,
  });
  expect(result.automations[0]!.start).toBe('2025-01-05T20:00:00.000Z');
});

test('instances that are stopped are targets, too', () => {
  const stopped = 'faults: [{ id: off, at: 2025-01-05T10:00:00Z, nodes: { group: web }, action: stop }]';
  const { result } = simulateYaml(
    world(targets, stopped).replace('AWS-StopEC2Instance', 'AWS-StartEC2Instance'),
  );
  expect(result.metrics).toMatchObject({ 'association.Nightly.succeeded': 6, 'nodes.managed': 6 });
});

test('one error more than MaxErrors starts no more of them', () => {
  const model =
    'model: { documents: { AWS-StopEC2Instance: { steps: { forceStopInstances: { fails: 100% } } } } }';
  const { result } = simulateYaml(world(`${targets}, MaxConcurrency: "1", MaxErrors: "1"`, model));
  expect(result.metrics).toMatchObject({
    'association.Nightly.failed': 2,
    'association.Nightly.notStarted': 4,
    'automation.Nightly.executions': 2,
  });
  // An execution has no exit code.
  expect(result.associations[0]!.failures).toEqual([]);
});

test('an association without targets starts one execution', () => {
  const { result } = simulateYaml(world('Parameters: { InstanceId: [web-0001, web-0002] }'));
  expect(result.metrics).toMatchObject({ 'automation.Nightly.succeeded': 1, 'nodes.managed': 4 });
});

test('a runbook runs by its schedule only, and writes no association compliance', () => {
  const yaml = `
start: 2025-01-05
end: 1d
fleet: { web: { count: 2, os: AMAZON_LINUX_2, tags: { Env: test } } }
model: { documents: { Job: { run: 1m } } }
resources:
  Note:
    Type: AWS::SSM::Document
    Properties:
      DocumentType: Automation
      Content: { schemaVersion: "0.3", mainSteps: [{ name: wait, action: "aws:sleep", inputs: { Duration: PT1M } }] }
  Nightly:
    Type: AWS::SSM::Association
    Properties: { Name: !Ref Note, ScheduleExpression: "cron(0 20 ? * * *)", Targets: [{ Key: "tag:Env", Values: [prod] }] }
  Plain:
    Type: AWS::SSM::Association
    Properties: { Name: Job, ScheduleExpression: "cron(0 22 ? * * *)", Targets: [{ Key: "tag:Env", Values: [prod] }] }
actions:
  - { id: tag, at: 2025-01-05T10:00:00Z, CreateTags: { Resources: [web-0001], Tags: [{ Key: Env, Value: prod }] } }
  - { id: refresh, at: 2025-01-05T12:00:00Z, SendCommand: { DocumentName: AWS-RefreshAssociation, InstanceIds: [web-0001] } }
`;
  const { result, events } = simulateYaml(yaml);
  expect(result.automations.map(({ start }) => start)).toEqual(['2025-01-05T20:00:00.000Z']);
  const told = events('state-manager/compliance-changed').map(({ association }) => association);
  expect(told).toEqual(['Plain']);
});
