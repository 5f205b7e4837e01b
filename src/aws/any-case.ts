/**
 * Text of an event pattern in any case. Each character stands for its lower and its upper case, as they are written out: `ß`
 * matches `ß` and `SS`, and not `ss`.
 *
 * AWS: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-equals-ignore-case-matching
 */

/** `part`: what of a text the pattern has to be. */
export function inAnyCase(pattern: string, part: 'whole' | 'prefix' | 'suffix'): (text: string) => boolean {
  const characters = Array.from({ length: pattern.length }, (_, index) => casesOf(pattern.charAt(index)));
  const longest = characters.reduce((sum, cases) => sum + Math.max(...cases.map(({ length }) => length)), 0);
  return (text) => {
    const from = part === 'suffix' ? Math.max(0, text.length - longest) : 0;
    const until = part === 'suffix' ? text.length : 0;
    for (let start = from; start <= until; start += 1) {
      const ends = endsFrom(start, text, characters);
      if (part === 'prefix' ? ends.size > 0 : ends.has(text.length)) return true;
    }
    return false;
  };
}

/** Where the text may have been read up to, since the cases of one character differ in length. */
function endsFrom(start: number, text: string, characters: readonly (readonly string[])[]): Set<number> {
  let ends = new Set([start]);
  for (const cases of characters) {
    const next = new Set<number>();
    for (const at of ends) {
      for (const one of cases) if (text.startsWith(one, at)) next.add(at + one.length);
    }
    ends = next;
  }
  return ends;
}

/** AWS reads half a character, as an emoji is made of, as a question mark. */
function casesOf(unit: string): readonly string[] {
  if (/[\ud800-\udfff]/.test(unit)) return ['?'];
  return [...new Set([unit.toLowerCase(), unit.toUpperCase()])];
}
