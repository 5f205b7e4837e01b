/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_RegisterPatchBaselineForPatchGroup.html */
import { expect, test } from 'vitest';
import { notesOf } from '../../../src/result/notes.ts';
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
