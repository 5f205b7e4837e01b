/**
 * AWS-RunPatchBaselineAssociation.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-aws-runpatchbaselineassociation.html
 */
import { describe, expect, test } from 'vitest';
import { parseBaselineTags, taggedBaseline } from '../../../src/capabilities/patch-manager/baseline-tags.ts';
import { at, nodeOf, released, type Sections, simulate } from '../quiet-world.ts';
import { baseline } from './patches.ts';

const profile = `{ scanner: { policies: [AmazonSSMManagedInstanceCore], statements: [{ Effect: Allow, Resource: "*",
  Action: [ssm:DescribePatchBaselines, tag:GetResources, ssm:GetPatchBaseline, ssm:DescribeEffectivePatchesForPatchBaseline] }] } }`;

/** Approves everything at once, and has a tag; `loose` approves nothing. */
const baselines = (
  more = '',
) => `{ Strict: { Type: AWS::SSM::PatchBaseline, Properties: { Name: strict, OperatingSystem: AMAZON_LINUX_2,
    Tags: [{ Key: Use, Value: strict }], ApprovalRules: { PatchRules: [ { ApproveAfterDays: 0, PatchFilterGroup: {
      PatchFilters: [ { Key: CLASSIFICATION, Values: ["*"] } ] } } ] } } },
  Loose: { Type: AWS::SSM::PatchBaseline, Properties: { Name: loose, OperatingSystem: AMAZON_LINUX_2, DefaultBaseline: true } }${more} }`;

const scan = (document: string, parameters: string, clock = '1') =>
  `{ id: "s-${clock}", at: ${at(clock)}, SendCommand: { DocumentName: ${document}, Targets: [{ Key: "tag:Fleet", Values: [web] }], Parameters: ${parameters} } }`;

const fleet = (more = ', instanceProfile: scanner') =>
  `{ web: { count: 1, os: AMAZON_LINUX_2, tags: { Fleet: web }${more} } }`;

function run(actions: string, sections: Sections = {}) {
  return simulate({
    fleet: fleet(),
    instanceProfiles: profile,
    patches: `{ ${released('P1')} }`,
    resources: baselines(),
    actions: `[${actions}]`,
    ...sections,
  });
}

const own = 'AWS-RunPatchBaselineAssociation';
const strict = '{ Operation: [Scan], BaselineTags: ["Key=Use,Values=strict"] }';

function endOf(simulated: ReturnType<typeof run>): string {
  const [end] = simulated.events('run-command/invocation-finished');
  return `${String(end?.['status'])} ${String(end?.['exitCode'])}`;
}

function reported(simulated: ReturnType<typeof run>): unknown[] {
  return simulated
    .events('patch-manager/association-compliance-reported')
    .map(({ compliance }) => compliance);
}

describe('what it reports', () => {
  test('patch compliance data generated outside of this association isn’t overwritten', () => {
    const done = run(scan(own, strict));
    expect(reported(done)).toEqual(['NON_COMPLIANT']);
    expect(nodeOf(done, 'web-0001')).toMatchObject({ compliance: 'COMPLIANT', MissingCount: 0 });
    expect(done.events('patch-manager/compliance-reported')).toEqual([]);
  });
  test('two scans of AWS-RunPatchBaseline overwrite each other', () => {
    const tagged = `, Group: { Type: AWS::SSM::PatchBaseline, Properties: { Name: group, OperatingSystem: AMAZON_LINUX_2, PatchGroups: [strict],
      ApprovalRules: { PatchRules: [ { ApproveAfterDays: 0, PatchFilterGroup: { PatchFilters: [ { Key: CLASSIFICATION, Values: ["*"] } ] } } ] } } }`;
    const tag = `{ at: ${at('2')}, CreateTags: { Resources: [web-0001], Tags: [{ Key: Patch Group, Value: strict }] } }`;
    const first = scan('AWS-RunPatchBaseline', '{ Operation: [Scan] }', '1');
    const second = scan('AWS-RunPatchBaseline', '{ Operation: [Scan] }', '3');
    const done = run(`${first}, ${tag}, ${second}`, { resources: baselines(tagged) });
    expect(done.events('patch-manager/compliance-reported').map(({ compliance }) => compliance)).toEqual([
      'COMPLIANT',
      'NON_COMPLIANT',
    ]);
  });
  test('it is recorded using the PutComplianceItems API command instead of PutInventory', () => {
    const profileWithout = (action: string) =>
      profile.replace('}] } }', `}, { Effect: Deny, Action: "ssm:${action}", Resource: "*" }] } }`);
    expect(endOf(run(scan(own, strict), { instanceProfiles: profileWithout('PutInventory') }))).toBe(
      'Success 0',
    );
    expect(endOf(run(scan(own, strict), { instanceProfiles: profileWithout('PutComplianceItems') }))).toBe(
      'Failed 1',
    );
  });
});

describe('BaselineTags', () => {
  test('Key=tag-key,Values=tag-value1,tag-value2', () => {
    expect(parseBaselineTags('Key=Use,Values=a,b')).toEqual({ key: 'Use', values: ['a', 'b'] });
    expect(parseBaselineTags('Use=a')).toBeUndefined();
  });
  test('only one patch baseline can be tagged with that pair for the operation to proceed', () => {
    const two = `, Other: { Type: AWS::SSM::PatchBaseline, Properties: { Name: other, OperatingSystem: AMAZON_LINUX_2, Tags: [{ Key: Use, Value: strict }] } }`;
    expect(endOf(run(scan(own, strict), { resources: baselines(two) }))).toBe('Failed 153');
  });
  test('a baseline of another operating system does not count', () => {
    const tags = { Use: 'strict' };
    const both = [
      baseline({ id: 'A', operatingSystem: 'UBUNTU', tags }),
      baseline({ id: 'B', operatingSystem: 'AMAZON_LINUX_2', tags }),
    ];
    const wanted = { key: 'Use', values: ['strict'] };
    expect(taggedBaseline(wanted, { os: 'UBUNTU' }, both)).toBe(both[0]);
  });
  test('if no baseline is found with the tags, the patch group or the default counts', () => {
    const done = run(scan(own, '{ Operation: [Scan], BaselineTags: ["Key=Use,Values=other"] }'));
    expect(reported(done)).toEqual(['COMPLIANT']);
  });
  test('it needs additional permissions, which the core policy lacks', () => {
    expect(endOf(run(scan(own, strict), { fleet: fleet('') }))).toBe('Failed 130');
    expect(endOf(run(scan(own, '{ Operation: [Scan] }'), { fleet: fleet('') }))).toBe('Success 0');
  });
});

test('it does not support non-EC2 nodes', () => {
  const hybrid = fleet(', hybrid: { activation: dc }');
  const activations = `{ dc: { created: ${at('0')}, expires: 24h, registrationLimit: 10 } }`;
  expect(endOf(run(scan(own, '{ Operation: [Scan] }'), { fleet: hybrid, activations }))).toBe('Failed 148');
});

test('Install installs what the tagged baseline approves', () => {
  const done = run(scan(own, strict.replace('Scan', 'Install')));
  expect(done.events('patch-manager/patches-installed')).toHaveLength(1);
  expect(reported(done).at(-1)).toBe('COMPLIANT');
});

test('SyncCompliance MANUAL: the association shows what the document reports', () => {
  const association = `, Daily: { Type: AWS::SSM::Association, Properties: { Name: ${own}, SyncCompliance: MANUAL, ScheduleExpression: "rate(2 hours)",
    Targets: [{ Key: "tag:Fleet", Values: [web] }], Parameters: ${strict} } }`;
  const done = run('', { resources: baselines(association) });
  expect(done.events('state-manager/compliance-changed')[0]).toMatchObject({
    association: 'Daily',
    compliance: 'NON_COMPLIANT',
  });
});
