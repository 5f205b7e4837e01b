/** Shares of a whole as a bar of a given length. */
import type { Bars, Tone } from './block.ts';
import { type Line, plainLine, wrap } from './lines.ts';

const lengthMax = 60;

/** In the order of the parts. */
const signs: readonly { readonly sign: string; readonly tone: Tone }[] = [
  { sign: '█', tone: 'good' },
  { sign: '▒', tone: 'bad' },
  { sign: '·', tone: 'dim' },
];

export function barsLines({ bars }: Bars, width: number): Line[] {
  const margin = 2 + Math.max(...bars.map(({ label }) => label.length));
  return bars.flatMap(({ label, parts }) => {
    const lengths = barLengths(
      parts.map(({ value }) => value),
      Math.min(lengthMax, width - margin),
    );
    const isEmpty = parts.every(({ value }) => value === 0);
    const bar = parts.map((_, at) => ({ text: signs[at]!.sign.repeat(lengths[at]!), tone: signs[at]!.tone }));
    const words = parts.map(({ name, figure }, at) => `${signs[at]!.sign} ${name} ${figure}`).join(', ');
    return [
      [...plainLine(label.padEnd(margin)), ...(isEmpty ? plainLine('(none)') : bar)],
      ...wrap(plainLine(words), width - margin).map((line) => [...plainLine(' '.repeat(margin)), ...line]),
    ];
  });
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
