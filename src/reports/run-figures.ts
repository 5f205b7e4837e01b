/** What many runs say of a metric, as the cells of a row: `run` and `compare` print the same. */
import type { MetricMeaning } from '../capability/metrics.ts';
import { spreadInWords } from '../experiment/spread-words.ts';
import type { MetricSummary } from '../experiment/summary.ts';
import { figureOf, remarksOn, runsOf, summaryInWords } from './statistics-in-words.ts';

/** The last column is a sentence. */
export const figuresHead = [
  'mean',
  '95% interval\u200b of the mean',
  'median',
  '5% to 95%\u200b of runs',
  'worst',
  '',
];

/** The columns of `figuresHead` that are numbers, after the columns that name the row. */
export function numericFigures(labels: number): number[] {
  return [labels, labels + 2];
}

/** Mean, interval, spread and what else must be said. */
export function figureCells(
  summary: MetricSummary,
  meaning: Pick<MetricMeaning, 'unit' | 'better'>,
): string[] {
  const { unit } = meaning;
  const figure = figureOf(summary, unit);
  const remarks = summary.n === 0 || runsOf(summary) === 1 ? summaryInWords(summary, unit) : '';
  const spread = summary.kind === 'amount' ? spreadInWords(summary, meaning) : null;
  return [
    meanCell(summary, figure?.value),
    figure?.interval ?? '',
    spread?.median ?? '',
    spread?.range ?? '',
    spread?.worst ?? '',
    remarks === '' ? remarksOn(summary, unit).join('; ') : remarks,
  ];
}

/** Runs that did not finish have no mean. */
function meanCell(summary: MetricSummary, value: string | undefined): string {
  if (value === undefined || (summary.kind === 'amount' && summary.mean === null)) return 'none';
  return summary.kind === 'share' ? `${value} of runs` : value;
}
