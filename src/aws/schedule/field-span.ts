/** Where in the text of an expression a field is, for a caret under it. */
import type { CronFieldName } from './expression.ts';

const names: readonly CronFieldName[] = [
  'seconds',
  'minutes',
  'hours',
  'day-of-month',
  'month',
  'day-of-week',
  'year',
];

/** Null where the text has no such field. */
export function fieldSpan(
  text: string,
  field: CronFieldName,
): { readonly start: number; readonly length: number } | null {
  const opening = 'cron('.length;
  if (!text.startsWith('cron(')) return null;
  const parts = [
    ...text
      .slice(opening)
      .replace(/\)$/, '')
      .matchAll(/[^ \t]+/g),
  ];
  // Six fields lack the seconds in front.
  const part = parts[names.indexOf(field) - (names.length - parts.length)];
  return part === undefined ? null : { start: opening + part.index, length: part[0].length };
}
