import { describe, expect, test, vi } from 'vitest';
import { comparisonOf, metricsNeeded } from '../../src/experiment/compare.ts';
import type { Difference } from '../../src/experiment/comparison.ts';
import type { Constraint, Goal } from '../../src/experiment/goal.ts';
import { parseConstraint, parseGoal } from '../../src/experiment/parse-goal.ts';
import { exponential, Luck, normal, poisson, sampleOf, yesOrNo } from '../statistics/samples.ts';
import { metricsByName } from '../support/metrics.ts';
import { inputOf, times, type Values, variant } from './columns-made-up.ts';

// Machines that are busy with other things need a while.
vi.setConfig({ testTimeout: 60_000 });

const minutes = 'task.T.minutes';
const none = Number.NaN;

/** Of the second to the first, in one metric. */
function differenceIn(metric: string, first: Values, second: Values, seeds = ['1', '1']): Difference {
  const variants = [variant('a', first, seeds[0]!), variant('b', second, seeds[1]!)];
  return comparisonOf(inputOf(variants, [metric])).metrics[0]!.variants[1]!.difference!;
}

const amounts = (metric: string, first: readonly number[], second: readonly number[], seeds?: string[]) =>
  differenceIn(metric, { [metric]: first }, { [metric]: second }, seeds);

const rollout = (
  values: readonly number[],
  halted = values.map(() => 0),
  completed = values.map(() => 1),
) => ({
  [minutes]: values,
  'task.T.halted': halted,
  'task.T.completed': completed,
});

describe('the verdict', () => {
  const base = times(200, (r) => 100 + (r % 7));

  test('is same, and said to be identical, where no run differs', () => {
    const difference = amounts('exposure.nodeHours', base, base);
    expect(difference).toMatchObject({ verdict: 'same', method: 'identical', mean: 0, differing: 0, n: 200 });
  });

  test('is worse where the joint interval lies above zero and less is better', () => {
    const more = base.map((value, r) => value + 5 + (r % 3));
    const difference = amounts('exposure.nodeHours', base, more);
    expect(difference).toMatchObject({ verdict: 'worse', method: 'paired t', paired: true, differing: 200 });
    expect(difference.low!).toBeGreaterThan(5);
  });

  test('is better for the same change where more is better', () => {
    const more = base.map((value, r) => value - 20 + (r % 3));
    expect(amounts('patched.percent', more, base).verdict).toBe('better');
  });

  test('is higher or lower where neither is better', () => {
    const more = base.map((value, r) => value + 5 + (r % 3));
    expect(amounts('task.T.targets', base, more).verdict).toBe('higher');
    expect(amounts('task.T.targets', more, base).verdict).toBe('lower');
  });

  test('is same where the whole interval is smaller than anybody would care about', () => {
    const little = base.map((value, r) => value + 0.1 + 0.01 * (r % 3));
    expect(amounts('exposure.nodeHours', base, little).verdict).toBe('same');
  });

  test('follows the least difference that was asked for', () => {
    const little = base.map((value, r) => value + 0.1 + 0.01 * (r % 3));
    const variants = [variant('a', { 'nodes.lost': base }), variant('b', { 'nodes.lost': little })];
    const verdictWith = (ofAll: number, of: number | null) => {
      const minDifference = {
        ofAll: { absolute: ofAll },
        of: new Map(of === null ? [] : [['nodes.lost', { absolute: of }]]),
      };
      const { metrics } = comparisonOf(inputOf(variants, ['nodes.lost'], { minDifference }));
      return metrics[0]!.variants[1]!.difference!.verdict;
    };
    expect(verdictWith(1, null)).toBe('same');
    expect(verdictWith(0.01, null)).toBe('worse');
    expect(verdictWith(1, 0.01)).toBe('worse');
  });

  test('is cannot tell where the interval holds zero and more than the least difference', () => {
    const mixed = base.map((value, r) => value + (r % 2 === 0 ? 30 : -29));
    expect(amounts('exposure.nodeHours', base, mixed).verdict).toBe('cannot tell');
  });

  test('rests on signs alone while fewer than ten runs differ', () => {
    const nine = base.map((value, r) => value + (r < 9 ? 500 : 0));
    const three = base.map((value, r) => value + (r < 3 ? 500 : 0));
    expect(amounts('exposure.nodeHours', base, nine)).toMatchObject({
      method: 'sign test',
      verdict: 'worse',
      low: null,
      high: null,
      differing: 9,
    });
    expect(amounts('exposure.nodeHours', base, three).verdict).toBe('cannot tell');
  });

  test('is same where hardly any run differs, and none by much', () => {
    const zeros = times(200, () => 0);
    const two = zeros.map((_, r) => (r < 2 ? 1 : 0));
    expect(amounts('nodes.lost', zeros, two)).toMatchObject({ method: 'sign test', verdict: 'same' });
    expect(
      amounts(
        'nodes.lost',
        zeros,
        two.map((value) => 50 * value),
      ).verdict,
    ).toBe('cannot tell');
  });

  test('of a yes or no is by Agresti and Min', () => {
    const often = times(200, (r) => (r % 2 === 0 ? 1 : 0));
    const always = times(200, () => 1);
    expect(amounts('task.T.completed', often, always)).toMatchObject({
      method: 'Agresti-Min',
      verdict: 'better',
      mean: 0.5,
      differing: 100,
    });
  });
});

describe('variants of different seeds', () => {
  const [first, second] = [times(200, (r) => 100 + (r % 7)), times(200, (r) => 110 + (r % 5))];

  test('are not paired, and that is said', () => {
    const difference = amounts('exposure.nodeHours', first, second, ['1', '2']);
    expect(difference).toMatchObject({ paired: false, method: 'Welch', verdict: 'worse', differing: null });
    expect(difference.pairing).toBeNull();
  });

  test('are compared by Agresti and Caffo in a yes or no', () => {
    const often = times(200, (r) => (r % 2 === 0 ? 1 : 0));
    const seldom = times(200, (r) => (r % 10 === 0 ? 1 : 0));
    expect(amounts('task.T.halted', often, seldom, ['1', '2'])).toMatchObject({
      paired: false,
      method: 'Agresti-Caffo',
      verdict: 'better',
    });
  });
});

describe('minutes of runs that did not finish', () => {
  const finished = times(100, (r) => 50 + (r % 5));

  test('have no mean, and longer than anything decides by signs', () => {
    const unfinished = finished.map((value, r) => (r < 20 ? none : value));
    const difference = differenceIn(minutes, rollout(finished), rollout(unfinished));
    expect(difference).toMatchObject({
      mean: null,
      low: null,
      high: null,
      verdict: 'worse',
      method: 'sign test',
      n: 80,
      undefined: 20,
      differing: 20,
    });
    expect(differenceIn(minutes, rollout(unfinished), rollout(finished)).verdict).toBe('better');
  });

  test('cannot be told apart by two runs', () => {
    const unfinished = finished.map((value, r) => (r < 2 ? none : value + (r % 2 === 0 ? 9 : -9)));
    expect(differenceIn(minutes, rollout(finished), rollout(unfinished)).verdict).toBe('cannot tell');
  });

  test('are the same where they hardly differ in nearly all runs', () => {
    const later = finished.map((value) => value + 0.01);
    const lacking = (count: number) => later.map((value, r) => (r < count ? none : value));
    expect(differenceIn(minutes, rollout(finished), rollout(lacking(1))).verdict).toBe('same');
    expect(differenceIn(minutes, rollout(finished), rollout(lacking(4))).verdict).not.toBe('same');
  });

  test('are identical where the same runs did not finish and the others took as long', () => {
    const unfinished = finished.map((value, r) => (r < 20 ? none : value));
    expect(differenceIn(minutes, rollout(unfinished), rollout(unfinished))).toMatchObject({
      verdict: 'same',
      method: 'identical',
      mean: null,
    });
  });

  test('are decided by signs between seeds, too', () => {
    const unfinished = finished.map((value, r) => (r < 20 ? none : value + 10));
    expect(differenceIn(minutes, rollout(finished), rollout(unfinished), ['1', '2'])).toMatchObject({
      paired: false,
      method: 'sign test',
      verdict: 'worse',
      differing: null,
    });
  });
});

test('minutes carry a star with the shares of runs that were halted and that left targets over', () => {
  const values = times(10, () => 58);
  const some = rollout(values, [1, 1, 1, 1, 0, 0, 0, 0, 0, 0], [0, 0, 1, 1, 0, 1, 1, 1, 1, 1]);
  const variants = [variant('whole', rollout(values)), variant('halted', { ...some, 'nodes.lost': values })];
  const [metric] = comparisonOf(inputOf(variants, [minutes])).metrics;
  expect(metric!.variants.map(({ star }) => star)).toEqual([null, { halted: 0.4, leftOver: 0.3 }]);
});

test('runs without a value are left out of the difference and counted', () => {
  const first = times(100, (r) => 90 + (r % 3));
  const second = first.map((value, r) => (r < 4 ? none : value - 5 - (r % 2)));
  expect(amounts('patched.percent', first, second)).toMatchObject({ n: 96, undefined: 4, verdict: 'worse' });
});

test('how much narrower pairing made the interval, and could have, stands beside it', () => {
  const common = times(200, (r) => 10 * (r % 9));
  const first = common.map((value, r) => value + (r % 4));
  const second = common.map((value, r) => 1.5 * value + (r % 3));
  const { pairing } = amounts('exposure.nodeHours', first, second);
  expect(pairing!.factor).toBeGreaterThan(2);
  expect(pairing!.ceiling!).toBeGreaterThan(pairing!.factor);
});

test('the more is compared the wider are the intervals, and how many hold together is said', () => {
  const luck = new Luck('widths');
  const values = (which: number) => Array.from(sampleOf(normal(100, 10), luck.uniforms(0, which, 100)));
  const variants = times(3, (which) =>
    variant(`v${which}`, { 'nodes.lost': values(which), 'reboots.total': values(which + 9) }),
  );
  const one = comparisonOf(inputOf(variants.slice(0, 2), ['nodes.lost']));
  const four = comparisonOf(inputOf(variants, ['nodes.lost', 'reboots.total']));
  const widthOf = ({ metrics }: typeof one) => {
    const { low, high } = metrics[0]!.variants[1]!.difference!;
    return high! - low!;
  };
  expect([one.jointComparisons, four.jointComparisons]).toEqual([1, 4]);
  // t(1 - 0.025 / 4; 99) over t(0.975; 99)
  expect(widthOf(four) / widthOf(one)).toBeCloseTo(2.5442 / 1.9842, 3);
});

test('figures are to six decimals', () => {
  const first = times(30, (r) => r / 3);
  const second = times(30, (r) => r / 7);
  const { mean, low, high } = amounts('exposure.nodeHours', first, second);
  for (const figure of [mean!, low!, high!]) expect(Math.round(figure * 1e6) / 1e6).toBe(figure);
});

test('any variant may be the reference, and it alone has no difference', () => {
  const variants = [variant('a', { 'nodes.lost': [1, 2, 3] }), variant('b', { 'nodes.lost': [2, 3, 4] })];
  const comparison = comparisonOf(inputOf(variants, ['nodes.lost'], { reference: 'b' }));
  expect(comparison.metrics[0]!.variants.map(({ difference }) => difference?.mean)).toEqual([-1, undefined]);
  expect(() => comparisonOf(inputOf(variants, ['nodes.lost'], { reference: 'c' }))).toThrow('c');
});

test('a comparison is plain JSON', () => {
  const variants = [variant('a', rollout([1, 2, none])), variant('b', rollout([2, 3, 4]))];
  const comparison = comparisonOf(inputOf(variants, [minutes]));
  expect(JSON.parse(JSON.stringify(comparison))).toEqual(comparison);
});

test('what must be kept is what is shown, asked and limited, with what minutes need to be read', () => {
  const goal = {
    goal: parseGoal('min exposure.nodeHours') as Goal,
    constraints: [parseConstraint('nodes.lost <= 2', metricsByName) as Constraint],
    within: null,
    looks: null,
  };
  const metrics = ['nodes.lost', 'task.T.finishedBeforeCutoff'];
  expect(metricsNeeded({ metrics, goal, frontier: { x: minutes, y: 'nodes.lost' } }, metricsByName)).toEqual([
    'nodes.lost',
    'task.T.finishedBeforeCutoff',
    'exposure.nodeHours',
    minutes,
    'task.T.halted',
    'task.T.completed',
  ]);
});

describe('over many tables', () => {
  const families = {
    'exposure.nodeHours': exponential(100),
    'nodes.lost': poisson(0.02),
    'task.T.failed': poisson(2.4),
    'reboots.total': normal(400, 20),
    'task.T.halted': yesOrNo(0.01),
    'task.T.completed': yesOrNo(0.5),
    'patched.percent': normal(90, 0.001),
    'task.T.minutes': exponential(50),
  };
  const metrics = Object.keys(families);
  const claims = ['better', 'worse', 'higher', 'lower'];
  const n = 200;

  /** Shares of tables of two variants, alike but for their luck and `shift` of the nodeHours, that claim a difference. */
  function claimingShare(
    luck: Luck,
    tables: number,
    sharedLuck: number,
    seeds: [string, string],
    shift = 0,
  ): number {
    const metricsClaimed = times(tables, (table) => {
      const values = (which: number): Values =>
        Object.fromEntries(
          Object.entries(families).map(([metric, family], index) => {
            const common = luck.uniforms(table, 10 * index, n);
            const own = luck.correlated(table, 10 * index + which + 1, common, sharedLuck);
            const sample = Array.from(sampleOf(family, own));
            const isShifted = metric === 'exposure.nodeHours' && which === 1;
            return [metric, isShifted ? sample.map((value) => value + shift) : sample];
          }),
        );
      const variants = [variant('a', values(0), seeds[0]), variant('b', values(1), seeds[1])];
      const comparison = comparisonOf(inputOf(variants, metrics));
      return comparison.metrics
        .filter((metric) => claims.includes(metric.variants[1]!.difference!.verdict))
        .map(({ metric }) => metric);
    });
    const isHit = (claimed: string[]) =>
      shift === 0 ? claimed.length > 0 : claimed.includes('exposure.nodeHours');
    return metricsClaimed.filter(isHit).length / tables;
  }

  test('at most seven in a hundred claim a difference where there is none', () => {
    expect(claimingShare(new Luck('null paired'), 150, 0.6, ['1', '1'])).toBeLessThanOrEqual(0.07);
    expect(claimingShare(new Luck('null unpaired'), 150, 0, ['1', '2'])).toBeLessThanOrEqual(0.07);
  });

  test('a difference of five standard errors is claimed nine times in ten', () => {
    // Exponential values of mean 100: the standard error of the difference of two means of 200 is 10.
    expect(claimingShare(new Luck('power'), 50, 0, ['1', '2'], 50)).toBeGreaterThanOrEqual(0.9);
    expect(claimingShare(new Luck('power paired'), 50, 0, ['1', '1'], 50)).toBeGreaterThanOrEqual(0.9);
  });
});
