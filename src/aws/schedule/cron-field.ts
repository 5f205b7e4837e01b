/**
 * One field of a cron expression: values, lists, ranges and steps.
 * cron-parser expands what it reads as AWS does; AWS's numbers, wrap-around ranges and years are added here.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/reference-cron-and-rate-expressions.html
 * and https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
import { CronExpressionParser } from 'cron-parser';
import type { CronFieldName, ScheduleProblem } from './expression.ts';
import { isScheduleProblem } from './expression.ts';

export interface CronField {
  readonly name: CronFieldName;
  readonly min: number;
  readonly max: number;
  /**
   * ASSUMPTION schedule-step-size: AWS prints no limit for the number after a slash. A step longer than the
   * field itself is refused, as Quartz refuses it, whose grammar AWS's otherwise is.
   */
  readonly stepMax: number;
  /** Three-letter names, the first for `min`. */
  readonly names: readonly string[];
  /** The values cron-parser uses are AWS's plus this; null where it has no such field. */
  readonly cronParser: { readonly position: number; readonly shift: number } | null;
}

const monthNames = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const dayNames = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

export const cronFields = {
  seconds: field('seconds', 0, 59, 59, [], { position: 0, shift: 0 }),
  minutes: field('minutes', 0, 59, 59, [], { position: 1, shift: 0 }),
  hours: field('hours', 0, 23, 23, [], { position: 2, shift: 0 }),
  dayOfMonth: field('day-of-month', 1, 31, 31, [], { position: 3, shift: 0 }),
  month: field('month', 1, 12, 12, monthNames, { position: 4, shift: 0 }),
  // AWS counts from 1 = SUN, cron-parser from 0 = SUN.
  dayOfWeek: field('day-of-week', 1, 7, 7, dayNames, { position: 5, shift: -1 }),
  year: field('year', 1970, 2199, 229, [], null),
} as const;

/** `last` below `first` stands for a range that wraps around, such as hours 22-2. */
interface Part {
  readonly first: number;
  readonly last: number;
  readonly step: number;
}

/** The values a field allows, ascending. Does not know `?`, `L`, `W` and `#`. */
export function parsePlainField(field: CronField, text: string): readonly number[] | ScheduleProblem {
  // Most fields are a star or a single value: these need no parser, whose first call costs some 20 ms.
  if (text === '*') return countUp({ first: field.min, last: field.max, step: 1 });
  const parts: Part[] = [];
  const items = text.split(',');
  for (const item of items) {
    if (item === '*' && items.length > 1) {
      return problem(field, `* covers everything and cannot stand in the list "${text}"`);
    }
    const part = parsePart(field, item);
    if (isScheduleProblem(part)) return part;
    parts.push(part);
  }
  // A set: AWS takes MON,mon, which cron-parser would refuse as a repetition.
  const values = new Set(
    parts.flatMap((part) => (part.first === part.last ? [part.first] : expand(field, part))),
  );
  return [...values].sort((a, b) => a - b);
}

/** A number or a name, or the reason why it is neither. Names are read in any case, as AWS's own pages mix them. */
export function parseValue(field: CronField, text: string): number | ScheduleProblem {
  const digitCount = field.max > 99 ? 4 : 2;
  const named = field.names.indexOf(text.toUpperCase());
  if (named >= 0) return field.min + named;
  if (!/^[0-9]+$/.test(text) || text.length > digitCount) {
    return problem(field, `"${text}" is not a value, expected ${expectation(field)}`);
  }
  const value = Number(text);
  if (value >= field.min && value <= field.max) return value;
  const help = field.name === 'day-of-week' ? { help: 'AWS counts the days from 1 = SUN to 7 = SAT' } : {};
  return { ...problem(field, `${text} is out of range, expected ${expectation(field)}`), ...help };
}

export function problem(field: CronField, message: string): ScheduleProblem {
  return { message: `${field.name}: ${message}`, field: field.name };
}

function field(
  name: CronFieldName,
  min: number,
  max: number,
  stepMax: number,
  names: readonly string[],
  cronParser: CronField['cronParser'],
): CronField {
  return { name, min, max, stepMax, names, cronParser };
}

function parsePart(field: CronField, item: string): Part | ScheduleProblem {
  const match = /^([^-/]+)(?:-([^-/]+))?(?:\/([^-/]+))?$/.exec(item);
  if (match === null) {
    return problem(
      field,
      item === ''
        ? 'a value is missing'
        : `"${item}" is not a value, a range or a step, expected ${expectation(field)}`,
    );
  }
  const [, firstText = '', lastText, stepText] = match;
  const step = stepText === undefined ? 1 : parseStep(field, stepText);
  if (isProblem(step)) return step;
  if (firstText === '*' && lastText === undefined) return { first: field.min, last: field.max, step };
  if (firstText === '?')
    return problem(field, `? is only allowed as a whole day-of-month or day-of-week field`);
  const first = parseValue(field, firstText);
  if (isProblem(first)) return first;
  // AWS: 1/10 in the minutes is the first, 11th, 21st minute and so on, to the end of the field.
  if (lastText === undefined) return { first, last: stepText === undefined ? first : field.max, step };
  const last = parseValue(field, lastText);
  if (isProblem(last)) return last;
  // ASSUMPTION schedule-wrap-around: the EventBridge page has hours 20-2, from evening over midnight, so a range
  // may run backwards in every field that comes round again. Years do not.
  if (last < first && field.name === 'year') {
    return problem(field, `the range ${item} runs backwards, expected the earlier year first`);
  }
  return { first, last, step };
}

function parseStep(field: CronField, text: string): number | ScheduleProblem {
  const step = /^[0-9]{1,3}$/.test(text) ? Number(text) : 0;
  return step >= 1 && step <= field.stepMax
    ? step
    : problem(field, `the step /${text} is not allowed, expected a number from 1 to ${field.stepMax}`);
}

function isProblem(value: number | ScheduleProblem): value is ScheduleProblem {
  return typeof value !== 'number';
}

function expectation(field: CronField): string {
  const names = field.names.length === 0 ? '' : ` or ${field.names[0]}-${field.names.at(-1)}`;
  return `${field.min}-${field.max}${names}`;
}

function expand(field: CronField, part: Part): readonly number[] {
  // cron-parser stops at five fields and seconds: it has no year.
  return field.cronParser === null ? countUp(part) : expandByCronParser(field, field.cronParser, part);
}

function countUp({ first, last, step }: Part): readonly number[] {
  return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, index) => first + index * step);
}

/**
 * One field at a time: of a whole expression cron-parser refuses dates that never come, such as 31 February,
 * which AWS takes and never runs.
 */
function expandByCronParser(
  field: CronField,
  { position, shift }: NonNullable<CronField['cronParser']>,
  part: Part,
): readonly number[] {
  const texts = ['*', '*', '*', '*', '*', '*'];
  texts[position] = unwrap(field, part)
    .map(({ first, last, step }) => `${first + shift}-${last + shift}/${step}`)
    .join(',');
  // Without a date, cron-parser would look at the real clock.
  const { fields } = CronExpressionParser.parse(texts.join(' '), { currentDate: new Date(0), tz: 'UTC' });
  const expanded = [
    fields.second,
    fields.minute,
    fields.hour,
    fields.dayOfMonth,
    fields.month,
    fields.dayOfWeek,
  ];
  return expanded[position]!.values.map((value) => Number(value) - shift);
}

/** cron-parser knows no wrap-around: 22-2 becomes 22-23 and 0-2, the steps counted on across the end. */
function unwrap(field: CronField, part: Part): readonly Part[] {
  const { first, last, step } = part;
  if (first <= last) return [part];
  const beyond = (field.max - first + 1) % step;
  const resumed = field.min + (beyond === 0 ? 0 : step - beyond);
  const head = { first, last: field.max, step };
  return resumed <= last ? [head, { first: resumed, last, step }] : [head];
}
