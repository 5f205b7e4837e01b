/** A check as Markdown, for the summary of a job or a pull request: what needs somebody comes first, the rest folds away. */

import type { FileReport, SnapshotReport } from '../experiment/check.ts';
import type { MetricTable } from '../result/metric-table.ts';
import {
  acceptance,
  differenceSentence,
  marks,
  moveHead,
  moveRows,
  type ReadableCheck,
  snapshotSentences,
  summaryHead,
  summaryRow,
  verdictOfAll,
  verdictOfFile,
  withoutEmptyColumns,
} from './check-rows.ts';
import { oneLine } from './layout.ts';
import { inline, listSection, table } from './markdown-parts.ts';
import { expectationRows } from './replications-rows.ts';

export function renderCheckMarkdown({ files, metrics }: ReadableCheck): string {
  const sorted = [...files].sort((a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome));
  const [only] = files;
  const head =
    files.length === 1 && only !== undefined
      ? []
      : [['## fleetsim check', '', `**${verdictOfAll(files)}**`, '', ...summaryTable(sorted)]];
  const sections = [...head, ...sorted.map((file) => fileSection(file, metrics, files.length > 1))];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

const order: readonly FileReport['outcome'][] = ['error', 'fail', 'inconclusive', 'pass'];

function summaryTable(files: readonly FileReport[]): string[] {
  const rows = files.map((file) => summaryRow(file, marks).map(oneLine));
  return table(withoutEmptyColumns({ head: summaryHead, rows, numeric: new Set([2]) }));
}

function fileSection(report: FileReport, metrics: MetricTable, isOneOfMany: boolean): string[] {
  const title = `${marks[report.outcome]} ${inline(report.name)}`;
  const body = bodyOf(report, metrics);
  if (!isOneOfMany) return [`## ${title}`, '', ...body];
  if (report.outcome !== 'pass') return [`### ${title}`, '', ...body];
  return [
    '<details>',
    `<summary>${asHtml(report.name)}: ${asHtml(verdictOfFile(report))}</summary>`,
    '',
    ...body,
    '',
    '</details>',
  ];
}

function bodyOf(report: FileReport, metrics: MetricTable): string[] {
  const { file, seed, replications, repeat, problems, warnings, expectations, snapshot } = report;
  const rows = [...expectationRows(expectations)]
    .reverse()
    .map(({ outcome, cells }) => [marks[outcome], ...cells.slice(1).map(oneLine)]);
  const head = ['', 'metric', 'expected', 'observed', 'because'];
  const parts = [
    [`**${inline(verdictOfFile(report))}**`],
    problems.length === 0 ? [] : fenced(problems.join('\n')),
    rows.length === 0 ? [] : table({ head, rows, numeric: new Set() }),
    snapshot === null ? [] : snapshotPart(snapshot, report, metrics),
    listSection('Warnings', warnings.map(inline)),
    seed === null
      ? []
      : [
          `${inline(file)}, ${replications} runs, seed ${inline(seed)}. Repeat with:`,
          '',
          ...fenced(repeat, 'sh'),
        ],
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
}

function snapshotPart(snapshot: SnapshotReport, report: FileReport, metrics: MetricTable): string[] {
  const { rows, others } = moveRows(snapshot, metrics);
  const moves = table({
    head: ['', ...moveHead],
    rows: rows.map(({ outcome, cells }) => [marks[outcome], ...cells.map(oneLine)]),
    numeric: new Set([2, 3]),
  });
  const difference = differenceSentence(snapshot);
  const events = snapshot.firstDifference?.events ?? [];
  const accept = acceptance(snapshot, report);
  return [
    `### ${marks[snapshot.outcome]} Snapshot`,
    '',
    ...snapshotSentences(snapshot).map(inline),
    ...(rows.length === 0 ? [] : ['', ...moves]),
    ...(others === 0 ? [] : ['', `… and ${others} more that moved.`]),
    ...(difference === null ? [] : ['', inline(difference)]),
    ...(events.length === 0 ? [] : ['', ...fenced(events.join('\n'), 'json')]),
    ...(accept === null ? [] : ['', inline(accept)]),
  ];
}

/** Between more backquotes than it has itself. */
function fenced(text: string, language = ''): string[] {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([signs]) => signs.length));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}${language}`, text, fence];
}

function asHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/\s+/g, ' ');
}
