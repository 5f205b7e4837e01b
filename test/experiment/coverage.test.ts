/**
 * Do intervals hold what they promise, of whole simulations whose true mean is known in closed form? A thousand experiments
 * of 200 replications each; nominally 950 of them hold it, and the limits are four standard errors away.
 */
import { expect, test, vi } from 'vitest';
import { type Column, Columns } from '../../src/experiment/columns.ts';
import { Replicator } from '../../src/experiment/replicator.ts';
import { type NextLook, untilPrecise } from '../../src/experiment/stopping.ts';
import { summaryOf } from '../../src/experiment/summary.ts';
import { metricsByName } from '../support/metrics.ts';
import { type RolloutOptions, rolloutYaml } from '../support/rollout.ts';
import { loadYaml } from '../support/simulate.ts';

vi.setConfig({ testTimeout: 240_000 });

const experiments = 1_000;
const [coveredMin, coveredMax] = [922, 978];

interface Case {
  readonly name: string;
  readonly options: RolloutOptions;
  readonly metric: string;
  /** In the unit of the metric. */
  readonly truth: number;
}

/** Exponential runs of a mean of 10 minutes: (N - c) / c full steps, then the c last ones (harmonic number). */
const makespan: Case = {
  name: 'minutes of exponential runs',
  options: { nodes: 6, maxConcurrency: 2, run: '{ exponential: { mean: 10m } }' },
  metric: 'command.roll.minutes',
  truth: (10 * (6 - 2)) / 2 + 10 * (1 + 1 / 2),
};

/** One at a time, two in five fail, halt on the second error: trials of a negative binomial, which 30 nodes hardly cut off. */
const halt: Case = {
  name: 'nodes started before a halt',
  options: { nodes: 30, maxConcurrency: 1, maxErrors: 1, fails: '40%', run: '1m' },
  metric: 'command.roll.started',
  truth: 2 / 0.4,
};

async function replicatorOf(options: RolloutOptions, metric: string) {
  const { scenario } = loadYaml(rolloutYaml(options), { seed: 'coverage' });
  const replicator = await Replicator.of([{ scenario, metrics: [metric] }]);
  return (first: number, count: number): Float64Array => {
    const rows = replicator.run({ variant: 0, first, count }, () => {});
    if (!(rows instanceof Float64Array)) throw new Error(rows.message);
    return rows;
  };
}

function holds(column: Column, truth: number): boolean {
  const summary = summaryOf(column);
  if (summary.low === null || summary.high === null) return false;
  return summary.low <= truth && truth <= summary.high;
}

test.each([makespan, halt])(
  'the interval of $name holds its true mean in 95% of experiments',
  async (one) => {
    const run = await replicatorOf(one.options, one.metric);
    let covered = 0;
    for (let experiment = 0; experiment < experiments; experiment += 1) {
      const columns = new Columns([one.metric], metricsByName);
      columns.append(run(200 * experiment, 200));
      if (holds(columns.column(one.metric), one.truth)) covered += 1;
    }
    expect(covered).toBeGreaterThanOrEqual(coveredMin);
    expect(covered).toBeLessThanOrEqual(coveredMax);
  },
);

test.each([makespan, halt])('--precision keeps that, of $name', async (one) => {
  const run = await replicatorOf(one.options, one.metric);
  let covered = 0;
  let first = 0;
  for (let experiment = 0; experiment < experiments; experiment += 1) {
    const columns = new Columns([one.metric], metricsByName);
    const nextLook: NextLook = untilPrecise(
      { metric: one.metric, halfWidth: { relative: 0.1 }, text: '10%' },
      { atLeast: 1, atMost: 10_000 },
    );
    for (let look = nextLook(0, []); look !== null; look = nextLook(columns.count, [columns])) {
      columns.append(run(first + columns.count, look - columns.count));
    }
    first += columns.count;
    if (holds(columns.column(one.metric), one.truth)) covered += 1;
  }
  expect(covered).toBeGreaterThanOrEqual(coveredMin);
  expect(covered).toBeLessThanOrEqual(coveredMax);
});
