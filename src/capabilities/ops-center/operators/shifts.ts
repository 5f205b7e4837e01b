/** When operators work. */
import { dayMs, instantOf, wallTimeAt } from '../../../aws/schedule/zone.ts';
import { type OperatorModel, type Shift, weekdays } from '../model.ts';

export interface Interval {
  readonly fromMs: number;
  /** Exclusive. */
  readonly untilMs: number;
}

const minuteMs = 60_000;
/** 1970-01-01 was a Thursday. */
const weekdayOfEpoch = weekdays.indexOf('THU');

/** Within [fromMs, untilMs), in order, those that touch each other as one. */
export function shiftsWithin(
  { shifts, timezone }: Pick<OperatorModel, 'shifts' | 'timezone'>,
  fromMs: number,
  untilMs: number,
): readonly Interval[] {
  if (shifts === undefined) return fromMs < untilMs ? [{ fromMs, untilMs }] : [];
  const firstDay = Math.floor(wallTimeAt(timezone, fromMs) / dayMs) - 2;
  const lastDay = Math.floor(wallTimeAt(timezone, untilMs) / dayMs) + 1;
  const found: Interval[] = [];
  for (let day = firstDay; day <= lastDay; day += 1) {
    const weekday = weekdays[(((day + weekdayOfEpoch) % 7) + 7) % 7]!;
    for (const shift of shifts)
      if (shift.days.includes(weekday)) found.push(intervalOn(day, shift, timezone));
  }
  return merged(
    found
      .map((one) => ({ fromMs: Math.max(one.fromMs, fromMs), untilMs: Math.min(one.untilMs, untilMs) }))
      .filter((one) => one.fromMs < one.untilMs),
  );
}

function intervalOn(day: number, { from, to }: Shift, timezone: string): Interval {
  const endDay = to <= from ? day + 1 : day;
  return {
    fromMs: instantAt(timezone, day * dayMs + from * minuteMs),
    untilMs: instantAt(timezone, endDay * dayMs + to * minuteMs),
  };
}

/** A time that clocks skip is the one that they show next. */
function instantAt(timezone: string, wallMs: number): number {
  for (let at = wallMs; ; at += 15 * minuteMs) {
    const instant = instantOf(timezone, at);
    if (instant !== null) return instant;
  }
}

/** In order, those that touch or overlap as one. */
export function merged(intervals: readonly Interval[]): readonly Interval[] {
  const sorted = [...intervals].sort((a, b) => a.fromMs - b.fromMs || a.untilMs - b.untilMs);
  const found: Interval[] = [];
  for (const one of sorted) {
    const last = found.at(-1);
    if (last === undefined || one.fromMs > last.untilMs) found.push(one);
    else if (one.untilMs > last.untilMs) found[found.length - 1] = { ...last, untilMs: one.untilMs };
  }
  return found;
}

export function lengthOf(intervals: readonly Interval[]): number {
  return intervals.reduce((sum, { fromMs, untilMs }) => sum + untilMs - fromMs, 0);
}
