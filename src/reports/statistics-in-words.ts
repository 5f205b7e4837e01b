/** What is known of a metric after many runs, in words. Procedures and their sources: docs/statistics.md. */

import { count, counted, fixed } from '../blocks/numbers.ts';
import type { Difference } from '../experiment/comparison.ts';
import type { AmountSummary, MetricSummary, OpenInterval, ShareSummary } from '../experiment/summary.ts';
import { boundPercent, decimalsFor, plain, readAlike, sharePercent, signed } from './statistics-figures.ts';

/** Below this number of values off the most frequent one, the interval of a mean covers less than it says. */
const fewDiffering = 10;

/** Of so few values one quantile has no end on that side: 0.95^71 is above 0.025, 0.95^72 below. */
const runsForEnds = { p5: { low: 72, high: 2 }, p50: { low: 6, high: 6 }, p95: { low: 2, high: 72 } };

export type QuantileName = keyof typeof runsForEnds;

/** An estimate, and the interval around it where there is one: `91 min`, `88 to 94`. */
export interface Figure {
  readonly value: string;
  readonly interval: string | null;
}

/** What follows a value. Counts are known by the name of their metric. */
export function withUnit(value: string, unit: string): string {
  if (unit === 'percent') return `${value}%`;
  return unit === 'minutes' ? `${value} min` : value;
}

/** `3 node-hours`: where no name of a metric is near. */
export function amountInWords(value: string, unit: string): string {
  if (unit === 'yes or no') return `${value} of runs`;
  if (unit === 'percent' || unit === 'minutes') return withUnit(value, unit);
  const noun = unit.replaceAll(' ', '-');
  return `${value} ${value === '1' ? noun.replace(/s$/, '') : noun}`;
}

export function runsOf(summary: MetricSummary): number {
  return summary.n + summary.undefined;
}

/**
 * The mean, or the share; the median where some runs count as longer than anything. Null: there is none. `decimals`: of
 * the others in a column, from which it should not be far.
 */
export function figureOf(summary: MetricSummary, unit: string, decimals = 0): Figure | null {
  return summary.kind === 'share' ? shareFigure(summary) : amountFigure(summary, unit, decimals);
}

function shareFigure({ share, low, high }: ShareSummary): Figure | null {
  if (share === null) return null;
  if (low === null || high === null || low === high) return { value: sharePercent(share), interval: null };
  const decimals = decimalsFor(100 * low, 100 * high);
  const interval = `${sharePercent(low, decimals)} to ${sharePercent(high, decimals)}`;
  // All and none are whole.
  return { value: sharePercent(share, share === 0 || share === 1 ? 0 : decimals), interval };
}

function amountFigure(summary: AmountSummary, unit: string, others: number): Figure | null {
  const { mean, low, high, p50 } = summary;
  if (mean === null)
    return p50 === null ? null : { value: `median ${withUnit(plain(p50), unit)}`, interval: null };
  if (low === null || high === null || readAlike(low, high))
    return { value: withUnit(plain(mean), unit), interval: null };
  const own = decimalsOf(summary);
  const decimals = Math.max(own, Math.min(own + 1, others));
  const interval = `${fixed(low, decimals)} to ${fixed(high, decimals)}`;
  return { value: withUnit(fixed(mean, decimals), unit), interval };
}

/** How many its interval allows; none without one. */
export function decimalsOf(summary: MetricSummary): number {
  const { kind, low, high } = summary;
  if (kind === 'share' || low === null || high === null || readAlike(low, high)) return 0;
  return decimalsFor(low, high);
}

/** All that is known of it, in one line. */
export function summaryInWords(summary: MetricSummary, unit: string): string {
  const runs = runsOf(summary);
  if (summary.n === 0) return noneInWords(runs, unit);
  if (runs === 1) return oneRunInWords(summary, unit);
  const { value, interval } = figureOf(summary, unit) ?? { value: '', interval: null };
  const remarks = remarksOn(summary, unit);
  if (summary.otherBelow !== null) {
    const always = summary.kind === 'share' ? '' : `${value} `;
    return `${always}${remarks.join('; ')}`;
  }
  if (summary.kind === 'share') {
    return [`in ${value} of runs (${interval}), ${counted(summary.n, 'run')}`, ...remarks].join('; ');
  }
  if (summary.mean === null) {
    const [whatIsMissing] = remarks;
    return value === '' ? `no average: ${whatIsMissing}` : `${value} (${whatIsMissing})`;
  }
  const around = interval === null ? '' : ` (${interval})`;
  return [`${value} on average${around}, ${counted(summary.n, 'run')}`, ...remarks].join('; ');
}

/** What must be known in addition to the figures, each separately. Never empty where all values are the same. */
export function remarksOn(summary: MetricSummary, unit: string): string[] {
  const { n, otherBelow } = summary;
  const remarks: string[] = [];
  if (otherBelow !== null) remarks.push(sameInAll(summary, otherBelow));
  if (summary.kind === 'amount' && isRough(summary)) {
    remarks.push(`! few runs differ (${summary.differing} of ${count(n)}): take the interval as rough`);
  }
  if (summary.undefined > 0 && n > 0) {
    const runs = runsOf(summary);
    const verb = unit === 'minutes' ? 'did not finish' : 'have no value';
    remarks.push(`${count(summary.undefined)} of ${counted(runs, 'run')} ${verb}`);
  }
  return remarks;
}

function sameInAll(summary: MetricSummary, otherBelow: number): string {
  const { n } = summary;
  const isNever = summary.kind === 'share' && summary.share === 0;
  const where = isNever ? `in none of ${counted(n, 'run')}` : `in all ${counted(n, 'run')}`;
  return `${where}; chance of any other is below ${boundPercent(otherBelow)}`;
}

/** The interval of the mean is shown, and marked. */
export function isRough({ differing, low, n }: AmountSummary): boolean {
  return low !== null && n > 1 && differing > 0 && differing < fewDiffering;
}

function noneInWords(runs: number, unit: string): string {
  if (runs === 1) return unit === 'minutes' ? 'did not finish in the one run' : 'no value in the one run';
  return unit === 'minutes'
    ? `finished in none of ${counted(runs, 'run')}`
    : `no value in any of ${counted(runs, 'run')}`;
}

function oneRunInWords(summary: MetricSummary, unit: string): string {
  const value =
    summary.kind === 'share'
      ? summary.share === 1
        ? 'yes'
        : 'no'
      : (figureOf(summary, unit)?.value ?? 'none');
  return `${value} in one run, which says little of others`;
}

/** `101 to 109`, `101 to ?`: of values that occurred. Brackets are the caller's. */
export function intervalInWords({ low, high }: OpenInterval): string {
  const ends = [low, high].map((end) => (end === null ? '?' : plain(end)));
  if (low === null || high === null || low === high || ends[0] !== ends[1]) return ends.join(' to ');
  const decimals = decimalsFor(low, high);
  return `${fixed(low, decimals)} to ${fixed(high, decimals)}`;
}

/** `104 min (101 to 109)`; `104 min (101 to ?, needs 72 runs)`. */
export function quantileInWords(summary: AmountSummary, name: QuantileName, unit: string): string {
  const value = summary[name];
  const runs = runsOf(summary);
  if (value === null) return summary.n === 0 ? noneInWords(runs, unit) : 'beyond the end of the run';
  const text = withUnit(plain(value), unit);
  const interval = summary.intervals[name];
  if (summary.differing === 0 || runs === 1 || (interval.low !== null && interval.low === interval.high))
    return text;
  const needed = Math.max(
    interval.low === null ? runsForEnds[name].low : 0,
    interval.high === null ? runsForEnds[name].high : 0,
  );
  // With as many runs as that, the end is open because some did not finish.
  const needs = needed > runs ? `, needs ${needed} runs` : '';
  return `${text} (${intervalInWords(interval)}${needs})`;
}

/** `95 of 100 runs: at most 5` */
export function boundInWords(summary: AmountSummary, name: 'p5' | 'p95', unit: string): string {
  const value = summary[name];
  if (value === null) return quantileInWords(summary, name, unit);
  return `95 of 100 runs: at ${name === 'p95' ? 'most' : 'least'} ${withUnit(plain(value), unit)}`;
}

/** `between 0 and 11 in 200 runs` */
export function rangeInWords(summary: AmountSummary, unit: string): string {
  const { min, max, n } = summary;
  if (min === null) return noneInWords(runsOf(summary), unit);
  if (max === null) return `from ${withUnit(plain(min), unit)}, and some did not finish`;
  return `between ${plain(min)} and ${withUnit(plain(max), unit)} in ${counted(n, 'run')}`;
}

/** `-86 (-88 to -83)`, `+2 points (-1 to +5)`, `identical in all 200 runs`, `+0.02 (3 of 200 runs differ)`. */
export function differenceInWords(difference: Difference, unit: string): string {
  const { mean, low, high, method, n, differing } = difference;
  const runs = n + difference.undefined;
  if (method === 'identical') return runs === 1 ? 'the same' : `identical in all ${counted(runs, 'run')}`;
  const scale = unit === 'yes or no' ? 100 : 1;
  const inPoints = unit === 'yes or no' || unit === 'percent';
  const withPoints = (text: string) =>
    inPoints ? `${text} ${/^[+-]?1$/.test(text) ? 'point' : 'points'}` : text;
  // Without an average those with a value on one side only are counted, too.
  const whoDiffers =
    differing === null
      ? 'too few runs differ'
      : `${differing} of ${counted(mean === null ? runs : n, 'run')} differ`;
  if (mean === null) {
    if (differing === 0) return 'both have a value in no run';
    return differing === null ? 'no average to compare' : `no average; ${whoDiffers}`;
  }
  if (low === null || high === null) {
    const value = withPoints(signedPlain(scale * mean));
    return n === 1 ? value : `${value} (${whoDiffers})`;
  }
  if (readAlike(scale * low, scale * high))
    return `${withPoints(signedPlain(scale * mean))} in all ${counted(n, 'run')}`;
  const decimals = decimalsFor(scale * low, scale * high);
  const [middle, from, to] = [mean, low, high].map((one) => signed(scale * one, decimals));
  return `${withPoints(middle!)} (${from} to ${to})`;
}

function signedPlain(value: number): string {
  return `${value > 0 ? '+' : ''}${plain(value)}`;
}
