/** What to know about a schedule apart from its starts. */
import { type Dialect, firstStartAtOrAfter, type Schedule, smallestGapMs } from '../aws/schedule/schedule.ts';
import { isoTime } from '../world/time.ts';

interface Noted {
  readonly schedule: Schedule;
  readonly dialect: Dialect;
  readonly fromMs: number;
  readonly starts: readonly number[];
}

type Note = (noted: Noted) => string | null;

const fiveMinutesMs = 5 * 60_000;

export function notesOn(noted: Noted): readonly string[] {
  return [
    neverStarts,
    tooOften,
    countsFromCreation,
    passedCronDay,
    runsAtOnce,
    needsCronInterval,
    agentCounts,
    unknownDay,
  ]
    .map((note) => note(noted))
    .filter((text) => text !== null);
}

const neverStarts: Note = ({ schedule, fromMs, starts }) => {
  if (starts.length > 0) return null;
  const { expression, endDateMs } = schedule;
  if (endDateMs !== null && firstStartAtOrAfter({ ...schedule, endDateMs: null }, fromMs + 1) !== null) {
    return `It never starts again: its active period ends first, at ${utc(endDateMs)}.`;
  }
  if (expression.kind === 'at') return 'It never starts again: its only time has passed or does not come.';
  const lastYear = expression.kind === 'cron' ? expression.years.at(-1)! : null;
  return lastYear !== null && Date.UTC(lastYear + 1, 0, 1) <= fromMs
    ? `It never starts again: ${lastYear} was its last year.`
    : 'It never starts again: the expression asks for a time that does not come. AWS accepts such a schedule without an error.';
};

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/reference-cron-and-rate-expressions.html */
const tooOften: Note = ({ schedule, dialect, fromMs }) => {
  if (dialect !== 'window') return null;
  const gapMs = smallestGapMs(schedule, fromMs);
  return gapMs === null || gapMs >= fiveMinutesMs
    ? null
    : 'More often than every five minutes, which AWS names as the shortest interval.';
};

const countsFromCreation: Note = ({ schedule, dialect, fromMs }) => {
  const { expression, startDateMs } = schedule;
  if (expression.kind !== 'rate' || (startDateMs !== null && startDateMs > fromMs)) return null;
  const since = startDateMs === null ? '' : ' (a start of the active period in the past does not count)';
  if (dialect === 'association') return null;
  return `A rate counts from its creation${since}, here taken to be ${utc(fromMs)}, and that moment is its first start.`;
};

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/reference-cron-and-rate-expressions.html */
const passedCronDay: Note = ({ schedule, fromMs, starts }) => {
  if (schedule.offsetDays === 0) return null;
  const olderMs = firstStartAtOrAfter({ ...schedule, anchorMs: fromMs - 8 * 86_400_000 }, fromMs + 1);
  if (olderMs === null || olderMs === starts[0]) return null;
  return (
    `The day of the expression has passed for now, so what is created at ${utc(fromMs)} waits for the next one. ` +
    `What existed before that day also starts at ${utc(olderMs)}.`
  );
};

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateAssociation.html */
const runsAtOnce: Note = ({ schedule, dialect }) => {
  if (dialect !== 'association') return null;
  return schedule.expression.kind === 'rate'
    ? 'An association runs at once when it is created, and its rate counts from there.'
    : 'An association also runs at once when it is created or edited, unless ApplyOnlyAtCronInterval is set.';
};

const needsCronInterval: Note = ({ schedule, dialect }) =>
  dialect === 'association' && schedule.offsetDays > 0
    ? 'ScheduleOffset of an association needs ApplyOnlyAtCronInterval.'
    : null;

/** https://github.com/aws/amazon-ssm-agent (vendor/github.com/gorhill/cronexpr, which the agent evaluates schedules with) */
const agentCounts: Note = ({ schedule: { expression }, dialect }) =>
  dialect === 'association' && expression.kind === 'cron' && /^[1-7]/.test(expression.fields.dayOfWeek)
    ? 'The agent evaluates schedules with a parser that counts days from 0 = SUN. A name, such as TUE, leaves no doubt.'
    : null;

const unknownDay: Note = ({ schedule: { expression } }) =>
  expression.kind === 'cron' && /^L-/i.test(expression.fields.dayOfWeek)
    ? `No page of AWS says what ${expression.fields.dayOfWeek} in day-of-week means. Name the day instead.`
    : null;

/** `2026-01-15 02:00 UTC`, with seconds where there are some. */
function utc(atMs: number): string {
  return `${isoTime(atMs).slice(0, 19).replace('T', ' ').replace(/:00$/, '')} UTC`;
}
