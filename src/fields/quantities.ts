/** Durations, shares and times as a scenario writes them. */
import { type Field, field, refuse, Slip } from './fields.ts';

const millisecondsPer: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

const durationPattern = /^([0-9]+(\.[0-9]+)?(ms|s|m|h|d))+$/;
const durationExample = 'a duration with its unit, such as 500ms, 90s, 4m, 2h, 7d or 1h30m';
/** Far beyond any run, and far below where whole milliseconds stop being exact. */
const durationMaxMs = 36_525 * 86_400_000;

/** `1h30m` in milliseconds; a message if it is none. Whole milliseconds, for finer ones nothing here can tell. */
export function parseDuration(text: string): number | Slip {
  if (!durationPattern.test(text)) return new Slip(...durationSlip(text));
  let total = 0;
  let unitLast = Number.POSITIVE_INFINITY;
  for (const [, amount, unit] of text.matchAll(/([0-9.]+)(ms|s|m|h|d)/g)) {
    const unitMs = millisecondsPer[unit!]!;
    if (unitMs >= unitLast) {
      return new Slip(`expected ${durationExample}`, { help: 'each unit once, the largest first' });
    }
    unitLast = unitMs;
    total += Number(amount) * unitMs;
  }
  const milliseconds = Math.round(total);
  if (milliseconds > durationMaxMs) return new Slip('expected a duration of at most 100 years');
  if (milliseconds === 0 && total > 0)
    return new Slip('expected a duration of at least a millisecond, or 0s');
  return milliseconds;
}

function durationSlip(text: string): [string, { help?: string; code?: string }] {
  if (/^[0-9]+(\.[0-9]+)?$/.test(text)) {
    return [
      `expected ${durationExample}`,
      { code: 'missing-unit', help: `a bare number has no unit: write ${text}s or ${text}m` },
    ];
  }
  if (/^-/.test(text)) return ['expected a duration, which cannot be negative', {}];
  const long =
    /^([0-9.]+)\s*(milliseconds?|msecs?|sec(?:ond)?s?|min(?:ute)?s?|h(?:ou)?rs?|hours?|days?|w(?:eek)?s?|MS|S|M|H|D)$/i.exec(
      text,
    );
  if (long === null) return [`expected ${durationExample}`, {}];
  const unit = long[2]!.toLowerCase();
  if (unit.startsWith('w'))
    return [`expected ${durationExample}`, { help: `did you mean ${Number(long[1]) * 7}d?` }];
  const short = unit.startsWith('mil') || unit.startsWith('ms') ? 'ms' : unit[0];
  return [`expected ${durationExample}`, { help: `did you mean ${long[1]}${short}?` }];
}

/** A duration in milliseconds. */
export function duration(): Field<number> {
  return field(
    (value) => (typeof value === 'string' ? parseDuration(value) : refuse(value, durationExample)),
    {
      type: 'string',
      pattern: durationPattern.source,
      patternErrorMessage: `expected ${durationExample}`,
    },
  );
}

const shareExample = 'a share from 0% to 100%, such as 5% or 1.5%';

/** `5%` is 0.05. */
export function parseShare(text: string): number | Slip {
  const number = /^([0-9]+(?:\.[0-9]+)?)\s*%$/.exec(text)?.[1];
  if (number !== undefined) {
    const percent = Number(number);
    return percent <= 100 ? percent / 100 : new Slip(`expected ${shareExample}`);
  }
  if (/^[0-9]+(\.[0-9]+)?$/.test(text)) {
    const percent = Number(text) <= 1 ? Number((Number(text) * 100).toPrecision(12)) : Number(text);
    return new Slip(`expected ${shareExample}`, { code: 'missing-unit', help: `did you mean ${percent}%?` });
  }
  return new Slip(`expected ${shareExample}`);
}

/** A share, from 0 to 1. */
export function share(): Field<number> {
  return field((value) => (typeof value === 'string' ? parseShare(value) : refuse(value, shareExample)), {
    type: 'string',
    pattern: '^[0-9]+(\\.[0-9]+)?\\s*%$',
    patternErrorMessage: `expected ${shareExample}`,
  });
}

const timeExample = 'a time with Z or an offset, such as 2025-01-05T02:00:00Z, or a date such as 2025-01-05';
const timePattern =
  /^([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,9}))?)?(Z|[+-][0-9]{2}(?::?[0-9]{2})?)?)?$/;

/** ISO 8601 in epoch milliseconds; a date alone is 00:00:00Z of that day. */
export function parseTime(text: string): number | Slip {
  const parts = timePattern.exec(text);
  if (parts === null) {
    const hasSpace = /^[0-9]{4}-[0-9]{2}-[0-9]{2} +[0-9]/.test(text);
    const help = hasSpace ? `put a T between date and time: ${text.replace(/ +/, 'T')}` : undefined;
    return new Slip(`expected ${timeExample}`, { help });
  }
  const [, year, month, day, hour, minute, second, fraction, offset] = parts;
  if (hour !== undefined && offset === undefined) {
    const help = `is it UTC? then write ${text}Z`;
    return new Slip(`expected ${timeExample}`, { code: 'time-without-offset', help });
  }
  const [y, mo, d] = [Number(year), Number(month), Number(day)];
  if (y < 1900) return new Slip('expected a year from 1900 to 9999');
  if (mo < 1 || mo > 12 || d < 1 || d > daysIn(y, mo)) {
    const help = mo >= 1 && mo <= 12 && d >= 1 ? `that month has ${daysIn(y, mo)} days` : undefined;
    return new Slip('expected a date that exists', { code: 'no-such-date', help });
  }
  const [h, mi, s] = [Number(hour ?? 0), Number(minute ?? 0), Number(second ?? 0)];
  if (h > 23 || mi > 59 || s > 59) {
    return new Slip('expected a time of day from 00:00:00 to 23:59:59', { code: 'no-such-time' });
  }
  const offsetMinutes = minutesOf(offset ?? 'Z');
  if (offsetMinutes === null)
    return new Slip('expected an offset from -14:00 to +14:00', { code: 'no-such-time' });
  const millisecond = Number((fraction ?? '').padEnd(3, '0').slice(0, 3));
  return Date.UTC(y, mo - 1, d, h, mi, s, millisecond) - offsetMinutes * 60_000;
}

/** Without an offset only a date: where one is missing, the loader has something better to say. */
const timeSource = timePattern.source.replace(/\?\)\?\$$/, ')?$');
const timeHint = {
  type: 'string',
  pattern: timeSource,
  patternErrorMessage: `expected ${timeExample}`,
} as const;

/** An instant, in epoch milliseconds. */
export function time(): Field<number> {
  return field(readTime, { format: 'date-time', ...timeHint });
}

function readTime(value: unknown): number | Slip {
  return typeof value === 'string' ? parseTime(value) : refuse(value, timeExample);
}

const timeOrDurationHint = {
  type: 'string',
  pattern: `${timeSource}|${durationPattern.source}`,
  patternErrorMessage: `expected ${timeExample}, or a duration such as 4d`,
} as const;

/** A time, or a duration that the loader adds to another time. */
type TimeOrDuration = { readonly atMs: number } | { readonly afterMs: number };

export function timeOrDuration(): Field<TimeOrDuration> {
  return field((value) => {
    if (typeof value !== 'string') return refuse(value, `${timeExample}, or a duration such as 4d`);
    if (/^[0-9.]+[a-z]/i.test(value)) {
      const afterMs = parseDuration(value);
      return afterMs instanceof Slip ? afterMs : { afterMs };
    }
    const atMs = parseTime(value);
    if (!(atMs instanceof Slip)) return { atMs };
    return new Slip(
      atMs.message.replace(timeExample, `${timeExample}, or a duration such as 4d`),
      atMs.options,
    );
  }, timeOrDurationHint);
}

/** An instant, or one of the words, which reads as null. */
export function timeOrNever(word: string): Field<number | null> {
  return field((value) => (value === word ? null : readTime(value)), {
    ...timeHint,
    pattern: `${timeSource}|^${word}$`,
  });
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function minutesOf(offset: string): number | null {
  if (offset === 'Z') return 0;
  const digits = offset.slice(1).replace(':', '').padEnd(4, '0');
  const [hours, minutes] = [Number(digits.slice(0, 2)), Number(digits.slice(2))];
  if (minutes > 59 || hours * 60 + minutes > 14 * 60) return null;
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}
