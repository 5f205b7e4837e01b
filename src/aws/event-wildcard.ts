/**
 * Wildcards of event patterns: `*` stands for any characters, `\*` and `\\` for themselves.
 *
 * AWS: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-wildcard-matching
 */

export interface Wildcard {
  /** The text between the wildcards. */
  readonly parts: readonly string[];
  readonly matches: (text: string) => boolean;
}

export function parseEventWildcard(text: string): Wildcard | { readonly message: string } {
  const parts = [''];
  for (let index = 0; index < text.length; index += 1) {
    const sign = text[index]!;
    if (sign === '*') {
      if (text[index + 1] === '*') return { message: 'expected no two wildcards in a row' };
      parts.push('');
    } else if (sign === '\\') {
      const escaped = text[index + 1];
      if (escaped !== '*' && escaped !== '\\')
        return { message: 'expected * or \\ after \\, which escapes it' };
      parts[parts.length - 1] += escaped;
      index += 1;
    } else parts[parts.length - 1] += sign;
  }
  return { parts, matches: (candidate) => matchesParts(parts, candidate) };
}

/** Takes each part where it first occurs: a later place never leaves more text for the parts after it. */
function matchesParts(parts: readonly string[], text: string): boolean {
  const first = parts[0]!;
  if (parts.length === 1) return text === first;
  const last = parts.at(-1)!;
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last))
    return false;
  const end = text.length - last.length;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}

/**
 * How many beginnings of wildcards one text can match at once, which is what AWS limits; nothing beyond `enough` is counted.
 * Each wildcard is a chain of characters; the states that a text can be in together are followed from set to set.
 */
export function wildcardComplexity(wildcards: readonly Wildcard[], enough: number): number {
  const chains = wildcards.map(({ parts }) => chainOf(parts));
  const letters = new Set(chains.flat().map(({ letter }) => letter));
  const start = chains.map(() => [0]);
  const seen = new Set([JSON.stringify(start)]);
  const open = [start];
  let largest = 0;
  while (open.length > 0 && largest <= enough && seen.size < setsMax) {
    const states = open.pop()!;
    for (const letter of letters) {
      const next = chains.map((chain, index) => after(chain, states[index]!, letter));
      const key = JSON.stringify(next);
      if (seen.has(key)) continue;
      seen.add(key);
      open.push(next);
      largest = Math.max(
        largest,
        next.reduce((sum, { length }) => sum + length, 0),
      );
    }
  }
  return largest;
}

const setsMax = 2000;

/** The character that a pattern expects next, and whether a wildcard before it may take more text first. */
interface Link {
  readonly letter: string | null;
  readonly isLoop: boolean;
}

function chainOf(parts: readonly string[]): Link[] {
  const links: Link[] = [];
  for (const [index, part] of parts.entries()) {
    const letters: (string | null)[] = [...part];
    if (index === parts.length - 1) letters.push(null);
    for (const [place, letter] of letters.entries()) links.push({ letter, isLoop: index > 0 && place === 0 });
  }
  return links;
}

/**
 * `places`: twice the link that comes next, plus 1 where the text ends with what is before it. A wildcard there is one more
 * beginning that the same text matches: `*a` and `*a*`.
 */
function after(chain: readonly Link[], places: readonly number[], letter: string | null): number[] {
  const next = new Set<number>();
  for (const at of new Set(places.map((place) => place >> 1))) {
    const link = chain[at]!;
    if (link.isLoop) next.add(2 * at);
    if (link.letter === null || link.letter !== letter) continue;
    next.add(2 * at + 3);
    if (chain[at + 1]!.isLoop) next.add(2 * at + 2);
  }
  return [...next].sort((a, b) => a - b);
}
