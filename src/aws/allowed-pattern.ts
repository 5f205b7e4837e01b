/**
 * Null: it is not judged. AWS matches with RE2, which takes time in proportion to the text; a pattern is tried here only if
 * it cannot run away: nothing is repeated that contains a repetition or a choice.
 */
export function patternOf(source: string): RegExp | null {
  const repeats = source.match(/[*+]|\{[0-9]+,[0-9]*\}/g)?.length ?? 0;
  if (source.length > 500 || repeats > 4 || /\)[*+?{]|\\[1-9k]|\(\?/.test(source) || hasOtherWords(source))
    return null;
  try {
    return new RegExp(source);
  } catch {
    return null;
  }
}

/** Words of RE2 that mean something else to JavaScript: `\p{Alnum}`, `[[:alnum:]]`, `\A`, `\z`, `\Q…\E`. */
function hasOtherWords(source: string): boolean {
  return /\\[pPAzZQE]|\[:\^?[a-z]+:\]/.test(source);
}
