/**
 * What a preview is asked, and what AWS would refuse of it.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateMaintenanceWindow.html,
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateAssociation.html
 * and https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */

import { fieldSpan } from './field-span.ts';
import {
  type Dialect,
  isScheduleProblem,
  isTimezone,
  parseScheduleExpression,
  type Schedule,
  type ScheduleExpression,
} from './schedule.ts';

export interface ScheduleQuestion {
  readonly expression: string;
  /** Only starts after this instant count; what is asked about is taken to be created then. */
  readonly fromMs: number;
  /** `window` unless said. */
  readonly dialect?: Dialect;
  /** How many starts; ten unless said. */
  readonly count?: number;
  /** ScheduleTimezone; UTC unless said. */
  readonly timezone?: string;
  /** ScheduleOffset, in days. */
  readonly offsetDays?: number;
  readonly durationHours?: number;
  readonly startDateMs?: number;
  readonly endDateMs?: number;
}

export type QuestionKey =
  | 'expression'
  | 'count'
  | 'timezone'
  | 'offset'
  | 'duration'
  | 'start-date'
  | 'end-date';

export interface QuestionProblem {
  /** The expression, or the option at fault. */
  readonly key: QuestionKey;
  readonly message: string;
  readonly help?: string;
  /** AWS's own name of the error, where AWS would refuse it. */
  readonly awsError?: string;
  /** The field at fault, in the expression. */
  readonly span?: { readonly start: number; readonly length: number };
}

export interface AnsweredQuestion {
  readonly schedule: Schedule;
  readonly dialect: Dialect;
  readonly count: number;
  readonly durationHours: number | null;
}

export const whoseWords: Readonly<Record<Dialect, string>> = {
  window: 'a maintenance window',
  association: 'an association',
  rule: 'an EventBridge rule',
};

/** A longer list is not read. */
const countMax = 10_000;

export function scheduleAsked(question: ScheduleQuestion): AnsweredQuestion | { problem: QuestionProblem } {
  const { expression: text, fromMs, dialect = 'window', count = 10 } = question;
  const awsError = dialect === 'association' ? 'InvalidSchedule' : 'ValidationException';
  const expression = parseScheduleExpression(text, dialect);
  if (isScheduleProblem(expression)) {
    const { message, field } = expression;
    const help =
      expression.help ??
      (isSpoiltByShell(text) ? 'put the expression in quotes, or * names files' : undefined);
    const span = field === undefined ? null : fieldSpan(text, field);
    return {
      problem: {
        key: 'expression',
        message,
        awsError,
        ...(help === undefined ? {} : { help }),
        ...(span === null ? {} : { span }),
      },
    };
  }
  if (!Number.isInteger(count) || count < 1 || count > countMax) {
    return {
      problem: { key: 'count', message: `expected a whole number from 1 to ${countMax}, found ${count}` },
    };
  }
  const refusal = refusalOf(question, expression, dialect);
  if (refusal !== null) return { problem: refusal };
  const { timezone = 'UTC', offsetDays = 0, startDateMs = null, endDateMs = null } = question;
  return {
    schedule: { expression, timezone, offsetDays, startDateMs, endDateMs, anchorMs: fromMs },
    dialect,
    count,
    durationHours: question.durationHours ?? null,
  };
}

/** A shell has put names of files in the place of a star. */
function isSpoiltByShell(text: string): boolean {
  return !text.includes('*') && text.split(/\s+/).length > 8;
}

function refusalOf(
  { timezone, offsetDays, durationHours, startDateMs, endDateMs }: ScheduleQuestion,
  expression: ScheduleExpression,
  dialect: Dialect,
): QuestionProblem | null {
  const refuse = (key: QuestionKey, message: string, help?: string): QuestionProblem => ({
    key,
    message,
    awsError: 'ValidationException',
    ...(help === undefined ? {} : { help }),
  });
  const lacks = (key: QuestionKey, what: string): QuestionProblem => ({
    key,
    message: `${whoseWords[dialect]} has no ${what}`,
  });
  const isWindow = dialect === 'window';
  if (timezone !== undefined && !isTimezone(timezone)) {
    return refuse(
      'timezone',
      `expected a time zone of the IANA database, such as Asia/Taipei; found "${timezone}"`,
    );
  }
  if (timezone !== undefined && timezone !== 'UTC' && !isWindow) {
    return lacks('timezone', 'time zone: its schedule is in UTC');
  }
  if (offsetDays !== undefined) {
    if (dialect === 'rule') return lacks('offset', 'offset');
    if (!isWhole(offsetDays, 1, 6)) return refuse('offset', `expected 1 to 6 days, found ${offsetDays}`);
    if (expression.kind !== 'cron') {
      return refuse('offset', `${expression.kind} schedules take no offset, cron does`);
    }
  }
  // A rule has no duration, but what it starts does take its time.
  if (
    durationHours !== undefined &&
    !(dialect === 'rule' ? durationHours > 0 : isWhole(durationHours, 1, 24))
  ) {
    return refuse(
      'duration',
      `expected ${dialect === 'rule' ? 'more than 0' : '1 to 24 whole'} hours, found ${durationHours}`,
    );
  }
  if (startDateMs !== undefined && !isWindow) return lacks('start-date', 'active period');
  if (endDateMs !== undefined && !isWindow) return lacks('end-date', 'active period');
  if (startDateMs !== undefined && endDateMs !== undefined && startDateMs >= endDateMs) {
    return refuse('end-date', 'expected a time after the start of the active period');
  }
  return null;
}

function isWhole(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}
