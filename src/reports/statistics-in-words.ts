/** What is known of a metric after many runs, in words. Procedures and their sources: docs/statistics.md. */

import { count, counted, fixed } from '../blocks/numbers.ts';
import type { Difference } from '../experiment/comparison.ts';
import { type PartialRuns, partialInWords } from '../experiment/partial-runs.ts';
import type { AmountSummary, MetricSummary, ShareSummary } from '../experiment/summary.ts';
import { withUnit } from '../result/expectation-words.ts';
import { boundPercent, decimalsFor, plain, readAlike, sharePercent, signed } from './statistics-figures.ts';

/** Below this number of values off the most frequent one, the interval of a mean covers less than it says. */
const fewDiffering = 10;

/** An estimate, and the interval around it where there is one: `91 min`, `88 to 94`. */
export interface Figure {
  readonly value: string;
  readonly interval: string | null;
}

/** What follows a value where the name of the metric is beside it: that says what a count is of. */
export function withShortUnit(value: string, unit: string): string {
  return unit === 'percent' || unit === 'minutes' ? withUnit(value, unit) : value;
}

/** `3 node-hours`: where no name of a metric is near. */
export function amountInWords(value: string, unit: string): string {
  return unit === 'yes or no' ? `${value} of runs` : withUnit(value, unit);
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
    return p50 === null ? null : { value: `median ${withShortUnit(plain(p50), unit)}`, interval: null };
  if (low === null || high === null || readAlike(low, high))
    return { value: withShortUnit(plain(mean), unit), interval: null };
  const own = decimalsOf(summary);
  const decimals = Math.max(own, Math.min(own + 1, others));
  const interval = `${fixed(low, decimals)} to ${fixed(high, decimals)}`;
  return { value: withShortUnit(fixed(mean, decimals), unit), interval };
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

/** `200 runs`; where some are missing, `partial: 190 of 200 runs`. */
export function runsInWords({ replications, partial }: RunsCounted): string {
  if (partial === undefined) return counted(replications, 'run');
  return `partial: ${count(replications)} of ${counted(partial.of, 'run')}`;
}

/** What a reader must know before anything else. */
export function partialWarning({ partial }: RunsCounted): string[] {
  return partial === undefined ? [] : [partialInWords(partial)];
}

interface RunsCounted {
  readonly replications: number;
  readonly partial?: PartialRuns;
}
