/** What an editor says of a key. */

import type { JsonSchema } from '../fields/json-schema.ts';
import type { Meaning, Meanings } from '../fields/meaning.ts';

/** `path` with its parts apart, since some keys hold dots. */
export function meaningIn(
  meanings: Meanings,
  path: readonly string[],
): [string, Partial<Meaning>] | undefined {
  for (let first = 0; first < path.length; first += 1) {
    const end = path.slice(first).join('.');
    const found = Object.hasOwn(meanings, end) ? meanings[end] : undefined;
    if (found !== undefined) return [end, typeof found === 'string' ? { says: found } : found];
  }
  return undefined;
}

/** `page` is where AWS says more. */
export function saying(meaning: Meaning, page?: string): JsonSchema {
  const { says, default: given, examples, snippet } = meaning;
  const hasDefault = given !== undefined && !isEmpty(given);
  const plain = `${says}.${hasDefault ? ` Default: ${written(given)}.` : ''}`;
  const markdown = [
    `${says}.`,
    ...(hasDefault ? [`Default: \`${written(given)}\``] : []),
    ...(page === undefined ? [] : [`[AWS documentation](${page})`]),
  ].join('\n\n');
  return {
    description: plain.replaceAll('`', ''),
    ...(markdown === plain ? {} : { markdownDescription: markdown }),
    ...(hasDefault ? { default: asJson(given) } : {}),
    ...(examples === undefined ? {} : { examples }),
    ...(snippet === undefined ? {} : { defaultSnippets: [{ body: snippet }] }),
  };
}

function isEmpty(value: unknown): boolean {
  return value === '' || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
}

/** The loader takes text as it is written; to an editor `1` is a number. */
function asJson(value: unknown): unknown {
  if (value === 'true' || value === 'false') return value === 'true';
  return typeof value === 'string' && /^(0|[1-9][0-9]{0,14})$/.test(value) ? Number(value) : value;
}

/** As a user would write it on one line. */
export function written(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(written).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const entries = Object.entries(value).map(([key, one]) => `${key}: ${written(one)}`);
  return `{ ${entries.join(', ')} }`;
}
