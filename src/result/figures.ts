/** Figures of results in the digits that a person reads, never rounded across a limit. */
import { fixed } from '../blocks/numbers.ts';

export { fixed };

export const decimalsMax = 6;

/** Without zeros at the end that say nothing. */
export function trimmed(text: string): string {
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

export function figureTo(value: number, usual: number, limits: readonly number[]): string {
  let decimals = usual;
  const hides = (limit: number) =>
    limit !== value && Math.sign(Number(value.toFixed(decimals)) - limit) !== Math.sign(value - limit);
  while (decimals < decimalsMax && limits.some(hides)) decimals += 1;
  return trimmed(fixed(value, decimals));
}
