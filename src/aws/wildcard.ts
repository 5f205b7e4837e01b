/**
 * Whether `text` as a whole matches `pattern`, in which `*` stands for any characters, none included, and `?` for
 * exactly one. Case counts: fold both first where AWS does not care.
 *
 * No regular expression: a user writes the pattern, and `*a*a*a*a*b` must not take exponential time.
 */
export function matchesWildcard(pattern: string, text: string): boolean {
  let patternAt = 0;
  let textAt = 0;
  let starAt = -1;
  let resumeAt = 0;
  while (textAt < text.length) {
    if (patternAt < pattern.length && pattern[patternAt] === '*') {
      starAt = patternAt;
      resumeAt = textAt;
      patternAt += 1;
    } else if (
      patternAt < pattern.length &&
      (pattern[patternAt] === '?' || pattern[patternAt] === text[textAt])
    ) {
      patternAt += 1;
      textAt += 1;
    } else if (starAt >= 0) {
      // Only the last star need be retried: what the earlier ones took can stay as short as it is.
      resumeAt += 1;
      textAt = resumeAt;
      patternAt = starAt + 1;
    } else {
      return false;
    }
  }
  while (pattern[patternAt] === '*') patternAt += 1;
  return patternAt === pattern.length;
}
