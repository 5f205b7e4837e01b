/**
 * Monthly windows that come before the approval of Microsoft's monthly updates, so that each month's wait for the next window.
 *
 * Microsoft releases on the second Tuesday of the month:
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-selecting-patches.html
 */
import {
  firstStartAtOrAfter,
  parseScheduleExpression,
  type Schedule,
  type ScheduleExpression,
  startsBetween,
} from '../../../aws/schedule/schedule.ts';
import { plainSchedule } from '../../../capability/lint/declared-schedule.ts';
import { tagKeyOf } from '../../../capability/lint/declared-targets.ts';
import type { Subject } from '../../../capability/lint/subject.ts';
import { counted, dayMs } from '../../../capability/lint/words.ts';
import type { Report, Rule } from '../../../capability/lint-rule.ts';
import { isoTime } from '../../../world/time.ts';
import { windowsApprovals } from '../../patch-manager/lint/facts.ts';
import { type Installing, installingWindows } from './clocks.ts';

/** Longer than that between approval and window, and a window has been missed. */
const longWaitMs = 14 * dayMs;

function checkApproval(subject: Subject, report: Report): void {
  const approvals = windowsApprovals(subject);
  for (const installing of installingWindows(subject)) {
    const groups = patchGroupsOf(installing);
    const approval = approvals.find(({ group }) => groups.has(group));
    const { resource, schedule } = installing.window;
    if (approval === undefined || schedule === null) continue;
    const { id, days } = approval;
    const releases = releasesAfter(subject.todayMs);
    const late = releases.flatMap((releasedMs) => lateStart(schedule, releasedMs, days));
    const [first] = late;
    if (first === undefined) continue;
    const months = late.length === releases.length ? 'in every month' : `in ${late.length} of 12 months`;
    report(
      [...resource.path, 'Schedule'],
      `${resource.logicalId} comes before ${id} approves the updates of Patch Tuesday, ${months}: those of ${dateOf(first.releasedMs)}, ` +
        `approved after ${counted(days, 'day')}, are installed on ${dateOf(first.startMs)}`,
      { help: remedyFor(days) },
    );
  }
}

/** The day after the approval, counted from the second Tuesday; ScheduleOffset goes up to 6. */
function remedyFor(days: number): string {
  const [weeks, offset] = [Math.floor((days + 1) / 7), (days + 1) % 7];
  if (weeks > 2) return 'write fewer days under ApproveAfterDays';
  const moved = offset === 0 ? '' : ` and ScheduleOffset: ${offset}`;
  return `write TUE#${2 + weeks} in the Schedule${moved}, or later: ${days + 1} days after the second Tuesday`;
}

function patchGroupsOf({ targets }: Installing): ReadonlySet<string> {
  const criteria = targets.flatMap((target) => target.criteria);
  const ofGroup = criteria.filter((one) => /^patch ?group$/i.test(tagKeyOf(one) ?? ''));
  return new Set(ofGroup.flatMap(({ values }) => values));
}

/** None where a window follows the approval soon, or never. */
function lateStart(schedule: Schedule, releasedMs: number, days: number) {
  const approvedMs = releasedMs + days * dayMs;
  const startMs = firstStartAtOrAfter(schedule, approvedMs);
  return startMs === null || startMs - approvedMs <= longWaitMs ? [] : [{ releasedMs, startMs }];
}

/** The second Tuesdays of a year, in the evening of UTC. */
function releasesAfter(nowMs: number): number[] {
  const expression = parseScheduleExpression('cron(0 18 ? * TUE#2 *)', 'window') as ScheduleExpression;
  return [...startsBetween(plainSchedule(expression, nowMs), nowMs, nowMs + 365 * dayMs)].slice(0, 12);
}

const dateOf = (atMs: number): string => isoTime(atMs).slice(0, 10);

export const patchTuesdayRules: readonly Rule[] = [
  {
    id: 'window-before-approval',
    place: 305,
    severity: 'warning',
    finds: "a monthly window that comes before its baseline approves the month's updates for Windows",
    source:
      'https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-selecting-patches.html',
    check: checkApproval,
  },
];
