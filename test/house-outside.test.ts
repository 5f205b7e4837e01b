/**
 * A capability from outside: complete and small, and not under `src/`. The program is run with it and knows it everywhere,
 * without an edit of an engine.
 */
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { paragraph, section } from '../src/blocks/block.ts';
import { renderText } from '../src/blocks/text.ts';
import { capabilities } from '../src/capabilities/index.ts';
import { actionRefused, Calls, onCall } from '../src/capability/calls.ts';
import { define } from '../src/capability/capability.ts';
import { configuration, type Incident, setting } from '../src/capability/changes.ts';
import type { DocumentRun } from '../src/capability/document-run.ts';
import { fact, factSet } from '../src/capability/facts.ts';
import { count, family, theFleet } from '../src/capability/metrics.ts';
import { type ModelSection, modelIn } from '../src/capability/model.ts';
import { runFacts } from '../src/capability/run-facts.ts';
import type { RunSource } from '../src/capability/run-source.ts';
import type { Simulation } from '../src/capability/simulation.ts';
import { call } from '../src/cloudformation/call-spec.ts';
import { nounsOf } from '../src/cloudformation/nouns.ts';
import { resource } from '../src/cloudformation/resource-spec.ts';
import { explainWithProof } from '../src/explain/explain-with-proof.ts';
import { choice, integer, text } from '../src/fields/fields.ts';
import { lintFile } from '../src/lint/lint.ts';
import { runBlocks } from '../src/reports/run.ts';
import { metricsOf } from '../src/result/metrics.ts';
import { runReportOf } from '../src/result/report.ts';
import { resultOf } from '../src/result/result.ts';
import { loadScenario } from '../src/scenario/load.ts';
import { scenarioSchema } from '../src/schema/index.ts';
import { Simulator } from '../src/simulate.ts';

const page =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-change-calendar.html';

interface Freeze {
  readonly logicalId: string;
  readonly hours: number;
}

const freeze = resource({
  type: 'Custom::Freeze',
  page,
  is: 'Hours in which nothing is installed',
  attributes: [],
  fields: () => ({ Hours: integer(1, 1000) }),
  refusals() {},
  build: ({ Hours }, { logicalId }): Freeze => ({ logicalId, hours: Hours }),
});

const liftFreeze = call({
  call: 'LiftFreeze',
  page,
  is: 'Ends a freeze early',
  fields: () => ({ FreezeId: text('the logical id of a freeze'), Reason: z.optional(text('a reason')) }),
  refusals() {},
  build: ({ FreezeId }) => ({ freezeId: FreezeId }),
});

const freezeModel: ModelSection<{ readonly strictness: 'hard' | 'soft' }> = {
  name: 'freeze',
  is: 'How a freeze is kept',
  perNode: false,
  keys: () => ({
    strictness: {
      field: choice('hard', 'soft'),
      is: 'Whether a freeze holds an installation back',
      default: 'hard',
      reason: 'a freeze that holds nothing back is none',
    },
  }),
};

const freezeFacts = factSet('freeze', {
  actionRefused: actionRefused('freeze'),
  nodeFrozen: fact('freeze/node-frozen', 'An installation was held back.', (node: number) => ({ node })),
});

const source: RunSource = {
  kind: 'freeze',
  words: { name: 'freeze', ofIncomplete: null },
  id: 'Yearly',
  parent: null,
  document: 'AWS-RunPatchBaseline',
  parameters: { Operation: ['Install'] },
  targetGroups: [{ targets: [{ key: 'tag', tagKey: 'Fleet', values: ['web'] }], instanceIds: [] }],
  limits: null,
  role: null,
  hasCutoff: false,
  alarm: null,
  timezone: 'UTC',
  pathOf: (property) => ['Yearly', property],
};

class FreezeMachine {
  frozenCount = 0;
  private isLifted = false;
  private readonly calls: Calls;
  readonly begin: { readonly calls: () => void; readonly schedules: () => void };

  constructor(simulation: Simulation) {
    const { kernel, facts, fleet, scenario } = simulation;
    const runs = facts.of(runFacts);
    this.calls = new Calls(simulation, freezeFacts, [
      onCall(liftFreeze, () => {
        this.isLifted = true;
      }),
    ]);
    const due = kernel.on('freeze/due', () => {
      const nodes = Array.from({ length: fleet.count }, (_, node) => node);
      if (modelIn(scenario, freezeModel).strictness === 'soft' || this.isLifted) {
        const run: DocumentRun = {
          id: 'Yearly/1',
          source,
          part: 0,
          occurrence: 1,
          snapshot: null,
          requestedMs: kernel.nowMs,
        };
        for (const node of nodes) runs.runStarted.tell(node, run, 7_200_000);
        return;
      }
      this.frozenCount += nodes.length;
      for (const node of nodes) facts.of(freezeFacts).nodeFrozen.tell(node);
      const requestedMs = kernel.nowMs;
      runs.nodesLeftOut.tell({ source, snapshot: null, requestedMs, nodes, cause: 'FROZEN' });
    });
    runs.runFinished.listen((node, run, exitCode) => {
      if (run.source !== source) return;
      runs.runEnded.tell(node, run, { how: exitCode === 0 ? 'succeeded' : 'failed', cause: null });
    });
    this.begin = {
      calls: () => this.calls.start(),
      schedules() {
        for (const { hours } of nounsOf(scenario, freeze).values())
          kernel.schedule(scenario.startMs + hours * 3_600_000, due, 0);
      },
    };
  }

  clear(): void {
    this.frozenCount = 0;
    this.isLifted = false;
  }
}

const sample = define({
  name: 'freeze',
  facts: freezeFacts,
  resources: [freeze],
  calls: [liftFreeze],
  model: [freezeModel],
  sources: () => [source],
  start(simulation: Simulation) {
    const machine = new FreezeMachine(simulation);
    return { machine, begin: machine.begin, clear: () => machine.clear() };
  },
  metrics: [
    family({
      place: 990,
      subjects: [theFleet],
      metrics: [count<number>('frozen.nodes', 'nodes', 'lower', 'Held back by a freeze.', (nodes) => nodes)],
      count: ({ machine }: { readonly machine: FreezeMachine }) => [machine.frozenCount],
    }),
  ],
  causes: {
    FROZEN: {
      stage: 'execution',
      place: 900,
      link: 'freeze',
      summary: 'a freeze held the installation back',
      needed: (by: string) => `no freeze ${by}`,
      console: 'Change Calendar: closed',
      page,
      example: [],
      remedies: (incident: Incident) => [
        [
          configuration(
            incident,
            'let a freeze hold nothing back',
            setting(['model', 'freeze', 'strictness'], 'soft'),
          ),
        ],
      ],
      meaning: 'A freeze.',
      seen: 'Closed.',
      advice: 'Wait.',
    },
  },
  links: [
    {
      name: 'freeze',
      title: 'Freeze',
      stage: 'execution',
      place: 900,
      tell: () => ({
        state: 'ok',
        found: ['no freeze'],
        console: 'Change Calendar: open',
        cli: 'aws ssm',
        page,
      }),
    },
  ],
  lint: {
    rules: [
      {
        id: 'freeze-long',
        place: 9990,
        severity: 'warning',
        finds: 'a freeze of more than a hundred hours',
        source: page,
        check(subject, report) {
          for (const one of subject.ofType(freeze.type))
            report(one.at, `${one.logicalId} is long`, { at: 'key' });
        },
      },
    ],
  },
  view: [
    {
      place: 990,
      blocks: ({ machine }) => [
        section('Freezes', [paragraph(`${machine.frozenCount} nodes were held back.`)]),
      ],
    },
  ],
});

const more = [...capabilities, sample];

const scenarioText = `start: 2025-01-01
end: 1d
seed: 1
fleet: { web: { count: 3, os: AMAZON_LINUX_2, tags: { Fleet: web } } }
patches: { P1: { os: [AMAZON_LINUX_2], classification: Security, severity: Critical, released: 2024-12-01 } }
resources:
  All: { Type: AWS::SSM::PatchBaseline, Properties: { Name: all, OperatingSystem: AMAZON_LINUX_2, DefaultBaseline: true,
    ApprovalRules: { PatchRules: [ { ApproveAfterDays: 0, PatchFilterGroup: { PatchFilters: [ { Key: CLASSIFICATION, Values: ["*"] } ] } } ] } } }
  Yearly: { Type: "Custom::Freeze", Properties: { Hours: 2 } }
`;

const options = (yaml: string) => ({
  file: 'freeze.yaml',
  read: () => new TextEncoder().encode(yaml),
  overrides: [],
  capabilities: more,
});

function run(yaml: string) {
  const loaded = loadScenario(options(yaml));
  if ('problems' in loaded) throw new Error(JSON.stringify(loaded.problems));
  const events: string[] = [];
  const simulator = new Simulator(loaded.scenario, { journal: ({ event }) => events.push(event) });
  return { outcome: simulator.run(), events };
}

describe('a capability from outside', () => {
  test('is run: its type, its model key, its fact, its metric and its cause', () => {
    const { outcome, events } = run(scenarioText);
    expect(events.filter((event) => event === 'freeze/node-frozen')).toHaveLength(3);
    expect(metricsOf(outcome).get('frozen.nodes')).toBe(3);
    expect(metricsOf(outcome).get('cause.FROZEN')).toBe(3);
    const result = resultOf(outcome, { version: '0.0.0', file: 'freeze.yaml', sha256: '', overrides: {} });
    expect(result.nodes.map(({ cause }) => cause)).toEqual(['FROZEN', 'FROZEN', 'FROZEN']);
    const soft = run(`${scenarioText}model: { freeze: { strictness: soft } }\n`);
    expect(metricsOf(soft.outcome).get('patched.nodes')).toBe(3);
  });

  test('has its call answered', () => {
    const { outcome } = run(
      `${scenarioText}actions: [{ id: lift, at: 2025-01-01T01:00:00Z, LiftFreeze: { FreezeId: Yearly } }]\n`,
    );
    expect(metricsOf(outcome).get('frozen.nodes')).toBe(0);
  });

  test('has its mistakes told like any other', () => {
    const loaded = loadScenario(options(scenarioText.replace('Hours: 2', 'Hours: 0, Days: 1')));
    expect('problems' in loaded && loaded.problems.map(({ code, line }) => [code, line])).toEqual([
      ['bad-value', 9],
      ['unknown-key', 9],
    ]);
  });

  test('is in the report', () => {
    const { outcome } = run(scenarioText);
    const result = resultOf(outcome, { version: '0.0.0', file: 'freeze.yaml', sha256: '', overrides: {} });
    const report = runReportOf(outcome, result, { file: 'freeze.yaml' });
    expect(renderText(runBlocks(report), { width: 100, color: false })).toContain('3 nodes were held back.');
  });

  test('is explained, with its link, its cause and a remedy that is proved', () => {
    const explained = explainWithProof({ ...options(scenarioText), version: '0.0.0', node: 'web-0002' });
    if (!('links' in explained)) throw new Error(JSON.stringify(explained));
    expect(explained.cause).toBe('FROZEN');
    expect(explained.links.find(({ link }) => link === 'freeze')).toMatchObject({ state: 'blocks' });
    expect(explained.remedy).toMatchObject({ proof: { isPatched: true } });
  });

  test('is linted', () => {
    const { findings } = lintFile({ ...options(scenarioText), nowMs: 0 });
    expect(findings.map(({ rule }) => rule)).toContain('freeze-long');
  });

  test('is in the schema', () => {
    const schema = JSON.stringify(scenarioSchema(undefined, more));
    for (const word of ['Custom::Freeze', 'LiftFreeze', 'strictness', 'frozen', 'FROZEN'])
      expect(schema).toContain(word);
  });
});
