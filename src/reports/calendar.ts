/** What comes due in a file, and when its windows are open. */
import { type Block, heading, listUnder } from '../blocks/block.ts';
import { count, counted, listed } from '../blocks/numbers.ts';
import {
  type Calendar,
  type CalendarEntry,
  type CalendarWindow,
  type Collision,
  countedMax,
} from '../schedule/calendar.ts';
import { clockEffectsInWords } from './clock-effects-in-words.ts';
import { dayAndTime, timeBeside } from './schedule-times.ts';

/** A window with more starts is told of in one line. */
const startsListedMax = 40;

export function calendarBlocks(calendar: Calendar): Block[] {
  const { windows, entries, fromMs, untilMs } = calendar;
  const often = new Set(
    windows.filter(({ startCount }) => startCount > startsListedMax).map(({ window }) => window),
  );
  const zones = new Map(windows.map(({ window, timezone }) => [window, timezone]));
  const onlyWindows = entries.every(({ end }) => end !== null);
  const name = onlyWindows ? 'Window' : 'Name';
  return [
    heading(`${kindsInWords(windows)} from ${dayAndTime(fromMs)} to ${dayAndTime(untilMs)} UTC`),
    {
      kind: 'table',
      head: [name, 'Starts', 'Schedule'],
      rows: windows.map((one) => [one.window, startsInWords(one), scheduleInWords(one)]),
      numeric: [1],
      prose: 1,
    },
    {
      kind: 'table',
      head: ['UTC', name, onlyWindows ? 'Opens' : 'Starts', 'Cutoff', 'Ends'],
      rows: entries
        .filter(({ window }) => !often.has(window))
        .map((entry) => openingCells(entry, zones.get(entry.window)!)),
      numeric: [],
    },
    ...listUnder('Change calendars', [...stateSentences(calendar)]),
    ...listUnder('Too many to list', [...oftenSentences(windows, often)]),
    ...listUnder('Open at once', [...collisionSentences(calendar), ...crowdSentences(calendar)]),
    ...listUnder('Due again while open', [...selfOverlaps(calendar)]),
    ...listUnder('Changes of clocks', [...effectSentences(windows)]),
  ];
}

/** `1 maintenance window and 2 rules`, in the order in which they are listed. */
function kindsInWords(windows: readonly CalendarWindow[]): string {
  const counts = new Map<string, number>();
  for (const { kind } of windows) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  if (counts.size === 0) return '0 maintenance windows';
  return listed([...counts].map(([kind, found]) => counted(found, kind)));
}

function openingCells({ window, start, lastTaskStart, end }: CalendarEntry, timezone: string): string[] {
  return [
    dayAndTime(start.atMs),
    window,
    `${dayAndTime(start.wallMs)} ${timezone}`,
    lastTaskStart === null ? '-' : timeBeside(lastTaskStart.wallMs, start.wallMs),
    end === null ? '-' : timeBeside(end.wallMs, start.wallMs),
  ];
}

function startsInWords({ enabled, startCount, nextAfter }: CalendarWindow): string {
  if (!enabled) return 'disabled';
  return startCount === 0 && nextAfter === null ? 'never' : count(startCount);
}

function scheduleInWords({ words, timezone, startCount, nextAfter }: CalendarWindow): string {
  const next = startCount > 0 || nextAfter === null ? '' : `; next ${dayAndTime(nextAfter.wallMs)}`;
  return `${words}, ${timezone}${next}`;
}

function* oftenSentences(windows: readonly CalendarWindow[], often: ReadonlySet<string>): Generator<string> {
  for (const { window, startCount, words } of windows) {
    if (often.has(window))
      yield `${window}: ${words}, ${count(startCount)} starts${startCount < countedMax ? '' : ' or more'}.`;
  }
}

/** Up to this number of changes each is named. */
const changesListedMax = 8;

function* stateSentences({ states }: Calendar): Generator<string> {
  for (const { name, state, changes } of states) {
    const named = changes.slice(0, changesListedMax).map(({ atMs, to, why }) => {
      const reason = why === '' ? '' : ` (${why})`;
      return `${to} from ${dayAndTime(atMs)}${reason}`;
    });
    const more =
      changes.length > named.length ? `, and ${counted(changes.length - named.length, 'more change')}` : '';
    const then = named.length === 0 ? ' all the time' : `, then ${named.join(', ')}${more} UTC`;
    yield `${name}: ${state}${then}. Associations and runbooks may ask it; maintenance windows do not.`;
  }
}

function* collisionSentences({ collisions }: Calendar): Generator<string> {
  for (const collision of collisions) {
    const { windows, count: times, first } = collision;
    const often = times === 1 ? 'once' : `${count(times)} times`;
    yield `${listed(windows)}, ${often}: first ${dayAndTime(first.fromMs)} to ${timeBeside(first.untilMs, first.fromMs)} UTC${sharedInWords(collision)}.`;
  }
}

function sharedInWords({ shared }: Collision): string {
  if (shared === null) return '';
  const { groups, ids } = shared;
  const parts = [...groups, ...(ids.length > 3 ? [counted(ids.length, 'node')] : ids)];
  return parts.length === 0 ? '; no node is meant by both' : `; both mean ${listed(parts)}`;
}

function* crowdSentences({ crowd }: Calendar): Generator<string> {
  if (crowd === null) return;
  yield `${crowd.windows.length} windows from ${dayAndTime(crowd.atMs)} UTC (${listed(crowd.windows)}): AWS executes five at once.`;
}

function* selfOverlaps({ windows, entries }: Calendar): Generator<string> {
  for (const { window, timezone, startCount, overlapCount } of windows) {
    const first = entries.find((entry) => entry.window === window && entry.overlapsItself);
    if (first === undefined) continue;
    const often = `${count(overlapCount)} times${startCount < countedMax ? '' : ' or more'}`;
    yield `${window}, ${overlapCount === 1 ? 'once' : often}: first ${dayAndTime(first.start.wallMs)} ${timezone}; while the earlier execution is unfinished the later one is SKIPPED_OVERLAPPING.`;
  }
}

function* effectSentences(windows: readonly CalendarWindow[]): Generator<string> {
  for (const { window, timezone, clockEffects } of windows) {
    for (const text of clockEffectsInWords(clockEffects, timezone)) yield `${window}: ${text}`;
  }
}
