/** https://docs.aws.amazon.com/systems-manager/latest/userguide/monitoring-systems-manager-event-examples.html */
import { describe, expect, test } from 'vitest';
import { Simulator } from '../../../src/simulate.ts';
import { loadYaml } from '../../support/simulate.ts';
import { associationsYaml, created, type Parts } from './associations-yaml.ts';

interface Told {
  readonly 'detail-type': string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

function eventsOf(parts: Parts, detailType: string): Told[] {
  const events: Told[] = [];
  const { scenario } = loadYaml(associationsYaml(parts), { set: ['model.events.delay=0s'] });
  new Simulator(scenario, { awsEvents: (event) => events.push(event as unknown as Told) }).run();
  return events.filter((event) => event['detail-type'] === detailType);
}

const one: Parts = {
  fleet: 'web: { count: 1, os: AMAZON_LINUX_2, tags: { Role: web } }',
  actions: created(
    'A',
    '2025-01-01T10:00:00Z',
    'ScheduleExpression: rate(1 day), ComplianceSeverity: HIGH, Targets: [{ Key: InstanceIds, Values: [web-0001] }]',
  ),
  end: '1d',
};
const uuid = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
const instanceId = expect.stringMatching(/^i-[0-9a-f]{17}$/);

describe('events of associations', () => {
  test('EC2 State Manager Association State Change', () => {
    const [pending, success] = eventsOf(one, 'EC2 State Manager Association State Change');
    expect(pending!.detail['status']).toBe('Pending');
    expect(success!.resources).toEqual(['arn:aws:ssm:us-east-1:123456789012:document/Job']);
    expect(success!.detail).toEqual({
      'association-id': uuid,
      'document-name': 'Job',
      'association-version': '1',
      'document-version': '$DEFAULT',
      targets: expect.stringMatching(/^\[\{"key":"InstanceIds","values":\["i-[0-9a-f]{17}"\]\}\]$/),
      'creation-date': '2025-01-01T10:00:00.000Z',
      'last-successful-execution-date': '2025-01-01T10:00:00Z',
      'last-execution-date': '2025-01-01T10:00:00Z',
      'last-updated-date': '2025-01-01T10:00:00.000Z',
      status: 'Success',
      'association-status-aggregated-count': '{"Success":1}',
      'schedule-expression': 'rate(1 day)',
      'association-cwe-version': '1.0',
    });
  });

  test('EC2 State Manager Instance Association State Change', () => {
    const events = eventsOf(one, 'EC2 State Manager Instance Association State Change');
    expect(events.map(({ detail }) => [detail['status'], detail['detailed-status']])).toEqual([
      ['Pending', 'Pending'],
      ['Pending', 'InProgress'],
      ['Success', 'Success'],
    ]);
    expect(events[2]!.resources).toEqual([
      expect.stringMatching(/^arn:aws:ec2:us-east-1:123456789012:instance\/i-/),
      'arn:aws:ssm:us-east-1:123456789012:document/Job',
    ]);
    expect(events[2]!.detail).toEqual({
      'association-id': uuid,
      'instance-id': instanceId,
      'document-name': 'Job',
      'document-version': '$DEFAULT',
      targets: expect.any(String),
      'creation-date': '2025-01-01T10:00:00Z',
      'last-successful-execution-date': '2025-01-01T10:10:00Z',
      'last-execution-date': '2025-01-01T10:00:00Z',
      status: 'Success',
      'detailed-status': 'Success',
      'error-code': '',
      'execution-summary': '',
      'output-url': '',
      'instance-association-cwe-version': '1',
    });
  });

  test('a run of more than two hours is Failed with StuckAtInProgress, and then Success', () => {
    const long: Parts = {
      ...one,
      job: '{ run: 2h1m }',
      actions: created('A', '2025-01-01T10:00:00Z', 'Parameters: { executionTimeout: ["14400"] }'),
    };
    const events = eventsOf(long, 'EC2 State Manager Instance Association State Change');
    expect(events.slice(2).map(({ detail }) => [detail['status'], detail['error-code']])).toEqual([
      ['Failed', 'StuckAtInProgress'],
      ['Success', ''],
    ]);
  });

  test('Configuration Compliance State Change of type Association', () => {
    const [event] = eventsOf(one, 'Configuration Compliance State Change');
    expect(event!.resources).toEqual([
      expect.stringMatching(/^arn:aws:ssm:us-east-1:123456789012:managed-instance\/i-/),
    ]);
    expect(event!.detail).toEqual({
      'last-runtime': '2025-01-01T10:10:00Z',
      'compliance-status': 'compliant',
      'resource-type': 'managed-instance',
      'resource-id': instanceId,
      'compliance-type': 'Association',
      severity: 'high',
    });
  });
});
