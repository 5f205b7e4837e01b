/** What the gates say of what they found, whichever rule they follow. */
import { withUnit as withUnitOf } from '../result/expectation-words.ts';
import { otherValueBound } from '../statistics/intervals.ts';
import { roundedWithinReach } from '../statistics/sample-size.ts';
import type { GateOutcome } from './check.ts';
import type { Column } from './columns.ts';
import { grouped, percentageAtMost, runs } from './gate-words.ts';

/** The rest of an outcome is the expectation's own. */
export type Found = Pick<GateOutcome, 'observed' | 'outcome'> &
  Partial<Pick<GateOutcome, 'estimate' | 'low' | 'high' | 'because' | 'needed'>>;

export function truth(value: number): string {
  return value === 1 ? 'yes' : 'no';
}

export function withUnit({ meaning }: Pick<Column, 'meaning'>, text: string): string {
  return withUnitOf(text, meaning.unit);
}

/** Never without what it leaves open. */
export function inAll(count: number, other = 'any other'): string {
  return `in all ${runs(count)}; chance of ${other} is below ${percentageAtMost(otherValueBound(count))}`;
}

export function leftOut({ meaning, count, undefinedCount }: Column): string {
  if (undefinedCount === 0 || meaning.nullIsLongest) return '';
  return ` (null in ${grouped(undefinedCount)} of ${runs(count)})`;
}

export function unfinished({ count, undefinedCount }: Column): string {
  return `${grouped(undefinedCount)} of ${runs(count)} did not finish`;
}

/** The run to look at. `isMiss` is asked of NaN too. Null: there is none among those that are kept. */
export function whereFirst(column: Column, isMiss: (value: number) => boolean): string | null {
  const replication = column.values().findIndex(isMiss);
  return replication < 0 ? null : `--replication ${replication} shows one`;
}

/** The number of runs that give as many values as are needed, where in some the metric is null. */
export function runsWith(needed: number | null, valueCount: number, { count }: Column): number | null {
  return needed === null || valueCount === count ? needed : roundedWithinReach((needed * count) / valueCount);
}

export function settled(needed: number | null): string | null {
  return needed === null ? null : `about ${grouped(needed)} runs would settle it (4 in 5)`;
}
