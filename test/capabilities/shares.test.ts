/** Every key of a scenario that is a share comes out as often as it says: chi-square against what was written. */
import { describe, test } from 'vitest';
import { PatchReleases } from '../../src/capabilities/patch-manager/catalogue.ts';
import { RandomStreams } from '../../src/kernel/random.ts';
import { loadYaml, type Simulated } from '../support/simulate.ts';
import { expectCounts } from '../support/statistics.ts';
import { simulateWindows, task, taskOf, window } from './maintenance-windows/windows-yaml.ts';
import { approveAll, at, patch, released, type Sections, simulate, world } from './quiet-world.ts';

describe.each(['classification', 'severity'] as const)('Shares of %s in a stream of patches', (key) => {
  test.each([
    [[10, 20, 30, 40]],
    [[10, 40, 50]],
    [[50, 40, 10]],
    [[60, 40]],
    [[0, 30, 0, 70, 0]],
    [[35.5, 14.5, 25, 12.5, 6.25, 6.25]],
  ])('%j', (percents) => {
    const shares = percents.map((percent, index) => `w${index}: ${percent}%`).join(', ');
    const patchStreams = `{ s: { os: AMAZON_LINUX_2, every: 1h, ${key}: { ${shares} } } }`;
    const { scenario } = loadYaml(world({ end: '1000d', patchStreams }));
    const patches = new PatchReleases(scenario, new RandomStreams('shares')).ofReplication();
    expectCounts(
      patches.map((one) => Number(one[key]!.slice(1))),
      (index) => (percents[index] ?? 0) / 100,
    );
  });
});

describe('A share of the nodes', () => {
  const nodeCount = 2_000;
  const percent = 30;
  const fleet = (more = '') =>
    `{ web: { count: ${nodeCount}, os: AMAZON_LINUX_2, tags: { Fleet: web }${more} } }`;
  const patching = (more: string): Sections => ({
    resources: `{ All: ${approveAll()} }`,
    patches: `{ ${released('P1', `, reboot: true${more}`)} }`,
    actions: `[${patch('Install', '1')}]`,
  });
  const finished = (status: string) => (run: Simulated) =>
    run.events('run-command/invocation-finished').filter((event) => event['status'] === status).length;
  const cases: Readonly<
    Record<string, { sections: Sections; set?: string[]; count: (run: Simulated) => number }>
  > = {
    'patches.P1.affects': {
      sections: patching(`, affects: ${percent}%`),
      count: (run) =>
        run.events('patch-manager/patches-installed').filter((event) => event['installed'] === 1).length,
    },
    'patches.P1.fails': { sections: patching(`, fails: ${percent}%`), count: finished('Failed') },
    'patches.P1.breaks': {
      sections: patching(`, breaks: ${percent}%`),
      count: (run) => run.events('managed-nodes/node-lost').length,
    },
    'model.patching.installFails': {
      sections: patching(''),
      set: [`model.patching.installFails=${percent}%`],
      count: finished('Failed'),
    },
    'model.patching.rebootFails': {
      sections: patching(''),
      set: [`model.patching.rebootFails=${percent}%`],
      count: (run) => run.events('managed-nodes/node-lost').length,
    },
    'model.documents.Job.fails': {
      sections: {
        actions: `[{ id: job, at: ${at('1')}, SendCommand: { DocumentName: Job,
          Targets: [{ Key: "tag:Fleet", Values: [web] }], MaxConcurrency: 100%, MaxErrors: 100% } }]`,
      },
      set: ['model.documents.Job.run=1m', `model.documents.Job.fails=${percent}%`],
      count: finished('Failed'),
    },
    'faults[0].nodes.share': {
      sections: {
        faults: `[{ id: f, at: ${at('1')}, nodes: { share: ${percent}% }, action: stopAgent }]`,
      },
      count: (run) => run.events('managed-nodes/agent-stopped').length,
    },
    'fleet.web.agent.running': {
      sections: { fleet: fleet(`, agent: { version: 3.3.0.0, running: ${percent}% }`) },
      count: (run) => run.number('nodes.online'),
    },
  };

  test.each(Object.entries(cases))('%s', (_, { sections, set = [], count }) => {
    const run = simulate({ fleet: fleet(), ...sections }, { set });
    expectShare(count(run));
  });

  test('model.documents.Fn.fails, as a Lambda function of a window', () => {
    const run = simulateWindows({
      fleet: `web: { count: ${nodeCount}, os: AMAZON_LINUX_2, tags: { Role: web } }`,
      documents: `Fn: { run: 1m, fails: ${percent}% }`,
      resources: window('Sunday') + task('Task', 'Sunday', { document: 'Fn', type: 'LAMBDA' }),
    });
    expectShare(taskOf(run, 'Task').services[0]!.tally.FAILED);
  });

  function expectShare(yesCount: number): void {
    const draws = Array.from({ length: nodeCount }, (_, index) => (index < yesCount ? 1 : 0));
    expectCounts(draws, (value) => [1 - percent / 100, percent / 100][value] ?? 0);
  }
});
