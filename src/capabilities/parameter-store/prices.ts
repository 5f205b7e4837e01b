/**
 * What AWS charges for, in US dollars, as its price list had it for US East (N. Virginia) in 2026. Prices change, and differ by Region.
 *
 * AWS: https://aws.amazon.com/systems-manager/pricing/
 */
const dollarsPerAdvancedMonth = 0.05;
const dollarsPer10000Interactions = 0.05;
const monthMs = 30 * 86_400_000;

export interface Usage {
  /** Parameter-milliseconds of the advanced tier. */
  readonly advancedMs: number;
  /** With advanced parameters, or with any under higher throughput: one for each parameter of each call. */
  readonly chargedInteractions: number;
  readonly runMs: number;
}

/**
 * ASSUMPTION parameter-month: what a run charges is that of a month of 30 days. A shorter run has all interactions of its month; of a
 * longer one it is the mean.
 */
export function monthlyCost({ advancedMs, chargedInteractions, runMs }: Usage): number {
  const storage = runMs === 0 ? 0 : (advancedMs / runMs) * dollarsPerAdvancedMonth;
  const months = Math.max(1, runMs / monthMs);
  return storage + (chargedInteractions / months / 10_000) * dollarsPer10000Interactions;
}
