import * as fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { columnsOf } from '../../src/experiment/columns.ts';
import { cannotPass } from '../../src/experiment/gate-limits.ts';
import { percentage } from '../../src/experiment/gate-words.ts';
import { gateOutcomes } from '../../src/experiment/gates.ts';
import { impossibilityOf } from '../../src/experiment/impossible-expectations.ts';
import { standardNormalQuantile } from '../../src/kernel/normal.ts';
import { RandomStreams } from '../../src/kernel/random.ts';
import type { Comparison, Expectation, Statistic } from '../../src/world/expectations.ts';
import { metricsByName } from '../support/metrics.ts';

// Machines that are busy with other things need a while.
vi.setConfig({ testTimeout: 60_000 });

const failed = 'task.Install.failed';
const minutes = 'task.Install.minutes';
const finished = 'task.Install.finishedBeforeCutoff';
const at = { line: 3, column: 5 };

function expectationOf(metric: string, statistic: Statistic, comparison: Comparison): Expectation {
  return { metric, statistic, comparison, expected: 'as asked', at };
}

const atMost = (bound: number): Comparison => ({ operator: 'atMost', bound });
const atLeast = (bound: number): Comparison => ({ operator: 'atLeast', bound });
const above = (bound: number): Comparison => ({ operator: 'above', bound });
const below = (bound: number): Comparison => ({ operator: 'below', bound });
const between = (low: number, high: number): Comparison => ({ operator: 'between', low, high });
const equals = (bound: number | boolean | null): Comparison => ({ operator: 'equals', bound });

/** One gate over given values. */
function gate(metric: string, statistic: Statistic, comparison: Comparison, values: readonly number[]) {
  const columns = columnsOf({ [metric]: values }, metricsByName);
  return gateOutcomes([expectationOf(metric, statistic, comparison)], columns)[0]!;
}

/** So many of one value and so many of another. */
function mixed(...counts: readonly (readonly [count: number, value: number])[]): number[] {
  return counts.flatMap(([count, value]) => Array.from({ length: count }, () => value));
}

/** Quantiles of a normal distribution: a sample without chance. */
function normalSample(count: number, mean: number, sd: number): number[] {
  return Array.from(
    { length: count },
    (_, index) => mean + sd * standardNormalQuantile((index + 0.5) / count),
  );
}

describe('yes or no of one run', () => {
  test.each([
    [true, 1, 'pass'],
    [false, 1, 'fail'],
    [true, 0, 'fail'],
    [false, 0, 'pass'],
  ])('expected %s, was %i: %s', (expected, value, outcome) => {
    expect(gate(finished, 'value', equals(expected), [value]).outcome).toBe(outcome);
  });
});

describe('percentages in findings', () => {
  test.each([
    [0.1234, '12.3%'],
    [0.00512, '0.51%'],
    [0.0004, 'less than 0.1%'],
    [0.9996, 'more than 99.9%'],
    [1, '100%'],
  ])('%d is %s', (share, words) => {
    expect(percentage(share)).toBe(words);
  });
});

describe('a share or a quantile of the runs', () => {
  // The least number of runs of docs/checking.md: with one run less the same misses do not pass.
  test.each([
    [0.95, 72, 0],
    [0.95, 110, 1],
    [0.95, 142, 2],
    [0.95, 230, 5],
    [0.99, 368, 0],
    [0.99, 555, 1],
    [0.99, 1164, 5],
  ])('at least %d passes with %i runs and %i misses, and not with one run less', (limit, count, misses) => {
    const outcome = (n: number) =>
      gate(finished, 'share', atLeast(limit), mixed([n - misses, 1], [misses, 0])).outcome;
    expect(outcome(count)).toBe('pass');
    expect(outcome(count - 1)).toBe('inconclusive');
  });

  test('fails where so many misses would be unlikely if it held', () => {
    expect(gate(finished, 'share', atLeast(0.99), mixed([190, 1], [10, 0])).outcome).toBe('fail');
    expect(gate(finished, 'share', atLeast(0.99), mixed([196, 1], [4, 0])).outcome).toBe('inconclusive');
  });

  test('at most asks the same of the runs in which it is false', () => {
    expect(gate('task.Install.halted', 'share', atMost(0.05), mixed([72, 0])).outcome).toBe('pass');
    expect(gate('task.Install.halted', 'share', atMost(0.05), mixed([71, 0])).outcome).toBe('inconclusive');
    expect(gate('task.Install.halted', 'share', atMost(0.05), mixed([60, 0], [40, 1])).outcome).toBe('fail');
  });

  test('above 0% needs one run in which it is true', () => {
    expect(gate('task.Install.halted', 'share', above(0), mixed([99, 0], [1, 1])).outcome).toBe('pass');
    expect(gate('task.Install.halted', 'share', above(0), mixed([100, 0])).outcome).toBe('inconclusive');
  });

  test('between needs both ends inside', () => {
    const outcome = (trueCount: number) =>
      gate(finished, 'share', between(0.4, 0.6), mixed([trueCount, 1], [1000 - trueCount, 0])).outcome;
    expect([300, 400, 420, 500, 580, 600, 700].map(outcome)).toEqual([
      'fail',
      'inconclusive',
      'inconclusive',
      'pass',
      'inconclusive',
      'inconclusive',
      'fail',
    ]);
  });

  test('a run in which it is null counts against it, whichever way it asks', () => {
    const values = mixed([190, 1], [10, Number.NaN]);
    expect(gate(finished, 'share', atLeast(0.99), values).outcome).toBe('fail');
    const other = mixed([190, 0], [10, Number.NaN]);
    expect(gate(finished, 'share', atMost(0.01), other).outcome).toBe('fail');
    expect(gate(finished, 'share', atMost(0.01), other).observed).toContain('null in 10');
  });

  test.each([
    ['p95', atMost(8), 72],
    ['p5', atLeast(8), 72],
    ['p50', atMost(8), 6],
    ['p95', atLeast(8), 2],
  ] as const)('%s %j passes with %i runs that all keep to it', (statistic, comparison, count) => {
    expect(gate(failed, statistic, comparison, mixed([count, 8])).outcome).toBe('pass');
    expect(gate(failed, statistic, comparison, mixed([count - 1, 8])).outcome).not.toBe('fail');
  });

  test('p95 at most 8 fails where clearly more than 5% of the runs are above', () => {
    const found = gate(failed, 'p95', atMost(8), mixed([180, 3], [20, 9]));
    expect(found).toMatchObject({ outcome: 'fail', estimate: 9 });
    expect(found.because).toContain('20 misses in 200 runs where 5% are allowed');
  });

  test('a quantile is a value that occurred, with order statistics for its interval', () => {
    const found = gate(
      failed,
      'p95',
      atMost(300),
      Array.from({ length: 200 }, (_, index) => index + 1),
    );
    expect(found).toMatchObject({ estimate: 190, low: 184, high: 197, outcome: 'pass' });
    expect(found.observed).toBe(
      'p95 190 targets (95% interval 184 to 197), 200 runs; median 100, 5% to 95% of runs 10 to 190, worst 200',
    );
  });

  test('below is not at most', () => {
    expect(gate(failed, 'p95', below(8), mixed([200, 8])).outcome).toBe('fail');
    expect(gate(failed, 'p5', above(8), mixed([200, 8])).outcome).toBe('fail');
  });

  test('minutes that are null are longer than anything', () => {
    const few = gate(minutes, 'p95', atMost(100), mixed([198, 90], [2, Number.NaN]));
    expect(few).toMatchObject({ outcome: 'pass', estimate: 90 });
    const many = gate(minutes, 'p95', atMost(100), mixed([170, 90], [30, Number.NaN]));
    expect(many).toMatchObject({ outcome: 'fail', estimate: null, high: null });
    expect(many.observed).toContain('30 of 200 runs did not finish');
  });

  test('any other metric leaves out the runs in which it is null, and says so', () => {
    const found = gate('compliance.percent', 'p95', atMost(100), mixed([100, 90], [20, Number.NaN]));
    expect(found).toMatchObject({ outcome: 'pass', estimate: 90 });
    expect(found.observed).toContain('null in 20 of 120 runs');
  });
});

describe('how many runs would settle it', () => {
  test('without a miss it is the least number that can pass', () => {
    const found = gate(finished, 'share', atLeast(0.99), mixed([100, 1]));
    expect(found).toMatchObject({ outcome: 'inconclusive', needed: 370 });
    expect(found.because).toBe(
      '0 misses in 100 runs where 1% are allowed; it takes at least 368 runs to pass',
    );
  });

  test('with a miss more are to be expected, and the text says both', () => {
    const found = gate(finished, 'share', atLeast(0.99), mixed([199, 1], [1, 0]));
    expect(found.because).toContain('1 miss in 200 runs where 1% are allowed');
    expect(found.because).toContain('at least 555 runs without another to pass');
    expect(found.needed).toBeGreaterThan(555);
  });

  test('with more misses than are allowed so far no number of runs without another is told', () => {
    for (const [missCount, outcome] of [
      [4, 'inconclusive'],
      [30, 'fail'],
    ] as const) {
      const found = gate(finished, 'share', atLeast(0.99), mixed([200 - missCount, 1], [missCount, 0]));
      expect(found.outcome).toBe(outcome);
      expect(found.because).not.toContain('to pass');
    }
  });

  test('so many settle it in about four of five cases', () => {
    const missRate = 0.02;
    const { needed } = gate(finished, 'share', atLeast(0.95), mixed([98, 1], [2, 0]));
    const settledCount = experiments(300, needed!, missRate).filter(
      (misses) =>
        gate(finished, 'share', atLeast(0.95), mixed([needed! - misses, 1], [misses, 0])).outcome === 'pass',
    ).length;
    expect(settledCount / 300).toBeGreaterThan(0.72);
    expect(settledCount / 300).toBeLessThan(0.95);
  });

  test('on the limit itself no number would', () => {
    const found = gate(finished, 'share', atLeast(0.95), mixed([190, 1], [10, 0]));
    expect(found).toMatchObject({ outcome: 'inconclusive', needed: null });
  });

  test('for a mean it grows with the square of spread over distance', () => {
    const values = normalSample(50, 10, 2);
    const near = gate(minutes, 'mean', atMost(10.1), values).needed!;
    const far = gate(minutes, 'mean', atMost(10.2), values).needed!;
    expect(near / far).toBeCloseTo(4, 0);
    // ((1.96 + 0.84) 2 / 0.1)^2 = 3136, rounded up to two digits.
    expect(near).toBe(3200);
  });

  test('is said of nothing that is settled', () => {
    expect(gate(minutes, 'mean', atMost(20), normalSample(50, 10, 2)).needed).toBeNull();
  });
});

describe('the mean', () => {
  const values = normalSample(200, 100, 10);

  test.each([
    ['at most', atMost, [95, 100.5, 105], ['fail', 'inconclusive', 'pass']],
    ['below', below, [95, 100.5, 105], ['fail', 'inconclusive', 'pass']],
    ['at least', atLeast, [95, 100.5, 105], ['pass', 'inconclusive', 'fail']],
    ['above', above, [95, 100.5, 105], ['pass', 'inconclusive', 'fail']],
  ] as const)('%s is decided by where its interval lies', (_, comparison, bounds, outcomes) => {
    for (const statistic of ['value', 'mean'] as const) {
      expect(bounds.map((bound) => gate(minutes, statistic, comparison(bound), values).outcome)).toEqual([
        ...outcomes,
      ]);
    }
  });

  test('between passes inside of both, fails outside, and is inconclusive across', () => {
    const outcomes = [between(90, 110), between(95, 101), between(100.5, 110), between(105, 110)].map(
      (one) => gate(minutes, 'mean', one, values).outcome,
    );
    expect(outcomes).toEqual(['pass', 'inconclusive', 'inconclusive', 'fail']);
  });

  test('says in how many runs the limit is passed, for a mean hides that', () => {
    const found = gate(minutes, 'value', atMost(105), values);
    expect(found.observed).toMatch(
      /^100\.0 min on average \(95% interval of the mean 98\.6 to 101\.4\), 200 runs, above the limit in 31% of runs; median 99\.9 min, 5% to 95% of runs 83\.3 to 116 min, worst 128 min$/,
    );
  });

  test('of a file with twenty gates fails only with a twentieth of the risk', () => {
    const expectations = Array.from({ length: 20 }, () => expectationOf(minutes, 'mean', atMost(98.3)));
    const columns = columnsOf({ [minutes]: values }, metricsByName);
    expect(gateOutcomes(expectations.slice(0, 1), columns)[0]!.outcome).toBe('fail');
    expect(new Set(gateOutcomes(expectations, columns).map(({ outcome }) => outcome))).toEqual(
      new Set(['inconclusive']),
    );
  });

  // 12 misses in 120 runs where 5% are allowed: alone a proof at 5%, among twenty not at 0.25%.
  test.each([
    [finished, 'share', atLeast(0.95), mixed([108, 1], [12, 0])],
    [failed, 'p95', atMost(5), mixed([108, 5], [12, 6])],
  ] as const)('so does a file with twenty gates on %s', (metric, statistic, comparison, sample) => {
    const expectations = Array.from({ length: 20 }, () => expectationOf(metric, statistic, comparison));
    const columns = columnsOf({ [metric]: sample }, metricsByName);
    const outcomesOf = (count: number) =>
      gateOutcomes(expectations.slice(0, count), columns).map(({ outcome }) => outcome);
    expect(outcomesOf(1)).toEqual(['fail']);
    expect(new Set(outcomesOf(20))).toEqual(new Set(['inconclusive']));
  });

  test('of minutes fails where a run did not finish, whatever the others say', () => {
    const found = gate(minutes, 'value', atMost(1000), [...values, Number.NaN]);
    expect(found).toMatchObject({ outcome: 'fail', estimate: null });
    expect(found.because).toContain('1 of 201 runs did not finish');
  });

  test('of values that are all equal is that value, and says what it does not rule out', () => {
    const found = gate(failed, 'value', atMost(0), mixed([200, 0]));
    expect(found).toMatchObject({ outcome: 'pass', estimate: 0, low: null, high: null });
    expect(found.observed).toBe('0 targets in all 200 runs; chance of any other is below 1.5%');
    expect(gate(failed, 'value', atLeast(1), mixed([200, 0])).outcome).toBe('fail');
  });

  test('of values of which few differ passes only if their worst would still keep to the limit', () => {
    // 3 of 200: 4.9% at most (Clopper-Pearson, a side each of two shares), so at most 0.049 times 10.
    const values = mixed([197, 0], [3, 10]);
    expect(gate(failed, 'value', atMost(0.5), values).outcome).toBe('pass');
    const found = gate(failed, 'value', atMost(0.4), values);
    expect(found.outcome).toBe('inconclusive');
    expect(found.because).toContain('only 3 of 200 runs differ from 0');
    expect(gate(failed, 'value', atMost(0), values).outcome).toBe('fail');
  });
});

describe('a plain value', () => {
  test('true must hold in every run: one miss is a proof, and its replication is named', () => {
    const found = gate(finished, 'value', equals(true), [...mixed([37, 1]), 0, ...mixed([162, 1])]);
    expect(found).toMatchObject({ outcome: 'fail', observed: 'yes in 199 of 200 runs' });
    expect(found.because).toBe('--replication 37 shows one');
  });

  test('true in every run passes with the bound of what was not seen', () => {
    const found = gate(finished, 'value', equals(true), mixed([100, 1]));
    expect(found.outcome).toBe('pass');
    expect(found.observed).toBe('yes in all 100 runs; chance of no is below 3%');
  });

  test('a run in which it is null is a miss', () => {
    expect(gate(finished, 'value', equals(true), [1, Number.NaN, 1]).outcome).toBe('fail');
  });

  test('a number must be met by every run, and the hint is between', () => {
    expect(gate(failed, 'value', equals(3), mixed([200, 3])).outcome).toBe('pass');
    const found = gate(failed, 'value', equals(3), mixed([199, 3], [1, 4]));
    expect(found).toMatchObject({ outcome: 'fail', observed: '3 to 4, 3 in 199 of 200 runs' });
    expect(found.because).toBe('--replication 199 shows one; to allow a range, write between');
  });

  test('null must be null in every run', () => {
    expect(gate(minutes, 'value', equals(null), mixed([200, Number.NaN])).outcome).toBe('pass');
    expect(gate(minutes, 'value', equals(null), [...mixed([199, Number.NaN]), 5]).outcome).toBe('fail');
  });

  test.each(['value', 'mean', 'p95', 'max'] as const)(
    '%s of a metric that is always null never ran, and fails',
    (statistic) => {
      const found = gate(minutes, statistic, atMost(10), mixed([200, Number.NaN]));
      expect(found).toMatchObject({ outcome: 'fail', estimate: null });
      expect(found.because).toContain('never ran');
    },
  );
});

describe('the smallest and the largest', () => {
  test('are those of this sample, and never inconclusive', () => {
    const values = [3, 1, 11, 4];
    expect(gate(failed, 'max', atMost(11), values).outcome).toBe('pass');
    const found = gate(failed, 'max', atMost(10), values);
    expect(found).toMatchObject({
      outcome: 'fail',
      estimate: 11,
      observed: '11 targets is the largest of 4 runs; median 3, 5% to 95% of runs 1 to 11, worst 11',
    });
    expect(found.because).toBe('--replication 2 shows one');
    expect(gate(failed, 'min', atLeast(1), values).outcome).toBe('pass');
    expect(gate(failed, 'min', atLeast(2), values).outcome).toBe('fail');
  });

  test('what was the same in all runs is never said without its bound, whatever is asked of it', () => {
    const always = 'in all 200 runs; chance of any other is below 1.5%';
    const none = mixed([200, 0]);
    for (const statistic of ['min', 'max', 'value', 'mean'] as const) {
      expect(gate(failed, statistic, atMost(0), none).observed).toBe(`0 targets ${always}`);
    }
    for (const statistic of ['p5', 'p50', 'p95'] as const) {
      expect(gate(failed, statistic, atMost(0), none).observed).toBe(`${statistic} 0 targets ${always}`);
    }
  });

  test('a largest that did not finish fails', () => {
    expect(gate(minutes, 'max', atMost(1000), [5, Number.NaN]).outcome).toBe('fail');
    expect(gate(minutes, 'min', atMost(10), [5, Number.NaN]).outcome).toBe('pass');
  });
});

describe('one run', () => {
  const statistics = ['value', 'mean', 'min', 'max', 'p5', 'p50', 'p95'] as const;

  test.each(statistics)('%s is the value itself, and never inconclusive', (statistic) => {
    expect(gate(failed, statistic, atMost(3), [3])).toMatchObject({ outcome: 'pass', observed: '3 targets' });
    expect(gate(failed, statistic, atMost(3), [4])).toMatchObject({ outcome: 'fail', low: null, high: null });
  });

  test('of a share is 0 or 1', () => {
    expect(gate(finished, 'share', atLeast(0.99), [1]).outcome).toBe('pass');
    expect(gate(finished, 'share', atLeast(0.99), [0]).outcome).toBe('fail');
  });

  test('says of a statistic that it says little', () => {
    expect(gate(failed, 'p95', atMost(3), [3]).because).toContain('one run says little');
    expect(gate(failed, 'value', atMost(3), [3]).because).toBeNull();
  });

  test('of a metric that is null fails', () => {
    expect(gate(minutes, 'value', atMost(3), [Number.NaN]).because).toContain('never ran');
    expect(gate(minutes, 'value', equals(null), [Number.NaN]).outcome).toBe('pass');
  });
});

describe('errors, where the truth sits at the limit', () => {
  const count = 1000;
  const streams = new RandomStreams('gates');
  const stream = streams.stream('draws');
  const outcomesOf = (
    comparison: Comparison,
    metric: string,
    statistic: Statistic,
    draw: (u: number) => number,
  ) =>
    Array.from({ length: count }, (_, experiment) => {
      streams.replication = experiment;
      const values = Array.from({ length: 200 }, (_, run) => draw(stream.uniform(run, 0)));
      return gate(metric, statistic, comparison, values).outcome;
    });
  const shareOf = (outcomes: readonly string[], wanted: string) =>
    outcomes.filter((outcome) => outcome === wanted).length / count;

  const poisson = (mean: number) => (u: number) => {
    let k = 0;
    let term = Math.exp(-mean);
    for (let sum = term; sum < u; sum += term) {
      k += 1;
      term *= mean / k;
    }
    return k;
  };

  test.each([
    ['a share of 95%', atLeast(0.95), finished, 'share', (u: number) => Number(u < 0.95)],
    ['a share of 1%', atMost(0.01), 'task.Install.halted', 'share', (u: number) => Number(u < 0.01)],
    ['a median', atMost(0.5), minutes, 'p50', (u: number) => u],
    ['a p95', atMost(0.95), minutes, 'p95', (u: number) => u],
    ['a p5', atLeast(0.05), minutes, 'p5', (u: number) => u],
    ['a mean of a normal', atMost(50), minutes, 'mean', (u: number) => 50 + 5 * standardNormalQuantile(u)],
    ['a mean of a normal', atLeast(50), minutes, 'mean', (u: number) => 50 + 5 * standardNormalQuantile(u)],
    ['a mean of a count', atLeast(2.4), failed, 'mean', poisson(2.4)],
    ['a mean of a count', atMost(2.4), failed, 'mean', poisson(2.4)],
    ['a mean of a rare count', atMost(0.02), 'nodes.lost', 'mean', poisson(0.02)],
  ] as const)(
    '%s, %j: passes in at most 5%% of files, and fails in at most 5%%',
    (_, comparison, metric, statistic, draw) => {
      const outcomes = outcomesOf(comparison, metric, statistic, draw);
      // Four standard errors of 1,000 experiments: a rate of 2.5% shows at most 4.5%.
      expect(shareOf(outcomes, 'pass')).toBeLessThan(0.045);
      expect(shareOf(outcomes, 'fail')).toBeLessThan(0.045);
      expect(shareOf(outcomes, 'inconclusive')).toBeGreaterThan(0.91);
    },
  );

  test('a gate five standard errors inside passes, and one outside fails', () => {
    const draw = (u: number) => 50 + 5 * standardNormalQuantile(u);
    const error = 5 / Math.sqrt(200);
    expect(shareOf(outcomesOf(atMost(50 + 5 * error), minutes, 'mean', draw), 'pass')).toBeGreaterThan(0.99);
    expect(shareOf(outcomesOf(atMost(50 - 5 * error), minutes, 'mean', draw), 'fail')).toBeGreaterThan(0.99);
  });
});

describe('more runs than are kept one by one', () => {
  const count = 120_000;

  test('are judged by their histogram, to a thousandth', () => {
    const columns = columnsOf(
      {
        [minutes]: Array.from({ length: count }, (_, index) => (index * 7919) % count),
      },
      metricsByName,
    );
    expect(columns.column(minutes).histogram).not.toBeNull();
    const judged = (statistic: Statistic, comparison: Comparison) =>
      gateOutcomes([expectationOf(minutes, statistic, comparison)], columns)[0]!;
    expect(judged('p95', atMost(0.96 * count))).toMatchObject({ outcome: 'pass' });
    expect(judged('p95', atMost(0.94 * count))).toMatchObject({ outcome: 'fail' });
    expect(judged('p95', atMost(0.94 * count)).estimate! / (0.95 * count)).toBeCloseTo(1, 2);
    expect(judged('mean', between(0.49 * count, 0.51 * count))).toMatchObject({ outcome: 'pass' });
    expect(judged('max', atMost(0.9 * count)).because).toMatch(/^--replication \d+ shows one$/);
  });

  test('are counted exactly where they are yes or no', () => {
    const columns = columnsOf(
      {
        [finished]: Array.from({ length: count }, (_, index) => Number(index % 100 > 0)),
      },
      metricsByName,
    );
    const judged = (bound: number) =>
      gateOutcomes([expectationOf(finished, 'share', atLeast(bound))], columns)[0]!;
    expect(judged(0.989)).toMatchObject({ outcome: 'pass', estimate: 0.99 });
    expect(judged(0.991)).toMatchObject({ outcome: 'fail' });
  });
});

describe('before simulating', () => {
  test.each([
    [0.95, 71, 72],
    [0.99, 100, 368],
    [0.999, 200, 3688],
  ])('a share of at least %d is said to be out of reach of %i runs: it takes %i', (limit, count, needed) => {
    const expectation = expectationOf(finished, 'share', atLeast(limit));
    const [found] = cannotPass([expectation], count);
    expect(found).toMatchObject({ expectation, needed });
    expect(found!.message).toContain(`--replications ${needed}`);
    expect(cannotPass([expectation], needed)).toEqual([]);
  });

  test('so is a p95 below 72 runs', () => {
    expect(cannotPass([expectationOf(failed, 'p95', atMost(8))], 71)[0]!.needed).toBe(72);
    expect(cannotPass([expectationOf(failed, 'p95', atMost(8))], 72)).toEqual([]);
  });

  test('means, plain values and the largest can pass with any number', () => {
    const expectations = [
      expectationOf(failed, 'value', atMost(8)),
      expectationOf(finished, 'value', equals(true)),
      expectationOf(failed, 'max', atMost(8)),
    ];
    expect(cannotPass(expectations, 2)).toEqual([]);
  });

  test('of one run nothing is said: it takes every value as it is', () => {
    expect(cannotPass([expectationOf(finished, 'share', atLeast(0.99))], 1)).toEqual([]);
  });

  test('a share between two limits takes an interval narrow enough, and that number of runs passes', () => {
    const expectation = expectationOf(finished, 'share', between(0.9, 0.98));
    const { needed } = cannotPass([expectation], 20)[0]!;
    const outcomes = (count: number) =>
      Array.from(
        { length: count + 1 },
        (_, trueCount) =>
          gate(finished, 'share', expectation.comparison, mixed([trueCount, 1], [count - trueCount, 0]))
            .outcome,
      );
    expect(outcomes(needed!)).toContain('pass');
    expect(outcomes(needed! - 1)).not.toContain('pass');
  });

  test.each([
    ['a share of more than there is', finished, 'share', atLeast(1.2), 'from 0% to 100%'],
    ['a share of 100%', finished, 'share', atLeast(1), 'write true'],
    ['a share of 0%', finished, 'share', atMost(0), 'write false'],
    ['exactly a share', finished, 'share', equals(0.9), 'between'],
    ['a share of a number', failed, 'share', atLeast(0.9), 'mean or p95'],
    ['a p95 of true and false', finished, 'p95', atMost(1), 'share'],
    ['a number that is to be true', failed, 'value', equals(true), 'a number'],
    ['a yes or no that is to be 3', finished, 'value', atMost(3), 'true or false'],
    ['more than 100 percent', 'compliance.percent', 'value', atLeast(101), 'between 0 and 100'],
    ['above 100 percent', 'compliance.percent', 'p5', above(100), 'between 0 and 100'],
    ['fewer than none', failed, 'p95', below(0), 'never below 0'],
    ['half a node', failed, 'value', equals(2.5), 'whole number'],
  ] as const)(
    '%s is impossible, and the message says what to write',
    (_, metric, statistic, comparison, says) => {
      expect(
        impossibilityOf(expectationOf(metric, statistic, comparison), metricsByName.of(metric)),
      ).toContain(says);
    },
  );

  test.each([
    [finished, 'share', atLeast(0.99)],
    [finished, 'share', between(0.9, 1)],
    [finished, 'value', equals(false)],
    [finished, 'value', equals(null)],
    [failed, 'value', equals(0)],
    [failed, 'mean', equals(2.5)],
    [failed, 'value', atMost(0)],
    ['compliance.percent', 'mean', atLeast(100)],
  ] as const)('%s %s %j is possible', (metric, statistic, comparison) => {
    expect(
      impossibilityOf(expectationOf(metric, statistic, comparison), metricsByName.of(metric)),
    ).toBeNull();
  });
});

describe('whatever was seen', () => {
  const anyComparison = fc.oneof(
    fc
      .double({ min: 0, max: 20, noNaN: true })
      .chain((bound) =>
        fc.constantFrom(atMost(bound), atLeast(bound), above(bound), below(bound), equals(Math.round(bound))),
      ),
    fc
      .tuple(fc.integer({ max: 10, min: 0 }), fc.integer({ min: 10, max: 20 }))
      .map(([a, b]) => between(a, b)),
  );
  const anyValues = fc.oneof(
    fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 80 }),
    fc.array(fc.oneof({ weight: 9, arbitrary: fc.constant(4) }, fc.constantFrom(5, 0, Number.NaN)), {
      minLength: 1,
      maxLength: 80,
    }),
    fc.array(fc.double({ min: 0, max: 20, noNaN: true }), { minLength: 1, maxLength: 80 }),
  );
  const anyStatistic = fc.constantFrom(
    'value',
    'mean',
    'min',
    'max',
    'p5',
    'p50',
    'p95',
  ) as fc.Arbitrary<Statistic>;

  test('the words hold no NaN, no Infinity and no undefined, and figures are numbers or null', () => {
    fc.assert(
      fc.property(
        anyStatistic,
        anyComparison,
        anyValues,
        fc.constantFrom(failed, minutes),
        (statistic, comparison, values, metric) => {
          const found = gate(metric, statistic, comparison, values);
          expect(`${found.observed} ${found.because}`).not.toMatch(/NaN|Infinity|undefined|\[object/);
          for (const figure of [found.estimate, found.low, found.high, found.needed]) {
            expect(figure === null || Number.isFinite(figure)).toBe(true);
          }
          expect(found.outcome === 'inconclusive' || found.needed === null).toBe(true);
          expect(found.needed === null || found.needed > values.length).toBe(true);
          if (values.length === 1) expect(found.outcome).not.toBe('inconclusive');
        },
      ),
    );
  });

  test('where some runs have no value, it takes more runs than values', () => {
    const values = [Number.NaN, 4, 4, 4, 4, 4];
    const found = gate(failed, 'p50', { operator: 'between', low: 0, high: 10 }, values);
    expect(found).toMatchObject({ outcome: 'inconclusive', needed: 8 });
    expect(found.because).toContain('it takes at least 8 runs to pass');
  });

  test('a looser limit never turns a pass into something else, nor a tighter one a fail', () => {
    const rank = { fail: 0, inconclusive: 1, pass: 2 };
    fc.assert(
      fc.property(
        fc.constantFrom('mean', 'p5', 'p50', 'p95', 'max') as fc.Arbitrary<Statistic>,
        fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 2, maxLength: 60 }),
        fc.tuple(fc.double({ min: 0, max: 20, noNaN: true }), fc.double({ min: 0, max: 5, noNaN: true })),
        (statistic, values, [bound, more]) => {
          const tight = gate(failed, statistic, atMost(bound), values).outcome;
          const loose = gate(failed, statistic, atMost(bound + more), values).outcome;
          expect(rank[loose]).toBeGreaterThanOrEqual(rank[tight]);
        },
      ),
    );
  });
});

/** Misses in so many runs, again and again. */
function experiments(count: number, runs: number, missRate: number): number[] {
  const streams = new RandomStreams('misses');
  const stream = streams.stream('draws');
  return Array.from({ length: count }, (_, experiment) => {
    streams.replication = experiment;
    let misses = 0;
    for (let run = 0; run < runs; run += 1) if (stream.uniform(run, 0) < missRate) misses += 1;
    return misses;
  });
}
