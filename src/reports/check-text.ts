/** A check as text: file by file what was expected and seen, and at the end all files in one table. */

import { counted } from '../blocks/numbers.ts';
import type { FileReport, GateOutcome, SnapshotReport } from '../experiment/check.ts';
import type { MetricTable } from '../result/metric-table.ts';
import {
  acceptance,
  differenceSentence,
  type FileOutcome,
  marks,
  moveHead,
  moveRows,
  plainMarks,
  type ReadableCheck,
  snapshotSentences,
  summaryHead,
  summaryRow,
  verdictOfAll,
  verdictOfFile,
  withoutEmptyColumns,
} from './check-rows.ts';
import { withoutCommands } from './github-annotations.ts';
import { indented, oneLine, type Page, visibleLength, wrap } from './layout.ts';
import { expectationRows, precisionInWords } from './replications-rows.ts';
import { bulletLines, pageFor, type TextStyle, textOf } from './sections.ts';
import { tableOrLines, tableWithText } from './tables.ts';

type Paint = (text: string) => string;

interface CheckPage extends Page {
  readonly metrics: MetricTable;
  readonly paint: Readonly<Record<FileOutcome, Paint>>;
  readonly marks: Readonly<Record<FileOutcome, string>>;
}

export function renderCheck({ files, metrics }: ReadableCheck, style: TextStyle): string {
  const page = pageFor(style);
  const { chalk } = page;
  const paint = {
    pass: chalk.green,
    fail: chalk.red.bold,
    inconclusive: chalk.yellow,
    error: chalk.red.bold,
  };
  const marked = { ...page, metrics, paint, marks: style.unicode === false ? plainMarks : marks };
  // Of several files those that hold have a line in the summary: what needs somebody is not to drown in what does not.
  const told = files.length === 1 ? files : files.filter(needsSomebody);
  const sections = told.flatMap((file) => fileSections(file, marked));
  const summary = files.length > 1 ? [summaryLines(files, marked)] : [];
  const none = files.length === 0 ? [['Nothing was checked.']] : [];
  return withoutCommands(textOf([...sections, ...summary, ...none], style));
}

function needsSomebody({ outcome, warnings, snapshot }: FileReport): boolean {
  const hasMoved = snapshot !== null && snapshot.moved.length > 0;
  return outcome !== 'pass' || warnings.length > 0 || hasMoved;
}

function fileSections(report: FileReport, page: CheckPage): string[][] {
  const { snapshot, warnings, problems } = report;
  return [
    titleLines(report, page),
    // Places and carets of problems stay where they are.
    problems.flatMap((problem) => linesOf(problem).split('\n')),
    expectationLines(report, page),
    snapshot === null ? [] : snapshotLines(snapshot, report, page),
    bulletLines('Warnings', warnings.map(linesOf), page),
    closingLines(report, page),
  ];
}

function titleLines({ name, file, replications, seed }: FileReport, { chalk, width }: Page): string[] {
  const facts = [
    file,
    ...(replications === 0 ? [] : [counted(replications, 'run')]),
    ...(seed === null ? [] : [`seed ${seed}`]),
  ];
  return [
    ...wrap(oneLine(name), width).map((line) => chalk.bold(line)),
    ...wrap(oneLine(facts.join(' · ')), width).map((line) => chalk.dim(line)),
  ];
}

/** Lines stay lines. */
function linesOf(text: string): string {
  return text.split('\n').map(oneLine).join('\n');
}

function expectationLines({ expectations }: FileReport, page: CheckPage): string[] {
  if (expectations.length === 0) return [];
  const rows = expectationRows(expectations).map(({ outcome, cells }) => [
    painted(outcome, page),
    ...cells.slice(1).map(oneLine),
  ]);
  const table = { head: ['', 'metric', 'expected', 'observed', ''], rows, numeric: new Set<number>() };
  const inside = page.width - 2;
  const drawn = tableWithText(table, Number.POSITIVE_INFINITY);
  const fits = drawn.every((line) => visibleLength(line) <= inside);
  const lines = fits ? drawn : rows.flatMap((row) => rowInLines(row, inside));
  return [page.chalk.bold('Expectations'), ...indented(lines)];
}

function painted(outcome: GateOutcome['outcome'], { paint, marks: markOf }: CheckPage): string {
  return paint[outcome](markOf[outcome]);
}

/** Mark, name and what was expected; below it what was seen, and why. */
function rowInLines(row: readonly string[], width: number): string[] {
  const [mark, metric, expected, ...rest] = row as [string, string, string, ...string[]];
  const [first, ...others] = wrap(`${mark} ${metric}: ${expected}`, width, 4);
  const below = rest.filter((text) => text !== '').flatMap((text) => wrap(text, width - 4, 2));
  return [first!, ...others, ...indented(below, 4)];
}

function snapshotLines(snapshot: SnapshotReport, report: FileReport, page: CheckPage): string[] {
  const { chalk, width } = page;
  const inside = width - 2;
  const { rows, others } = moveRows(snapshot, page.metrics);
  const table = {
    head: ['', ...moveHead],
    rows: rows.map(({ outcome, cells }) => [painted(outcome, page), ...cells.map(oneLine)]),
    numeric: new Set([2, 3]),
  };
  const moves = rows.length === 0 ? [] : tableOrLines(table, inside, moveInWords);
  const more = others === 0 ? [] : [chalk.dim(`… and ${counted(others, 'metric')} more that moved: --json`)];
  const difference = differenceSentence(snapshot);
  const events = (snapshot.firstDifference?.events ?? []).map((line) => cut(oneLine(line), inside - 2));
  const accept = acceptance(snapshot, report);
  const title = `${painted(snapshot.outcome, page)} ${chalk.bold('Snapshot')}`;
  return [
    title,
    ...indented([
      ...snapshotSentences(snapshot).flatMap((sentence) => wrap(oneLine(sentence), inside, 2)),
      ...moves,
      ...more,
      ...(difference === null ? [] : wrap(difference, inside, 2)),
      ...indented(events),
      ...(accept === null ? [] : [accept]),
    ]),
  ];
}

function moveInWords(row: readonly string[]): string {
  const [mark, metric, before, after, change, tolerance, remark] = row;
  const by = change === '' ? '' : `, ${change}`;
  return `${mark} ${metric}: ${before}, now ${after}${by}; may move by ${tolerance}: ${remark}`;
}

function cut(line: string, width: number): string {
  return line.length <= width ? line : `${line.slice(0, width - 1)}…`;
}

function closingLines(report: FileReport, { paint, width }: CheckPage): string[] {
  const { outcome, replications, precision, repeat, seed } = report;
  const words = wrap(verdictOfFile(report), width).map((line) => paint[outcome](line));
  const narrow = precision === undefined ? null : precisionInWords({ precision, replications });
  return [
    ...(narrow === null ? [] : wrap(narrow, width)),
    ...words,
    ...(replications === 1 ? ['One run says little: --replications 200 asks for more.'] : []),
    // On one line, so that it can be copied.
    ...(seed === null ? [] : [`seed ${oneLine(seed)}, repeat with: ${oneLine(repeat)}`]),
  ];
}

function summaryLines(files: readonly FileReport[], page: CheckPage): string[] {
  const rows = files.map((file) => {
    const [, ...cells] = summaryRow(file, page.marks);
    return [page.paint[file.outcome](page.marks[file.outcome]), ...cells.map(oneLine)];
  });
  const table = withoutEmptyColumns({ head: summaryHead, rows, numeric: new Set([2]) });
  const lines = tableOrLines(table, page.width - 2, (row) => row.filter((cell) => cell !== '').join('  '));
  const worst = (['error', 'fail', 'inconclusive', 'pass'] as const).find((outcome) =>
    files.some((file) => file.outcome === outcome),
  )!;
  return [page.chalk.bold('Summary'), ...indented(lines), page.paint[worst](verdictOfAll(files))];
}
