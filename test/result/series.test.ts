/**
 * Series against a dumb recomputation: at the end a series is its metric, and at any other time the metric of a run that
 * ends then.
 */
import { expect, test, vi } from 'vitest';
import { metricsOf } from '../../src/result/metrics.ts';
import type { RunOutcome } from '../../src/result/outcome.ts';
import { sampleStepMs, seriesResults } from '../../src/result/series.ts';
import { Simulator } from '../../src/simulate.ts';
import type { Scenario } from '../../src/world/scenario.ts';
import { worldOf } from '../properties/four-states-world.ts';
import { runShipped } from '../support/shipped.ts';
import { loadYaml } from '../support/simulate.ts';

vi.setConfig({ testTimeout: 120_000 });

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

function recorded(scenario: Scenario): RunOutcome {
  return new Simulator(scenario, { series: true }).run();
}

/** What each series that is a metric says of a moment, by the metric's name. */
function valuesAt({ series }: RunOutcome, nowMs: number): Map<string, number> {
  const found = new Map<string, number>();
  for (const { meaning, group, atMs, values } of series!) {
    const place = atMs.findLastIndex((at) => at <= nowMs);
    const name = group === null ? meaning.name : `group.${group}.${meaning.name}`;
    found.set(name, values[place]!);
  }
  return found;
}

function endingAt(scenario: Scenario, endMs: number) {
  const metrics = metricsOf(new Simulator({ ...scenario, endMs }).run());
  return (name: string) => metrics.get(name);
}

function sampleTimes({ startMs, endMs }: Scenario, nodeCount: number): number[] {
  const stepMs = sampleStepMs(endMs - startMs, nodeCount);
  const times: number[] = [];
  for (let atMs = startMs + stepMs; atMs < endMs; atMs += stepMs) times.push(atMs);
  return times;
}

/** So many of them, spread over the run; the middle of what happens is in the events, so those times are taken first. */
function someTimes(outcome: RunOutcome, most: number): number[] {
  const { scenario, simulation, series } = outcome;
  const changes = new Set(series!.flatMap(({ atMs }) => atMs));
  const times = sampleTimes(scenario, simulation.fleet.count);
  const changing = times.filter((at) => changes.has(at));
  const chosen = (list: readonly number[], countMax: number) =>
    list.filter((_, index) => index % Math.ceil(list.length / countMax) === 0);
  return [...new Set([...chosen(changing, most), ...chosen(times, Math.ceil(most / 4))])];
}

function expectDumb(scenario: Scenario, most: number): void {
  const outcome = recorded(scenario);
  const { startMs, endMs } = scenario;
  for (const atMs of [...someTimes(outcome, most), endMs]) {
    const metric = endingAt(scenario, atMs);
    const exposed = (name: string) => name.replace('exposure.nodes', 'exposure.nodeHours');
    const before = atMs > startMs + 1 ? endingAt(scenario, atMs - 1) : () => 0;
    for (const [name, value] of valuesAt(outcome, atMs)) {
      const where = `${name} at ${new Date(atMs).toISOString()}`;
      if (name.endsWith('nodes.down')) continue;
      if (name.endsWith('exposure.nodes')) {
        const gained = Number(metric(exposed(name))) - Number(before(exposed(name)));
        expect(gained * hourMs, where).toBeCloseTo(value, 3);
      } else expect(value, where).toBe(metric(name));
    }
  }
}

test.each([
  'sunday-patch',
  'cutoff',
  'zero-day',
  'hybrid',
  'canary-order',
  'bad-patch-bricks',
  'after-the-window',
])('%s: at each moment a series is what the metric of a run would be that ends then', (name) =>
  expectDumb(runShipped(name).scenario, 12),
);

test('the same in random worlds, in the middle of rollouts, halts, cutoffs and manual commands', () => {
  for (let seed = 1; seed <= 12; seed += 1) {
    const { yaml, files } = worldOf(seed);
    expectDumb(loadYaml(yaml, { files }).scenario, 10);
  }
});

test('recording changes nothing else of a run, and a run that records nothing has none', () => {
  const { scenario } = runShipped('sunday-patch');
  const plain = new Simulator(scenario).run();
  const outcome = recorded(scenario);
  expect(plain.series).toBeNull();
  expect([...metricsOf(outcome)]).toEqual([...metricsOf(plain)]);
  expect(outcome.machines.all.length).toBe(plain.machines.all.length);
});

test('a run that is simulated again has the same series', () => {
  const { scenario } = runShipped('sunday-patch');
  const simulator = new Simulator(scenario, { series: true });
  const first = seriesResults(simulator.run(3).series!);
  simulator.run(4);
  expect(seriesResults(simulator.run(3).series!)).toEqual(first);
});

test('steps are minutes that divide a day or whole days, at most 100 of a week or less and 400 of more, fewer for large fleets', () => {
  expect(sampleStepMs(2 * hourMs, 200)).toBe(2 * 60_000);
  expect(sampleStepMs(3 * dayMs, 200)).toBe(60 * 60_000);
  expect(sampleStepMs(8 * dayMs, 200)).toBe(30 * 60_000);
  expect(sampleStepMs(364 * dayMs, 2550)).toBe(dayMs);
  expect(sampleStepMs(20 * 365 * dayMs, 1)).toBe(19 * dayMs);
  expect(sampleStepMs(dayMs, 1_000_000)).toBe(hourMs);
  for (const nodes of [1, 9_999, 100_000, 1e6])
    for (const runMs of [1, hourMs, dayMs, 9 * dayMs, 400 * dayMs])
      expect(runMs / sampleStepMs(runMs, nodes)).toBeLessThanOrEqual(400);
});
