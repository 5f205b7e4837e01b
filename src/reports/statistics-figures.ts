/** Estimates as digits: as many as the interval around them allows, so that its ends never look the same. */
import { count, fixed } from '../blocks/numbers.ts';

/** The number of decimals of results. */
const decimalsMax = 6;

/** `+1.2`, `-3`, `0` */
export function signed(value: number, decimals: number): string {
  const text = fixed(value, decimals);
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/** A figure without an interval: whole as it is, otherwise three digits, without zeros at its end. */
export function plain(value: number): string {
  const size = Math.abs(value);
  return count(Number(value.toFixed(size >= 10 ? 1 : size >= 1 ? 2 : decimalsForHalf(size / 50))));
}

/** A step of the last digit is at most half of the half-width, and the ends differ in print. */
export function decimalsFor(low: number, high: number): number {
  let decimals = decimalsForHalf((high - low) / 2);
  while (decimals < decimalsMax && low !== high && fixed(low, decimals) === fixed(high, decimals)) {
    decimals += 1;
  }
  return decimals;
}

/** No readable number of digits tells them apart. */
export function readAlike(low: number, high: number): boolean {
  return high - low <= 1e-12 * Math.abs(high) || fixed(low, decimalsMax) === fixed(high, decimalsMax);
}

function decimalsForHalf(half: number): number {
  let decimals = 0;
  let step = 1;
  // A half that was worked out is off by its last bit.
  while (decimals < decimalsMax && step > (half / 2) * (1 + 1e-9)) {
    decimals += 1;
    step /= 10;
  }
  return decimals;
}

/** A share is never all or nothing in print when it is neither. */
export function sharePercent(share: number, decimals = 0): string {
  let digits = decimals;
  let text = fixed(100 * share, digits);
  while (digits < decimalsMax && share > 0 && share < 1 && /^(0|100)(\.0+)?$/.test(text)) {
    digits += 1;
    text = fixed(100 * share, digits);
  }
  return `${text}%`;
}

/** `3%`, `99.5%`: a number of runs out of another. */
export function roundShare(share: number): string {
  return sharePercent(share, Number.isInteger(Math.round(1000 * share) / 10) ? 0 : 1);
}

/** A bound from above, in percent: two digits, rounded up, because a bound must hold. */
export function boundPercent(share: number): string {
  return `${upward(100 * share)}%`;
}

/** Two digits and never less than the value; whole numbers from ten on. */
export function upward(value: number): string {
  let decimals = 0;
  let scale = 1;
  while (decimals < decimalsMax && value > 0 && value * scale < 10) {
    decimals += 1;
    scale *= 10;
  }
  // What is a product's last bit is no reason to go up by one.
  const steps = Math.ceil(value * scale - 1e-9);
  return count(Number((steps / scale).toFixed(decimals)));
}

/** A probability that is claimed: rounded down, because a claim must not say more than is known. */
export function claimedPercent(probability: number): string {
  if (probability >= 0.9995) return '99.9%';
  const tenths = Math.floor(1000 * probability + 1e-9);
  return `${tenths >= 990 ? tenths / 10 : Math.floor(tenths / 10)}%`;
}
