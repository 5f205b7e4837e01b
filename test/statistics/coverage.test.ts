/** Intervals hold what they say: 1,000 experiments whose true values are known. */
import { describe, expect, test } from 'vitest';
import { meanInterval, quantileInterval } from '../../src/statistics/intervals.ts';
import { type Moments, momentsOf, RunningMoments } from '../../src/statistics/moments.ts';
import { isPreciseEnough, lookAt, type Precision } from '../../src/statistics/precision.ts';
import {
  binomial,
  exponential,
  type Family,
  Luck,
  negativeBinomial,
  normal,
  outage,
  poisson,
  sampleOf,
  slowestOf160,
} from './samples.ts';

const experimentCount = 1000;
/** Four standard deviations around 95%. */
const coverageMin = 922;
const coverageMax = 978;

function countExperiments(isGood: (experiment: number) => boolean): number {
  let count = 0;
  for (let experiment = 0; experiment < experimentCount; experiment += 1) if (isGood(experiment)) count += 1;
  return count;
}

function covers(moments: Moments, mean: number): boolean {
  const interval = meanInterval(moments);
  return interval !== null && interval.low <= mean && mean <= interval.high;
}

describe('200 replications give an interval of the mean that holds it 95 times in 100', () => {
  const luck = new Luck('coverage');
  test.each<[string, Family]>([
    ['normal', normal(100, 15)],
    ['failures, Poisson 2.4', poisson(2.4)],
    ['rare failures, Poisson 0.2', poisson(0.2)],
    ['failures of 100 nodes at 5%', binomial(100, 0.05)],
    ['started before the fourth error, negative binomial', negativeBinomial(4, 0.2)],
    ['the slowest of 160 durations', slowestOf160()],
    ['exponential', exponential(30)],
    ['an outage of 100 nodes, in one run of ten', outage(0.1, 100)],
  ])('%s', (_, family) => {
    const covered = countExperiments((experiment) =>
      covers(momentsOf(sampleOf(family, luck.uniforms(experiment, 0, 200))), family.mean),
    );
    expect(covered).toBeGreaterThanOrEqual(coverageMin);
    expect(covered).toBeLessThanOrEqual(coverageMax);
  });
});

describe('going on until the mean is known keeps the coverage', () => {
  const luck = new Luck('precision');

  /** A value at a time, with looks where lookAt says. */
  function untilPrecise(experiment: number, family: Family, wanted: Precision, max: number): Moments {
    const uniforms = luck.uniforms(experiment, 0, max);
    const moments = new RunningMoments();
    for (let look = lookAt(0); look <= max; look = lookAt(look)) {
      while (moments.n < look) moments.add(family.quantile(uniforms[moments.n]!));
      if (isPreciseEnough(moments, wanted)) break;
    }
    return moments;
  }

  test.each<[string, Family, Precision, number]>([
    ['Poisson 2.4 to 10%', poisson(2.4), { relative: 0.1 }, 2000],
    ['Poisson 0.2 to 0.1', poisson(0.2), { absolute: 0.1 }, 1000],
    ['failures of 100 nodes at 5%, to 10%', binomial(100, 0.05), { relative: 0.1 }, 1000],
    ['100 nodes that fail together, 5%, to 5', outage(0.05, 100), { absolute: 5 }, 1000],
    ['the slowest of 160 durations to 3%', slowestOf160(), { relative: 0.03 }, 1000],
  ])('%s', (_, family, wanted, max) => {
    let stopped = 0;
    const covered = countExperiments((experiment) => {
      const moments = untilPrecise(experiment, family, wanted, max);
      if (isPreciseEnough(moments, wanted)) stopped += 1;
      return covers(moments, family.mean);
    });
    expect(stopped).toBeGreaterThan(0.99 * experimentCount);
    expect(covered).toBeGreaterThanOrEqual(coverageMin);
  });
});

describe('the interval of a quantile holds it at least 95 times in 100', () => {
  const luck = new Luck('quantiles');
  test.each([0.05, 0.5, 0.95])('%d', (p) => {
    const covered = countExperiments((experiment) => {
      const { low, high } = quantileInterval(luck.uniforms(experiment, 0, 200).sort(), p);
      return low! <= p && p <= high!;
    });
    // 95% at least, so four standard deviations below it.
    expect(covered).toBeGreaterThanOrEqual(coverageMin);
  });
});
