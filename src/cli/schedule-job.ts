/** What `fleetsim schedule` was asked, as plain data. */
import { formatOf } from './formats.ts';
import { type TextStyle, textStyle } from './terminal.ts';
import { readTime } from './times-given.ts';
import { UsageError } from './usage-error.ts';

const scheduleFormats = ['text', 'json', 'markdown'] as const;
export const dialects = ['window', 'association', 'rule'] as const;

/** As commander hands them over. */
export interface ScheduleOptions {
  readonly from?: string;
  readonly count?: string;
  readonly timezone?: string;
  readonly offset?: string;
  readonly duration?: string;
  readonly startDate?: string;
  readonly endDate?: string;
  readonly for?: string;
  readonly days?: string;
  readonly format?: string;
  readonly json?: boolean;
  readonly out?: string;
  readonly color: boolean;
}

export interface ScheduleJob {
  /** An expression, or the name of a file. */
  readonly given: string;
  readonly isFile: boolean;
  /** Null: now, or the scenario's start. */
  readonly fromMs: number | null;
  readonly count: number | null;
  readonly timezone: string | null;
  readonly offsetDays: number | null;
  readonly durationHours: number | null;
  readonly startDateMs: number | null;
  readonly endDateMs: number | null;
  readonly dialect: (typeof dialects)[number] | null;
  readonly days: number;
  readonly format: (typeof scheduleFormats)[number];
  readonly out: string | null;
  readonly style: TextStyle;
}

const daysOfCalendar = 28;
const daysMax = 3_660;

/** Options that an expression alone does not say; windows of a file say them themselves. */
const ofExpression = ['count', 'timezone', 'offset', 'duration', 'startDate', 'endDate', 'for'] as const;

export function scheduleJobOf(given: string, options: ScheduleOptions): ScheduleJob {
  const isFile = isFileName(given);
  if (given.trim() === '')
    throw new UsageError('expected an expression such as "rate(7 days)", a scenario or a template');
  const foreign = ofExpression.find((key) => options[key] !== undefined);
  if (isFile && foreign !== undefined) {
    throw new UsageError(`--${kebab(foreign)}: of a file, its windows say that; leave it out`);
  }
  if (!isFile && options.days !== undefined) {
    throw new UsageError(
      '--days is for a scenario or a template; of an expression --count says how many starts',
    );
  }
  const format = formatOf('schedule', scheduleFormats, options);
  if (!isFile && format === 'markdown') {
    throw new UsageError('markdown is for the calendar of a file; of an expression there are text and json');
  }
  return {
    given,
    isFile,
    fromMs: readTime('--from', options.from),
    count: readNumber('--count', options.count, { min: 1, max: 10_000 }),
    timezone: options.timezone ?? null,
    offsetDays: readNumber('--offset', options.offset, { min: 0, max: 365 }),
    durationHours: readNumber('--duration', options.duration, { min: 1, max: 24 * 365 }),
    startDateMs: readTime('--start-date', options.startDate),
    endDateMs: readTime('--end-date', options.endDate),
    dialect: readDialect(options.for),
    days: readNumber('--days', options.days, { min: 1, max: daysMax }) ?? daysOfCalendar,
    format,
    out: options.out ?? null,
    style: textStyle({ toFile: options.out !== undefined, noColor: !options.color, env: process.env }),
  };
}

/** An expression has its arguments in brackets, wherever there are any. */
function isFileName(given: string): boolean {
  return /\.(ya?ml|json|template)$/i.test(given) && !/^\s*(cron|rate|at)\s*\(/i.test(given);
}

function readNumber(
  option: string,
  text: string | undefined,
  { min, max }: { readonly min: number; readonly max: number },
): number | null {
  if (text === undefined) return null;
  const number = Number(text);
  if (/^[0-9]{1,6}$/.test(text) && number >= min && number <= max) return number;
  throw new UsageError(`${option} ${text}: expected a whole number from ${min} to ${max}`);
}

function readDialect(text: string | undefined): ScheduleJob['dialect'] {
  if (text === undefined) return null;
  const dialect = dialects.find((each) => each === text);
  if (dialect !== undefined) return dialect;
  throw new UsageError(`--for ${text}: expected one of ${dialects.join(', ')}`);
}

function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
