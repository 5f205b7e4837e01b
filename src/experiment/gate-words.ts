/** Figures of a gate in plain words, in the same digits on every machine. */

const decimalsMax = 6;

/** `12,345.6`: so many decimals, thousands apart. */
function fixed(value: number, decimals: number): string {
  const [whole, fraction] = Math.abs(value).toFixed(decimals).split('.');
  const grouped = whole!.replaceAll(/\B(?=(\d{3})+(?!\d))/g, ',');
  const text = fraction === undefined ? grouped : `${grouped}.${fraction}`;
  return value < 0 && /[1-9]/.test(text) ? `-${text}` : text;
}

/** Without zeros at the end that say nothing. */
function trimmed(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** Whole numbers whole, others to three digits or one decimal. */
function usualDecimals(value: number): number {
  if (Number.isInteger(value)) return 0;
  let decimals = 1;
  for (let size = Math.abs(value); size < 10 && decimals < decimalsMax; size *= 10) decimals += 1;
  return decimals;
}

/**
 * One figure. Beside a limit it gets as many digits as show on which side of it the value lies: 105.04 is not `105` where
 * at most 105 was expected.
 */
export function figure(value: number, limits: readonly number[] = []): string {
  return figureTo(value, usualDecimals(value), limits);
}

function figureTo(value: number, usual: number, limits: readonly number[]): string {
  let decimals = usual;
  const hides = (limit: number) =>
    limit !== value && Math.sign(Number(value.toFixed(decimals)) - limit) !== Math.sign(value - limit);
  while (decimals < decimalsMax && limits.some(hides)) decimals += 1;
  return trimmed(fixed(value, decimals));
}

/** A value and its interval: two digits of what is uncertain, so that low and high always differ. */
export function figureWithInterval(
  value: number,
  { low, high }: { readonly low: number; readonly high: number },
  limits: readonly number[] = [],
): string {
  let decimals = 0;
  for (let half = (high - low) / 2; half < 10 && decimals < decimalsMax; half *= 10) decimals += 1;
  const shown = figure(value, limits);
  const withAll = fixed(value, decimals);
  const best = shown.length > withAll.length ? shown : withAll;
  return `${best} (${fixed(low, decimals)} to ${fixed(high, decimals)})`;
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
