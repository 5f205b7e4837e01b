import { describe, expect, test } from 'vitest';
import { windowsOf } from '../../src/capabilities/maintenance-windows/resources/index.ts';
import { formatProblems } from '../../src/diagnostics/problem.ts';
import { type Loaded, loadScenario } from '../../src/scenario/load.ts';
import { errorsOf, printed, scenarioOf, times, web } from './load-text.ts';

const window = `resources:
  Night:
    Type: AWS::SSM::MaintenanceWindow
    Properties: { Name: night, Schedule: rate(1 day), Duration: 3, Cutoff: 1, AllowUnassociatedTargets: false }
`;
/** Nine lines, so that what follows begins on the tenth. */
const base = `${times}${web}seed: 1\n${window}`;

const named = `${base}experiment:
  variants:
    as it is: {}
    small: { set: { fleet.web.count: 2, Night.Duration: 5 } }
    tagged:
      set:
        fleet.web.tags."Patch Group": prod
        model.patching.scan: { uniform: { min: 1s, max: 2s } }
`;
const grid = `${base}experiment:
  vary: { fleet.web.count: [2, 3], Night.Duration: [4, 5, 6] }
`;

function load(text: string, options: { variant?: string; set?: string[]; seed?: string } = {}) {
  return loadScenario({
    file: 'a.yaml',
    read: () => new TextEncoder().encode(text),
    overrides: (options.set ?? []).map((pair) => {
      const equals = pair.indexOf('=');
      return { key: pair.slice(0, equals), value: pair.slice(equals + 1) };
    }),
    ...(options.variant === undefined ? {} : { variant: options.variant }),
    ...(options.seed === undefined ? {} : { seed: options.seed }),
  });
}

const loaded = (text: string, options: Parameters<typeof load>[1] = {}) => {
  const result = load(text, options);
  expect('problems' in result ? formatProblems(result.problems, result.sources) : '').toBe('');
  return result as Loaded;
};

describe('experiment', () => {
  test('left out is null', () => {
    expect(scenarioOf(base).experiment).toBeNull();
    expect(scenarioOf(`${base}experiment:\n`).experiment).toBeNull();
  });

  test('names variants by what they set', () => {
    const { experiment, fleet } = scenarioOf(named);
    expect(fleet[0]!.count).toBe(5);
    expect(experiment).toMatchObject({
      reference: null,
      metrics: [],
      goal: null,
      subjectTo: [],
      frontier: null,
    });
    expect(experiment!.variants).toEqual([
      { name: 'as it is', settings: {} },
      { name: 'small', settings: { 'fleet.web.count': 2, 'Night.Duration': 5 } },
      {
        name: 'tagged',
        settings: {
          'fleet.web.tags."Patch Group"': 'prod',
          'model.patching.scan': { uniform: { min: '1s', max: '2s' } },
        },
      },
    ]);
  });

  test('may vary keys instead: every combination, the first key slowest', () => {
    expect(scenarioOf(grid).experiment!.variants.map(({ name }) => name)).toEqual([
      'count=2, Duration=4',
      'count=2, Duration=5',
      'count=2, Duration=6',
      'count=3, Duration=4',
      'count=3, Duration=5',
      'count=3, Duration=6',
    ]);
  });

  test('may vary whole maps, and nothing at all', () => {
    const text = `${base}experiment:\n  vary: { model.patching.scan: [{ uniform: { min: 1s, max: 2s } }, 5s], description: null }\n`;
    expect(scenarioOf(text).experiment!.variants.map(({ name }) => name)).toEqual([
      'scan={ uniform: { min: 1s, max: 2s } }, description=null',
      'scan=5s, description=null',
    ]);
  });

  test('says what is asked of the variants, and where it says so', () => {
    const text = `${grid}  reference: count=3, Duration=4
  metrics: nodes.lost
  goal: min exposure.nodeHours
  subjectTo: [nodes.lost p95 <= 2, patched.percent mean >= 90]
  frontier: [exposure.nodeHours, nodes.lost]
`;
    const { reference, metrics, goal, subjectTo, frontier } = scenarioOf(text).experiment!;
    expect(reference).toBe('count=3, Duration=4');
    expect(metrics.map((one) => one.text)).toEqual(['nodes.lost']);
    expect(goal).toEqual({
      text: 'min exposure.nodeHours',
      at: { file: 'a.yaml', line: 14, column: 9, endColumn: 31 },
    });
    expect(subjectTo.map((one) => [one.text, one.at.line, one.at.column])).toEqual([
      ['nodes.lost p95 <= 2', 15, 15],
      ['patched.percent mean >= 90', 15, 36],
    ]);
    expect(frontier!.y.text).toBe('nodes.lost');
  });

  test('survives the way into another thread', () => {
    const { experiment } = scenarioOf(named);
    expect(structuredClone(experiment)).toEqual(experiment);
  });
});

describe('a variant', () => {
  test('is loaded by its name', () => {
    const { scenario, overrides } = loaded(named, { variant: 'small' });
    expect(scenario.fleet[0]!.count).toBe(2);
    expect(windowsOf(scenario)[0]!.durationHours).toBe(5);
    expect(overrides).toEqual({ 'fleet.web.count': 2, 'Night.Duration': 5 });
  });

  test('of a grid is loaded by its name', () => {
    const { scenario } = loaded(grid, { variant: 'count=3, Duration=6' });
    expect([scenario.fleet[0]!.count, windowsOf(scenario)[0]!.durationHours]).toEqual([3, 6]);
  });

  test('may set data of any shape', () => {
    const { scenario } = loaded(named, { variant: 'tagged' });
    expect(scenario.fleet[0]!.tags).toEqual({ 'Patch Group': 'prod' });
    expect(scenario.model.sections['patching']!.scan).toMatchObject({ family: 'uniform' });
  });

  test('goes before --set, and --set before --seed', () => {
    const options = { variant: 'small', set: ['fleet.web.count=9', 'seed=8'] };
    const { scenario, overrides } = loaded(named, { ...options, seed: '7' });
    expect([scenario.fleet[0]!.count, windowsOf(scenario)[0]!.durationHours, scenario.seed]).toEqual([
      9,
      5,
      '7',
    ]);
    expect(overrides).toEqual({ 'fleet.web.count': 9, 'Night.Duration': 5, seed: 8 });
  });

  test('without settings is the file as it is', () => {
    expect(loaded(named, { variant: 'as it is' }).sha256).toBe(loaded(named).sha256);
    expect(loaded(named, { variant: 'small' }).sha256).not.toBe(loaded(named).sha256);
  });

  test('shares the draws of the others, since it has their seed', () => {
    expect(loaded(named, { variant: 'small' }).scenario.seed).toBe('1');
  });

  test('that does not exist is a problem with the nearest name', () => {
    expect(load(named, { variant: 'smal' })).toMatchObject({
      problems: [{ code: 'unknown-variant', help: 'did you mean small?' }],
    });
    expect(load(base, { variant: 'small' })).toMatchObject({
      problems: [{ code: 'unknown-variant', message: expect.stringContaining('found no experiment') }],
    });
  });

  test('with a seed of its own does not go with --seed', () => {
    const text = `${base}experiment: { vary: { seed: [A, B] } }\n`;
    expect(loaded(text, { variant: 'seed=B' }).scenario.seed).toBe('B');
    expect(load(text, { variant: 'seed=B', seed: '7' })).toMatchObject({
      problems: [{ code: 'contradiction', line: 10, column: 33 }],
    });
    expect(loaded(text, { seed: '7' }).scenario.seed).toBe('7');
  });

  test('may be changed by --set like everything else', () => {
    const set = ['experiment.variants.small.set."fleet.web.count"=3', 'experiment.goal=min nodes.lost'];
    const { scenario } = loaded(named, { variant: 'small', set });
    expect(scenario.fleet[0]!.count).toBe(3);
    expect(scenario.experiment!.goal!.text).toBe('min nodes.lost');
  });
});

describe('what is wrong in an experiment is shown there', () => {
  test.each([
    ['x', '11:3 bad-value'],
    ['- a', '11:3 bad-value'],
    ['variants: [a, b]', '11:13 bad-value'],
    ['variants: { "": {}, b: {} }', '11:15 bad-value'],
    ['variants: { "a\\nb": {}, b: {} }', '11:15 bad-value'],
    ['variants: { a: x, b: {} }', '11:18 bad-value'],
    ['variants: { a: {}, b: { set: { fleet.__proto__.x: 1 } } }', '11:34 leads-nowhere'],
    ['variants: { a: {} }', '11:3 too-few'],
    ['vary: { seed: [1] }', '11:3 too-few'],
    ['vary: { seed: [1, 2, 1] }', '11:24 duplicate-value'],
    ['vary: { fleet.web.count: [] }', '11:28 bad-value'],
    ['vary: [seed]', '11:9 bad-value'],
    ['goal: min nodes.lost', '10:1 missing-key'],
    ['{ variants: { a: {}, b: {} }, vary: { seed: [1, 2] } }', '10:1 contradiction'],
    ['variantz: {}', '11:3 unknown-key'],
    ['variants: { a: {}, b: { sett: {} } }', '11:27 unknown-key'],
    ['variants: { a: {}, b: { set: [] } }', '11:32 bad-value'],
    ['{ variants: { a: {}, b: {} }, reference: c }', '11:44 unknown-variant'],
    ['{ variants: { a: {}, b: {} }, subjectTo: x }', '11:33 missing-key'],
    ['{ variants: { a: {}, b: {} }, frontier: [x] }', '11:43 bad-value'],
    ['{ variants: { a: {}, b: {} }, frontier: [x, x] }', '11:43 bad-value'],
    ['variants: { a: {}, b: { set: { fleet.wbe.count: 3 } } }', '11:34 leads-nowhere'],
    ['variants: { a: {}, b: { set: { fleet..count: 3 } } }', '11:34 bad-key'],
    ['variants: { a: {}, b: { set: { Night.Duration: 25 } } }', '11:50 bad-value'],
    ['variants: { a: {}, b: { set: { fleet.web.cuont: 3 } } }', '11:34 unknown-key'],
    ['variants: { a: {}, b: { set: { replications: 3 } } }', '11:34 bad-key'],
    ['variants: { a: {}, b: { set: { experiment.goal: x } } }', '11:34 bad-key'],
    [
      'variants: { a: {}, b: { set: { model.patching.scan: { uniform: { min: 2s, max: 1s } } } } }',
      '11:82 bad-value',
    ],
    ['vary: { Night.Duration: [3, 25], fleet.web.count: [1, 2, 3] }', '11:31 bad-value'],
  ])('%s', (text, expected) => {
    const found = errorsOf(`${base}experiment:\n  ${text}\n`);
    expect(found).toEqual([expected]);
  });

  test('what a variant makes wrong elsewhere is shown at its name', () => {
    const text = `${base}faults: [{ id: x, at: 2025-01-04, nodes: { names: [web-0005] }, action: stop }]
experiment:
  variants:
    all: {}
    few:
      set: { fleet.web.count: 2 }
`;
    expect(errorsOf(text)).toEqual(['14:5 unknown-node']);
    expect(printed(text)).toContain('few: faults[0].nodes.names[0], line 10: expected the name of a node');
  });

  test('a grid of more than 200 is not begun', () => {
    const list = (count: number) => `[${Array.from({ length: count }, (_, index) => index + 1).join(', ')}]`;
    const text = `${base}experiment:\n  vary: { fleet.web.count: ${list(50)}, seed: ${list(5)} }\n`;
    expect(printed(text)).toContain('expected at most 200 variants, found 50 × 5 = 250');
  });

  test('what is wrong with the scenario itself is told once, not once a variant', () => {
    expect(errorsOf(`${named}fleet2: {}\n`)).toEqual(['18:1 unknown-key']);
  });
});
