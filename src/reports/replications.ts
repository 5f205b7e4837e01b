/** Many runs of one scenario: what to expect of it, and how far the runs lie apart. */
import {
  type Block,
  breakable,
  command,
  heading,
  linesIn,
  listUnder,
  paragraph,
  say,
  section,
} from '../blocks/block.ts';
import { count, counted, duration } from '../blocks/numbers.ts';
import { dateAndTime } from '../blocks/times.ts';
import type { Better, MetricMeaning } from '../capability/metrics.ts';
import type { ReplicationsReport } from '../experiment/replicated-result.ts';
import type { AmountSummary, MetricSummary } from '../experiment/summary.ts';
import {
  expectationSection,
  gatesInWords,
  outcomeTones,
  precisionInWords,
  verdictInWords,
} from './gates-in-words.ts';
import { plain } from './statistics-figures.ts';
import { figureOf, remarksOn, runsOf, summaryInWords, withUnit } from './statistics-in-words.ts';

export function replicationsBlocks(report: ReplicationsReport): Block[] {
  const { result, description, warnings, repeat } = report;
  const { scenario, replications, expectations } = result;
  const { words, outcome } = verdictInWords(expectations);
  const precision = precisionInWords(result);
  return [
    heading(scenario.name),
    ...(description === '' ? [] : [paragraph(description)]),
    paragraph(factsOf(report), 'dim'),
    ...metricBlocks(report),
    ...listUnder('Warnings', warnings.map(linesIn)),
    {
      kind: 'answer',
      evidence: expectationSection(gatesInWords(expectations, report.metrics)),
      verdict: [say(words, outcome === 'nothing' ? 'plain' : outcomeTones[outcome])],
      advice: precision === null ? [] : [paragraph(precision)],
    },
    command('reproduce with', repeat),
    command(`next, one run in full (R is 0 to ${replications - 1})`, oneOfThem(repeat)),
  ];
}

/** `sunday-patch.yaml · 200 runs · seed 1 · 2025-01-03 00:00 to … UTC (3 d 12 h)` */
function factsOf({ result, file }: ReplicationsReport): string {
  const { seed, start, end, replications } = result;
  const span = duration(Date.parse(end) - Date.parse(start));
  const times = `${dateAndTime(Date.parse(start))} to ${dateAndTime(Date.parse(end))} UTC (${span})`;
  return [file, counted(replications, 'run'), `seed ${seed}`, times].join(' · ');
}

/** The line that repeats them all, for one. */
function oneOfThem(repeat: string): string {
  return `${repeat.replace(/ --replications \S+/, '')} --replication R`;
}

function metricBlocks({ result, shown, metrics }: ReplicationsReport): Block[] {
  const rows = shown.flatMap((metric) => {
    const summary = result.metrics[metric];
    return summary === undefined ? [] : [[breakable(metric), ...cells(summary, metrics.of(metric))]];
  });
  if (rows.length === 0) return [];
  const others = Object.keys(result.metrics).length - rows.length;
  const isRounded = Object.values(result.metrics).some(
    (summary) => summary.kind === 'amount' && summary.quantiles !== 'exact',
  );
  const head = [
    'metric',
    'mean',
    '95% interval\u200b of the mean',
    'median',
    '5% to 95%\u200b of runs',
    'worst',
    '',
  ];
  return [
    section(`Metrics over ${counted(result.replications, 'run')}`, [
      { kind: 'table', head, rows, numeric: [1, 3], prose: 1, narrow: 'turned' },
      ...(isRounded ? [paragraph('The median and the 5% to 95% of runs are accurate to 0.1%.')] : []),
      ...(others > 0 ? [paragraph(`${counted(others, 'other metric')}: --json`, 'dim')] : []),
    ]),
  ];
}

/** Mean, interval, spread and what else must be said. */
function cells(summary: MetricSummary, { unit, better }: MetricMeaning): string[] {
  const figure = figureOf(summary, unit);
  const remarks = summary.n === 0 || runsOf(summary) === 1 ? summaryInWords(summary, unit) : '';
  const spread = summary.kind === 'amount' ? spreadCells(summary, unit, better) : ['', '', ''];
  return [
    meanCell(summary, figure?.value),
    figure?.interval ?? '',
    ...spread,
    remarks === '' ? remarksOn(summary, unit).join('; ') : remarks,
  ];
}

/** Runs that did not finish have no mean. */
function meanCell(summary: MetricSummary, value: string | undefined): string {
  if (value === undefined || (summary.kind === 'amount' && summary.mean === null)) return 'none';
  return summary.kind === 'share' ? `${value} of runs` : value;
}

/** Where all are the same, or there is one only, a spread says nothing. */
function spreadCells(summary: AmountSummary, unit: string, better: Better): [string, string, string] {
  const { p5, p50, p95, min, max, n, differing } = summary;
  if (n === 0 || runsOf(summary) === 1 || differing === 0) return ['', '', ''];
  const median = p50 === null ? 'unfinished' : withUnit(plain(p50), unit);
  return [median, between(p5, p95, unit), worstOf(min, max, unit, better)];
}

/** Both ends where neither is better. */
function worstOf(min: number | null, max: number | null, unit: string, better: Better): string {
  if (better === 'neither') return between(min, max, unit);
  const worst = better === 'lower' ? max : min;
  return worst === null
    ? 'unfinished'
    : withUnit(short(worst), unit === 'minutes' || unit === 'percent' ? unit : '');
}

function between(low: number | null, high: number | null, unit: string): string {
  const end = (value: number | null) => (value === null ? 'unfinished' : short(value));
  const last = end(high);
  return `${end(low)} to ${high === null ? last : withUnit(last, unit === 'minutes' ? '' : unit)}`;
}

/** Ends of a spread are there to be seen at a glance. */
function short(value: number): string {
  return Math.abs(value) < 100 ? plain(value) : count(Math.round(value));
}
