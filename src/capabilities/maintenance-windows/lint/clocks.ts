/**
 * Windows by the clock: two that are open at once, and hours that a change of clocks removes or repeats.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/maintenance-windows-schedule-options.html
 */

import { type ClockChange, clockChanges } from '../../../aws/schedule/clock-changes.ts';
import { wallTimeAtOrAfter } from '../../../aws/schedule/cron-times.ts';
import { type Schedule, startsBetween } from '../../../aws/schedule/schedule.ts';
import type { Criterion, DeclaredTargets } from '../../../capability/lint/declared-targets.ts';
import type { Resource } from '../../../capability/lint/resource.ts';
import type { Subject } from '../../../capability/lint/subject.ts';
import { dayMs, hourMs } from '../../../capability/lint/words.ts';
import { rawAt } from '../../../capability/lint/written.ts';
import type { Report, Rule } from '../../../capability/lint-rule.ts';
import { entry, itemsOf } from '../../../cloudformation/value.ts';
import { isoTime } from '../../../world/time.ts';
import { isInstall } from '../../patch-manager/lint/facts.ts';
import { registeredTargets } from './targets.ts';
import { type LintTask, lintTasks } from './tasks.ts';
import { type LintWindow, lintWindows } from './windows.ts';

const horizonMs = 60 * dayMs;

function checkCollisions(subject: Subject, report: Report): void {
  const windows = installingWindows(subject).map((installing) => comparable(installing, subject));
  // Many windows do not meet in pairs: only those are compared that say something alike.
  const placesByWords = new Map<string, number[]>();
  for (const [index, later] of windows.entries()) {
    const alike = new Set(later.words.flatMap((words) => placesByWords.get(words) ?? []));
    for (const words of later.words) {
      const places = placesByWords.get(words);
      if (places === undefined) placesByWords.set(words, [index]);
      else places.push(index);
    }
    for (const place of [...alike].sort((a, b) => a - b)) {
      const earlier = windows[place]!;
      const shared = sharedNodes(earlier, later, subject);
      const atMs = shared === null ? null : firstOverlapMs(earlier.spans(), later.spans());
      if (atMs === null) continue;
      const [one, other] = [earlier.window.resource.logicalId, later.window.resource.logicalId];
      report(
        [...later.window.resource.path, 'Schedule'],
        `${other} opens while ${one} is open, next on ${minuteOf(atMs)} UTC, and both Install on ${shared}: the second run finds the ` +
          'first at work and fails, or patches what the first has just rebooted',
        { help: `open ${other} after ${one} has closed, or give it other nodes` },
      );
    }
  }
}

export interface Installing {
  readonly window: LintWindow;
  /** Of a scenario: groups, and single nodes. */
  readonly names: ReadonlySet<string>;
  readonly targets: readonly DeclaredTargets[];
}

export function installingWindows(subject: Subject): Installing[] {
  const tasksOf = new Map<Resource, LintTask[]>();
  for (const task of lintTasks(subject)) {
    const { run, window } = task;
    if (window !== null && isInstall(run))
      tasksOf.set(window.resource, [...(tasksOf.get(window.resource) ?? []), task]);
  }
  return lintWindows(subject)
    .filter(
      ({ isEnabled, schedule, durationHours }) => isEnabled && schedule !== null && durationHours !== null,
    )
    .map((window) => {
      const own = tasksOf.get(window.resource) ?? [];
      const isScenario = subject.kind === 'scenario';
      return {
        window,
        names: new Set(isScenario ? own.flatMap(reachedNames) : []),
        targets: own.flatMap(({ resource }) => windowTargets(resource, subject)),
      };
    });
}

/** A node that is named stands for itself, and not for its group. */
function reachedNames({ run }: LintTask): string[] {
  return run.reach().flatMap(({ nodes }) => nodes.flatMap(({ group, id }) => id ?? group?.name ?? []));
}

function windowTargets(task: Resource, subject: Subject): DeclaredTargets[] {
  return itemsOf(subject.property(task, 'Targets'))
    .flatMap((item) => itemsOf(entry(item, 'Values')))
    .flatMap((value) => {
      const target = subject.resource(value);
      return target === undefined ? [] : (registeredTargets(subject).get(target) ?? []);
    });
}

/** What is compared with every other window, worked out once. */
interface Comparable extends Installing {
  readonly spans: () => readonly Span[];
  /** By target. */
  readonly written: readonly (readonly WrittenCriterion[])[];
  /** Windows that share nodes have some of these in common. */
  readonly words: readonly string[];
}

interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

interface WrittenCriterion extends Criterion {
  /** What only a deployment decides is the same if it is written alike. */
  readonly written: string;
}

function comparable(installing: Installing, { root, todayMs }: Subject): Comparable {
  let spans: readonly Span[] | undefined;
  const targets = installing.targets.map(({ criteria }) =>
    criteria.map((criterion) => ({ ...criterion, written: JSON.stringify(rawAt(root, criterion.path)) })),
  );
  const ofTargets = targets
    .flat()
    .flatMap(({ written, key, values }) => [written, ...values.map((value) => JSON.stringify([key, value]))]);
  return {
    ...installing,
    spans() {
      spans ??= spansOf(installing.window, todayMs);
      return spans;
    },
    written: targets,
    words: [...new Set([...installing.names, ...ofTargets])],
  };
}

/** In words; null: none, or none for certain. */
function sharedNodes(one: Comparable, other: Comparable, subject: Subject): string | null {
  const shared = [...one.names].find((name) => other.names.has(name));
  if (shared !== undefined) return shared;
  // What a scenario's targets select is known, and compared above.
  if (subject.kind === 'scenario') return null;
  const same = one.written.find((mine) => other.written.some((theirs) => selectTheSame(mine, theirs)));
  return same === undefined ? null : wordsFor(same);
}

/** For certain: the same criteria, with a value in common. */
function selectTheSame(one: readonly WrittenCriterion[], other: readonly WrittenCriterion[]): boolean {
  if (one.length === 0 || one.length !== other.length) return false;
  return one.every((criterion) => other.some((each) => isSame(criterion, each)));
}

function isSame(one: WrittenCriterion, other: WrittenCriterion): boolean {
  if (one.written === other.written) return true;
  if (!one.isKnown || !other.isKnown || one.key !== other.key) return false;
  return one.values.some((value) => other.values.includes(value));
}

function wordsFor([first]: readonly Criterion[]): string {
  return first?.key?.startsWith('tag:') && first.values.length > 0
    ? `nodes tagged ${first.key.slice(4)}: ${first.values.join(' or ')}`
    : 'the same nodes';
}

function spansOf({ schedule, durationHours }: LintWindow, fromMs: number): Span[] {
  const lengthMs = durationHours! * hourMs;
  const spans: Span[] = [];
  for (const startMs of startsBetween(schedule!, fromMs, fromMs + horizonMs)) {
    spans.push({ startMs, endMs: startMs + lengthMs });
    // More often than every hour: what it meets it meets soon.
    if (spans.length === 1500) break;
  }
  return spans;
}

/** When both are open for the first time; null: not within the horizon. */
function firstOverlapMs(mine: readonly Span[], theirs: readonly Span[]): number | null {
  let [here, there] = [0, 0];
  while (here < mine.length && there < theirs.length) {
    const [a, b] = [mine[here]!, theirs[there]!];
    if (a.startMs < b.endMs && b.startMs < a.endMs) return Math.max(a.startMs, b.startMs);
    if (a.endMs <= b.startMs) here += 1;
    else there += 1;
  }
  return null;
}

const yearsMs = 2 * 366 * dayMs;

/**
 * ASSUMPTION schedule-daylight-saving: Systems Manager's pages do not say what a window does when clocks change; EventBridge
 * Scheduler skips a time that does not exist and runs once at one that repeats.
 */
function checkClocks(subject: Subject, report: Report): void {
  const fromMs = subject.todayMs;
  for (const { resource, schedule, isEnabled } of lintWindows(subject)) {
    if (schedule === null || !isEnabled) continue;
    const met = changesMet(schedule, fromMs);
    const found = met.find(({ isSkipped }) => isSkipped) ?? met[0];
    if (found === undefined) continue;
    const { timezone } = schedule;
    const when = `${minuteOf(found.wallMs)} in ${timezone}`;
    report(
      [...resource.path, 'Schedule'],
      found.isSkipped
        ? `${resource.logicalId} is due at ${when}, which clocks skip when they are put forward: it does not open that day`
        : `${resource.logicalId} is due at ${when}, which clocks show twice when they are put back: no page of AWS says which of the two it ` +
            'takes, or both',
      {
        severity: found.isSkipped ? 'warning' : 'note',
        help: `an hour that no change of clocks touches, such as ${calmHour(schedule, fromMs)}:00, or ScheduleTimezone: UTC`,
      },
    );
  }
}

interface ChangeMet {
  /** What the clock shows, or would. */
  readonly wallMs: number;
  readonly isSkipped: boolean;
}

function changesMet(
  { expression, timezone, offsetDays, startDateMs, endDateMs }: Schedule,
  nowMs: number,
): ChangeMet[] {
  // What runs every hour misses nothing; a rate knows no clock.
  if (expression.kind === 'rate' || (expression.kind === 'cron' && expression.hours.length === 24)) return [];
  const fromMs = Math.max(nowMs, startDateMs ?? nowMs);
  const untilMs = Math.min(nowMs + yearsMs, endDateMs ?? Number.POSITIVE_INFINITY);
  return clockChanges(timezone, fromMs, untilMs).flatMap((change) => {
    const { beginMs, endMs, isSkipped } = hoursOf(change);
    const offsetMs = offsetDays * dayMs;
    const dueMs =
      expression.kind === 'at'
        ? expression.wallMs
        : (wallTimeAtOrAfter(expression, beginMs - offsetMs) ?? Number.POSITIVE_INFINITY) + offsetMs;
    return dueMs >= beginMs && dueMs < endMs ? [{ wallMs: dueMs, isSkipped }] : [];
  });
}

/** The wall times that are skipped, or shown twice. */
function hoursOf({ atMs, offsetBeforeMs, offsetAfterMs }: ClockChange) {
  const isSkipped = offsetAfterMs > offsetBeforeMs;
  const [low, high] = isSkipped ? [offsetBeforeMs, offsetAfterMs] : [offsetAfterMs, offsetBeforeMs];
  return { beginMs: atMs + low, endMs: atMs + high, isSkipped };
}

/** Two hours after the last that some change touches: 04 in most zones. */
function calmHour({ timezone }: Schedule, nowMs: number): string {
  const ends = clockChanges(timezone, nowMs, nowMs + yearsMs).map(
    (change) => (hoursOf(change).endMs % dayMs) / hourMs,
  );
  return String(Math.ceil(Math.max(...ends) + 1) % 24).padStart(2, '0');
}

/** `2026-03-08 02:30` */
function minuteOf(wallMs: number): string {
  return isoTime(wallMs).slice(0, 16).replace('T', ' ');
}

export const clockRules: readonly Rule[] = [
  {
    id: 'windows-collide',
    place: 300,
    severity: 'warning',
    finds: 'two windows that install patches on the same nodes at the same time within the next 60 days',
    source:
      'https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-aws-runpatchbaseline.html',
    check: checkCollisions,
  },
  {
    id: 'schedule-dst',
    place: 310,
    severity: 'warning',
    finds: 'a start in an hour that daylight saving removes or repeats within the next two years',
    source:
      'https://docs.aws.amazon.com/systems-manager/latest/userguide/maintenance-windows-schedule-options.html',
    check: checkClocks,
  },
];
