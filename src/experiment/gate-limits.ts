/** What is wrong with an expectation before anything is simulated: it can never hold, or not with so few runs. */
import { familyOf } from '../result/metric-meanings.ts';
import { isYesOrNo } from '../result/metrics.ts';
import { clopperPearson, firstFrom } from '../statistics/intervals.ts';
import { runsForShareGate } from '../statistics/sample-size.ts';
import type { Expectation } from '../world/expectations.ts';
import { keeps, rangeOf, type Side, sidesOf } from './gate-rules.ts';
import { figure, grouped, percentage } from './gate-words.ts';

export interface CannotPass {
  readonly expectation: Expectation;
  /** The fewest runs with which it can. Null: no number that anybody would run. */
  readonly needed: number | null;
  /** What is the matter, and what to do. */
  readonly message: string;
}

const quantiles: Readonly<Record<string, number>> = { p5: 0.05, p50: 0.5, p95: 0.95 };
const runsMax = 1_000_000;

/** Gates that would be inconclusive whatever so many replications showed. Of one run every value is taken as it is. */
export function cannotPass(
  expectations: readonly Expectation[],
  replications: number,
  alpha = 0.05,
): CannotPass[] {
  if (replications < 2) return [];
  return expectations.flatMap((expectation): CannotPass[] => {
    const canPass = passable(expectation, alpha);
    if (canPass === null || canPass(replications)) return [];
    const needed = firstFrom(2, runsMax, canPass);
    const name = `${expectation.metric}: ${expectation.statistic} ${expectation.expected}`;
    const cannot = `${name} cannot pass with ${grouped(replications)} replications, whatever they show`;
    return needed === runsMax
      ? [{ expectation, needed: null, message: `${cannot}, nor with more: allow a wider range` }]
      : [
          {
            expectation,
            needed,
            message: `${cannot}: it takes ${grouped(needed)}. Ask for --replications ${needed}, or allow more`,
          },
        ];
  });
}

/** With how many runs the most favourable outcome passes. Null: with any number. */
function passable({ statistic, comparison }: Expectation, alpha: number): ((n: number) => boolean) | null {
  const sides = sidesOf(comparison);
  const p = quantiles[statistic];
  if (p !== undefined) {
    // Each side on its own: a run can keep to both.
    const shares = sides.map(({ direction }) => (direction === 'atMost' ? p : 1 - p));
    const needed = Math.max(...shares.map((share) => runsForShareGate(share, 0, alpha)));
    return (n) => n >= needed;
  }
  if (statistic !== 'share') return null;
  return (n) => {
    // Of all outcomes that show the lower side, the one with the fewest leaves most room above.
    const lower = sides.filter(({ direction }) => direction === 'atLeast');
    const fewest = firstFrom(0, n + 1, (trueCount) => isShown(lower, trueCount, n, alpha));
    return fewest <= n && isShown(sides, fewest, n, alpha);
  };
}

function isShown(sides: readonly Side[], trueCount: number, n: number, alpha: number): boolean {
  const { low, high } = clopperPearson(trueCount, n, alpha);
  return sides.every((side) => keeps(side, side.direction === 'atLeast' ? low : high));
}

/** Why nothing that happens can meet it, and what to write instead. Null: something can. Of a metric that exists. */
export function impossibilityOf(expectation: Expectation): string | null {
  return wrongKind(expectation) ?? wrongShare(expectation) ?? outOfReach(expectation);
}

function wrongKind({ metric, statistic, comparison }: Expectation): string | null {
  if (comparison.operator === 'equals' && comparison.bound === null) return null;
  const isTruth = comparison.operator === 'equals' && typeof comparison.bound === 'boolean';
  if (!isYesOrNo(metric)) {
    if (statistic === 'share')
      return 'share is for metrics that are true or false; of a number take mean or p95';
    return isTruth ? 'expected a number, which is what this metric is' : null;
  }
  if (statistic === 'share') return isTruth ? 'expected a share of the runs, such as ">= 95%"' : null;
  if (statistic !== 'value') return `${statistic} is for numbers; of true and false take { share: ">= 95%" }`;
  return isTruth ? null : 'expected true or false, which is what this metric can be';
}

/** No number of runs shows that something never happens: all of them may have been lucky. */
function wrongShare({ statistic, comparison }: Expectation): string | null {
  if (statistic !== 'share') return null;
  const sides = sidesOf(comparison);
  if (sides.some(({ bound }) => bound < 0 || bound > 1)) return 'expected a share from 0% to 100%';
  if (comparison.operator === 'equals') {
    return `no number of runs shows a share to be exactly that; write { between: [...] } around ${percentage(sides[0]!.bound)}`;
  }
  for (const { direction, bound } of sides.length === 1 ? sides : []) {
    if (direction === 'atLeast' && bound === 1)
      return 'no number of runs shows a share of 100%; write true, which must hold in every run';
    if (direction === 'atMost' && bound === 0)
      return 'no number of runs shows a share of 0%; write false, which must hold in every run';
  }
  return null;
}

/** Every metric is at least 0; percentages are at most 100, counts whole. */
function outOfReach({ metric, statistic, comparison, expected }: Expectation): string | null {
  if (isYesOrNo(metric)) return null;
  const { low, high } = rangeOf(metric);
  for (const side of sidesOf(comparison)) {
    if (!keeps(side, side.direction === 'atLeast' ? high : low)) {
      const limits = Number.isFinite(high)
        ? `between ${figure(low)} and ${figure(high)}`
        : `never below ${figure(low)}`;
      return `nothing is ${expected} here: ${metric} is ${limits}`;
    }
  }
  const isExact = comparison.operator === 'equals' && typeof comparison.bound === 'number';
  if (
    familyOf(metric) === 'count' &&
    isExact &&
    statistic !== 'mean' &&
    !Number.isInteger(comparison.bound)
  ) {
    return `${metric} counts, and is never ${figure(Number(comparison.bound))}: write a whole number, or between`;
  }
  return null;
}
