/**
 * Whether something has stayed the same within a tolerance: the question of a snapshot. A test of difference would not do:
 * with the same luck on both sides a change of a thousandth is "significant", and with few runs a large one is not.
 */
import { areEqual, pairedDifferences } from './differences.ts';
import { clopperPearsonHigh, clopperPearsonLow, meanInterval } from './intervals.ts';
import { type Moments, momentsOf } from './moments.ts';
import { roundedUp, runsToResolve } from './sample-size.ts';

export interface Equivalence {
  readonly outcome: 'unchanged' | 'within' | 'moved' | 'inconclusive';
  /** Of the differences, after less before. Null where no replication has both values. */
  readonly mean: number | null;
  /** The 90% interval; of the difference itself where it is the same in all runs. */
  readonly low: number | null;
  readonly high: number | null;
  /** About how many replications would settle it; null where it is settled, or none would. */
  readonly needed: number | null;
}

/** Two one-sided tests of 5% each. */
const alphaWithin = 0.1;

/** Runs of which only one side has a value: so large a share is not to be noticed. */
const vanishedShareMax = 0.01;

/**
 * Of the same replications before and after. `within`: two one-sided tests (Schuirmann, "A comparison of the two one-sided
 * tests procedure and the power approach", Journal of Pharmacokinetics and Biopharmaceutics 15, 1987), that is, the 90%
 * interval of the mean difference lies inside plus or minus the tolerance. `moved`: the interval at `alphaMoved` lies
 * entirely outside. A tolerance of 0 means exactly: any difference has moved.
 */
export function equivalence(
  before: Float64Array,
  after: Float64Array,
  tolerance: number,
  { alphaMoved }: { readonly alphaMoved: number },
): Equivalence {
  const moments = momentsOf(pairedDifferences(before, after));
  const mean = moments.n === 0 ? null : moments.mean;
  if (areEqual(before, after)) return { outcome: 'unchanged', mean, low: mean, high: mean, needed: null };
  const { low, high } = meanInterval(moments, alphaWithin) ?? { low: mean, high: mean };
  const found = { mean, low, high };
  if (tolerance === 0) return { ...found, outcome: 'moved', needed: null };

  const parts = [ofValues(moments, tolerance, alphaMoved), ofExistence(before, after, alphaMoved)];
  if (parts.some((part) => part.outcome === 'moved')) return { ...found, outcome: 'moved', needed: null };
  const open = parts.filter((part) => part.outcome === 'inconclusive');
  if (open.length === 0) return { ...found, outcome: 'within', needed: null };
  const needed = open.map((part) => part.needed);
  const isHopeless = needed.includes(null);
  return {
    ...found,
    outcome: 'inconclusive',
    needed: isHopeless ? null : roundedUp(Math.max(before.length + 1, ...needed.map((n) => n!))),
  };
}

interface Part {
  readonly outcome: 'within' | 'moved' | 'inconclusive';
  readonly needed: number | null;
}

function ofValues(moments: Moments, tolerance: number, alphaMoved: number): Part {
  const { n, mean, sd } = moments;
  const isInside = Math.abs(mean) <= tolerance;
  // Without a spread, as in a single run, the difference speaks for itself.
  if (n === 0 || sd === 0) return { outcome: n === 0 || isInside ? 'within' : 'moved', needed: null };
  const narrow = meanInterval(moments, alphaWithin)!;
  if (narrow.low >= -tolerance && narrow.high <= tolerance) return { outcome: 'within', needed: null };
  const wide = meanInterval(moments, alphaMoved)!;
  if (wide.low > tolerance || wide.high < -tolerance) return { outcome: 'moved', needed: null };
  const distance = tolerance - Math.abs(mean);
  const alphaOneSided = isInside ? alphaWithin / 2 : alphaMoved / 2;
  return { outcome: 'inconclusive', needed: runsToResolve(distance, sd, alphaOneSided) };
}

/** Whether a value exists is a yes or no of its own: it has appeared or vanished in some share of the runs. */
function ofExistence(before: Float64Array, after: Float64Array, alphaMoved: number): Part {
  const n = before.length;
  const changed = before.filter((value, i) => Number.isNaN(value) !== Number.isNaN(after[i]!)).length;
  if (changed === 0) return { outcome: 'within', needed: null };
  if (n === 1 || clopperPearsonLow(changed, n, alphaMoved) > vanishedShareMax) {
    return { outcome: 'moved', needed: null };
  }
  if (clopperPearsonHigh(changed, n, alphaWithin / 2) <= vanishedShareMax) {
    return { outcome: 'within', needed: null };
  }
  const share = changed / n;
  const distance = vanishedShareMax - share;
  const sd = Math.sqrt(share * (1 - share));
  return { outcome: 'inconclusive', needed: runsToResolve(distance, sd, alphaWithin / 2) };
}
