/**
 * How an uncertain duration or amount is described. Durations are in milliseconds throughout; `mean` and `sd` are
 * those of the variable itself, also for the lognormal and the gamma family.
 */
export type Distribution =
  | { readonly family: 'constant'; readonly value: number }
  | { readonly family: 'uniform'; readonly min: number; readonly max: number }
  | { readonly family: 'exponential'; readonly mean: number }
  | { readonly family: 'normal'; readonly mean: number; readonly sd: number }
  | { readonly family: 'lognormal'; readonly mean: number; readonly sd: number }
  | { readonly family: 'triangular'; readonly min: number; readonly mode: number; readonly max: number }
  | { readonly family: 'gamma'; readonly mean: number; readonly sd: number }
  | { readonly family: 'weibull'; readonly shape: number; readonly scale: number }
  /** `values` ascending: the loader sorts them, so that a reordered file changes nothing. */
  | { readonly family: 'empirical'; readonly values: readonly number[] };
