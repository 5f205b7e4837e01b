/**
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreatePatchBaseline.html
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_RegisterPatchBaselineForPatchGroup.html
 */
import { describe, expect, test } from 'vitest';
import { notesOf } from '../../../src/result/notes.ts';
import { load } from '../../scenario/load-text.ts';
import { simulateYaml } from '../../support/simulate.ts';

const baseline = (id: string, more: string) =>
  `  ${id}: { Type: AWS::SSM::PatchBaseline, Properties: { Name: base-${id}, OperatingSystem: AMAZON_LINUX_2, ${more} } }\n`;
const run = (call: string) =>
  simulateYaml(`
start: 2025-01-01T00:00:00Z
end: 1d
fleet: { web: { count: 1, os: AMAZON_LINUX_2, tags: { Patch Group: web } } }
resources:
${baseline('One', 'PatchGroups: [other]')}${baseline('Two', 'DefaultBaseline: true')}
actions:
  - { id: change, at: 2025-01-01T01:00:00Z, ${call} }
  - { id: scan, at: 2025-01-01T02:00:00Z, SendCommand: { DocumentName: AWS-RunPatchBaseline, InstanceIds: [web-0001], Parameters: { Operation: [Scan] } } }
`);
const baselineAfter = (call: string) => run(call).result.nodes[0]!.baseline;

test('a patch group that is registered during the run has the baseline from then on', () => {
  expect(baselineAfter('RegisterPatchBaselineForPatchGroup: { BaselineId: !Ref One, PatchGroup: web }')).toBe(
    'One',
  );
});

test('a group that is registered with a different baseline: AlreadyExistsException', () => {
  const simulated = run('RegisterPatchBaselineForPatchGroup: { BaselineId: !Ref Two, PatchGroup: other }');
  expect(simulated.events('patch-manager/action-refused')).toMatchObject([
    { error: 'AlreadyExistsException' },
  ]);
  expect(notesOf(simulated.outcome).map(({ text }) => text)).toContain(
    'change: AWS refuses RegisterPatchBaselineForPatchGroup with AlreadyExistsException; nothing has changed.',
  );
});

test('RegisterDefaultPatchBaseline replaces the default of the operating system', () => {
  expect(baselineAfter('RegisterDefaultPatchBaseline: { BaselineId: !Ref One }')).toBe('One');
});

test('a baseline that guides invent is refused with the name that exists', () => {
  const refused = (call: string) => {
    const loaded = load(`
start: 2025-01-01T00:00:00Z
end: 1d
fleet: { web: { count: 1, os: REDHAT_ENTERPRISE_LINUX } }
actions: [{ at: 2025-01-01T01:00:00Z, ${call} }]
`);
    return 'problems' in loaded ? loaded.problems : [];
  };
  const group =
    'RegisterPatchBaselineForPatchGroup: { BaselineId: AWS-RHELDefaultPatchBaseline, PatchGroup: web }';
  expect(refused(group)).toMatchObject([
    {
      awsError: 'DoesNotExistException',
      help: 'did you mean AWS-RedHatDefaultPatchBaseline? Even so, what AWS provides is registered with no patch group here',
    },
  ]);
  expect(refused('RegisterDefaultPatchBaseline: { BaselineId: AWS-RHELDefaultPatchBaseline }')).toMatchObject(
    [
      {
        awsError: 'DoesNotExistException',
        help: "did you mean AWS-RedHatDefaultPatchBaseline? Even so, AWS's own baseline is the default until a call registers another",
      },
    ],
  );
  const filter = 'GlobalFilters: { PatchFilters: [{ Key: CLASS, Values: [Security] }] }';
  expect(
    refused(`CreatePatchBaseline: { Name: own, OperatingSystem: REDHAT_ENTERPRISE_LINUX, ${filter} }`),
  ).toMatchObject([{ awsError: 'ValidationException', help: 'did you mean CLASSIFICATION?' }]);
});

describe('CreatePatchBaseline', () => {
  const rules =
    'ApprovalRules: { PatchRules: [{ ApproveAfterDays: 0, PatchFilterGroup: { PatchFilters: [{ Key: CLASSIFICATION, Values: [Security] }] } }] }';
  const create = `CreatePatchBaseline: { Name: tonight, OperatingSystem: AMAZON_LINUX_2, ${rules} }`;
  const world = (actions: string, more = '') =>
    simulateYaml(`
start: 2025-01-01T00:00:00Z
end: 1d
fleet: { web: { count: 1, os: AMAZON_LINUX_2, tags: { Patch Group: web } } }
patches: { NEW: { os: [AMAZON_LINUX_2], classification: Security, severity: Critical, released: 2024-12-30 } }
${more}
actions: [${actions}]
`);
  const made = `{ id: tonight, at: 2025-01-01T03:00:00Z, ${create} }`;
  const install =
    '{ id: install, at: 2025-01-01T04:00:00Z, SendCommand: { DocumentName: AWS-RunPatchBaseline, InstanceIds: [web-0001], Parameters: { Operation: [Install] } } }';
  const register = (clock: string) =>
    `{ id: register, at: 2025-01-01T${clock}:00Z, RegisterPatchBaselineForPatchGroup: { BaselineId: tonight, PatchGroup: web } }`;

  test('a baseline that was just made serves no node', () => {
    const run = world(`${made}, ${install}`);
    expect(run.result.nodes[0]).toMatchObject({
      baseline: 'AWS-AmazonLinux2DefaultPatchBaseline',
      cause: 'BASELINE_NOT_APPROVED',
    });
    expect(run.events('patch-manager/baseline-created')).toMatchObject([{ baseline: 'tonight' }]);
  });

  test('registered with a patch group, it approves what the next Install installs', () => {
    const run = world(`${made}, ${register('03:10')}, ${install}`);
    expect(run.result.nodes[0]).toMatchObject({ baseline: 'tonight', state: 'upToDate' });
  });

  test('it can be made the default of its operating system', () => {
    const run = world(
      `${made}, { at: 2025-01-01T03:10:00Z, RegisterDefaultPatchBaseline: { BaselineId: tonight } }`,
    );
    expect(run.result.nodes[0]!.baseline).toBe('tonight');
  });

  test('before it is made there is none: DoesNotExistException', () => {
    const run = world(`${made}, ${register('02:00')}`);
    expect(run.events('patch-manager/action-refused')).toMatchObject([{ error: 'DoesNotExistException' }]);
  });

  test('an account has 50 baselines in a Region: ResourceLimitExceededException', () => {
    const full = Array.from({ length: 50 }, (_, index) => baseline(`B${index}`, '')).join('');
    const run = world(made, `resources:\n${full}`);
    expect(run.events('patch-manager/action-refused')).toMatchObject([
      { action: 'tonight', error: 'ResourceLimitExceededException' },
    ]);
  });

  test('another account does not have it: DoesNotExistException', () => {
    const europe = 'accounts: { europe: { id: "222222222222", region: eu-west-1 } }';
    const there = made.replace('CreatePatchBaseline', 'account: europe, CreatePatchBaseline');
    const run = world(`${there}, ${register('03:10')}`, europe);
    expect(run.events('patch-manager/action-refused')).toMatchObject([
      { action: 'register', error: 'DoesNotExistException' },
    ]);
  });

  test('what AWS refuses of a baseline is refused of the call, with its place and near names', () => {
    expect(() => world(made.replace('Name: tonight', 'Name: no'))).toThrow(
      'expected a name of 3 to 128 letters, digits, _ - and .',
    );
    expect(() => world(made.replace('Name:', 'Nmae:'))).toThrow('did you mean Name?');
    expect(() =>
      world(`${made}, ${register('03:10').replace('BaselineId: tonight', 'BaselineId: tonite')}`),
    ).toThrow('help: known: tonight');
  });
});
