/** What makes documents run, and what performs them, know nothing of each other. */
import { describe, expect, test } from 'vitest';
import { capabilities } from '../../src/capabilities/index.ts';
import { define } from '../../src/capability/capability.ts';
import type { DocumentRun } from '../../src/capability/document-run.ts';
import { factSet } from '../../src/capability/facts.ts';
import { runFacts } from '../../src/capability/run-facts.ts';
import type { RunSource } from '../../src/capability/run-source.ts';
import { sourcesOf } from '../../src/capability/sources.ts';
import { approveAll, at, nodeOf, patch, released, timesOf, world } from '../capabilities/quiet-world.ts';
import { loadYaml, simulateYaml } from '../support/simulate.ts';

const startMs = Date.parse(at('0'));

const text = world({
  fleet: '{ web: { count: 1, os: AMAZON_LINUX_2, tags: { Fleet: web } } }',
  patches: `{ ${released('P1')} }`,
  resources: `{ All: ${approveAll()} }`,
});

/** As State Manager will be: it sends AWS-RunPatchBaseline to the first node, without any command. */
const source: RunSource = {
  kind: 'association',
  words: { name: 'association Weekly', ofIncomplete: null },
  id: 'Weekly',
  parent: null,
  document: 'AWS-RunPatchBaseline',
  parameters: { Operation: ['Install'] },
  targetGroups: [{ targets: [{ key: 'tag', tagKey: 'Fleet', values: ['web'] }], instanceIds: [] }],
  limits: null,
  role: null,
  hasCutoff: false,
  alarm: null,
  timezone: 'UTC',
  pathOf: (property) => ['Weekly', property],
};

/** Sends the document of this source once, to the first node. */
const senderOf = (source: RunSource, limitMs = 7_200_000) =>
  define({
    name: 'sender',
    facts: factSet('sender', {}),
    sources: () => [source],
    start({ facts, kernel }) {
      const runs = facts.of(runFacts);
      ends.length = 0;
      const run: DocumentRun = {
        id: 'Weekly/1',
        source,
        part: 0,
        occurrence: 1,
        snapshot: null,
        requestedMs: startMs + 3_600_000,
      };
      const due = kernel.on('sender/due', (node) => runs.runStarted.tell(node, run, limitMs));
      runs.runFinished.listen((node, finished, exitCode) => {
        expect(finished).toBe(run);
        ends.push([(kernel.nowMs - startMs) / 60_000, exitCode]);
        runs.runEnded.tell(node, run, { how: exitCode === 0 ? 'succeeded' : 'failed', cause: null });
      });
      return { begin: { commands: () => kernel.schedule(run.requestedMs, due, 0) } };
    },
  });

/** Minutes from the start, and exit codes. */
const ends: (number | null)[][] = [];

describe('Patch Manager is asked by a run of a document', () => {
  const withSender = { capabilities: [...capabilities, senderOf(source)] };

  test('whichever capability sends it', () => {
    const run = simulateYaml(text, withSender);
    expect(timesOf(run, 'patch-manager/operation-started')).toEqual(['1:00:00']);
    expect(run.events('patch-manager/operation-started')[0]).toMatchObject({
      node: 'web-0001',
      command: 'Weekly/1',
      operation: 'Install',
    });
    expect(run.events('run-command/command-requested')).toEqual([]);
    expect(nodeOf(run, 'web-0001')).toMatchObject({ cause: null, compliance: 'COMPLIANT' });
  });

  test('and its targets are among those that an Install means', () => {
    const late = world({
      fleet: '{ web: { count: 1, os: AMAZON_LINUX_2, tags: { Fleet: web } } }',
      end: '30m',
    });
    const patches = `patches: { ${released('P1')} }\nresources: { All: ${approveAll()} }`;
    const causeOf = (options: object) =>
      nodeOf(simulateYaml(`${late}\n${patches}`, options), 'web-0001').cause;
    expect(causeOf({})).toBe('NOT_TARGETED');
    expect(causeOf(withSender)).toBe('NO_EXECUTION');
  });

  test('what sender and performer tell each other is not in the journal', () => {
    const { journal } = simulateYaml(text, withSender);
    expect(journal.filter(({ event }) => event.startsWith('document-runs/'))).toEqual([]);
  });
});

describe('a document that Patch Manager does not perform runs as model.documents says', () => {
  const endsOf = (described: string, limitMs?: number) => {
    const model = `{ documents: { ${described} } }`;
    const own = { ...source, document: 'Our-Own', parameters: {} };
    simulateYaml(world({ model }), { capabilities: [...capabilities, senderOf(own, limitMs)] });
    return ends;
  };

  test('whichever capability sends it', () => {
    expect(endsOf('Our-Own: { run: 2m }')).toEqual([[62, 0]]);
    expect(endsOf('Our-Own: { run: 2m, fails: 100% }')).toEqual([[62, 1]]);
  });
  test('at its limit the agent kills it, and a run exactly as long as its limit succeeds', () => {
    expect(endsOf('Our-Own: { run: 2m }', 60_000)).toEqual([[61, null]]);
    expect(endsOf('Our-Own: { run: 2m }', 120_000)).toEqual([[62, 0]]);
  });
  test('one that nothing describes takes no time and succeeds', () => {
    expect(endsOf('')).toEqual([[60, 0]]);
  });
});

describe('the list of sources', () => {
  const { scenario } = loadYaml(
    world({
      fleet: '{ web: { count: 1, os: AMAZON_LINUX_2, tags: { Fleet: web } } }',
      actions: `[${patch('Scan', '1', { id: 'second' })}, ${patch('Install', '2', { id: 'first' })}]`,
      resources: `{ Night: { Type: AWS::SSM::MaintenanceWindow, Properties: { Name: night, AllowUnassociatedTargets: true,
        Schedule: "cron(0 2 * * ? *)", Duration: 3, Cutoff: 1 } },
      Task: { Type: AWS::SSM::MaintenanceWindowTask, Properties: { WindowId: { Ref: Night }, TaskType: RUN_COMMAND, Priority: 1,
        TaskArn: AWS-RunPatchBaseline, MaxConcurrency: "10", MaxErrors: "0",
        Targets: [{ Key: InstanceIds, Values: [web-0001] }],
        TaskInvocationParameters: { MaintenanceWindowRunCommandParameters: { Parameters: { Operation: [Scan] } } } } } }`,
    }),
  );
  const sources = sourcesOf(scenario);

  test('tasks of windows stand before manual commands, each kind in the order of the file', () => {
    expect(sources.map(({ words }) => words.name)).toEqual([
      'task Task of Night',
      'command second',
      'command first',
    ]);
  });

  test('a source says where the file has its settings', () => {
    expect(sources.map(({ pathOf }) => pathOf('Parameters'))).toEqual([
      ['Task', 'TaskInvocationParameters', 'MaintenanceWindowRunCommandParameters', 'Parameters'],
      ['actions', 0, 'SendCommand', 'Parameters'],
      ['actions', 1, 'SendCommand', 'Parameters'],
    ]);
  });

  test('a copy of the scenario has the same sources', () => {
    const copied = sourcesOf({ ...scenario, endMs: scenario.endMs - 1 });
    expect(copied).toHaveLength(sources.length);
    expect(copied.every((one, index) => one === sources[index])).toBe(true);
  });
});
