/** The figures of a comparison in words, cell by cell, and what must be said below them. */

import { count, counted } from '../blocks/numbers.ts';
import type {
  ComparedMetric,
  Comparison,
  Difference,
  MetricOfVariant,
  Verdict,
} from '../experiment/comparison.ts';
import { boundPercent, plain, roundShare } from './statistics-figures.ts';
import { decimalsOf, differenceInWords, figureOf, runsOf } from './statistics-in-words.ts';

export interface Cell {
  /** `58.1*`, `97%`, `0 in all`, `median 91*`, `none` */
  readonly value: string;
  /** Null for the reference. */
  readonly verdict: Verdict | null;
  /** `-86 (-88 to -83)`; empty for the reference. */
  readonly difference: string;
}

/** The cells of one metric, with about as many decimals each. */
export function cellsOf({ variants, unit }: ComparedMetric): Cell[] {
  const decimals = Math.max(0, ...variants.map(({ summary }) => decimalsOf(summary)));
  return variants.map((variant) => cellOf(variant, unit, decimals));
}

function cellOf({ summary, star, difference }: MetricOfVariant, unit: string, decimals: number): Cell {
  // The unit is beside the name of the metric.
  const figure = figureOf(summary, unit === 'minutes' ? '' : unit, decimals)?.value ?? 'none';
  const always = summary.otherBelow === null ? '' : ' in all';
  const mark = star !== null || isUnfinished(summary, unit) ? '*' : '';
  return {
    value: `${figure}${always}${mark}`,
    verdict: difference?.verdict ?? null,
    difference: difference === null ? '' : differenceInWords(difference, unit),
  };
}

function isUnfinished(summary: MetricOfVariant['summary'], unit: string): boolean {
  return unit === 'minutes' && summary.undefined > 0;
}

/** What the marks in the table mean, figures included. `sharesBeside`: those of halted runs stand in the table itself. */
export function footnotesOf(comparison: Comparison, sharesBeside = false): string[] {
  return [
    ...comparison.metrics.flatMap((metric) => metricNotes(metric, sharesBeside)),
    ...sameInAllNote(comparison),
  ];
}

/** What a matrix has no room for: the metrics in which all variants have the reference's values, run by run. */
export function identicalNote({ metrics, replications }: Comparison): string[] {
  const found = metrics.flatMap(({ metric, variants }) => {
    const others = variants.flatMap(({ difference }) => difference ?? []);
    const identical = others.filter(({ method }) => method === 'identical').length;
    if (identical === 0) return [];
    return [identical === others.length ? metric : `${metric} (${identical} of ${others.length} variants)`];
  });
  return found.length === 0 ? [] : [`identical in all ${counted(replications, 'run')}: ${found.join(', ')}`];
}

function metricNotes(metric: ComparedMetric, sharesBeside: boolean): string[] {
  const { variants, unit } = metric;
  const stars = variants.filter(({ star }) => star !== null).length;
  const starred = sharesBeside
    ? [
        ...(stars === 0 ? [] : ['the share of runs that halted, or did not start every node, is beside it']),
        grouped(variants, (each) => unfinishedInWords(each, unit)),
      ]
    : [grouped(variants, (each) => starInWords(each, unit))];
  const missing = grouped(variants, (each) => missingInWords(each, unit));
  const words = starred.filter((text) => text !== '').join('; ');
  return [
    ...(words === '' ? [] : [`* ${metric.metric}: ${words}`]),
    ...(missing === '' ? [] : [`${metric.metric}: ${missing}`]),
  ];
}

/** `halted in 100% of runs, nodes not started in 100%`: a rollout that stops early is no fast one. */
function starInWords({ star, summary }: MetricOfVariant, unit: string): string {
  const parts: string[] = [];
  if (star !== null && star.halted > 0) parts.push(`halted in ${roundShare(star.halted)} of runs`);
  if (star !== null && star.leftOver > 0) {
    parts.push(`nodes not started in ${roundShare(star.leftOver)}${parts.length === 0 ? ' of runs' : ''}`);
  }
  return [...parts, unfinishedInWords({ summary }, unit)].filter((text) => text !== '').join(', ');
}

function unfinishedInWords({ summary }: Pick<MetricOfVariant, 'summary'>, unit: string): string {
  if (!isUnfinished(summary, unit)) return '';
  // Where there are no minutes at all, it may as well be that nothing was sent.
  const what = summary.n === 0 ? 'not sent or unfinished' : 'unfinished';
  const unfinished = `${what} in ${count(summary.undefined)} of ${counted(runsOf(summary), 'run')}`;
  const isMedian = summary.kind === 'amount' && summary.mean === null && summary.p50 !== null;
  return isMedian ? `${unfinished}, so the median is shown` : unfinished;
}

function missingInWords({ summary }: MetricOfVariant, unit: string): string {
  if (summary.undefined === 0 || unit === 'minutes') return '';
  return `no value in ${count(summary.undefined)} of ${counted(runsOf(summary), 'run')}`;
}

/** From this number on, variants with the same remark are counted, not named. */
const namedMax = 6;

/** `5%, 10%: halted in 3% of runs; 25%: …` */
function grouped(
  variants: readonly MetricOfVariant[],
  inWords: (variant: MetricOfVariant) => string,
): string {
  const names = new Map<string, string[]>();
  for (const variant of variants) {
    const words = inWords(variant);
    if (words !== '') names.set(words, [...(names.get(words) ?? []), variant.name]);
  }
  const who = (each: readonly string[]) => {
    if (each.length === variants.length) return 'every variant';
    return each.length > namedMax ? `${each.length} variants` : each.join(', ');
  };
  return [...names].map(([words, each]) => `${who(each)}: ${words}`).join('; ');
}

/** What never happened is not impossible: https://en.wikipedia.org/wiki/Rule_of_three_(statistics) */
function sameInAllNote({ metrics, replications }: Comparison): string[] {
  const bounds = metrics
    .flatMap(({ variants }) => variants)
    .map(({ summary }) => summary.otherBelow)
    .filter((bound) => bound !== null);
  if (bounds.length === 0) return [];
  const bound = boundPercent(Math.max(...bounds));
  return [`in all: the same in all ${counted(replications, 'run')}; chance of any other is below ${bound}`];
}

/** How many gains of pairing are said one by one. */
const gainsMax = 3;

/** `pairing made this interval 1.4x narrower (2.2x at best)` */
export function pairingInWords({ variants }: ComparedMetric): string {
  const differences = variants.flatMap(({ name, difference }) =>
    difference === null ? [] : [{ name, ...difference }],
  );
  const gains = differences.flatMap(({ name, pairing }) => (pairing === null ? [] : [{ name, ...pairing }]));
  if (gains.length === 0) return noGainInWords(differences);
  const said = [...new Set(gains.map(gainInWords))];
  if (said.length === 1) {
    const whose =
      gains.length === differences.length ? '' : ` of ${gains.map(({ name }) => name).join(', ')}`;
    return `pairing made ${whose === '' ? 'this interval' : `the interval${whose}`} ${said[0]}`;
  }
  if (gains.length <= gainsMax) {
    const each = gains.map((gain) => `${gainInWords(gain)} for ${gain.name}`);
    return `pairing made this interval ${each.join(', ')}`;
  }
  const range = (values: readonly number[]) =>
    `${times(Math.min(...values))} to ${times(Math.max(...values))}`;
  const ceilings = gains.flatMap(({ ceiling }) => ceiling ?? []);
  const best = ceilings.length === 0 ? 'no limit' : `${range(ceilings)} at best`;
  return `pairing made this interval ${range(gains.map(({ factor }) => factor))} narrower (${best})`;
}

function noGainInWords(differences: readonly Difference[]): string {
  if (differences.every(({ paired }) => !paired)) return 'not paired';
  const others = differences.filter(({ method }) => method !== 'identical');
  if (others.length === 0) return 'identical, so there is no interval';
  if (others.every(({ mean }) => mean === null)) return 'no average, so there is no interval';
  if (others.every(({ low, high }) => low !== null && low === high)) {
    return 'the difference is the same in every run';
  }
  if (others.every(({ n }) => n === 1)) return 'one run, so there is no interval';
  if (others.some(({ method }) => method === 'sign test')) return 'few runs differ, so there is no interval';
  return 'no interval to narrow';
}

interface Gain {
  readonly factor: number;
  /** Null: without bound. */
  readonly ceiling: number | null;
}

/** `1.4x narrower (2.2x at best)` */
function gainInWords({ factor, ceiling }: Gain): string {
  // It does not matter on which side of one it lies, if it is one.
  const gain =
    times(1 / factor) === '1.0x' || factor > 1 ? `${times(factor)} narrower` : `${times(1 / factor)} wider`;
  return `${gain} (${ceiling === null ? 'no limit' : `${times(ceiling)} at best`})`;
}

function times(factor: number): string {
  return `${factor >= 10 ? plain(Math.round(factor)) : factor.toFixed(1)}x`;
}

/** What the differences are to, how sure their intervals are, and whether runs are paired. */
export function readingInWords({
  reference,
  jointComparisons,
  confidence,
  metrics,
  replications,
}: Comparison): string {
  const differences = metrics.flatMap(({ variants }) =>
    variants.flatMap(({ difference }) => difference ?? []),
  );
  if (differences.length === 0) return 'One variant: there is nothing to compare it with.';
  if (replications === 1) {
    return `Differences are to ${reference}. One run of each says little: --replications 200 gives intervals.`;
  }
  const unpaired = differences.filter(({ paired }) => !paired).length;
  const sure = `${plain(100 * confidence)}%`;
  const joint =
    jointComparisons === 1
      ? `the ${sure} interval is in brackets`
      : `${sure} intervals are in brackets, widened so that all ${count(jointComparisons)} hold together`;
  const pairing =
    unpaired === 0
      ? 'Each run uses the same random numbers in every variant.'
      : unpaired === differences.length
        ? 'Not paired: the seeds differ, so each variant has random numbers of its own, and intervals are wider.'
        : 'Variants with another seed than the reference are not paired, and their intervals are wider.';
  return `Differences are to ${reference}; ${joint}. ${pairing}`;
}
