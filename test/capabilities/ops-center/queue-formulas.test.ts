/** Operators against what queueing theory says of queues with several servers. */
import { expect, test } from 'vitest';
import { opsCenter } from '../../../src/capabilities/ops-center/index.ts';
import { RandomStreams } from '../../../src/kernel/random.ts';
import { metricsOf } from '../../../src/result/metrics.ts';
import { Simulator } from '../../../src/simulate.ts';
import type { Action } from '../../../src/world/actions.ts';
import { loadYaml } from '../../support/simulate.ts';
import { world } from '../quiet-world.ts';
import { create, operators } from './world.ts';

const hourMs = 3_600_000;
const startMs = Date.UTC(2025, 0, 1);
const arrivalsPerHour = 10;

/** Calls whose gaps are exponential: arrivals of a Poisson process. They are copies of one that has been read. */
function arrivals(seed: string, days: number, read: Action): Action[] {
  const stream = new RandomStreams(seed).stream('arrivals');
  const calls: Action[] = [];
  let hours = 0;
  for (let index = 0; ; index += 1) {
    hours -= Math.log(stream.uniform(index, 0)) / arrivalsPerHour;
    if (hours >= 24 * days) return calls;
    calls.push({ ...read, id: `i${index}`, index, atMs: startMs + Math.round(hours * hourMs) });
  }
}

/** Mean hours to resolve, and its standard error by batches, since neighbours are alike. */
function hoursToResolve(seed: string, models: Readonly<Record<string, string>>) {
  const days = 80;
  const { scenario } = loadYaml(
    world({ ...operators(models), actions: `[${create('read')}]`, end: `${days + 2}d` }),
  );
  // A copy of a scenario keeps its capabilities.
  const many = { ...scenario, actions: arrivals(seed, days, scenario.actions[0]!) };
  const outcome = new Simulator(many).run(0);
  const { items } = outcome.machines.of(opsCenter).opsCenter;
  const hours = items.map(({ createdMs, resolvedMs }) => (resolvedMs! - createdMs) / hourMs);
  // The queue begins empty: the first day is left out.
  const own = hours.slice(24 * arrivalsPerHour);
  const batches = 20;
  const size = Math.floor(own.length / batches);
  const means = Array.from({ length: batches }, (_, index) =>
    meanOf(own.slice(index * size, (index + 1) * size)),
  );
  const mean = meanOf(means);
  const variance = means.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (batches - 1);
  return { mean, error: Math.sqrt(variance / batches), metrics: metricsOf(outcome), all: meanOf(hours) };
}

const meanOf = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;

/** Erlang's formula C: the share that waits, of `load` erlangs on `servers`. */
function erlangC(servers: number, load: number): number {
  let term = 1;
  let sum = 1;
  for (let count = 1; count < servers; count += 1) {
    term *= load / count;
    sum += term;
  }
  const last = ((term * load) / servers) * (servers / (servers - load));
  return last / (sum + last);
}

test('Erlang C of two servers and 5/3 erlangs is 25/33', () => {
  expect(erlangC(2, 5 / 3)).toBeCloseTo(25 / 33, 12);
});

test('two operators and ten OpsItems an hour take as long as M/M/2 says', () => {
  const perHour = 6;
  const exponential = '{ time: { exponential: { mean: 10m } } }';
  const { mean, error, metrics, all } = hoursToResolve('mm2', { ann: exponential, bob: exponential });
  const theory = erlangC(2, arrivalsPerHour / perHour) / (2 * perHour - arrivalsPerHour) + 1 / perHour;
  expect(theory).toBeCloseTo(6 / 11, 12);
  expect(error).toBeLessThan(0.05);
  expect(Math.abs(mean - theory)).toBeLessThan(3 * error);
  expect(Number(metrics.get('opsItems.hoursToResolve'))).toBeCloseTo(all, 5);
  const busy =
    (Number(metrics.get('operator.ann.utilization')) + Number(metrics.get('operator.bob.utilization'))) / 2;
  expect(busy).toBeGreaterThan(80);
  expect(busy).toBeLessThan(85);
}, 60_000);

test('one operator with a fixed time takes as long as M/D/1 says', () => {
  const perHour = 12;
  const { mean, error } = hoursToResolve('md1', { ann: '{ time: 5m }' });
  const load = arrivalsPerHour / perHour;
  const theory = load / (2 * perHour * (1 - load)) + 1 / perHour;
  expect(theory).toBeCloseTo(7 / 24, 12);
  expect(Math.abs(mean - theory)).toBeLessThan(3 * error);
}, 60_000);
