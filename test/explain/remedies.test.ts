/** For each cause the change that would have helped, and the run that shows that it does. */
import { describe, expect, test, vi } from 'vitest';
import { renderMarkdown } from '../../src/blocks/markdown.ts';
import { renderText } from '../../src/blocks/text.ts';
import { type Cause, causes } from '../../src/capabilities/index.ts';
import { explainWithProof } from '../../src/explain/explain-with-proof.ts';
import { explanationBlocks } from '../../src/reports/explain.ts';
import { base, fault, nodeWith, tonight, web, worldOf } from '../capabilities/patch-manager/cause-worlds.ts';
import { at, nodeOf, patch, type Sections, type simulate, world } from '../capabilities/quiet-world.ts';
import { loadYaml, simulateYaml } from '../support/simulate.ts';
import { causeOf, isChance, words } from './explained.ts';
import { proved, remedyIn } from './proved.ts';

// Machines that are busy with other things need a while.
vi.setConfig({ testTimeout: 60_000 });

const keysIn = (sections: Sections, node?: string) =>
  remedyIn(sections, node).changes.flatMap(({ set }) => set.map(({ key }) => key));
const inBase = (sections: Sections): Sections => ({ ...base, ...sections });

describe('What would have helped', () => {
  // Of what is not simulated no run could show that a change helps. What interrupts can be kept out of the window.
  const remediable = causes.filter(
    (cause) => (!isChance(cause) && causeOf(cause).isUnknown !== true) || cause === 'INTERRUPTED',
  );

  test.each(remediable)('%s: the change that is proposed works, and what --set takes repeats it', (cause) => {
    const node = nodeWith(cause);
    const { changes, proof } = remedyIn(worldOf(cause), node);
    expect(proof).toMatchObject({ isPatched: true, remainingCause: null, compliance: 'COMPLIANT' });
    expect(changes.length).toBeGreaterThan(0);
    const set = changes.flatMap((change) => change.set.map(({ key, value }) => `${key}=${value}`));
    const run = simulateYaml(world(worldOf(cause)), { set });
    expect(nodeOf(run, node).cause).toBeNull();
  });

  test.each(remediable)('%s: every change of the set is needed', (cause) => {
    const node = nodeWith(cause);
    const { changes } = remedyIn(worldOf(cause), node);
    for (const left of changes) {
      const others = changes.filter((one) => one !== left);
      const set = others.flatMap((change) => change.set.map(({ key, value }) => `${key}=${value}`));
      expect(nodeOf(simulateYaml(world(worldOf(cause)), { set }), node).cause).not.toBeNull();
    }
  });

  test.each([
    ['stop', 'keep the stop (stop) out of the window', 'start web-0001 by'],
    ['reboot', 'keep the reboot (reboot) out of the window', 'once more'],
  ])(
    'a %s in the middle of its Install is kept out of the window, or undone where the run ends too soon',
    (action, kept, undone) => {
      const during = inBase({ faults: `[${fault(action, '2:00:05')}]` });
      expect(proved(during).cause).toBe('INTERRUPTED');
      const early = remedyIn(during);
      expect(early.changes.map(({ text }) => text)).toEqual([expect.stringContaining(kept)]);
      expect(early.changes[0]?.set).toEqual([{ key: 'faults[0].at', value: `"${at('3:00:05')}"` }]);
      expect(early.proof).toMatchObject({ isPatched: true, remainingCause: null });
      const late = remedyIn(during, 'web-0001', { atMs: Date.parse(at('2:50')) });
      expect(late.changes.map(({ text }) => text).join('; ')).toContain(undone);
      expect(late.proof).toMatchObject({ isPatched: true, remainingCause: null });
    },
  );

  test('of what is not simulated no change is said to be known or unknown, and no verdict is printed', () => {
    const explanation = proved(worldOf('NOT_SIMULATED'));
    const text = renderText(explanationBlocks(explanation, { repeat: 'fleetsim explain x.yaml', words }), {
      color: false,
      width: 200,
    });
    expect(text).toContain('Whether web-0001 is patched is not known: NOT_SIMULATED (');
    expect(text).toContain('Tags and patch group: unknown NOT_SIMULATED');
    expect(text).toContain('No change can be verified by a run: NOT_SIMULATED.');
    expect(text).not.toMatch(/missed|BLOCKS|No change is known/);
  });

  test('a full disk needs room: to start the agent would not help', () => {
    const { changes, proof } = remedyIn(inBase({ faults: `[${fault('fillDisk')}]` }));
    expect(proof).toMatchObject({ isPatched: true });
    expect(JSON.stringify(changes)).toContain('make room on the disk of');
  });

  test('nothing for a node that is patched', () => {
    expect(proved(base)).toMatchObject({ isPatched: true, remedy: null, chance: null });
  });

  test('a group without an instance profile is given one, before an operator attaches one', () => {
    const { changes, proof } = remedyIn(worldOf('NO_INSTANCE_PROFILE'));
    expect(changes.map(({ kind }) => kind)).toEqual(['configuration']);
    expect(changes[0]?.text).toContain('set the instance profile of group web');
    expect(proof.patchedAt).toBe('2025-01-01T02:06:11.000Z');
  });

  test('a profile that was taken away is attached again', () => {
    const sections = inBase({ faults: `[${fault('detachProfile', '0:00:01')}]` });
    expect(proved(sections).cause).toBe('NO_INSTANCE_PROFILE');
    expect(remedyIn(sections).proof.isPatched).toBe(true);
  });

  test('a fault that stands alone, in no list, is kept away like any other', () => {
    expect(keysIn(inBase({ faults: fault('terminate') }))).toEqual(['faults.nodes.share']);
  });

  test('what went down a moment before its turn is mended afterwards, and has an Install of its own', () => {
    expect(keysIn(inBase({ faults: `[${fault('stop', '1:59:59')}]` }))).toEqual(['faults[+]', 'actions[+]']);
  });

  test('a window that is not enabled is enabled', () => {
    const resources = tonight['resources']!.replace('Duration: 2', 'Enabled: false, Duration: 2');
    expect(keysIn(inBase({ ...tonight, resources }))).toEqual(['Night.Enabled']);
  });

  test('of several links that break each has its change', () => {
    const sections = inBase({
      subnets: '{ one: { route: none, endpoints: [ssm] } }',
      fleet: web(', subnet: one, instanceProfile: none'),
    });
    const { changes, proof } = remedyIn(sections);
    expect(new Set(changes.map(({ cause }) => cause))).toEqual(
      new Set<Cause>(['NO_INSTANCE_PROFILE', 'ENDPOINT_MISSING_MESSAGES', 'ENDPOINT_MISSING_S3']),
    );
    expect(proof.isPatched).toBe(true);
  });

  test('a tag that is only spelt otherwise is spelt as the target has it', () => {
    const where = 'Targets: [{ Key: "tag:Patch Group", Values: [prod] }]';
    const sections = inBase({
      fleet: '{ web: { count: 1, os: AMAZON_LINUX_2, tags: { PatchGroup: prod } } }',
      actions: `[${patch('Install', '2', { where })}, ${patch('Install', '3', { where: where.replace('Patch Group', 'Tier') })}]`,
    });
    expect(keysIn(sections)).toEqual(['fleet.web.tags."Patch Group"']);
  });

  test('tags of a node that belongs elsewhere stay: it gets an Install of its own', () => {
    expect(keysIn(worldOf('SCAN_ONLY'))).toEqual(['actions[+]']);
    expect(keysIn(inBase({ fleet: web().replace('Fleet: web', 'fleet: other') }))).toEqual(['actions[+]']);
  });

  test('the wait of a rule is made no shorter than it must be', () => {
    const [change] = remedyIn(worldOf('BASELINE_NOT_APPROVED')).changes;
    // Released on 1 December, installed on 1 January at 2:00.
    expect(change?.set).toEqual([{ key: 'All.ApprovalRules.PatchRules[0].ApproveAfterDays', value: '31' }]);
  });

  test('a predefined baseline cannot be changed: the Install waits for it, or another takes its place', () => {
    const patches = (day: string) =>
      `{ P1: { os: [AMAZON_LINUX_2], classification: Security, severity: Critical, released: ${day} } }`;
    const later = inBase({ resources: '{}', patches: patches('2024-12-25T12:00:00Z') });
    expect(keysIn(later)).toEqual(['actions[+]']);
    const never = inBase({ resources: '{}', patches: patches('2024-12-31') });
    expect(keysIn(never)).toEqual(['resources.RemedyBaseline']);
  });

  test('what came after the last Install waits for the next window, and what its list left out for an Install without it', () => {
    const textOf = (sections: Sections, files: Record<string, string> = {}) =>
      remedyIn(sections, 'web-0001', {}, files).changes[0]?.text;
    expect(textOf(worldOf('AWAITS_NEXT_WINDOW'))).toMatch(/, or wait for its next window$/);
    const listed = patch('Install', '2', { parameters: ', InstallOverrideList: ["s3://b/l.yaml"]' });
    const sections = inBase({ files: '{ "s3://b/l.yaml": l.yaml }', actions: `[${listed}]` });
    const files = { 'l.yaml': 'patches: [{ id: other }]' };
    expect(proved(sections, 'web-0001', {}, files).cause).toBe('AWAITS_NEXT_WINDOW');
    expect(textOf(sections, files)).toMatch(/, without the InstallOverrideList of its last Install$/);
    expect(textOf(worldOf('NO_EXECUTION'))).toMatch(/, or schedule its window earlier$/);
  });

  test('MaxConcurrency is raised no further than it must be', () => {
    expect(remedyIn(worldOf('CUTOFF'), 'web-0020').changes[0]?.set).toEqual([
      { key: 'Install.MaxConcurrency', value: '"8"' },
    ]);
  });

  test('what an untrusted role cannot do it can when its trust policy names Systems Manager', () => {
    const resources = `${tonight['resources']!.replace(
      'Priority: 1',
      'ServiceRoleArn: !GetAtt Role.Arn\n      Priority: 1',
    )}
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: { Effect: Allow, Principal: { Service: ec2.amazonaws.com }, Action: "sts:AssumeRole" } }
      ManagedPolicyArns: [arn:aws:iam::aws:policy/service-role/AmazonSSMMaintenanceWindowRole]`;
    const { changes, proof } = remedyIn(inBase({ ...tonight, resources }));
    expect(proof.isPatched).toBe(true);
    expect(changes.flatMap(({ set }) => set.map(({ key }) => key))).toEqual([
      'Role.AssumeRolePolicyDocument.Statement[+]',
    ]);
  });

  test('as of an earlier instant only what helps until then helps', () => {
    const atMs = Date.parse(at('3'));
    const { proof } = remedyIn(worldOf('NO_INSTANCE_PROFILE'), 'web-0001', { atMs });
    expect(proof.isPatched).toBe(true);
    const early = remedyIn(worldOf('NO_INSTANCE_PROFILE'), 'web-0001', { atMs: Date.parse(at('2:03')) });
    expect(early.proof.isPatched).toBe(false);
  });

  test('everything else is as it was: the others keep their luck', () => {
    const sections = inBase({
      fleet: web('', 5),
      faults: `[${fault('stop', '1:00', ', nodes: { names: [web-0002] }')}]`,
    });
    const { changes } = remedyIn(sections, 'web-0002');
    const set = changes.flatMap((change) => change.set.map(({ key, value }) => `${key}=${value}`));
    const text = world(sections);
    const others = (run: ReturnType<typeof simulate>) =>
      run.result.nodes.filter(({ name }) => name !== 'web-0002');
    expect(others(simulateYaml(text, { set }))).toEqual(others(simulateYaml(text)));
    expect(loadYaml(text, { set }).scenario.faults).toHaveLength(2);
  });

  test('the text ends with a line that runs the scenario with what is proposed', () => {
    const explanation = proved(worldOf('EGRESS_BLOCKED'));
    const context = {
      repeat: 'fleetsim explain x.yaml web-0001',
      run: 'fleetsim run x.yaml --seed 1',
      words,
    };
    const line = 'fleetsim run x.yaml --seed 1 --set subnets.one.egress=open';
    const style = { color: false, width: 100 };
    expect(renderText(explanationBlocks(explanation, context), style)).toContain(`Next: ${line}\n`);
    expect(renderMarkdown(explanationBlocks(explanation, context))).toContain(`\n${line}\n`);
    expect(renderText(explanationBlocks(proved(base), context), style)).not.toContain('Prove it with');
  });

  test('where no change is known none is said to have been run', () => {
    const explanation = proved(worldOf('REBOOT_FAILED'));
    const context = { repeat: 'fleetsim explain x.yaml web-0001', run: 'fleetsim run x.yaml', words };
    const text = renderText(explanationBlocks(explanation, context), { color: false, width: 100 });
    expect(text).toContain('No change is known that fixes REBOOT_FAILED, which is chance.');
    expect(text).not.toContain('Run again with them');
  });

  test('a scenario that cannot be read is refused with what is wrong', () => {
    const request = { file: 'x.yaml', read: () => ({ error: 'gone' }), overrides: [], version: '0.0.0' };
    expect(explainWithProof({ ...request, node: 'web-0001' })).toHaveProperty('problems');
  });
});
