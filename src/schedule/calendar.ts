/**
 * What comes due in a scenario between two instants, when its maintenance windows are open, and which of them meet.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/maintenance-windows-schedule-options.html
 */

import { type ClockEffect, clockEffects } from '../aws/schedule/clock-effects.ts';
import { describeSchedule } from '../aws/schedule/describe.ts';
import { firstStartAtOrAfter, startsBetween } from '../aws/schedule/schedule.ts';
import { dayMs, wallTimeAt } from '../aws/schedule/zone.ts';
import type { Scheduled, ScheduledState } from '../capability/scheduled.ts';
import { scheduledOf, statesOf } from '../capability/schedules.ts';
import { sourcesOf } from '../capability/sources.ts';
import type { Scenario } from '../world/scenario.ts';
import type { ClockTime } from './preview.ts';
import { type Reach, reachOf, sharedReach } from './reach.ts';

/** One opening of one window, or one time at which something else comes due. */
export interface CalendarEntry {
  readonly window: string;
  readonly start: ClockTime;
  /** No task starts after this: the end less the cutoff. Null: it is not open for any time. */
  readonly lastTaskStart: ClockTime | null;
  readonly end: ClockTime | null;
  /** It comes due while an earlier execution of the same window may still be open. */
  readonly overlapsItself: boolean;
}

export interface CalendarWindow {
  /** `maintenance window`, `rule` */
  readonly kind: string;
  readonly window: string;
  readonly name: string;
  readonly timezone: string;
  readonly words: string;
  readonly enabled: boolean;
  /** At most 10,000. */
  readonly startCount: number;
  /** How many of them come while an earlier execution of the same window may still be open. */
  readonly overlapCount: number;
  /** The first start at or after the end of the calendar; null if none. */
  readonly nextAfter: ClockTime | null;
  readonly clockEffects: readonly ClockEffect[];
}

/** Two windows that are open at once. */
export interface Collision {
  readonly windows: readonly [string, string];
  /** How often, and the first time. */
  readonly count: number;
  readonly first: { readonly fromMs: number; readonly untilMs: number };
  /** Nodes that tasks of both mean; null where there is no fleet to tell by. */
  readonly shared: Reach | null;
}

export interface Calendar {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly windows: readonly CalendarWindow[];
  /** What may keep some of them from coming due. */
  readonly states: readonly ScheduledState[];
  /** By start, then in the order of the file. */
  readonly entries: readonly CalendarEntry[];
  /** Starts left out because a window has very many. */
  readonly omittedCount: number;
  readonly collisions: readonly Collision[];
  /** More windows open at once than AWS executes; null if never. */
  readonly crowd: { readonly atMs: number; readonly windows: readonly string[] } | null;
}

export interface CalendarOptions {
  readonly fromMs: number;
  readonly days: number;
}

/** AWS, Systems Manager endpoints and quotas: https://docs.aws.amazon.com/general/latest/gr/ssm.html */
const executionsAtOnceMax = 5;

const hourMs = 3_600_000;

/** Of one window: every five minutes for a month is not what a calendar is for. */
const startCountMax = 1000;

/** Where counting ends, for a window that comes due every second. */
export const countedMax = 10_000;

/** [from, from + days): what starts at the end is of the next calendar. A template has windows only. */
export function calendarOf(
  scenario: Scenario | { readonly windows: readonly Scheduled[] },
  { fromMs, days }: CalendarOptions,
): Calendar {
  const untilMs = fromMs + days * dayMs;
  const windows = 'fleet' in scenario ? scheduledOf(scenario) : scenario.windows;
  const openings = windows.map((window) => openingsOf(window, fromMs, untilMs));
  const entries = openings.flatMap(({ entries }) => entries).sort((a, b) => a.start.atMs - b.start.atMs);
  return {
    fromMs,
    untilMs,
    windows: windows.map((window, index) => calendarWindow(window, openings[index]!, fromMs, untilMs)),
    states: 'fleet' in scenario ? statesOf(scenario, fromMs, untilMs) : [],
    entries,
    omittedCount: openings.reduce((sum, { startCount, entries }) => sum + startCount - entries.length, 0),
    collisions: collisionsOf(windows, entries.filter(isOpening), 'fleet' in scenario ? scenario : null),
    crowd: crowdOf(entries.filter(isOpening)),
  };
}

function calendarWindow(
  window: Scheduled,
  { startCount, overlapCount }: Openings,
  fromMs: number,
  untilMs: number,
): CalendarWindow {
  const { kind, logicalId, name, schedule, enabled } = window;
  const nextMs = enabled ? firstStartAtOrAfter(schedule, untilMs) : null;
  return {
    kind,
    window: logicalId,
    name,
    timezone: schedule.timezone,
    words: describeSchedule(schedule.expression, schedule.offsetDays),
    enabled,
    startCount,
    overlapCount,
    nextAfter: nextMs === null ? null : clockTime(window, nextMs),
    clockEffects: enabled ? clockEffects(schedule, fromMs, untilMs) : [],
  };
}

interface Openings {
  readonly entries: readonly CalendarEntry[];
  readonly startCount: number;
  readonly overlapCount: number;
}

function openingsOf(window: Scheduled, fromMs: number, untilMs: number): Openings {
  if (!window.enabled) return { entries: [], startCount: 0, overlapCount: 0 };
  const entries: CalendarEntry[] = [];
  let [startCount, overlapCount] = [0, 0];
  let endOfLastMs = Number.NEGATIVE_INFINITY;
  for (const atMs of startsBetween(window.schedule, fromMs, untilMs)) {
    startCount += 1;
    const overlapsItself = atMs < endOfLastMs;
    if (overlapsItself) overlapCount += 1;
    const endMs = atMs + (window.durationHours ?? 0) * hourMs;
    const isOpen = window.durationHours !== null;
    endOfLastMs = endMs;
    if (startCount === countedMax) break;
    if (entries.length === startCountMax) continue;
    entries.push({
      window: window.logicalId,
      start: clockTime(window, atMs),
      lastTaskStart: isOpen ? clockTime(window, endMs - window.cutoffHours * hourMs) : null,
      end: isOpen ? clockTime(window, endMs) : null,
      overlapsItself,
    });
  }
  return { entries, startCount, overlapCount };
}

interface Opening extends CalendarEntry {
  readonly end: ClockTime;
}

function isOpening(entry: CalendarEntry): entry is Opening {
  return entry.end !== null;
}

/** The entries are sorted by start, so the entries that overlap one come soon after it. */
function collisionsOf(
  windows: readonly Scheduled[],
  entries: readonly Opening[],
  scenario: Scenario | null,
): readonly Collision[] {
  const order = new Map(windows.map(({ logicalId }, index) => [logicalId, index]));
  const found = new Map<string, { windows: [string, string]; count: number; first: Collision['first'] }>();
  for (const [index, earlier] of entries.entries()) {
    for (let next = index + 1; next < entries.length; next += 1) {
      const later = entries[next]!;
      if (later.start.atMs >= earlier.end.atMs) break;
      if (later.window === earlier.window) continue;
      const pair: [string, string] = [earlier.window, later.window];
      pair.sort((a, b) => order.get(a)! - order.get(b)!);
      const key = JSON.stringify(pair);
      const known = found.get(key);
      if (known !== undefined) known.count += 1;
      else {
        const first = { fromMs: later.start.atMs, untilMs: Math.min(earlier.end.atMs, later.end.atMs) };
        found.set(key, { windows: pair, count: 1, first });
      }
    }
  }
  return [...found.values()].map((one) => ({
    ...one,
    shared: scenario === null ? null : sharedBy(one.windows, scenario),
  }));
}

function sharedBy(windows: readonly [string, string], scenario: Scenario): Reach {
  const { fleet } = scenario;
  const reachOfWindow = (window: string) =>
    reachOf(
      sourcesOf(scenario).filter(({ parent }) => parent === window),
      fleet,
    );
  return sharedReach(reachOfWindow(windows[0]), reachOfWindow(windows[1]), fleet);
}

function crowdOf(entries: readonly Opening[]): Calendar['crowd'] {
  let open: Opening[] = [];
  for (const entry of entries) {
    open = open.filter(({ end }) => end.atMs > entry.start.atMs);
    open.push(entry);
    const windows = [...new Set(open.map(({ window }) => window))];
    if (windows.length > executionsAtOnceMax) return { atMs: entry.start.atMs, windows };
  }
  return null;
}

function clockTime({ schedule }: Scheduled, atMs: number): ClockTime {
  return { atMs, wallMs: wallTimeAt(schedule.timezone, atMs) };
}
