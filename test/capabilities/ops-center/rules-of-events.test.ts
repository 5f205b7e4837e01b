/** OpsItems that rules of EventBridge create. */
import { describe, expect, test } from 'vitest';
import { type Sections, simulate } from '../quiet-world.ts';
import { dedupData, fault, rule, template, update } from './world.ts';

const twoStops = `[${fault('stop', '1')}, ${fault('start', '1:10')}, ${fault('stop', '2')}]`;
const run = (resources: string, sections: Sections = {}) =>
  simulate({ resources, faults: twoStops, ...sections }).result;

test('the template of the rule says what the OpsItem is', () => {
  const { opsItems } = run(
    rule(template({ category: 'Availability', operationalData: dedupData('stopped') })),
  );
  expect(opsItems).toHaveLength(1);
  expect(opsItems[0]).toMatchObject({
    title: 'Instance stopped',
    source: 'EC2',
    severity: '3',
    category: 'Availability',
    dedupString: 'stopped',
    duplicates: 1,
    madeBy: 'Stopped',
  });
  expect(opsItems[0]!.resources).toEqual([expect.stringContaining('instance/i-')]);
});

test('a resolved one lets the rule make the next', () => {
  const resources = rule(template({ operationalData: dedupData('stopped') }));
  expect(run(resources, { actions: `[${update('Stopped', '1:30')}]` }).opsItems).toHaveLength(2);
});

test('another node is another resource', () => {
  const sections = {
    fleet: '{ web: { count: 2, os: AMAZON_LINUX_2 } }',
    faults: `[${fault('stop', '1')}, ${fault('stop', '2', 'web-0002')}]`,
  };
  expect(run(rule(template({ operationalData: dedupData('stopped') })), sections).opsItems).toHaveLength(2);
});

test('without a deduplication string each event makes one', () => {
  expect(run(rule(template())).opsItems).toHaveLength(2);
});

test('an event as it is has the detail type for a title, and no deduplication string', () => {
  const { opsItems } = run(rule());
  expect(opsItems).toHaveLength(2);
  expect(opsItems[0]).toMatchObject({
    title: 'EC2 Instance State-change Notification',
    source: 'ec2',
    dedupString: null,
  });
});

describe('what keeps the rule from it', () => {
  test('a template that lacks what an OpsItem needs', () => {
    const { opsItems, metrics } = run(rule(template({ title: undefined })));
    expect(opsItems).toEqual([]);
    expect(metrics['opsItems.refused']).toBe(2);
  });
  test('a role that does not allow ssm:CreateOpsItem', () => {
    const role = `{ Type: AWS::IAM::Role, Properties: { AssumeRolePolicyDocument: { Statement: [
      { Effect: Allow, Principal: { Service: events.amazonaws.com }, Action: "sts:AssumeRole" }] },
      Policies: [{ PolicyName: p, PolicyDocument: { Statement: [{ Effect: Allow, Action: "ssm:GetOpsItem", Resource: "*" }] } }] } }`;
    const { opsItems, metrics } = run(rule(template(), role));
    expect(opsItems).toEqual([]);
    expect(metrics['rule.Stopped.failedInvocations']).toBe(2);
  });
});
