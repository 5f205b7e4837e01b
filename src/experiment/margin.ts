/** How much of a difference counts as none, as people say it: `5%` or `0.5`. */
import type { MetricMeaning } from '../capability/metrics.ts';

/** `5%` is relative, and of shares and percentages five points; `0.5` is in the metric's unit. */
export type Margin = { readonly relative: number } | { readonly absolute: number };

/** In the metric's unit; of a yes or no in shares from 0 to 1. */
export function marginInUnits(margin: Margin, { kind }: MetricMeaning, mean: number): number {
  if ('absolute' in margin) return margin.absolute;
  switch (kind) {
    // A share of a share would be read as points by everybody but its author.
    case 'yesOrNo':
      return margin.relative;
    case 'percent':
      return 100 * margin.relative;
    default:
      return margin.relative * Math.abs(mean);
  }
}
