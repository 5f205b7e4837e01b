/** The difference of one metric between a variant and the reference, and what may be said of it. */
import type { Better } from '../capability/metrics.ts';
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
import { clopperPearsonHigh } from '../statistics/intervals.ts';
import type { Column } from './columns.ts';
import type { Difference, Verdict } from './comparison.ts';

export interface DifferenceQuestion {
  /** Chance of a wrong claim, of this difference alone. */
  readonly alpha: number;
  /** Whether the two had the same random draws. */
  readonly paired: boolean;
  /** What is smaller counts as the same. */
  readonly minDifference: number;
  readonly better: Better;
}

export function differenceOf(reference: Column, variant: Column, question: DifferenceQuestion): Difference {
  const [before, after] = [reference.values(), variant.values()];
  const isEndless = reference.undefinedCount + variant.undefinedCount > 0;
  const { estimate, isSame } =
    reference.meaning.nullIsLongest && isEndless
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

/** The number of runs that have to be equal before two settings without a mean count as the same. */
const alikeMin = 0.95;

/**
 * Minutes, some longer than anything: there is no mean, but which of two runs took longer is plain. Their order
 * holds for unpaired runs too, since by chance alone each would be as often the longer one.
 */
function differenceOfEndless(
  before: Float64Array,
  after: Float64Array,
  { alpha, paired, minDifference }: DifferenceQuestion,
): Estimated {
  const distances = before.map((value, replication) => distance(value, after[replication]!));
  const countOf = (holds: (one: number, replication: number) => boolean) => distances.filter(holds).length;
  const above = countOf((one) => one > 0);
  const below = countOf((one) => one < 0);
  const finished = countOf((_, replication) => Number.isFinite(after[replication]! - before[replication]!));
  const apart = countOf((one) => Math.abs(one) > minDifference);
  const isIdentical = areEqual(before, after);
  const isSure = exactSignTest(above, below) <= alpha;
  return {
    estimate: {
      n: finished,
      undefined: distances.length - finished,
      mean: null,
      low: null,
      high: null,
      differing: paired ? above + below : null,
      method: isIdentical ? 'identical' : 'sign test',
      claim: !isSure ? 0 : above > below ? 1 : -1,
      sd: Number.NaN,
      pairing: null,
    },
    isSame: isIdentical || 1 - clopperPearsonHigh(apart, distances.length, alpha) >= alikeMin,
  };
}

/** Two that are longer than anything are alike. */
function distance(before: number, after: number): number {
  if (Number.isNaN(before)) return Number.isNaN(after) ? 0 : Number.NEGATIVE_INFINITY;
  return Number.isNaN(after) ? Number.POSITIVE_INFINITY : after - before;
}

function verdictOf(claim: -1 | 0 | 1, better: Better): Verdict {
  if (claim === 0) return 'cannot tell';
  if (better === 'neither') return claim > 0 ? 'higher' : 'lower';
  return claim > 0 === (better === 'higher') ? 'better' : 'worse';
}
