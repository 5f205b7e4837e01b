/** What AWS says of patch policies. */
import { describe, expect, test } from 'vitest';
import { selectedBaselines } from '../../../src/capabilities/patch-policies/parameters.ts';
import { lintText } from '../../lint/lint-text.ts';
import { load } from '../../scenario/load-text.ts';
import {
  approveAll,
  at,
  nodeOf,
  released,
  type Sections,
  simulate,
  timesOf,
  world as worldOf,
} from '../quiet-world.ts';

/** Wednesday, 1 January 2025; the first Sunday is the fifth. */
function world(parameters: string, more: Sections = {}, resources = ''): Sections {
  return {
    fleet: '{ web: { count: 2, os: AMAZON_LINUX_2, tags: { Fleet: web, Patch Group: prod } } }',
    patches: `{ ${released('P1')} }`,
    end: '6d',
    resources: `
  Prod: ${approveAll().replace('DefaultBaseline: true', 'PatchGroups: [other]')}
  Policy: { Type: AWS::SSMQuickSetup::ConfigurationManager, Properties: { Name: nightly, ConfigurationDefinitions: [ { Type: AWSQuickSetupType-PatchPolicy,
    Parameters: { ${parameters} } } ] } }${resources}`,
    ...more,
  };
}
const installs = 'ConfigurationOptionsPatchOperation: ScanAndInstall';
const custom = `PatchBaselineUseDefault: custom, SelectedPatchBaselines: '{"AMAZON_LINUX_2": {"value": "Prod", "label": "prod"}}'`;

/** quick-setup-patch-manager.html, "Permissions for the patch policy S3 bucket" */
describe('a node reads the baselines of its policy in the bucket of Quick Setup', () => {
  const own = (parameters: string, more = '') =>
    world(`${installs}, ${custom}${parameters}`, {
      instanceProfiles: `{ own: { policies: [AmazonSSMManagedInstanceCore${more}] } }`,
      fleet: '{ web: { count: 2, os: AMAZON_LINUX_2, instanceProfile: own } }',
    });
  const found = (sections: Sections) =>
    lintText(worldOf(sections)).findings.filter(({ rule }) => rule === 'policy-lacks-action');

  test('without s3:GetObject its runs fail with 160, and lint says so', () => {
    const run = simulate(own(''));
    expect(run.metric('association.Policy-install.succeeded')).toBe(0);
    expect(run.events('patch-manager/operation-finished')[0]).toMatchObject({ exitCode: 160 });
    expect(found(own('')).map(({ message }) => message)).toEqual([
      'the instance profile own does not allow s3:GetObject: the association Policy-scan cannot read its BaselineOverride, and exits 160',
    ]);
  });

  test.each([
    ['IsPolicyAttachAllowed', own(', IsPolicyAttachAllowed: "true"')],
    ['the managed policy', own('', ', AWSQuickSetupPatchPolicyBaselineAccess')],
  ])('%s lets it', (_, sections) => {
    expect(simulate(sections).metric('association.Policy-install.installedNodes')).toBe(2);
    expect(found(sections)).toEqual([]);
  });
});

describe('a patch policy', () => {
  test('scans daily at 01:00 UTC unless it says otherwise, and installs nothing', () => {
    const run = simulate(world(''));
    const times = timesOf(run, 'state-manager/interval-started');
    expect(times).toEqual(['1:00:00', '25:00:00', '49:00:00', '73:00:00', '97:00:00', '121:00:00']);
    expect(run.metric('association.Policy-scan.succeeded')).toBe(12);
    expect(run.metric('patched.nodes')).toBe(0);
  });

  test('with ScanAndInstall it installs on Sundays at 02:00 UTC', () => {
    const run = simulate(world(`${installs}, ${custom}`));
    expect(run.metric('association.Policy-install.installedNodes')).toBe(2);
    expect(timesOf(run, 'patch-manager/patches-installed')[0]).toMatch(/^98:/);
  });

  test('an Install waits for its first cron time, a scan runs at once on a node that comes to match', () => {
    const late = `{ web: { count: 1, os: AMAZON_LINUX_2, joins: ${at('10')} } }`;
    const run = simulate(world(`${installs}, ${custom}`, { fleet: late, end: '1d' }));
    expect(run.metric('association.Policy-scan.succeeded')).toBe(1);
    expect(run.metric('association.Policy-install.succeeded')).toBe(0);
  });

  test('which of the two waits for its next interval is said by the policy', () => {
    const late = `{ web: { count: 1, os: AMAZON_LINUX_2, joins: ${at('10')} } }`;
    const next =
      'ConfigurationOptionsScanNextInterval: "true", ConfigurationOptionsInstallNextInterval: "false"';
    const run = simulate(world(`${installs}, ${custom}, ${next}`, { fleet: late, end: '20h' }));
    expect(run.metric('association.Policy-scan.succeeded')).toBe(0);
    expect(run.metric('association.Policy-install.succeeded')).toBe(1);
  });

  test('patch groups are not used: its own baselines count', () => {
    const run = simulate(world(`${installs}, ${custom}`));
    // The patch group of the nodes is registered with no baseline, and AWS's default does not approve P1 before seven days.
    expect(nodeOf(run, 'web-0001').state).toBe('upToDate');
    expect(run.metric('compliance.compliant')).toBe(2);
  });

  test('PatchBaselineUseDefault: default means the baselines that AWS provides', () => {
    const run = simulate(world(installs));
    expect(run.metric('association.Policy-install.succeeded')).toBe(2);
  });

  test('those approve what is new after seven days, where one of your own approves it at once', () => {
    const patches = `{ P1: { os: [AMAZON_LINUX_2], classification: Security, severity: Critical, released: ${at('1')} } }`;
    const installedNodes = (settings: string) =>
      simulate(world(settings, { patches })).metric('association.Policy-install.installedNodes');
    expect(installedNodes(`${installs}, ${custom}`)).toBe(2);
    expect(installedNodes(installs)).toBe(0);
  });

  test('a policy and a window on the same nodes in one night: the second fails with exit code 4', () => {
    const window = `
  Night: { Type: AWS::SSM::MaintenanceWindow, Properties: { Name: night, AllowUnassociatedTargets: true, Schedule: "cron(0 2 ? * SUN *)", Duration: 3, Cutoff: 1 } }
  Nodes: { Type: AWS::SSM::MaintenanceWindowTarget, Properties: { WindowId: !Ref Night, ResourceType: INSTANCE, Targets: [{ Key: "tag:Fleet", Values: [web] }] } }
  Install: { Type: AWS::SSM::MaintenanceWindowTask, Properties: { WindowId: !Ref Night, TaskType: RUN_COMMAND, TaskArn: AWS-RunPatchBaseline, Priority: 1,
    MaxConcurrency: 100%, MaxErrors: 100%, Targets: [{ Key: WindowTargetIds, Values: [!Ref Nodes] }],
    TaskInvocationParameters: { MaintenanceWindowRunCommandParameters: { Parameters: { Operation: [Install] } } } } }`;
    const settings = `${installs}, ${custom}, RateControlConcurrency: 100%, RateControlErrorThreshold: 100%`;
    const run = simulate(world(settings, {}, window));
    const failed = run.number('task.Install.failed') + run.number('association.Policy-install.failed');
    expect(failed).toBe(2);
    expect(run.metric('nodes.upToDate')).toBe(2);
  });

  test.each([
    ['Tags', 'TargetType: Tags, TargetTagKey: Fleet, TargetTagValue: "web,db"', 2],
    ['instance ids', 'TargetType: InstanceIds, TargetInstances: web-0001', 1],
    ['every node', 'TargetType: "*"', 2],
  ])('targets by %s', (_, parameters, count) => {
    expect(simulate(world(parameters, { end: '2h' })).metric('association.Policy-scan.targets')).toBe(count);
  });
});

describe('the accounts in which a policy is deployed', () => {
  const accounts = `{ prod: { id: "210987654321", region: eu-west-1, organizationalUnit: ou-prod },
    prodUs: { id: "210987654321", region: us-east-1, organizationalUnit: ou-prod }, test: { id: "310987654321", region: us-east-1 } }`;
  const fleet = `{ web: { count: 1, os: AMAZON_LINUX_2 }, ireland: { count: 1, os: AMAZON_LINUX_2, account: prod },
    virginia: { count: 1, os: AMAZON_LINUX_2, account: prodUs }, lab: { count: 1, os: AMAZON_LINUX_2, account: test } }`;
  const nodesOf = (parameters: string, home = '') => {
    const sections = world(parameters, { accounts, fleet, end: '2h' });
    const resources = sections.resources!.replace(
      'ConfigurationManager,',
      `ConfigurationManager, ${home === '' ? '' : `Metadata: { fleetsim: { account: ${home} } },`}`,
    );
    const run = simulate({ ...sections, resources });
    return run
      .events('state-manager/run-started')
      .map(({ node }) => node)
      .sort();
  };

  test.each([
    ['', ['web-0001']],
    ['TargetOrganizationalUnits: ou-prod', ['ireland-0001', 'virginia-0001']],
    ['TargetOrganizationalUnits: ou-prod, TargetRegions: "eu-west-1,eu-central-1"', ['ireland-0001']],
    ['TargetAccounts: "210987654321,310987654321", TargetRegions: us-east-1', ['lab-0001', 'virginia-0001']],
    ['TargetOrganizationalUnits: ou-none', []],
  ])('%s', (parameters, nodes) => {
    expect(nodesOf(parameters)).toEqual(nodes);
  });

  test('are told of where none fits, and a file without accounts is about its own', () => {
    const loaded = load(worldOf(world('TargetOrganizationalUnits: ou-none', { end: '2h' })));
    const warnings = 'warnings' in loaded ? loaded.warnings.map(({ message }) => message) : [];
    expect(warnings.join()).toContain(
      'no account of the file fits TargetOrganizationalUnits: the policy is deployed in the one that the file has',
    );
    const run = simulate(world('TargetOrganizationalUnits: ou-none', { end: '2h' }));
    expect(run.metric('association.Policy-scan.targets')).toBe(2);
  });

  test('is its own unless it names others', () => {
    expect(nodesOf('', 'prod')).toEqual(['ireland-0001']);
    expect(nodesOf('TargetRegions: "eu-west-1,us-east-1"', 'prod')).toEqual([
      'ireland-0001',
      'virginia-0001',
    ]);
  });
});

test('each policy of one resource has associations of its own', () => {
  const sections = world('', { end: '2h' });
  const second =
    '{ Type: AWSQuickSetupType-PatchPolicy, Parameters: { TargetType: InstanceIds, TargetInstances: web-0001 } }';
  const run = simulate({
    ...sections,
    resources: sections.resources!.replace(
      'ConfigurationDefinitions: [',
      `ConfigurationDefinitions: [ ${second},`,
    ),
  });
  expect(run.metric('association.Policy-scan.targets')).toBe(1);
  expect(run.metric('association.Policy-2-scan.targets')).toBe(2);
});

describe('what is refused', () => {
  test.each([
    ['PatchOperation: Scan', /unknown parameter of AWSQuickSetupType-PatchPolicy/],
    ['ConfigurationOptionsPatchOperation: Install', /expected one of Scan, ScanAndInstall; found Install/],
    ['ConfigurationOptionsScanValue: rate(1 day)', /expected a cron expression/],
    ['ConfigurationOptionsScanValue: "cron(0 1 * 2 ? *)"', /month/],
    ['RateControlConcurrency: lots', /RateControlConcurrency/],
    ['TargetType: Tags', /expected TargetTagKey beside TargetType: Tags/],
    ['PatchBaselineUseDefault: custom', /missing: expected JSON with a baseline/],
    [
      `PatchBaselineUseDefault: custom, SelectedPatchBaselines: '{"UBUNTU": {"value": "Prod"}}'`,
      /for UBUNTU, .* found Prod, which is for AMAZON_LINUX_2/,
    ],
  ])('%s', (parameters, message) => {
    expect(() => simulate(world(parameters))).toThrow(message);
  });

  test('SelectedPatchBaselines names the baselines of AWS by their label', () => {
    const text =
      '{"AMAZON_LINUX_2": {"value": "pb-0be8c61cde3be63f3", "label": "AWS-AmazonLinux2DefaultPatchBaseline"}}';
    expect(selectedBaselines(text)).toEqual(
      new Map([['AMAZON_LINUX_2', 'AWS-AmazonLinux2DefaultPatchBaseline']]),
    );
    expect(selectedBaselines('[]')).toBeNull();
    expect(selectedBaselines('no JSON')).toBeNull();
  });
});
