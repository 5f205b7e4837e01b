/** How many replications: as many as were asked for, or as many as a figure needs to be known that well. */
import { isPreciseEnough, isSharePreciseEnough, lookAt, type Precision } from '../statistics/precision.ts';
import type { Column, Columns } from './columns.ts';
import type { PrecisionOutcome } from './comparison.ts';

/** What `replicate` asks between its rounds. */
export type NextLook = (count: number, columns: readonly Columns[]) => number | null;

export function exactly(replications: number): NextLook {
  return (count) => (count < replications ? replications : null);
}

/** `--precision METRIC=5%` */
export interface PrecisionWanted {
  readonly metric: string;
  /** Half the width of the 95% interval: of the mean, or for a yes or no in shares. */
  readonly halfWidth: Precision;
  /** `5%`, as given. */
  readonly text: string;
}

/** Looks become rarer by half each time: frequent looks would find a narrow interval by accident. */
export function untilPrecise(
  wanted: PrecisionWanted,
  limits: { readonly atLeast: number; readonly atMost: number },
): NextLook {
  return (count, columns) => {
    const isOver = count >= limits.atMost || (count > 0 && isPrecise(wanted, columns));
    return isOver ? null : Math.min(Math.max(lookAt(count), limits.atLeast), limits.atMost);
  };
}

export function precisionOutcome(wanted: PrecisionWanted, columns: readonly Columns[]): PrecisionOutcome {
  return { metric: wanted.metric, wanted: wanted.text, precisionReached: isPrecise(wanted, columns) };
}

/** In every variant. */
function isPrecise({ metric, halfWidth }: PrecisionWanted, columns: readonly Columns[]): boolean {
  return columns.every((each) => columnIsPrecise(each.column(metric), halfWidth));
}

function columnIsPrecise(column: Column, halfWidth: Precision): boolean {
  const { meaning, moments, isYesOrNo, undefinedCount } = column;
  if (meaning.nullIsLongest === true && undefinedCount > 0) return false;
  if (!isYesOrNo) return isPreciseEnough(moments, halfWidth);
  // Shares are given in points, with or without the sign for it.
  const points = 'relative' in halfWidth ? halfWidth.relative : halfWidth.absolute;
  return isSharePreciseEnough(Math.round(moments.mean * moments.n), moments.n, points);
}
