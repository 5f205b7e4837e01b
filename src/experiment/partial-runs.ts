/** Runs that were asked for, and those of them that are missing. */

/** From 0 on. */
export interface Range {
  readonly first: number;
  readonly count: number;
}

/** Runs that no block has, of `total`; blocks in order of `first`. */
export function missingRanges(blocks: readonly Range[], total: number): Range[] {
  const missing: Range[] = [];
  let next = 0;
  for (const { first, count } of [...blocks, { first: total, count: 0 }]) {
    if (first > next) missing.push({ first: next, count: first - next });
    next = Math.max(next, first + count);
  }
  return missing;
}

/** `3, 50 to 59 and 90 to 99` */
export function rangesInWords(ranges: readonly Range[]): string {
  const shownMax = 20;
  const words = ranges
    .slice(0, shownMax)
    .map(({ first, count }) => (count === 1 ? String(first) : `${first} to ${first + count - 1}`));
  if (ranges.length > shownMax) words.push(`${ranges.length - shownMax} more ranges`);
  return words.length === 1 ? words[0]! : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** What is missing of the runs that were asked for. */
export interface PartialRuns {
  readonly of: number;
  readonly missing: readonly { readonly first: number; readonly last: number }[];
}

export function partialOf(total: number, missing: readonly Range[]): PartialRuns | null {
  if (missing.length === 0) return null;
  return { of: total, missing: missing.map(({ first, count }) => ({ first, last: first + count - 1 })) };
}

/** For a warning. */
export function partialInWords({ of, missing }: PartialRuns): string {
  const ranges = missing.map(({ first, last }) => ({ first, count: last - first + 1 }));
  const count = ranges.reduce((sum, range) => sum + range.count, 0);
  return `partial: ${count} of ${of} runs are missing: ${rangesInWords(ranges)}`;
}
