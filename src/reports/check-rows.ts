/** What a check found, row by row and sentence by sentence: text and Markdown say the same. */

import { count, counted, fixed, listed } from '../blocks/numbers.ts';
import { dateAndTime } from '../blocks/times.ts';
import type { MetricMeaning } from '../capability/metrics.ts';
import type { CheckReport, FileReport, MetricMove, SnapshotReport } from '../experiment/check.ts';
import type { MetricTable } from '../result/metric-table.ts';
import { verdictInWords } from './gates-in-words.ts';
import { decimalsFor, plain, signed } from './statistics-figures.ts';

export type FileOutcome = FileReport['outcome'];

export const marks: Readonly<Record<FileOutcome, string>> = {
  pass: '✓',
  fail: '✗',
  inconclusive: '?',
  error: '!',
};

export const outcomeWords: Readonly<Record<FileOutcome, string>> = {
  pass: 'ok',
  fail: 'FAILED',
  inconclusive: 'inconclusive',
  error: 'ERROR',
};

/** More is nothing to read: JSON has all. */
const shownMovesMax = 10;
/** Of those that need no action. */
const shownWithinMax = 3;
const shownNamesMax = 5;

export interface MoveRow {
  readonly outcome: MetricMove['outcome'];
  /** Metric, before, after, change, tolerance, remark. */
  readonly cells: readonly string[];
}

/** A check, and what is known of its metrics. */
export interface ReadableCheck extends CheckReport {
  readonly metrics: MetricTable;
}

export const moveHead = ['metric', 'before', 'after', 'change', 'tolerance', ''];

/** The worst, and how many more there are. */
export function moveRows(
  { moved }: SnapshotReport,
  metrics: MetricTable,
): { rows: MoveRow[]; others: number } {
  const open = moved.filter(({ outcome }) => outcome !== 'pass');
  const shown = open.length > 0 ? open.slice(0, shownMovesMax) : moved.slice(0, shownWithinMax);
  const rows = shown.map((move) => ({
    outcome: move.outcome,
    cells: moveCells(move, metrics.of(move.metric)),
  }));
  return { rows, others: moved.length - rows.length };
}

function moveCells(move: MetricMove, { kind }: MetricMeaning): string[] {
  const isShare = kind === 'yesOrNo';
  const scale = isShare ? 100 : 1;
  const [before, after, change] = [move.before, move.after, move.change].map((value) =>
    value === null ? null : scale * value,
  ) as [number | null, number | null, number | null];
  const unit = isShare ? '%' : '';
  const decimals = decimalsOfTwo(before, after);
  const figure = (value: number | null) => {
    if (value === null) return 'none';
    return `${decimals === null ? plain(value) : fixed(value, decimals)}${unit}`;
  };
  const { direction, because } = move;
  const remark = because === null || because.startsWith(direction) ? because : `${direction}; ${because}`;
  return [
    move.metric,
    figure(before),
    figure(after),
    change === null ? '' : `${changeInWords(change, move, scale)}${isShare ? ' points' : ''}`,
    isShare ? counted(scale * move.tolerance, 'point') : plain(move.tolerance),
    remark ?? direction,
  ];
}

/** Alike for both, and one more than it takes to tell them apart. Null: they stand alone. */
function decimalsOfTwo(before: number | null, after: number | null): number | null {
  if (before === null || after === null || before === after) return null;
  if (Number.isInteger(before) && Number.isInteger(after)) return 0;
  return 1 + decimalsFor(Math.min(before, after), Math.max(before, after));
}

function changeInWords(change: number, { low, high }: MetricMove, scale: number): string {
  if (low === null || high === null || low === high) return `${change > 0 ? '+' : ''}${plain(change)}`;
  const decimals = decimalsFor(scale * low, scale * high);
  const ends = [low, high].map((end) => signed(scale * end, decimals));
  return `${signed(change, decimals)} (${ends.join(' to ')})`;
}

/** What became of the snapshot, in a sentence or a few. */
export function snapshotSentences(snapshot: SnapshotReport): string[] {
  const { comparison, file, unchanged, changed, moved, added, removed } = snapshot;
  if (comparison === 'written') return [`Written: ${file}, ${counted(unchanged, 'metric')}.`];
  if (comparison === 'same bytes') return [`The same bytes as ${file}: ${counted(unchanged, 'metric')}.`];
  const of = (wanted: MetricMove['outcome']) => moved.filter(({ outcome }) => outcome === wanted).length;
  const their = (wanted: MetricMove['outcome']) => (of(wanted) === 1 ? 'its' : 'their');
  const total = moved.length + unchanged;
  const counts = [
    [of('fail'), `moved beyond ${their('fail')} tolerance`],
    [of('inconclusive'), 'cannot be told yet (too few runs)'],
    [of('pass'), `moved within ${their('pass')} tolerance`],
    [unchanged, unchanged === 1 ? 'is the same in every run' : 'are the same in every run'],
  ] as const;
  const words = counts.filter(([number]) => number > 0).map(([number, what]) => `${count(number)} ${what}`);
  return [
    moved.length === 0
      ? `Compared with ${file}: ${total === 1 ? 'the one metric is' : `all ${count(total)} metrics are`} the same in every run.`
      : movedInWords(file, total, words),
    ...(changed.length === 0 ? [] : [`Figures are compared, not bytes: ${changed.join('; ')}.`]),
    ...(removed.length === 0 ? [] : [`Gone since: ${names(removed)}.`]),
    ...(added.length === 0 ? [] : [`New since: ${names(added)}.`]),
  ];
}

/** `Compared with F: 7 of 82 metrics moved beyond their tolerance, 3 moved within their tolerance and …` */
function movedInWords(file: string, total: number, words: readonly string[]): string {
  const [first, ...others] = words;
  const [number, ...what] = first!.split(' ');
  const head = `${number} of ${counted(total, 'metric')} ${what.join(' ')}`;
  return `Compared with ${file}: ${listed([head, ...others])}.`;
}

function names(all: readonly string[]): string {
  if (all.length <= shownNamesMax) return listed(all);
  return `${all.slice(0, shownNamesMax).join(', ')} and ${count(all.length - shownNamesMax)} more`;
}

/** Where the events of the first run part from those of the snapshot. Null: nowhere. */
export function differenceSentence({ firstDifference }: SnapshotReport): string | null {
  if (firstDifference === null) return null;
  const { firstEvent, from, until, events } = firstDifference;
  const [start, end] = [from, until].map((time) => timeInWords(time)) as [string, string];
  const when = start === end ? `at ${start} UTC` : `between ${start} and ${end} UTC`;
  const ours = events.length === 0 ? 'the new run has no events there' : 'the new run has there';
  return `The events of run 0 differ from event ${count(firstEvent)} on or soon after, ${when}; ${ours}${events.length === 0 ? '.' : ':'}`;
}

/** A snapshot's file may have been written by hand. */
function timeInWords(time: string): string {
  const epochMs = Date.parse(time);
  return Number.isNaN(epochMs) ? time : dateAndTime(epochMs);
}

export function verdictOfFile({ outcome, expectations, snapshot, problems }: FileReport): string {
  if (outcome === 'error')
    return problems.length === 0
      ? 'This file could not be checked.'
      : 'This file cannot be checked: see above.';
  const parts = expectations.length === 0 && snapshot !== null ? [] : [verdictInWords(expectations).words];
  if (snapshot !== null && snapshot.outcome !== 'pass')
    parts.push(`Snapshot: ${outcomeWords[snapshot.outcome]}.`);
  return parts.length === 0 ? 'The snapshot holds.' : parts.join(' ');
}

export const summaryHead = ['', 'file', 'runs', 'expectations', 'snapshot', ''];

/** One line a file: file, runs, expectations that hold, snapshot, outcome. */
export function summaryCells(report: FileReport): string[] {
  const { file, outcome, replications, expectations, snapshot } = report;
  const held = expectations.filter((gate) => gate.outcome === 'pass').length;
  return [
    file,
    replications === 0 ? '' : count(replications),
    expectations.length === 0 ? '' : `${count(held)} of ${count(expectations.length)}`,
    snapshot === null ? '' : snapshot.comparison === 'written' ? 'written' : outcomeWords[snapshot.outcome],
    outcomeWords[outcome],
  ];
}

/** `3 files: 1 FAILED, 2 ok` */
export function verdictOfAll(files: readonly FileReport[]): string {
  const order: readonly FileOutcome[] = ['error', 'fail', 'inconclusive', 'pass'];
  const parts = order
    .map((outcome) => ({ outcome, number: files.filter((file) => file.outcome === outcome).length }))
    .filter(({ number }) => number > 0)
    .map(({ outcome, number }) => `${count(number)} ${outcomeWords[outcome]}`);
  return `${counted(files.length, 'file')}: ${parts.join(', ')}.`;
}
