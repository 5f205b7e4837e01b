/** Expectations that nothing could ever meet. */

import type { MetricMeaning } from '../capability/metrics.ts';
import { figure } from '../result/figures.ts';
import type { Expectation } from '../world/expectations.ts';
import { percentage } from './gate-words.ts';
import { keeps, rangeOf, sidesOf } from './sides.ts';

/** Why nothing that happens can meet it, and what to write instead. Null: something can. Of a metric that exists. */
export function impossibilityOf(expectation: Expectation, metric: MetricMeaning): string | null {
  return wrongKind(expectation, metric) ?? wrongShare(expectation) ?? outOfReach(expectation, metric);
}

function wrongKind({ statistic, comparison }: Expectation, { kind }: MetricMeaning): string | null {
  if (comparison.operator === 'equals' && comparison.bound === null) return null;
  const isTruth = comparison.operator === 'equals' && typeof comparison.bound === 'boolean';
  if (kind !== 'yesOrNo') {
    if (statistic === 'share')
      return 'share is for metrics that are true or false; of a number take mean or p95';
    return isTruth ? 'expected a number, which is what this metric is' : null;
  }
  if (statistic === 'share') return isTruth ? 'expected a share of the runs, such as ">= 95%"' : null;
  if (statistic !== 'value') return `${statistic} is for numbers; of true and false take { share: ">= 95%" }`;
  return isTruth ? null : 'expected true or false, which is what this metric can be';
}

/** No number of runs shows that something never happens: it may be rare. */
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
function outOfReach(
  { metric, statistic, comparison, expected }: Expectation,
  meaning: MetricMeaning,
): string | null {
  if (meaning.kind === 'yesOrNo') return null;
  const { low, high } = rangeOf(meaning);
  for (const side of sidesOf(comparison)) {
    if (!keeps(side, side.direction === 'atLeast' ? high : low)) {
      const limits = Number.isFinite(high)
        ? `between ${figure(low)} and ${figure(high)}`
        : `never below ${figure(low)}`;
      return `nothing is ${expected} here: ${metric} is ${limits}`;
    }
  }
  const isExact = comparison.operator === 'equals' && typeof comparison.bound === 'number';
  if (meaning.kind === 'count' && isExact && statistic !== 'mean' && !Number.isInteger(comparison.bound)) {
    return `${metric} counts, and is never ${figure(Number(comparison.bound))}: write a whole number, or between`;
  }
  return null;
}
