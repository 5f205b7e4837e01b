/** Differences are claimed where there are some, and hardly ever where there are none: 1,000 tables of 8 metrics. */
import { describe, expect, test, vi } from 'vitest';
import {
  type EstimatedDifference,
  pairedAmounts,
  pairedShares,
  unpairedAmounts,
  unpairedShares,
} from '../../src/statistics/differences.ts';
import { equivalence } from '../../src/statistics/equivalence.ts';
import {
  exponential,
  type Family,
  Luck,
  negativeBinomial,
  normal,
  outage,
  poisson,
  sampleOf,
  yesOrNo,
} from './samples.ts';

// Machines that are busy with other things need a while.
vi.setConfig({ testTimeout: 60_000 });

interface Metric {
  readonly name: string;
  readonly family: Family;
  readonly isYesOrNo: boolean;
}

const amount = (name: string, family: Family): Metric => ({ name, family, isYesOrNo: false });
const share = (name: string, p: number): Metric => ({ name, family: yesOrNo(p), isYesOrNo: true });

/** What the default table of a rollout looks like: some counts are nearly always 0, some shares nearly 1. */
const table: readonly Metric[] = [
  amount('failed', poisson(2.4)),
  amount('minutes', exponential(40)),
  amount('node hours', normal(400, 30)),
  amount('not started', outage(0.06, 90)),
  amount('lost', poisson(0.03)),
  amount('started', negativeBinomial(4, 0.2)),
  share('halted', 0.5),
  share('finished', 0.97),
];

const tableCount = 1000;
const replications = 200;
const alpha = 0.05 / table.length;

function differenceOf(metric: Metric, reference: Float64Array, variant: Float64Array, isPaired: boolean) {
  const paired = metric.isYesOrNo ? pairedShares : pairedAmounts;
  const unpaired = metric.isYesOrNo ? unpairedShares : unpairedAmounts;
  return (isPaired ? paired : unpaired)(reference, variant, alpha);
}

describe.each([true, false])('paired: %s', (isPaired) => {
  const luck = new Luck(`null ${isPaired}`);

  test('without any difference at most 7% of the tables claim one', () => {
    let claiming = 0;
    for (let experiment = 0; experiment < tableCount; experiment += 1) {
      // All metrics of a run depend on one luck by a half; so do the two runs of a pair.
      const first = luck.uniforms(experiment, 0, replications);
      const second = luck.uniforms(experiment, 1, replications);
      const found = table.map((metric, index) => {
        const reference = sampleOf(metric.family, luck.correlated(experiment, 2 + 2 * index, first, 0.5));
        const common = isPaired ? first : second;
        const variant = sampleOf(metric.family, luck.correlated(experiment, 3 + 2 * index, common, 0.5));
        return differenceOf(metric, reference, variant, isPaired).claim;
      });
      if (found.some((claim) => claim !== 0)) claiming += 1;
    }
    expect(claiming).toBeLessThanOrEqual(0.07 * tableCount);
    // Nor does it keep silent for ever.
    expect(claiming).toBeGreaterThan(5);
  });
});

describe('a difference of five standard errors is claimed at least nine times in ten', () => {
  const luck = new Luck('power');
  const experimentCount = 300;
  const count = (
    isGood: (found: EstimatedDifference) => boolean,
    of: (experiment: number) => EstimatedDifference,
  ) => Array.from({ length: experimentCount }, (_, experiment) => of(experiment)).filter(isGood).length;
  const isClaimed = ({ claim }: EstimatedDifference) => claim === 1;

  /** With a mean larger by five standard errors of the difference of two independent samples. */
  const unrelated: readonly (readonly [string, Metric, Metric])[] = [
    ['minutes', amount('', normal(100, 10)), amount('', normal(105, 10))],
    ['Poisson 2.4', amount('', poisson(2.4)), amount('', poisson(2.4 + 0.84))],
    ['what was never lost before', amount('', poisson(0)), amount('', poisson(25 / 200))],
    ['outages', amount('', outage(0.04, 90)), amount('', outage(0.04 + 0.13, 90))],
    ['a half', share('', 0.5), share('', 0.5 + 0.235)],
    ['nearly never', share('', 0.01), share('', 0.01 + 0.128)],
  ];
  test.each(unrelated)('unpaired: %s', (_, reference, variant) => {
    const claimed = count(isClaimed, (experiment) => {
      const [a, b] = [luck.uniforms(experiment, 0, replications), luck.uniforms(experiment, 1, replications)];
      return differenceOf(variant, sampleOf(reference.family, a), sampleOf(variant.family, b), false);
    });
    expect(claimed).toBeGreaterThanOrEqual(0.9 * experimentCount);
  });

  test.each(unrelated)('paired, with half of the luck shared: %s', (_, reference, variant) => {
    const claimed = count(isClaimed, (experiment) => {
      const a = luck.uniforms(experiment, 0, replications);
      const b = luck.correlated(experiment, 1, a, 0.5);
      return differenceOf(variant, sampleOf(reference.family, a), sampleOf(variant.family, b), true);
    });
    expect(claimed).toBeGreaterThanOrEqual(0.9 * experimentCount);
  });
});

describe('a snapshot', () => {
  const luck = new Luck('equivalence');
  const tolerance = 0.5;
  const outcomes = (shift: number) => {
    const found = { unchanged: 0, within: 0, moved: 0, inconclusive: 0 };
    for (let experiment = 0; experiment < 1000; experiment += 1) {
      const before = sampleOf(poisson(3), luck.uniforms(experiment, 0, replications));
      const noise = sampleOf(normal(shift, 2), luck.uniforms(experiment, 1, replications));
      const after = before.map((value, i) => value + noise[i]!);
      found[equivalence(before, after, tolerance, { alphaMoved: 0.05 }).outcome] += 1;
    }
    return found;
  };

  test('says at most once in twenty that it has moved, if the change is just tolerable', () => {
    expect(outcomes(tolerance).moved).toBeLessThanOrEqual(50);
  });

  test('says at most once in twenty that all is well, if the change is just too large', () => {
    expect(outcomes(tolerance).within).toBeLessThanOrEqual(70);
  });

  test('tells a large change, and no change, nearly always', () => {
    expect(outcomes(1.1).moved).toBeGreaterThan(950);
    expect(outcomes(0).within).toBeGreaterThan(930);
  });
});
