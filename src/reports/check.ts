/** A check: file by file what was expected and seen, and all files in one table. */
import {
  type Block,
  command,
  heading,
  type Inline,
  linesIn,
  listUnder,
  paragraph,
  say,
  section,
  sentences,
} from '../blocks/block.ts';
import { counted } from '../blocks/numbers.ts';
import type { FileReport, SnapshotReport } from '../experiment/check.ts';
import type { MetricTable } from '../result/metric-table.ts';
import {
  differenceSentence,
  type FileOutcome,
  marks,
  moveHead,
  moveRows,
  type ReadableCheck,
  snapshotSentences,
  summaryCells,
  summaryHead,
  verdictOfAll,
  verdictOfFile,
} from './check-rows.ts';
import { expectationSection, gatesInWords, outcomeTones, precisionInWords } from './gates-in-words.ts';
import { runsInWords } from './statistics-in-words.ts';

const worstFirst: readonly FileOutcome[] = ['error', 'fail', 'inconclusive', 'pass'];

export function checkBlocks({ files, metrics }: ReadableCheck): Block[] {
  const [first] = files;
  if (first === undefined) return [paragraph('Nothing was checked.')];
  if (files.length === 1) return [heading(titleOf(first)), ...fileBlocks(first, metrics)];
  const sorted = [...files].sort((a, b) => worstFirst.indexOf(a.outcome) - worstFirst.indexOf(b.outcome));
  const rows = sorted.map((file) => [markOf(file.outcome), ...summaryCells(file)]);
  return [
    heading('fleetsim check'),
    ...sorted.map((file) => fileSection(file, metrics)),
    {
      kind: 'answer',
      evidence: [
        section('Summary', [
          { kind: 'table', head: summaryHead, rows, numeric: [2], labels: 2, narrow: 'listed' },
        ]),
      ],
      verdict: [say(verdictOfAll(files), outcomeTones[sorted[0]!.outcome])],
      advice: [],
    },
  ];
}

function markOf(outcome: FileOutcome) {
  return say(marks[outcome], outcomeTones[outcome]);
}

function titleOf({ outcome, name }: FileReport): Inline {
  return [markOf(outcome), ` ${name}`];
}

/** What needs attention must not drown in what does not: files that hold have a line in the summary. */
function fileSection(report: FileReport, metrics: MetricTable): Block {
  const { outcome, name, warnings, snapshot } = report;
  if (outcome !== 'pass') return section(titleOf(report), fileBlocks(report, metrics));
  const isPlain = warnings.length === 0 && (snapshot === null || snapshot.moved.length === 0);
  return {
    kind: 'detail',
    title: `${name}: ${verdictOfFile(report)}`,
    isOpen: false,
    blocks: fileBlocks(report, metrics),
    ...(isPlain ? { brief: null } : {}),
  };
}

function fileBlocks(report: FileReport, metrics: MetricTable): Block[] {
  const { file, outcome, replications, precision, seed, repeat, expectations, snapshot } = report;
  const facts = [
    file,
    ...(replications === 0 ? [] : [runsInWords(report)]),
    ...(seed === null ? [] : [`seed ${seed}`]),
  ];
  const reached = precision === undefined ? null : precisionInWords({ precision, replications });
  return [
    paragraph(facts.join(' · '), 'dim'),
    ...problemBlocks(report),
    ...listUnder('Warnings', report.warnings.map(linesIn)),
    {
      kind: 'answer',
      evidence: [
        ...expectationSection(gatesInWords(expectations, metrics), marks),
        ...(snapshot === null ? [] : [snapshotSection(snapshot, report, metrics)]),
      ],
      verdict: [say(verdictOfFile(report), outcomeTones[outcome])],
      advice: [
        ...(reached === null ? [] : [paragraph(reached)]),
        ...(replications === 1 ? [paragraph('One run says little: --replications 200 asks for more.')] : []),
      ],
    },
    ...(seed === null ? [] : [command(`seed ${seed}, reproduce with`, repeat)]),
  ];
}

/** Places and carets stay where they are. */
function problemBlocks({ problems }: FileReport): Block[] {
  const lines = problems.flatMap((problem) => problem.split('\n'));
  return lines.length === 0 ? [] : [{ kind: 'code', lines, language: 'text' }];
}

function snapshotSection(snapshot: SnapshotReport, { repeat }: FileReport, metrics: MetricTable): Block {
  const { rows, others } = moveRows(snapshot, metrics);
  const difference = differenceSentence(snapshot);
  const events = snapshot.firstDifference?.events ?? [];
  return section(
    [markOf(snapshot.outcome), ' Snapshot'],
    [
      ...sentences(snapshotSentences(snapshot)),
      {
        kind: 'table',
        head: ['', ...moveHead],
        rows: rows.map((row) => [markOf(row.outcome), ...row.cells]),
        numeric: [2, 3],
        labels: 2,
        narrow: 'listed',
      },
      ...(others === 0
        ? []
        : [paragraph(`… and ${counted(others, 'metric')} more that moved: --json`, 'dim')]),
      ...(difference === null ? [] : [paragraph(difference)]),
      ...(events.length === 0 ? [] : [{ kind: 'code', lines: events, language: 'json' } as const]),
      ...(snapshot.outcome === 'fail' ? [command('If that is intended', `${repeat} --update`)] : []),
    ],
  );
}
