/** The difference of one metric between a variant and the reference, and what may be said of it. */
import type { Better } from '../result/metric-meanings.ts';
import {
  areEqual,
  type EstimatedDifference,
  pairedAmounts,
  pairedDifferences,
  pairedShares,
  unpairedAmounts,
  unpairedShares,
} from '../statistics/differences.ts';
import { exactSignTest } from '../statistics/exact-tests.ts';
import { clopperPearsonHigh, quantileIntervalRanks } from '../statistics/intervals.ts';
import type { Column } from './columns.ts';
import type { Difference, Verdict } from './comparison.ts';
import { nullIsLongest } from './summary.ts';

export interface DifferenceQuestion {
  /** Chance of a wrong claim, of this difference alone. */
  readonly alpha: number;
  /** Whether the two met the same luck. */
  readonly paired: boolean;
  /** What is smaller counts as the same. */
  readonly minDifference: number;
  readonly better: Better;
}

export function differenceOf(reference: Column, variant: Column, question: DifferenceQuestion): Difference {
  const [before, after] = [reference.values(), variant.values()];
  const isEndless = reference.undefinedCount + variant.undefinedCount > 0;
  const { estimate, isSame } =
    nullIsLongest(reference.metric) && isEndless
      ? differenceOfEndless(before, after, question)
      : estimateOf(before, after, reference.isYesOrNo, question);
  const { mean, low, high, method, n, differing, pairing } = estimate;
  return {
    mean,
    low,
    high,
    verdict: isSame ? 'same' : verdictOf(estimate.claim, question.better),
    method,
    paired: question.paired,
    n,
    undefined: estimate.undefined,
    differing,
    pairing,
  };
}

interface Estimated {
  readonly estimate: EstimatedDifference;
  readonly isSame: boolean;
}

function estimateOf(
  before: Float64Array,
  after: Float64Array,
  isYesOrNo: boolean,
  { alpha, paired, minDifference }: DifferenceQuestion,
): Estimated {
  const shares = paired ? pairedShares : unpairedShares;
  const amounts = paired ? pairedAmounts : unpairedAmounts;
  const estimate = (isYesOrNo ? shares : amounts)(before, after, alpha);
  const { low, high } = estimate;
  const isSame =
    estimate.method === 'identical' ||
    (low !== null && high !== null && low >= -minDifference && high <= minDifference) ||
    (low === null && hardlyDiffer(before, after, estimate, { alpha, minDifference }));
  return { estimate, isSame };
}

/**
 * Where so few pairs differ that the mean has no interval, and pairs that differ are so rare that it would take ones several
 * times as large as any seen to move it by `minDifference`: the largest seen, doubled, in as many runs as may differ.
 */
function hardlyDiffer(
  before: Float64Array,
  after: Float64Array,
  { n, differing, undefined: lacking }: EstimatedDifference,
  { alpha, minDifference }: { readonly alpha: number; readonly minDifference: number },
): boolean {
  if (differing === null || n === 0 || lacking > 0) return false;
  const largest = pairedDifferences(before, after).reduce((max, one) => Math.max(max, Math.abs(one)), 0);
  return 2 * largest * clopperPearsonHigh(differing, n, alpha) <= minDifference;
}

/**
 * Minutes of which some are longer than anything: there is no mean, but which of two runs took longer is plain. Their order
 * holds for unpaired runs too, since by chance alone each would be as often the longer one.
 */
function differenceOfEndless(
  before: Float64Array,
  after: Float64Array,
  { alpha, paired, minDifference }: DifferenceQuestion,
): Estimated {
  const pairs = Array.from(before, (value, replication) => distance(value, after[replication]!));
  const above = pairs.filter((one) => one > 0).length;
  const below = pairs.filter((one) => one < 0).length;
  const bothEndless = pairs.filter(Number.isNaN).length;
  const isIdentical = areEqual(before, after);
  const isSure = exactSignTest(above, below) <= alpha;
  const n = pairs.filter(Number.isFinite).length;
  return {
    estimate: {
      n,
      undefined: pairs.length - n,
      mean: null,
      low: null,
      high: null,
      differing: paired ? above + below : null,
      method: isIdentical ? 'identical' : 'sign test',
      claim: !isSure ? 0 : above > below ? 1 : -1,
      sd: Number.NaN,
      pairing: null,
    },
    isSame: isIdentical || medianIsWithin(pairs, bothEndless, alpha, minDifference),
  };
}

/** NaN: neither came to an end, and nobody knows which would have been longer. */
function distance(before: number, after: number): number {
  if (Number.isNaN(before)) return Number.isNaN(after) ? Number.NaN : Number.NEGATIVE_INFINITY;
  return Number.isNaN(after) ? Number.POSITIVE_INFINITY : after - before;
}

/** By order statistics, the pairs that nobody knows about on whichever side is worse. */
function medianIsWithin(
  pairs: readonly number[],
  unknownCount: number,
  alpha: number,
  minDifference: number,
): boolean {
  const known = Float64Array.from(pairs.filter((one) => !Number.isNaN(one))).sort();
  const { low, high } = quantileIntervalRanks(pairs.length, 0.5, alpha);
  if (low === null || high === null || low <= unknownCount || high > known.length) return false;
  return known[low - unknownCount - 1]! >= -minDifference && known[high - 1]! <= minDifference;
}

function verdictOf(claim: -1 | 0 | 1, better: Better): Verdict {
  if (claim === 0) return 'cannot tell';
  if (better === 'neither') return claim > 0 ? 'higher' : 'lower';
  return claim > 0 === (better === 'higher') ? 'better' : 'worse';
}
