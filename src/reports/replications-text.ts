/** Many runs of one scenario as text: what to expect of it, and how far the runs lie apart. */

import { counted, duration } from '../blocks/numbers.ts';
import { dateAndTime } from '../blocks/times.ts';
import type { GateOutcome } from '../experiment/check.ts';
import type { ReplicationsReport } from '../experiment/replicated-result.ts';
import { brokenAtDots, indented, oneLine, type Page, visibleLength, wrap } from './layout.ts';
import {
  expectationRows,
  figureHeads,
  metricRows,
  precisionInWords,
  verdictInWords,
} from './replications-rows.ts';
import { bulletLines, pageFor, type TextStyle, textOf } from './sections.ts';
import { tableWithText } from './tables.ts';

/** A metric's name is broken where it is longer. */
const metricWidth = 28;

export function renderReplications(report: ReplicationsReport, style: TextStyle): string {
  const page = pageFor(style);
  const sections = [
    titleLines(report, page),
    metricLines(report, page),
    expectationLines(report, page),
    bulletLines('Warnings', report.warnings, page),
    closingLines(report, page),
  ];
  return textOf(sections, style);
}

function titleLines({ result, file, description }: ReplicationsReport, { chalk, width }: Page): string[] {
  return [
    ...wrap(oneLine(result.scenario.name), width).map((line) => chalk.bold(line)),
    ...wrap(oneLine(description), width),
    ...wrap(replicationFacts({ result, file }), width).map((line) => chalk.dim(line)),
  ].filter((line) => line !== '');
}

/** `sunday-patch.yaml · 200 runs · seed 1 · 2025-01-03 00:00 to … UTC (3 d 12 h)` */
export function replicationFacts({ result, file }: Pick<ReplicationsReport, 'result' | 'file'>): string {
  const { seed, start, end, replications } = result;
  const span = duration(Date.parse(end) - Date.parse(start));
  const times = `${dateAndTime(Date.parse(start))} to ${dateAndTime(Date.parse(end))} UTC (${span})`;
  return [file, counted(replications, 'run'), `seed ${seed}`, times].join(' · ');
}

function metricLines(report: ReplicationsReport, { chalk, width }: Page): string[] {
  const { rows, inWords } = metricRows(report);
  if (rows.length === 0) return [];
  const inside = width - 2;
  const others = Object.keys(report.result.metrics).length - rows.length;
  const lines =
    tableWithRemarks(rows, inside) ??
    rows.flatMap(([metric], index) => wrap(`${metric}: ${inWords[index]}`, inside, 2));
  const more = others > 0 ? [`  ${chalk.dim(`${counted(others, 'other metric')}: --json`)}`] : [];
  const quantiles = Object.values(report.result.metrics).some(
    (summary) => summary.kind === 'amount' && summary.quantiles !== 'exact',
  )
    ? wrap('p5, p50 and p95 are to 0.1%: so many values are not kept one by one.', inside)
    : [];
  const title = `What to expect, over ${counted(report.result.replications, 'run')}`;
  return [chalk.bold(title), ...indented([...lines, ...quantiles]), ...more];
}

/** What must be said of a metric stands in lines of its own below it. Null: the figures alone are too wide. */
function tableWithRemarks(rows: readonly (readonly string[])[], width: number): string[] | null {
  const names = rows.map(([metric]) => brokenAtDots(metric!, metricWidth));
  const cells = rows.map((row, index) => [names[index]!.join('\n'), ...row.slice(1, -1)]);
  const table = { head: [...figureHeads], rows: cells, numeric: new Set([1]) };
  const lines = tableWithText(table, Number.POSITIVE_INFINITY);
  if (lines.some((line) => visibleLength(line) > width)) return null;
  const heights = names.map((name) => name.length);
  let at = lines.length - heights.reduce((sum, height) => sum + height, 0);
  const found = lines.slice(0, at);
  rows.forEach((row, index) => {
    found.push(...lines.slice(at, at + heights[index]!));
    at += heights[index]!;
    const remarks = row.at(-1)!;
    if (remarks !== '') found.push(...indented(wrap(remarks, width - 4, 2), 4));
  });
  return found;
}

function expectationLines({ result }: ReplicationsReport, { chalk, width }: Page): string[] {
  const { expectations } = result;
  if (expectations.length === 0) return [chalk.bold('Expectations'), '  none'];
  const paint: Readonly<Record<GateOutcome['outcome'], (text: string) => string>> = {
    pass: chalk.green,
    fail: chalk.red.bold,
    inconclusive: chalk.yellow,
  };
  const found = expectationRows(expectations);
  const rows = found.map(({ outcome, cells: [mark, ...cells] }) => [paint[outcome](mark!), ...cells]);
  const table = { head: ['', 'metric', 'expected', 'observed', ''], rows, numeric: new Set<number>() };
  const drawn = tableWithText(table, Number.POSITIVE_INFINITY);
  const lines = drawn.every((line) => visibleLength(line) <= width - 2)
    ? drawn
    : rows.flatMap((row) => expectationInLines(row, width - 2));
  return [chalk.bold('Expectations'), ...indented(lines)];
}

/** What is expected, and below it what was seen. */
function expectationInLines(row: readonly string[], width: number): string[] {
  const [mark, metric, expected, observed, because] = row as [string, string, string, string, string];
  const gap = ' '.repeat(6 - visibleLength(mark));
  const [first, ...others] = wrap(`${metric}: ${expected}`, width - 6, 2);
  const below = [observed, because].filter((text) => text !== '');
  return [
    `${mark}${gap}${first}`,
    ...indented(
      [...others, ...below.flatMap((text) => wrap(text, width - 10, 2).map((line) => `  ${line}`))],
      6,
    ),
  ];
}

function closingLines(report: ReplicationsReport, { chalk, width }: Page): string[] {
  const { result, repeat } = report;
  const { words, outcome } = verdictInWords(result.expectations);
  const precision = precisionInWords(result);
  const painted = {
    pass: chalk.green,
    fail: chalk.red.bold,
    inconclusive: chalk.yellow,
    nothing: (line: string) => line,
  }[outcome];
  return [
    ...(precision === null ? [] : wrap(precision, width)),
    ...wrap(words, width).map((line) => painted(line)),
    // Each on one line, so that it can be copied.
    `seed ${result.seed}, repeat with: ${repeat}`,
    `one of the runs in full, R from 0 to ${result.replications - 1}: ${oneOfThem(repeat)}`,
  ];
}

/** The line that repeats them all, for one. */
export function oneOfThem(repeat: string): string {
  const line = repeat.replace(/ --replications \S+/, '');
  return `${line} --replication R`;
}
