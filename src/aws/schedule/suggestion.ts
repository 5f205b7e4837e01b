/**
 * What the author of a refused expression probably meant. Most wrong expressions are right somewhere else: Unix cron
 * has no year and counts days from 0, Quartz puts seconds first, and old AWS pages show Quartz's form.
 */

const shorthands: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 ? *',
  '@annually': '0 0 1 1 ? *',
  '@monthly': '0 0 1 * ? *',
  '@weekly': '0 0 ? * SUN *',
  '@daily': '0 0 * * ? *',
  '@midnight': '0 0 * * ? *',
  '@hourly': '0 * * * ? *',
};
const dayNames = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'];

/** The right fields in the wrong wrapper, or in none. */
export function wrapperCorrection(text: string, isValid: (text: string) => boolean): string | null {
  const trimmed = text.trim();
  const shorthand = shorthands[trimmed.toLowerCase()];
  const inner = /^(cron|rate|at)\s*\(\s*(.*?)\s*\)$/i.exec(trimmed);
  const candidates = [
    ...(shorthand === undefined ? [] : [`cron(${shorthand})`]),
    ...(inner === null
      ? []
      : [inner[2]!, inner[2]!.toLowerCase()].map((fields) => `${inner[1]!.toLowerCase()}(${fields})`)),
    ...(/[()]/.test(trimmed) ? [] : [`cron(${trimmed})`, `rate(${trimmed})`, `at(${trimmed})`]),
  ];
  return candidates.find((candidate) => candidate !== text && isValid(candidate)) ?? null;
}

/** The right cron expression of another kind. */
export function cronCorrection(text: string, isValid: (text: string) => boolean): string | null {
  const inner = /^(?:cron\s*\()?([^()]*)\)?$/i.exec(text.trim());
  if (inner === null) return null;
  const fields = inner[1]!.trim().split(/\s+/);
  const candidates = candidateFields(fields).map((candidate) => `cron(${candidate.join(' ')})`);
  return candidates.find((candidate) => candidate !== text && isValid(candidate)) ?? null;
}

function candidateFields(fields: readonly string[]): readonly (readonly string[])[] {
  if (fields.length === 5) {
    const withMonth = [...fields.slice(0, 3), '*', ...fields.slice(3)];
    return [[...fields, '*'], withMonth, fromUnix(fields)];
  }
  if (fields.length === 6) {
    const withoutSeconds = [...fields.slice(1), '*'];
    return [withQuestionMark(fields), withoutSeconds, withQuestionMark(withoutSeconds)];
  }
  return fields.length === 7 ? [withQuestionMark(fields), fields.slice(1)] : [];
}

function fromUnix(fields: readonly string[]): readonly string[] {
  const [minutes = '', hours = '', dayOfMonth = '', month = '', dayOfWeek = ''] = fields;
  const named = dayOfWeek.replaceAll(/(?<![/0-9])[0-7](?![0-9])/g, (digit) => dayNames[Number(digit)]!);
  return withQuestionMark([minutes, hours, dayOfMonth, month, named, '*']);
}

/** `?` in place of the `*` that says nothing. */
function withQuestionMark(fields: readonly string[]): readonly string[] {
  const fixed = [...fields];
  const dayOfMonth = fixed.length - 4;
  const dayOfWeek = fixed.length - 2;
  if (fixed[dayOfWeek] === '*') fixed[dayOfWeek] = '?';
  else if (fixed[dayOfMonth] === '*') fixed[dayOfMonth] = '?';
  else if (fixed[dayOfMonth] === '?' && fixed[dayOfWeek] === '?') fixed[dayOfMonth] = '*';
  return fixed;
}
