/** Settings side by side, for a terminal. The eye goes to the end, so the pick and how to repeat it stand there. */

import { counted } from '../blocks/numbers.ts';
import type { Comparison } from '../experiment/comparison.ts';
import { footnotesOf, identicalNote, pairingInWords, readingInWords } from './comparison-cells.ts';
import { type ComparisonReport, factsOf, sameWithin, seedsInWords, titleOf } from './comparison-report.ts';
import { hasManyVariants, type TableStyle } from './comparison-style.ts';
import { comparisonLines, legendLine, variantLines } from './comparison-table.ts';
import { frontierLines } from './frontier-plot.ts';
import { goalInWords, goalSentences, standingsTable } from './goal-in-words.ts';
import { indented, type Page, visibleLength, wrap } from './layout.ts';
import { bulletLines, pageFor, type TextStyle, textOf } from './sections.ts';
import { type Table, tableOrLines, tableWithText } from './tables.ts';

/** A column of reasons narrower than this is hard to read. */
const reasonsMin = 30;

export function renderComparison(report: ComparisonReport, style: TextStyle): string {
  const { comparison } = report;
  const page = pageFor(style);
  const tableStyle: TableStyle = {
    ...page,
    unicode: style.unicode !== false,
    pick: comparison.goal?.pick ?? null,
  };
  const sections = [
    titleLines(comparison, page),
    variantLines(comparison, tableStyle),
    comparisonLines(comparison, tableStyle),
    readingLines(comparison, tableStyle),
    toleranceLines(comparison, page),
    comparison.frontier === null ? [] : frontierLines(comparison.frontier, page),
    bulletLines('Warnings', report.warnings, page),
    goalLines(report, page),
    closingLines(report, page),
  ];
  return textOf(sections, style);
}

function titleLines(comparison: Comparison, { chalk, width }: Page): string[] {
  return [
    ...wrap(titleOf(comparison), width).map((line) => chalk.bold(line)),
    ...wrap(factsOf(comparison), width).map((line) => chalk.dim(line)),
  ];
}

/** How to read the table stands right below it. */
function readingLines(comparison: Comparison, style: TableStyle): string[] {
  const inside = style.width - 2;
  const isMatrix = hasManyVariants(comparison);
  const notes = [...footnotesOf(comparison, isMatrix), ...(isMatrix ? identicalNote(comparison) : [])];
  return indented([
    ...wrap(legendLine(comparison, style), inside),
    ...notes.flatMap((note) => wrap(note, inside, 2)),
    ...wrap(readingInWords(comparison), inside),
  ]).filter((line) => line.trim() !== '');
}

function toleranceLines(comparison: Comparison, page: Page): string[] {
  if (comparison.variants.length < 2) return [];
  const texts = comparison.metrics.map(
    (metric) => `${metric.metric}: same ${sameWithin(metric)}; ${pairingInWords(metric)}`,
  );
  return bulletLines('What counts as the same, and what pairing brought', texts, page);
}

function goalLines(report: ComparisonReport, { chalk, width }: Page): string[] {
  const { goal } = report.comparison;
  if (goal === null) return [];
  const paint = {
    plain: chalk,
    good: chalk.green,
    bad: chalk.red.bold,
    odd: chalk.yellow,
    info: chalk,
    dim: chalk,
    code: chalk,
  };
  const { table, unshown } = standingsTable(goal);
  return [
    ...wrap(`Goal: ${goalInWords(goal)}`, width).map((line) => chalk.bold(line)),
    ...indented(standingLines(table, width - 2)),
    ...(unshown > 0 ? [`  … and ${counted(unshown, 'variant')} more`] : []),
    '',
    ...goalSentences(goal, report).flatMap(({ text, tone }) =>
      wrap(text, width - 2, 2).map((line) => `  ${paint[tone ?? 'plain'](line)}`),
    ),
  ];
}

/** Reasons wrap beside the names as long as there is room for them. */
function standingLines(table: Table, width: number): string[] {
  const widths = table.head
    .slice(0, -1)
    .map((title, at) =>
      Math.max(...[...title.split('\n'), ...table.rows.map((row) => row[at]!)].map(visibleLength)),
    );
  const isWide = widths.reduce((sum, one) => sum + one + 2, reasonsMin) <= width;
  return isWide ? tableWithText(table, width) : tableOrLines(table, width, standingInWords);
}

function standingInWords([role, variant, mean, feasibility, reasons]: readonly string[]): string {
  const start = role === '' ? variant! : `${variant} (${role})`;
  return `${start}: ${mean}, ${feasibility}${reasons === '' ? '' : `; ${reasons}`}`;
}

function closingLines({ comparison, repeat }: ComparisonReport, { chalk, width }: Page): string[] {
  const { precision, replications, variants } = comparison;
  const lines: string[] = [];
  if (precision !== undefined) {
    const { metric, wanted, precisionReached } = precision;
    const runs = counted(replications, 'run');
    const text = precisionReached
      ? `${metric} is known to ${wanted} after ${runs} each.`
      : `${metric} is not known to ${wanted} after ${runs} each: --max-replications allows more.`;
    lines.push(...wrap(text, width).map((line) => (precisionReached ? line : chalk.yellow(line))));
  }
  // One line, so that it can be copied.
  return [
    ...lines,
    `${seedsInWords(variants)}, ${counted(replications, 'run')} each, repeat with: ${repeat}`,
  ];
}
