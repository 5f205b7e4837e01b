/** Figures of a gate in plain words, in the same digits on every machine. */
import { decimalsMax, figure, figureTo, fixed, trimmed } from '../result/figures.ts';

/** A value and its interval: two digits of what is uncertain, so that low and high always differ. */
export function figureWithInterval(
  value: number,
  { low, high }: { readonly low: number; readonly high: number },
  limits: readonly number[] = [],
): { readonly value: string; readonly interval: string } {
  let decimals = 0;
  for (let half = (high - low) / 2; half < 10 && decimals < decimalsMax; half *= 10) decimals += 1;
  const shown = figure(value, limits);
  const withAll = fixed(value, decimals);
  const best = shown.length > withAll.length ? shown : withAll;
  return { value: best, interval: `${fixed(low, decimals)} to ${fixed(high, decimals)}` };
}

/** `12%`, `99.5%`; never all or nothing for what is neither, nor on the wrong side of a limit. */
export function percentage(share: number, limits: readonly number[] = []): string {
  if (share > 0 && share < 0.0005) return 'less than 0.1%';
  if (share < 1 && share > 0.9995) return 'more than 99.9%';
  const inPercent = limits.map((limit) => 100 * limit);
  return `${figureTo(100 * share, share < 0.01 ? 2 : 1, inPercent)}%`;
}

/** `1.5%`: a bound, hence upwards, to two digits. */
export function percentageAtMost(share: number): string {
  let unit = 0.0001;
  while (share / unit < 10 && unit > 1e-9) unit /= 10;
  while (share / unit >= 100) unit *= 10;
  return `${trimmed(fixed(Math.ceil(share / unit - 1e-9) * unit * 100, 7))}%`;
}

/** `1 run`, `1,200 runs` */
export function runs(count: number): string {
  return `${fixed(count, 0)} ${count === 1 ? 'run' : 'runs'}`;
}

export function grouped(count: number): string {
  return fixed(count, 0);
}

/** `1 miss`, `12 misses` */
export function misses(count: number): string {
  return `${fixed(count, 0)} ${count === 1 ? 'miss' : 'misses'}`;
}
