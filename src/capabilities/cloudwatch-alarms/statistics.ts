/**
 * Statistics of the samples of one period.
 *
 * AWS: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
 */
import type { Samples } from './samples.ts';

export const plainStatistics = ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'] as const;

export type Statistic =
  | { readonly kind: (typeof plainStatistics)[number] }
  /** `share`: 0.9 of p90. */
  | { readonly kind: 'percentile'; readonly share: number }
  /** The mean of what is between the two shares, in order of value: tm90 and IQM. */
  | { readonly kind: 'trimmed'; readonly from: number; readonly to: number };

const percentile = /^(p|tm)(100|[0-9]{1,2}(?:\.[0-9]{1,10})?)$/i;

/** Null: none that is simulated. */
export function parseStatistic(text: string): Statistic | null {
  const plain = plainStatistics.find((one) => one === text);
  if (plain !== undefined) return { kind: plain };
  if (/^IQM$/i.test(text)) return { kind: 'trimmed', from: 0.25, to: 0.75 };
  const parts = percentile.exec(text);
  if (parts === null) return null;
  const share = Number(parts[2]) / 100;
  return parts[1]!.toLowerCase() === 'p'
    ? { kind: 'percentile', share }
    : { kind: 'trimmed', from: 0, to: share };
}

/** Null: the period has no samples. */
export function statisticOf(
  samples: Samples,
  fromMs: number,
  toMs: number,
  statistic: Statistic,
): number | null {
  let [count, sum, least, most] = [0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const each: (readonly [value: number, count: number])[] = [];
  samples.each(fromMs, toMs, (value, times) => {
    count += times;
    sum += value * times;
    least = Math.min(least, value);
    most = Math.max(most, value);
    if (statistic.kind === 'percentile' || statistic.kind === 'trimmed') each.push([value, times]);
  });
  if (count === 0) return null;
  switch (statistic.kind) {
    case 'SampleCount':
      return count;
    case 'Average':
      return sum / count;
    case 'Sum':
      return sum;
    case 'Minimum':
      return least;
    case 'Maximum':
      return most;
    case 'percentile':
      return percentileOf(inOrder(each), Math.max(1, Math.ceil(statistic.share * count)));
    case 'trimmed':
      return trimmedMean(inOrder(each), statistic.from * count, statistic.to * count);
  }
}

type Weighted = readonly (readonly [value: number, count: number])[];

function inOrder(each: Weighted): Weighted {
  return [...each].sort(([a], [b]) => a - b);
}

/** The smallest value that this many samples do not exceed. */
function percentileOf(ordered: Weighted, rank: number): number {
  let seen = 0;
  for (const [value, count] of ordered) {
    seen += count;
    if (seen >= rank) return value;
  }
  return ordered.at(-1)![0];
}

function trimmedMean(ordered: Weighted, from: number, to: number): number | null {
  let [seen, sum, weight] = [0, 0, 0];
  for (const [value, count] of ordered) {
    const inside = Math.max(0, Math.min(to, seen + count) - Math.max(from, seen));
    sum += value * inside;
    weight += inside;
    seen += count;
  }
  return weight === 0 ? null : sum / weight;
}
