/** Shares of a whole as a bar of a given length. */

export interface BarPart {
  readonly value: number;
  readonly sign: string;
}

/** Rounded so that the lengths add up, and so that what is there can be seen. */
export function barLengths(values: readonly number[], length: number): number[] {
  const whole = values.reduce((sum, value) => sum + value, 0);
  if (whole === 0) return values.map(() => 0);
  const exact = values.map((value) => (value * length) / whole);
  const lengths = exact.map((one, index) => (values[index]! > 0 ? Math.max(1, Math.floor(one)) : 0));
  const order = exact
    .map((one, index) => ({ index, rest: one - lengths[index]! }))
    .sort((a, b) => b.rest - a.rest || a.index - b.index);
  let left = length - lengths.reduce((sum, one) => sum + one, 0);
  for (const { index } of order) {
    if (left <= 0) break;
    if (values[index] === 0) continue;
    lengths[index]! += 1;
    left -= 1;
  }
  // What was given to the small is taken from the largest.
  while (left < 0) {
    const largest = lengths.indexOf(Math.max(...lengths));
    lengths[largest]! -= 1;
    left += 1;
  }
  return lengths;
}

export function bar(parts: readonly BarPart[], length: number): string[] {
  const lengths = barLengths(
    parts.map(({ value }) => value),
    length,
  );
  return parts.map(({ sign }, index) => sign.repeat(lengths[index]!));
}
