/** Names, lists and runs: what schedules in words are made of. */

const dayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const nthNames = ['first', 'second', 'third', 'fourth', 'fifth'];

/** AWS counts from 1 = Sunday. */
export function dayName(day: number): string {
  return dayNames[day - 1]!;
}

/** January is 1. */
export function monthName(month: number): string {
  return monthNames[month - 1]!;
}

export function nthName(nth: number): string {
  return nthNames[nth - 1]!;
}

/** `a, b and c` */
export function listInWords(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** `1st`, `22nd`, `13th` */
export function ordinal(day: number): string {
  const isTeen = day >= 11 && day <= 13;
  return `${day}${isTeen ? 'th' : (['th', 'st', 'nd', 'rd'][day % 10] ?? 'th')}`;
}

export function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

/** `1 day`, `2 days` */
export function counted(value: number, noun: string): string {
  return `${value} ${noun}${value === 1 ? '' : 's'}`;
}

/** First and last of at least three values one after the other, such as 20 and 2 of hours over midnight; else null. */
export function runOf(
  values: readonly number[],
  field: { readonly min: number; readonly max: number; readonly comesRound: boolean },
): { readonly first: number; readonly last: number } | null {
  const span = field.max - field.min + 1;
  if (values.length < 3 || values.length === span) return null;
  const breaks = values.filter((value, index) => {
    const next = values[(index + 1) % values.length]!;
    return (next - value + span) % span !== 1;
  });
  // A run is left once, at its end.
  if (breaks.length !== 1) return null;
  const last = breaks[0]!;
  const first = values[(values.indexOf(last) + 1) % values.length]!;
  return first < last || field.comesRound ? { first, last } : null;
}

/** The distance between neighbours of at least three values, if it is the same everywhere; else null. */
export function stepOf(values: readonly number[]): number | null {
  const step = (values[1] ?? 0) - values[0]!;
  return values.length > 2 && values.every((value, index) => value === values[0]! + index * step)
    ? step
    : null;
}

/** Values in steps from the first of them to the end of their field, as `5/10` has them; else null. */
export function stepsToTheEnd(
  values: readonly number[],
  max: number,
): { readonly first: number; readonly step: number } | null {
  const step = stepOf(values);
  return step !== null && step > 1 && values.at(-1)! + step > max ? { first: values[0]!, step } : null;
}
