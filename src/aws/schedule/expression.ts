/**
 * The three kinds of schedule expression that Systems Manager and EventBridge take, as plain data.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/reference-cron-and-rate-expressions.html
 */

/** Who reads the expression: a maintenance window, a State Manager association or an EventBridge rule. */
export type Dialect = 'window' | 'association' | 'rule';

export type CronFieldName =
  | 'seconds'
  | 'minutes'
  | 'hours'
  | 'day-of-month'
  | 'month'
  | 'day-of-week'
  | 'year';

/** Why an expression is refused, in words for its author. */
export interface ScheduleProblem {
  /** What was found and what was expected. */
  readonly message: string;
  readonly field?: CronFieldName;
  /** A likely fix, checked to be a valid expression wherever it names one. */
  readonly help?: string;
}

/** Days of the week as AWS numbers them: 1 is Sunday, 7 is Saturday. */
export type DayOfWeek = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** What day-of-month and day-of-week say together; one of the two is always `?`. */
export type DayRule =
  | { readonly kind: 'every-day' }
  | { readonly kind: 'days-of-month'; readonly days: readonly number[] }
  /** `L`, or `L-2` for the day two days before the last. */
  | { readonly kind: 'last-day-of-month'; readonly daysBefore: number }
  /** `15W`. */
  | { readonly kind: 'nearest-weekday'; readonly day: number }
  /** `LW`. */
  | { readonly kind: 'last-weekday-of-month' }
  | { readonly kind: 'days-of-week'; readonly days: readonly DayOfWeek[] }
  /** `THU#3`. */
  | { readonly kind: 'nth-day-of-week'; readonly day: DayOfWeek; readonly nth: number }
  /** `6L`. */
  | { readonly kind: 'last-day-of-week'; readonly day: DayOfWeek };

export interface CronExpression {
  readonly kind: 'cron';
  readonly text: string;
  /** The fields as written; seconds are null in the six-field form. */
  readonly fields: {
    readonly seconds: string | null;
    readonly minutes: string;
    readonly hours: string;
    readonly dayOfMonth: string;
    readonly month: string;
    readonly dayOfWeek: string;
    readonly year: string;
  };
  /** The lists below are ascending and never empty. */
  readonly seconds: readonly number[];
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly days: DayRule;
  readonly months: readonly number[];
  readonly years: readonly number[];
}

export interface RateExpression {
  readonly kind: 'rate';
  readonly text: string;
  readonly value: number;
  readonly unit: 'minute' | 'hour' | 'day';
  readonly periodMs: number;
}

export interface AtExpression {
  readonly kind: 'at';
  readonly text: string;
  /** The clock on the wall, read as if it hung in UTC. */
  readonly wallMs: number;
}

export type ScheduleExpression = CronExpression | RateExpression | AtExpression;

export function isScheduleProblem(value: object): value is ScheduleProblem {
  return 'message' in value;
}
