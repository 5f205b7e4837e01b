/**
 * Kim and Nelson, "A fully sequential procedure for indifference-zone selection in simulation", ACM TOMACS 11 (2001): variants
 * that share luck are thrown out one by one, until the best is left. Columns as in selection.ts.
 */
import { exp, ln } from '../kernel/math.ts';
import { pairedDifferences } from './differences.ts';
import { momentsOf } from './moments.ts';
import { meanOf } from './selection.ts';

/** Of the first stage, on which the spread of the differences is estimated. */
const firstStage = 30;

/**
 * Whoever is left of the procedure, with c = 1, after all replications at hand: from the 30th on, every further one may
 * throw out a variant; those with an infinite mean are out beforehand. If one is left, it is the best, or worse by `within` at most, with 1 - alpha. More replications leave
 * a subset of these; the one that is left need not have the smallest mean then. Of those that settle at a tie the first stays.
 */
export function survivorsOfKimNelson(
  columns: readonly Float64Array[],
  within: number,
  alpha = 0.05,
): number[] {
  const n = columns[0]?.length ?? 0;
  const all = withoutInfinite(columns);
  if (n < firstStage || !(within > 0) || columns.length < 2) return all;

  const eta = (exp((-2 / (firstStage - 1)) * ln((2 * alpha) / (columns.length - 1))) - 1) / 2;
  const scale = 2 * eta * (firstStage - 1);
  const variances = columns.map((one) => columns.map((other) => varianceOfFirstStage(one, other)));
  const totals = columns.map((column) => column.subarray(0, firstStage - 1).reduce((sum, x) => sum + x, 0));

  let left = all;
  for (let r = firstStage; r <= n && left.length > 1; r += 1) {
    for (const i of left) totals[i]! += columns[i]![r - 1]!;
    const isOut = (i: number, j: number) => {
      const behind = (totals[i]! - totals[j]!) / r;
      const spread = (scale * variances[i]![j]!) / (within * within);
      const allowed = Math.max(0, (within / 2) * (spread / r - 1));
      return behind > allowed || (allowed === 0 && behind === 0 && j < i);
    };
    const before = left;
    left = before.filter((i) => !before.some((j) => j !== i && isOut(i, j)));
  }
  return left;
}

/** Those with a finite mean; all, if there is none. */
function withoutInfinite(columns: readonly Float64Array[]): number[] {
  const all = Array.from(columns.keys());
  const finite = all.filter((index) => Number.isFinite(meanOf(columns[index]!)));
  return finite.length === 0 ? all : finite;
}

function varianceOfFirstStage(one: Float64Array, other: Float64Array): number {
  const { sd } = momentsOf(pairedDifferences(other.subarray(0, firstStage), one.subarray(0, firstStage)));
  return sd * sd;
}
