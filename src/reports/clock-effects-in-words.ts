/** What a change of clocks does to a schedule, in sentences. */

import type { ClockEffect } from '../aws/schedule/clock-effects.ts';
import { duration, listed } from '../blocks/numbers.ts';
import { dayAndTime, timeOfDay } from './schedule-times.ts';

/** More times than these are counted, not listed. */
const listedMax = 4;

/** One sentence for each change. */
export function clockEffectsInWords(effects: readonly ClockEffect[], timezone: string): readonly string[] {
  const changes = [...new Set(effects.map(({ change }) => change.atMs))];
  return changes.map((changeMs) => {
    const together = effects.filter(({ change }) => change.atMs === changeMs);
    const { atMs, offsetBeforeMs, offsetAfterMs } = together[0]!.change;
    const amount = duration(Math.abs(offsetAfterMs - offsetBeforeMs));
    const direction = offsetAfterMs > offsetBeforeMs ? 'forward' : 'back';
    const what = together.map(effectInWords).join('; ');
    return `${dayAndTime(atMs + offsetBeforeMs)}, clocks in ${timezone} go ${direction} by ${amount}: ${what}.`;
  });
}

function effectInWords(effect: ClockEffect): string {
  switch (effect.kind) {
    case 'skipped':
      return `${timesInWords(effect.wallTimes, 'does', 'do')} not exist, and ${startsInWords(effect.wallTimes)} dropped`;
    case 'repeated':
      return `${timesInWords(effect.wallTimes, 'comes', 'come')} twice, and ${startsInWords(effect.wallTimes)} made once, the first time`;
    case 'moved': {
      const by = `${duration(Math.abs(effect.byMs))} ${effect.byMs > 0 ? 'later' : 'earlier'}`;
      return effect.where === 'utc'
        ? `from then on it starts ${by} in UTC`
        : `a day of a rate has 24 hours, so from then on it starts ${by} on the clock`;
    }
  }
}

function timesInWords(wallTimes: readonly number[], one: string, many: string): string {
  if (wallTimes.length > listedMax) {
    return `${wallTimes.length} of its times, from ${timeOfDay(wallTimes[0]!)} to ${timeOfDay(wallTimes.at(-1)!)}, ${many}`;
  }
  return `${listed(wallTimes.map(timeOfDay))} ${wallTimes.length === 1 ? one : many}`;
}

function startsInWords(wallTimes: readonly number[]): string {
  return wallTimes.length === 1 ? 'this start is' : 'these starts are';
}
