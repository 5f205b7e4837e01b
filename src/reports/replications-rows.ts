/** Metrics and expectations over many runs, row by row: text and Markdown have the same. */

import { count, counted } from '../blocks/numbers.ts';
import type { GateOutcome, Outcome } from '../experiment/check.ts';
import type { ReplicatedResult, ReplicationsReport } from '../experiment/replicated-result.ts';
import type { AmountSummary, MetricSummary } from '../experiment/summary.ts';
import { plain } from './statistics-figures.ts';
import { figureOf, remarksOn, runsOf, summaryInWords, withUnit } from './statistics-in-words.ts';

export const figureHeads = ['metric', 'average', '95% interval', 'p5 to p95', 'min to max'] as const;

export interface MetricRows {
  /** What `figureHeads` says, and remarks. */
  readonly rows: readonly (readonly string[])[];
  /** The same as a sentence each. */
  readonly inWords: readonly string[];
}

export function metricRows({ result, shown, metrics }: ReplicationsReport): MetricRows {
  const found = shown.flatMap((metric) => {
    const summary = result.metrics[metric];
    return summary === undefined ? [] : [{ metric, summary, unit: metrics.of(metric).unit }];
  });
  return {
    rows: found.map(({ metric, summary, unit }) => [metric, ...cells(summary, unit)]),
    inWords: found.map(({ summary, unit }) => summaryInWords(summary, unit)),
  };
}

function cells(summary: MetricSummary, unit: string): string[] {
  const figure = figureOf(summary, unit);
  const remarks = summary.n === 0 || runsOf(summary) === 1 ? summaryInWords(summary, unit) : '';
  const spread = summary.kind === 'amount' ? spreadCells(summary, unit) : ['', ''];
  return [
    averageCell(summary, figure?.value),
    figure?.interval ?? '',
    ...spread,
    remarks === '' ? remarksOn(summary, unit).join('; ') : remarks,
  ];
}

function averageCell(summary: MetricSummary, value: string | undefined): string {
  if (value === undefined) return 'none';
  return summary.kind === 'share' && summary.otherBelow === null ? `${value} of runs` : value;
}

/** Where all are the same, or there is one only, a spread says nothing. */
function spreadCells(summary: AmountSummary, unit: string): [string, string] {
  const { p5, p95, min, max, n, differing } = summary;
  if (n === 0 || runsOf(summary) === 1 || differing === 0) return ['', ''];
  return [between(p5, p95, unit), between(min, max, unit)];
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

export interface ExpectationRow {
  readonly outcome: Outcome;
  /** Mark, metric, expected, observed, why. */
  readonly cells: readonly string[];
}

const marks: Readonly<Record<Outcome, string>> = { pass: 'ok', fail: 'FAIL', inconclusive: '?' };
const lastOnes: readonly Outcome[] = ['pass', 'inconclusive', 'fail'];

/** What failed stands last. */
export function expectationRows(expectations: readonly GateOutcome[]): ExpectationRow[] {
  return [...expectations]
    .sort((a, b) => lastOnes.indexOf(a.outcome) - lastOnes.indexOf(b.outcome))
    .map((gate) => ({
      outcome: gate.outcome,
      cells: [marks[gate.outcome], gate.metric, expectedOf(gate), gate.observed, whyOf(gate)],
    }));
}

/** `p95 at most 8`; the statistic of a bare value goes without saying. */
function expectedOf({ statistic, expected }: GateOutcome): string {
  return statistic === 'value' || expected.startsWith(statistic) ? expected : `${statistic} ${expected}`;
}

/** `about 1,300 runs would settle it (4 in 5)`, unless the reason says so already. */
function whyOf({ because, needed }: GateOutcome): string {
  const settles = needed === null || because?.includes(count(needed)) ? '' : settledBy(needed);
  return [because ?? '', settles].filter((text) => text !== '').join('; ');
}

function settledBy(needed: number): string {
  return `about ${counted(needed, 'run')} would settle it (4 in 5)`;
}

export function verdictInWords(expectations: readonly GateOutcome[]): {
  words: string;
  outcome: Outcome | 'nothing';
} {
  const total = expectations.length;
  const failed = expectations.filter(({ outcome }) => outcome === 'fail').length;
  const open = expectations.filter(({ outcome }) => outcome === 'inconclusive');
  if (total === 0) return { words: 'Nothing was expected of these runs.', outcome: 'nothing' };
  const undecided =
    open.length === 0 ? '' : `${open.length} of ${counted(total, 'expectation')} inconclusive`;
  if (failed > 0) {
    const others = open.length === 0 ? '' : `, ${open.length} inconclusive`;
    return { words: `${failed} of ${counted(total, 'expectation')} FAILED${others}.`, outcome: 'fail' };
  }
  if (open.length > 0) {
    const needed = Math.max(0, ...open.map((gate) => gate.needed ?? 0));
    const help = needed === 0 ? '' : ` ${capital(settledBy(needed))}: --replications ${needed}.`;
    return { words: `${undecided}: nothing is shown to be wrong.${help}`, outcome: 'inconclusive' };
  }
  const words = total === 1 ? 'The one expectation holds.' : `All ${counted(total, 'expectation')} hold.`;
  return { words, outcome: 'pass' };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Null: none was asked for. */
export function precisionInWords({
  precision,
  replications,
}: Pick<ReplicatedResult, 'precision' | 'replications'>): string | null {
  if (precision === undefined) return null;
  const { metric, wanted, precisionReached } = precision;
  const runs = counted(replications, 'run');
  return precisionReached
    ? `${metric} is known to ${wanted} after ${runs}.`
    : `${metric} is not known to ${wanted} after ${runs}: --max-replications allows more.`;
}
