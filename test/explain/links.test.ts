/** Link by link: what is said of each, and that the chain breaks where the cause says. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { causes } from '../../src/capabilities/index.ts';
import type { QueueDetail } from '../../src/capabilities/run-command/links.ts';
import type { StepDetail } from '../../src/capability/links.ts';
import { runFor, until } from '../../src/explain/runs.ts';
import type { JournalEntry } from '../../src/result/journal.ts';
import { Simulator } from '../../src/simulate.ts';
import {
  base,
  fault,
  install,
  nodeWith,
  simulateCause,
  tonight,
  web,
  worldOf,
} from '../capabilities/patch-manager/cause-worlds.ts';
import { approveAll, at, nodeOf, patch, released, simulate } from '../capabilities/quiet-world.ts';
import { loadYaml, simulateYaml } from '../support/simulate.ts';
import {
  causeOf,
  explained,
  explainedIn,
  explainYaml,
  firstBlocking,
  foundIn,
  linkIn,
  linkNames,
  usualLinkNames,
} from './explained.ts';

// Machines that are busy with other things need a while.
vi.setConfig({ testTimeout: 60_000 });

const shipped = (name: string) => readFileSync(`scenarios/${name}.yaml`, 'utf8');
const ms = (clock: string) => Date.parse(at(clock));

describe('the chain', () => {
  test.each(causes)('%s: the first link that blocks stands for the cause that the run names', (cause) => {
    const node = nodeWith(cause);
    const explanation = explainedIn(worldOf(cause), node);
    expect(explanation.cause).toBe(nodeOf(simulateCause(cause), node).cause);
    expect(firstBlocking(explanation)?.link).toBe(causeOf(cause).link);
    expect(firstBlocking(explanation)?.causes[0]).toBe(cause);
  });

  test.each(causes)('%s: every blocking cause is in one link, which says what was needed', (cause) => {
    const explanation = explainedIn(worldOf(cause), nodeWith(cause));
    const blocking = explanation.links.filter(({ causes: stoodFor }) => stoodFor.length > 0);
    const states = new Set(blocking.map(({ state }) => state));
    expect([...states]).toEqual([causeOf(cause).isUnknown === true ? 'unknown' : 'blocks']);
    expect(blocking.flatMap((link) => link.causes)).toEqual(explanation.blocking);
    for (const { needed, console, cli, found } of blocking) {
      expect(needed).toMatch(/\w{4}/);
      expect(console).toMatch(/:/);
      expect(cli).toMatch(/^aws --region us-east-1 /);
      expect(found.length).toBeGreaterThan(0);
    }
  });

  test('links are walked in the order of causes, so that the cause is always in the first that blocks', () => {
    const order = causes.map((cause) => linkNames.indexOf(causeOf(cause).link));
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });

  test.each(causes)('%s: an explanation is a function of scenario, seed and node', (cause) => {
    const once = JSON.stringify(explainedIn(worldOf(cause), nodeWith(cause)));
    expect(JSON.stringify(explainedIn(worldOf(cause), nodeWith(cause)))).toBe(once);
  });

  test.each(['sunday-patch', 'hybrid', 'mixed-os', 'canary-order', 'cutoff'])(
    '%s: one node of each cause is explained by it',
    (name) => {
      const files = Object.fromEntries([['zero-day-override.json', '']]);
      const { result } = simulateYaml(shipped(name), { files });
      const seen = new Set<string | null>();
      for (const node of result.nodes) {
        if (seen.has(node.cause)) continue;
        seen.add(node.cause);
        const explanation = explained(shipped(name), node.name);
        expect([node.name, explanation.cause]).toEqual([node.name, node.cause]);
        expect(explanation.isPatched).toBe(node.cause === null);
        expect(firstBlocking(explanation)?.causes[0] ?? null).toBe(node.cause);
      }
    },
  );
});

describe('zero nodes patched', () => {
  test.each(['legacy-0001', 'legacy-0040', 'migrated-0001', 'migrated-0007'])(
    '%s: the instance profile it is; not security group, not activation, not targeting',
    (node) => {
      const explanation = explained(shipped('zero-patched'), node);
      expect(explanation.blocking).toEqual(['NO_INSTANCE_PROFILE']);
      const states = explanation.links.map(({ link, state }) => [link, state]);
      expect(states.filter(([, state]) => state === 'blocks')).toEqual([['instance-profile', 'blocks']]);
      expect(states).toContainEqual(['network', 'ok']);
      expect(states).toContainEqual(['tags-and-patch-group', 'ok']);
      expect(states).toContainEqual(['agent', 'ok']);
    },
  );

  test('a node that was never registered is skipped without an error, and refused by id', () => {
    const found = foundIn(explained(shipped('zero-patched'), 'legacy-0001'), 'window-and-target');
    expect(found).toContain('not a managed node then');
    expect(found).toContain('InvalidInstanceId');
  });
});

describe('several links at once', () => {
  test('a missing profile does not hide the missing route', () => {
    const { blocking } = explainedIn({
      ...base,
      subnets: '{ one: { route: none } }',
      fleet: web(', subnet: one, instanceProfile: none'),
    });
    expect(blocking).toEqual(['NO_INSTANCE_PROFILE', 'NO_ROUTE']);
  });

  test('every missing endpoint is named, S3 among them', () => {
    const { blocking } = explainedIn({
      ...base,
      subnets: '{ one: { route: none, endpoints: [kms] } }',
      fleet: web(', subnet: one'),
    });
    expect(blocking).toEqual(['ENDPOINT_MISSING_SSM', 'ENDPOINT_MISSING_MESSAGES', 'ENDPOINT_MISSING_S3']);
  });

  test('a command that could not be delivered for want of a profile is no second cause', () => {
    expect(explainedIn(worldOf('NO_INSTANCE_PROFILE')).blocking).toEqual(['NO_INSTANCE_PROFILE']);
  });

  test('an installation that failed for want of S3 is no second cause', () => {
    const explanation = explainedIn(worldOf('ENDPOINT_MISSING_S3'));
    expect(explanation.blocking).toEqual(['ENDPOINT_MISSING_S3']);
    expect(foundIn(explanation, 'run')).toContain('exit code 156');
  });

  test('what holds again at the end is told as it was at the last chance', () => {
    const explanation = explainedIn({ ...base, faults: `[${fault('stopAgent', '1:00', ', for: 3h')}]` });
    const { state, found, details } = linkIn(explanation, 'agent');
    expect(state).toBe('blocks');
    expect(found.join('\n')).toContain('not running at 2025-01-01 02:00:00 UTC');
    expect(found.join('\n')).toContain('since then: SSM Agent 3.3.987.0 running');
    expect(details.map((one) => (one as StepDetail).at)).toEqual([at('1:00'), at('4:00')]);
  });
});

describe('tags and targets', () => {
  test('a key that differs in letters only is named', () => {
    const fleet = web().replace('Fleet: web', 'fleet: web');
    expect(foundIn(explainedIn({ ...base, fleet }), 'tags-and-patch-group')).toContain(
      'it has no tag Fleet: fleet is a different key',
    );
  });

  test('a value that differs in letters only is named', () => {
    const fleet = web().replace('Fleet: web', 'Fleet: Web');
    expect(foundIn(explainedIn({ ...base, fleet }), 'tags-and-patch-group')).toContain(
      'its Fleet is Web, which differs only in spelling',
    );
  });

  test('a patch group written with PatchGroup is no target by tag:Patch Group', () => {
    const found = foundIn(explained(shipped('sunday-patch'), 'batch-0001'), 'tags-and-patch-group');
    expect(found).toContain('it has no tag Patch Group: PatchGroup is a different key');
  });
});

describe('the baseline', () => {
  const inGroup = (tag: string) => ({ ...base, fleet: web().replace('Fleet: web', `Fleet: web, ${tag}`) });
  const grouped = approveAll('AMAZON_LINUX_2', ', PatchGroups: [prod]');

  test('it is the one that the patch group is registered with', () => {
    const sections = { ...inGroup('Patch Group: prod'), resources: `{ All: ${grouped} }` };
    expect(foundIn(explainedIn(sections), 'baseline')).toContain('registered with patch group prod');
  });

  test('a group that no baseline knows falls back to the default, which is said', () => {
    const sections = { ...inGroup('Patch Group: Prod'), resources: `{ All: ${grouped} }` };
    const found = foundIn(explainedIn(sections), 'baseline');
    expect(found).toContain('no baseline for AMAZON_LINUX_2 is registered with patch group Prod');
    expect(found).toContain('prod is a different patch group: names must match exactly');
  });

  test('without a baseline of its own it is the one that AWS predefines', () => {
    const found = foundIn(explainedIn({ ...base, resources: '{}' }), 'baseline');
    expect(found).toContain(
      "AWS's predefined baseline for AMAZON_LINUX_2, because the node is in no patch group",
    );
  });

  test('a tag that only looks like a patch group is pointed at', () => {
    const found = foundIn(explainedIn(inGroup('patch_group: prod')), 'baseline');
    expect(found).toContain('its tag patch_group does not put it in a patch group');
  });

  test('a patch that is kept back is told with its rule and the instant from which it is approved', () => {
    const { details } = linkIn(explainedIn(worldOf('BASELINE_NOT_APPROVED')), 'baseline');
    expect(details).toEqual([
      {
        kind: 'patch',
        patch: 'P1',
        classification: 'Security',
        severity: 'Critical',
        released: '2024-12-01T00:00:00.000Z',
        verdict: 'not approved yet',
        by: 'rule 1 of All (CLASSIFICATION *; ApproveAfterDays 300)',
        approvedAt: '2025-09-27T00:00:00.001Z',
        state: 'missing',
      },
    ]);
  });

  test('a rejected patch is told with its list', () => {
    const [detail] = linkIn(explainedIn(worldOf('PATCH_REJECTED')), 'baseline').details;
    expect(detail).toMatchObject({ verdict: 'rejected', by: 'RejectedPatches of All (ALLOW_AS_DEPENDENCY)' });
  });

  test('a patch that no rule selects is told with the filter that it fails', () => {
    const resources = `{ All: ${approveAll().replace('Values: ["*"]', 'Values: [Bugfix]')} }`;
    const explanation = explainedIn({ ...base, resources }, 'web-0001', { patch: 'P1' });
    expect(linkIn(explanation, 'baseline').details).toMatchObject([
      { verdict: 'not selected', by: 'no rule of All selects it: rule 1 requires CLASSIFICATION Bugfix' },
    ]);
  });

  test('a patch that was approved only after the last Install is told with both instants', () => {
    const patches = `{ P1: { os: [AMAZON_LINUX_2], classification: Security, released: 2024-12-25T03:00:00Z } }`;
    const resources = `{ All: ${approveAll().replace('ApproveAfterDays: 0', 'ApproveAfterDays: 7')} }`;
    const explanation = explainedIn({ ...base, patches, resources });
    expect(explanation.cause).toBe('AWAITS_NEXT_WINDOW');
    expect(foundIn(explanation, 'baseline')).toContain(
      'P1 was approved after 2025-01-01 03:00:00 UTC; its last Install began at 2025-01-01 02:00:00 UTC',
    );
  });

  test('--patch restricts the link to one patch, installed or not', () => {
    const patches = `{ ${released('P1')}, ${released('P2')} }`;
    const explanation = explainedIn({ ...base, patches }, 'web-0001', { patch: 'P2' });
    expect(linkIn(explanation, 'baseline').details).toMatchObject([{ patch: 'P2', state: 'installed' }]);
  });
});

describe('rate control', () => {
  test('who was never sent to is told its place, and whose error halted the command', () => {
    const explanation = explainedIn(worldOf('HALTED_BY_MAX_ERRORS'), 'web-0003');
    const [queue] = linkIn(explanation, 'rate-control').details as QueueDetail[];
    expect(queue).toMatchObject({ place: 3, targets: 3, sentTo: 1, maxErrors: 0, errors: 1, sentAt: null });
    expect(queue).toMatchObject({ haltedBy: 'web-0001', haltedAt: at('2:01:11') });
    expect(foundIn(explanation, 'rate-control')).toContain('halted at 2025-01-01 02:01:11 UTC by web-0001');
  });

  test('a cancelled command is told with who cancelled it and when', () => {
    expect(foundIn(explainedIn(worldOf('CANCELLED')), 'rate-control')).toContain(
      'cancelled by stop-it at 2025-01-01 02:00:30 UTC',
    );
  });
});

describe('the window', () => {
  test('a skipped start is told with the execution that was in its way', () => {
    const explanation = explainedIn(worldOf('WINDOW_SKIPPED'));
    expect(foundIn(explanation, 'window-and-target')).toContain(
      'the execution of 2025-01-01 00:00:00 UTC was still running; it has not ended',
    );
  });

  test('the cutoff is told with its instant', () => {
    const { found, needed } = linkIn(explainedIn(worldOf('CUTOFF'), 'web-0020'), 'window-and-target');
    expect(found).toContain('the cutoff was at 2025-01-01 03:00:00 UTC');
    expect(needed).toContain('before the cutoff at 2025-01-01 03:00:00 UTC');
  });

  test('a window that does not come due in the run says when it does', () => {
    expect(foundIn(explainedIn(worldOf('NO_EXECUTION')), 'window-and-target')).toContain(
      'Night was never due; next due at 2025-01-03 02:00:00 UTC',
    );
  });

  test('where no Install came, the last Scan tells what it would have met', () => {
    expect(foundIn(explained(shipped('sunday-patch'), 'batch-0001'), 'window-and-target')).toMatch(
      /last Scan: sunday-scan at .*: Failed with exit code 156/,
    );
  });
});

describe('its own run', () => {
  test('each step has its time, and the end its exit code', () => {
    const { details } = linkIn(explainedIn(base), 'run');
    const steps = (details as StepDetail[]).map(({ at: time, event }) => [time, event.split('/')[1]]);
    expect(steps).toEqual([
      [at('2:00:00'), 'invocation-sent'],
      [at('2:00:01'), 'invocation-acknowledged'],
      [at('2:00:01'), 'invocation-started'],
      [at('2:00:01'), 'operation-started'],
      [at('2:01:11'), 'patches-installed'],
      [at('2:01:11'), 'compliance-reported'],
      [at('2:01:11'), 'reboot-requested'],
      [at('2:01:11'), 'node-fell-silent'],
      [at('2:01:11'), 'node-went-down'],
      [at('2:06:11'), 'node-booted'],
      [at('2:06:11'), 'node-came-online'],
      [at('2:06:11'), 'operation-finished'],
      [at('2:06:11'), 'invocation-finished'],
    ]);
    expect((details.at(-1) as StepDetail).exitCode).toBe(0);
  });

  test('a document that asks for more than the node has says what', () => {
    expect(foundIn(explainedIn(worldOf('AGENT_TOO_OLD')), 'run')).toContain(
      'AWS-RunPatchBaseline requires agent 2.0.834.0; the node has 2.0.800.0',
    );
  });

  test('says the version that AWS-UpdateSSMAgent has left on the node, not that of its group', () => {
    const old = worldOf('AGENT_TOO_OLD');
    const updated = (version: string) => ({
      ...old,
      actions: `[{ at: ${at('0:30')}, SendCommand: { DocumentName: AWS-UpdateSSMAgent,
        Targets: [{ Key: "tag:Fleet", Values: [web] }], Parameters: { version: [${version}] } } }, ${old['actions']!.slice(1)}`,
    });
    expect(foundIn(explainedIn(updated('2.0.810.0')), 'run')).toContain('the node has 2.0.810.0');
    expect(explainedIn(updated('3.3.0.0')).links).not.toEqual(
      expect.arrayContaining([expect.objectContaining({ causes: ['AGENT_TOO_OLD'] })]),
    );
    expect(foundIn(explainedIn(worldOf('UNSUPPORTED_PLATFORM')), 'run')).toContain(
      'AWS-RunPatchBaseline runs on Windows, not on AMAZON_LINUX_2 (Linux)',
    );
  });

  test('what failed names the patch', () => {
    expect(foundIn(explainedIn(worldOf('INSTALL_FAILED')), 'run')).toContain('failed to install: P1');
  });

  test('an interruption is told with what took the node down', () => {
    expect(foundIn(explainedIn(worldOf('INTERRUPTED')), 'run')).toContain(
      'the node went down at 2025-01-01 02:00:05 UTC',
    );
  });
});

describe('a patched node', () => {
  test('its chain is what led to it, and says when it came to be patched', () => {
    const explanation = explainedIn(base);
    expect(explanation).toMatchObject({
      isPatched: true,
      cause: null,
      blocking: [],
      patchedAt: at('2:06:11'),
    });
    expect(explanation.links.map(({ link }) => link)).toEqual([...usualLinkNames]);
    expect(explanation.links.every(({ state, needed }) => state === 'ok' && needed === null)).toBe(true);
  });

  test('a node that lacked nothing from the start has a short one', () => {
    const sections = { ...base, fleet: web(', patchedUntil: 2025-01-01'), actions: '[]' };
    const explanation = explainedIn(sections);
    expect(explanation).toMatchObject({ isPatched: true, patchedAt: null });
    expect(firstBlocking(explanation)).toBeUndefined();
    expect(explanation.links.map(({ link }) => link)).not.toContain('run');
  });

  test('with NoReboot it is patched when it has been rebooted', () => {
    const actions = `[${patch('Install', '2', { parameters: ', RebootOption: [NoReboot]' })}]`;
    const faults = `[${fault('reboot', '5:00')}]`;
    expect(explainedIn({ ...base, actions, faults })).toMatchObject({ patchedAt: at('5:05') });
  });
});

describe('--at', () => {
  test('a node that is patched in the end was not before its turn', () => {
    expect(explainedIn(base, 'web-0001', { atMs: ms('1:00') })).toMatchObject({
      isPatched: false,
      cause: 'NO_EXECUTION',
      at: at('1:00'),
    });
    expect(explainedIn(base, 'web-0001', { atMs: ms('2:07') }).isPatched).toBe(true);
  });

  test('what is at work at that instant needs time', () => {
    const explanation = explainedIn(base, 'web-0001', { atMs: ms('2:00:30') });
    expect(explanation.cause).toBe('RUN_ENDED');
    expect(linkIn(explanation, 'run').needed).toBe(
      'more time: it was still running at 2025-01-01 02:00:30 UTC',
    );
  });

  test('everything of that very millisecond has happened', () => {
    expect(explainedIn(base, 'web-0001', { atMs: ms('2:06:11') }).isPatched).toBe(true);
    expect(explainedIn(base, 'web-0001', { atMs: ms('2:06:11') - 1 }).isPatched).toBe(false);
  });

  test('a run that ends earlier is the beginning of the longer one', () => {
    const { scenario } = loadYaml(shipped('sunday-patch'));
    const whole: JournalEntry[][] = [0, 1].map((replication) => {
      const journal: JournalEntry[] = [];
      new Simulator(scenario, { journal: (entry) => journal.push(entry) }).run(replication);
      return journal.filter(({ node }) => node === 'web-0007');
    });
    const times = fc.integer({ min: scenario.startMs, max: scenario.endMs - 1 });
    fc.assert(
      fc.property(times, fc.integer({ min: 0, max: 1 }), (atMs, replication) => {
        const { journal } = runFor(until(scenario, atMs), replication, 6);
        expect(journal).toEqual(whole[replication]!.filter((entry) => Date.parse(entry.at) <= atMs));
      }),
      { numRuns: 12 },
    );
  });
});

describe('--window', () => {
  const sections = {
    ...base,
    ...tonight,
    fleet: web('', 2),
    patches: `{ ${released('P1', ', fails: 100%, sticky: true')} }`,
  };
  const two = { ...sections, actions: `[${install}]`.replace('T02:00', 'T05:00') };

  test('the links from the window on tell of that window, and the cause stays what it is', () => {
    const explanation = explainedIn(two, 'web-0001', { window: 'Night' });
    expect(explanation.cause).toBe('INSTALL_FAILED');
    expect(foundIn(explanation, 'window-and-target')).toContain('the cause comes from another attempt');
    expect(foundIn(explanation, 'rate-control')).toContain('task Install of Night');
    expect(foundIn(explainedIn(two), 'rate-control')).toContain('command install');
  });

  test('a window is known by its name too', () => {
    expect(explainedIn(two, 'web-0001', { window: 'night' })).toEqual(
      explainedIn(two, 'web-0001', { window: 'Night' }),
    );
  });
});

describe('what was asked wrongly', () => {
  const text = shipped('sunday-patch');
  const helpFor = (node: string, options = {}) => explainYaml(text, node, options);

  test.each([
    ['web-1', 'did you mean web-0001?'],
    ['wbe-0017', 'did you mean web-0017?'],
    ['web', 'web has web-0001 to web-0200'],
    ['web-0999', 'web has web-0001 to web-0200'],
    ['data-center-3', 'did you mean datacenter-0003?'],
  ])('%s: %s', (node, help) => {
    expect(helpFor(node)).toEqual({ problem: `${node}: no node of this scenario`, help });
  });

  test('an id that nobody has is answered with the groups', () => {
    expect(helpFor('i-0123456789abcdef0')).toMatchObject({ help: expect.stringContaining('web, batch') });
  });

  test('a node is known by its id as by its name', () => {
    const byName = explained(text, 'web-0003');
    expect(explained(text, byName.node.id)).toEqual(byName);
  });

  test('a window, a patch or an instant that the scenario does not have is a problem with a hint', () => {
    expect(helpFor('web-0001', { window: 'sundy' })).toMatchObject({ help: 'did you mean sunday?' });
    expect(helpFor('web-0001', { patch: 'ALAS2-2024-2710' })).toMatchObject({
      help: 'did you mean ALAS2-2024-2701?',
    });
    expect(helpFor('web-0001', { atMs: 0 })).toMatchObject({ problem: expect.stringContaining('outside') });
  });
});

test('the world of the fixtures patches its node by itself', () => {
  expect(nodeOf(simulate(base), 'web-0001').cause).toBe(null);
});
