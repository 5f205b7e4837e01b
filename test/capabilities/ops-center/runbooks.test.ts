/** Associated runbooks that operators start, and steps of runbooks that are about OpsItems. */
import { describe, expect, test } from 'vitest';
import { prefilled } from '../../../src/capabilities/ops-center/runbooks.ts';
import { at, simulate } from '../quiet-world.ts';
import { create, dedup, fault, operators, opsItems, resources, runbooks } from './world.ts';

const runbook = (steps: string, parameters = '{}') =>
  `{ Type: AWS::SSM::Document, Properties: { Name: Fix, DocumentType: Automation, Content: {
      schemaVersion: "0.3", parameters: ${parameters}, mainSteps: [${steps}] } } }`;
const sleep = (duration: string) => `{ name: wait, action: "aws:sleep", inputs: { Duration: ${duration} } }`;
const failing =
  '{ name: fail, action: "aws:executeAwsApi", inputs: { Service: ssm, Api: GetOpsItem, OpsItemId: none } }';
const withFix = create('disk', '1', dedup('x', runbooks('Fix')));
const run = (steps: string, model = '{ time: 10m }') =>
  opsItems([withFix], { ...operators({ ann: model }), resources: `{ Doc: ${runbook(steps)} }` });

describe('the associated runbook of an OpsItem', () => {
  test('is started by the operator, and the OpsItem is resolved when it succeeds', () => {
    const { result } = run(sleep('PT5M'));
    const [item] = result.opsItems;
    expect(item).toMatchObject({ status: 'Resolved', resolved: '2025-01-01T01:15:00.000Z' });
    expect(item!.executions).toEqual([`${item!.id}/Fix`]);
    expect(result.metrics['automation.disk.runbook.succeeded']).toBe(1);
    expect(result.metrics['operator.ann.utilization']).toBeCloseTo((100 * 15) / (24 * 60));
  });

  test('a runbook that fails leaves the OpsItem to the operator, who works on it again', () => {
    const { result } = run(failing);
    expect(result.opsItems[0]).toMatchObject({
      status: 'Resolved',
      resolved: expect.stringContaining('2025-01-01T01:20'),
    });
    expect(result.metrics['automation.disk.runbook.failed']).toBe(1);
  });

  test('is ignored where the operator starts none', () => {
    const { result } = run(sleep('PT5M'), '{ time: 10m, runbooks: ignore }');
    expect(result.opsItems[0]).toMatchObject({ resolved: '2025-01-01T01:10:00.000Z', executions: [] });
  });

  test('is not started by an operator who may not', () => {
    const { result } = opsItems([withFix], {
      ...operators({ ann: '{ time: 10m }' }),
      principals: '{ ann: { statements: [{ Effect: Allow, Action: "ssm:UpdateOpsItem", Resource: "*" }] } }',
      resources: `{ Doc: ${runbook(sleep('PT5M'))} }`,
    });
    expect(result.opsItems[0]).toMatchObject({ resolved: '2025-01-01T01:10:00.000Z', executions: [] });
  });

  test('is given the id of the resource', () => {
    const { result } = opsItems(
      [
        create(
          'stopped',
          '1:30',
          dedup(
            'x',
            resources('arn:aws:ec2:us-east-1:123456789012:instance/web-0001') +
              runbooks('AWS-StartEC2Instance'),
          ),
        ),
      ],
      { ...operators({ ann: '{ time: 10m }' }), faults: `[${fault('stop', '1')}]` },
    );
    expect(result.metrics['automation.stopped.runbook.succeeded']).toBe(1);
    expect(result.metrics['nodes.online']).toBe(1);
  });

  test('parameters are filled in by the type of the resource', () => {
    const arns = [
      'arn:aws:ec2:us-east-1:1:instance/i-1',
      'arn:aws:ec2:us-east-1:1:volume/vol-1',
      'arn:aws:sns:a:b:c',
    ];
    expect(prefilled(['InstanceId', 'VolumeId', 'Other'], arns)).toEqual({
      InstanceId: ['i-1'],
      VolumeId: ['vol-1'],
    });
    expect(prefilled(['InstanceIds'], ['arn:aws:ssm:us-east-1:1:managed-instance/mi-1'])).toEqual({
      InstanceIds: ['mi-1'],
    });
  });
});

describe('a step of a runbook', () => {
  const step = (name: string, api: string, inputs: string) =>
    `{ name: ${name}, action: "aws:executeAwsApi", inputs: { Service: ssm, Api: ${api}, ${inputs} }, outputs: [
       { Name: id, Selector: "$.OpsItemId", Type: String }] }`;
  const make = step(
    'make',
    'CreateOpsItem',
    `Title: patching failed, Description: look, Source: SSM, Severity: "2",
    OperationalData: { /aws/dedup: { Type: SearchableString, Value: '{"dedupString":"patching"}' } }`,
  );
  const start = (id: string, clock: string) =>
    `{ id: ${id}, at: ${at(clock)}, StartAutomationExecution: { DocumentName: Fix } }`;

  test('creates an OpsItem, and a later step resolves it', () => {
    const resolve = `{ name: done, action: "aws:executeAwsApi", inputs: { Service: ssm, Api: UpdateOpsItem,
      OpsItemId: "{{ make.id }}", Status: Resolved } }`;
    const { result } = simulate({
      resources: `{ Doc: ${runbook(`${make}, ${resolve}`)} }`,
      actions: `[${start('go', '1')}]`,
    });
    expect(result.metrics['automation.go.succeeded']).toBe(1);
    expect(result.opsItems[0]).toMatchObject({ title: 'patching failed', madeBy: 'Fix', status: 'Resolved' });
  });

  test('fails with OpsItemAlreadyExistsException on a duplicate', () => {
    const { result } = simulate({
      resources: `{ Doc: ${runbook(make)} }`,
      actions: `[${start('go', '1')}, ${start('again', '2')}]`,
    });
    expect(result.metrics['automation.again.failed']).toBe(1);
    expect(result.opsItems).toHaveLength(1);
    expect(result.metrics['opsItems.deduplicated']).toBe(1);
  });

  test('looks an OpsItem up', () => {
    const look = `{ name: look, action: "aws:executeAwsApi", inputs: { Service: ssm, Api: GetOpsItem, OpsItemId: "{{ make.id }}" },
      outputs: [{ Name: status, Selector: "$.OpsItem.Status", Type: String }] }`;
    const branch = `{ name: choose, action: "aws:branch", inputs: { Choices: [
      { Variable: "{{ look.status }}", StringEquals: Open, NextStep: good }] }, isEnd: true }`;
    const good = sleep('PT1S').replace('name: wait', 'name: good');
    const { result } = simulate({
      resources: `{ Doc: ${runbook(`${make}, ${look}, ${branch}, ${good}`)} }`,
      actions: `[${start('go', '1')}]`,
    });
    expect(result.metrics['automation.go.minutes']).toBeGreaterThan(1 / 60);
  });
});
