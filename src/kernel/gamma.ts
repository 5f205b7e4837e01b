import { assert } from './assert.ts';

/** Inverse of the gamma distribution function for a shape and a rate. */
type QuantileFactory = (shape: number, rate: number) => (p: number) => number;

let quantileFactory: QuantileFactory | undefined;

/**
 * Loads what the distributions named need, before a run; in a run nothing waits. Only the gamma family needs anything: the
 * inverse of the incomplete gamma function is two hundred modules, which no other run should pay for at start-up.
 */
export async function prepareDistributions<Needed extends { readonly family: string }>(
  needed: Iterable<Needed>,
): Promise<void> {
  for (const { family } of needed) {
    if (family !== 'gamma' || quantileFactory !== undefined) continue;
    const { quantile } = await import('./gamma-quantile.ts');
    quantileFactory = quantile.factory;
  }
}

/** The quantile of the gamma distribution with this mean and sd. */
export function gammaQuantile(mean: number, sd: number): (u: number) => number {
  assert(quantileFactory !== undefined, 'a gamma distribution is drawn from before it was prepared');
  const shape = (mean / sd) * (mean / sd);
  return quantileFactory(shape, shape / mean);
}
