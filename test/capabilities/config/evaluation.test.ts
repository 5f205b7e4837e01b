import { describe, expect, test } from 'vitest';
import { ofAssociations } from '../../../src/capabilities/config/rules.ts';
import { approveAll, at, patch, released, type Sections, simulate, timesOf } from '../quiet-world.ts';
import { broken, patchCheck, rule } from './world.ts';

const associationCheck = 'EC2_MANAGEDINSTANCE_ASSOCIATION_COMPLIANCE_STATUS_CHECK';
const changes = 'config/compliance-changed';

function evaluated(sections: Sections, set: readonly string[] = []) {
  return simulate(
    {
      fleet: '{ web: { count: 2, os: AMAZON_LINUX_2, tags: { Fleet: web } } }',
      resources: `\n${rule()}`,
      ...sections,
    },
    { set },
  );
}

describe('ec2-managedinstance-patch-compliance-status-check', () => {
  const resources = `\n${rule()}  All: ${approveAll()}`;
  const patches = `{ ${released('P1')} }`;

  test('is compliant if the reported status is COMPLIANT', () => {
    const run = evaluated({ resources, patches });
    expect(run.result.configRules[0]).toMatchObject({ nonCompliant: 2, compliant: 0, changes: 0 });
  });

  test('follows the report of an Install, after the lag', () => {
    const run = evaluated({ resources, patches, actions: `[${patch('Install', '1')}]` });
    const reports = timesOf(run, 'patch-manager/compliance-reported');
    expect(reports).toEqual(['1:01:11', '1:01:11']);
    expect(timesOf(run, changes)).toEqual(['1:03:11', '1:03:11']);
    expect(run.events(changes)[0]).toMatchObject({
      from: 'NON_COMPLIANT',
      to: 'COMPLIANT',
      node: 'web-0001',
    });
  });

  test('is stale between scans: what is released is seen by the next one', () => {
    const late = `{ P1: { os: [AMAZON_LINUX_2], classification: Security, severity: Critical, released: ${at('1')} } }`;
    const quiet = evaluated({ resources, patches: late });
    expect(quiet.metrics.get('configRule.Patched.nonCompliant')).toBe(0);
    const run = evaluated({ resources, patches: late, actions: `[${patch('Scan', '2')}]` });
    expect(timesOf(run, changes)).toEqual(['2:02:11', '2:02:11']);
  });

  test('a node that has reported nothing has no result', () => {
    const fleet = '{ web: { count: 2, os: AMAZON_LINUX_2, instanceProfile: none } }';
    expect(evaluated({ fleet }).result.configRules[0]).toMatchObject({ insufficientData: 2, compliant: 0 });
  });

  test('the result of a terminated instance is NOT_APPLICABLE', () => {
    const faults = `[{ id: gone, at: ${at('1')}, action: terminate, nodes: { names: [web-0001] } }]`;
    expect(evaluated({ faults }).events(changes)).toMatchObject([{ to: 'NOT_APPLICABLE' }]);
  });
});

describe('ec2-managedinstance-association-compliance-status-check', () => {
  test('of associations that have not reported there is no result', () => {
    expect(ofAssociations([])).toBe('INSUFFICIENT_DATA');
    expect(ofAssociations(['INSUFFICIENT_DATA'])).toBe('INSUFFICIENT_DATA');
    expect(ofAssociations(['INSUFFICIENT_DATA', 'COMPLIANT'])).toBe('COMPLIANT');
    expect(ofAssociations(['COMPLIANT', 'NON_COMPLIANT'])).toBe('NON_COMPLIANT');
  });

  test('is noncompliant where an association has failed', () => {
    const association = `  Keep: { Type: "AWS::SSM::Association", Properties: { Name: Job, ScheduleExpression: "rate(1 hour)", Targets: [{ Key: "tag:Fleet", Values: [web] }] } }\n`;
    const run = evaluated({ resources: `\n${rule('Kept', associationCheck)}${association}`, end: at('3') }, [
      'model.documents.Job={ run: 1m, fails: 100% }',
    ]);
    expect(run.metrics.get('configRule.Kept.nonCompliant')).toBe(2);
    expect(run.events(changes)[0]).toMatchObject({ resourceType: 'AWS::SSM::AssociationCompliance' });
  });
});

describe('ec2-instance-managed-by-ssm', () => {
  const resources = `\n${rule('Managed', 'EC2_INSTANCE_MANAGED_BY_SSM')}`;
  const fault = (action: string) =>
    `[{ id: f, at: ${at('1')}, action: ${action}, nodes: { names: [web-0001] } }]`;

  test('a running instance whose agent has stopped is noncompliant', () => {
    const run = evaluated({ resources, faults: fault('stopAgent') });
    expect(run.events(changes)).toMatchObject([{ node: 'web-0001', to: 'NON_COMPLIANT' }]);
  });

  test('so is one that reboots for so long that it is ConnectionLost, until its agent is back', () => {
    const run = evaluated({ resources, faults: fault('reboot') }, ['model.patching.reboot=3h']);
    expect(run.events(changes)).toMatchObject([
      { node: 'web-0001', to: 'NON_COMPLIANT' },
      { node: 'web-0001', to: 'COMPLIANT' },
    ]);
  });

  test('and one that does not come back from a reboot', () => {
    const run = evaluated({ resources, faults: fault('reboot') }, ['model.patching.rebootFails=100%']);
    expect(run.events(changes)).toMatchObject([{ node: 'web-0001', to: 'NON_COMPLIANT' }]);
  });

  test('a stopped instance is not', () => {
    const run = evaluated({ resources, faults: fault('stop') });
    expect(run.events(changes)).toEqual([]);
  });
});

describe('API_Scope', () => {
  test.each([
    ['{ ComplianceResourceTypes: ["AWS::EC2::Instance"] }', 0],
    ['{ ComplianceResourceTypes: ["AWS::SSM::PatchCompliance"] }', 2],
    ['{ ComplianceResourceTypes: ["AWS::SSM::PatchCompliance"], ComplianceResourceId: web-0002 }', 1],
    ['{ TagKey: Fleet }', 2],
    ['{ TagKey: Fleet, TagValue: db }', 0],
  ])('%s: %i resources', (scope, count) => {
    const run = evaluated({ resources: `\n${rule('Patched', patchCheck, `, Scope: ${scope}`)}` });
    expect(run.metrics.get('configRule.Patched.compliant')).toBe(count);
  });
});

describe('the fault breakRule', () => {
  test('makes a resource noncompliant that is no node', () => {
    const faults = `[{ at: ${at('1')}, action: breakRule, rule: Open, resource: { type: "AWS::S3::Bucket", id: logs } }]`;
    const run = evaluated({ resources: `\n${rule('Open', 'S3_BUCKET_PUBLIC_READ_PROHIBITED')}`, faults });
    expect(run.events(changes)).toMatchObject([
      { from: 'INSUFFICIENT_DATA', to: 'NON_COMPLIANT', resourceId: 'logs', resourceType: 'AWS::S3::Bucket' },
    ]);
  });

  test('is on one clock for all', () => {
    const faults = broken(1).replace(/at: [^,]*/, 'every: 5h');
    expect(evaluated({ faults }).events(changes)).toHaveLength(1);
  });
});
