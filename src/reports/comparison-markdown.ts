/** A comparison as Markdown, to paste into a pull request: the pick first, what is for doubters folds away. */

import { counted } from '../blocks/numbers.ts';
import type { Comparison } from '../experiment/comparison.ts';
import { type Cell, cellsOf, footnotesOf, pairingInWords, readingInWords } from './comparison-cells.ts';
import {
  type ComparisonReport,
  directionInWords,
  factsOf,
  sameWithin,
  settingsInWords,
  titleOf,
  verdictSigns,
} from './comparison-report.ts';
import { frontierLines } from './frontier-plot.ts';
import { goalInWords, goalSentences, standingsTable } from './goal-in-words.ts';
import { inline, listSection, table } from './markdown-parts.ts';
import { pageFor } from './sections.ts';
import type { Table } from './tables.ts';

/** More variants than this are rows: GitHub lets wide tables scroll, but nobody does. */
const columnsMax = 5;

export function renderComparisonMarkdown(report: ComparisonReport): string {
  const { comparison, repeat, warnings } = report;
  const sections = [
    [`## ${inline(titleOf(comparison))}`],
    goalSection(report),
    [inline(factsOf(comparison))],
    table(comparison.variants.length > columnsMax ? byVariant(comparison) : byMetric(comparison)),
    readingSection(comparison),
    variantsSection(comparison),
    differencesSection(comparison),
    standingsSection(comparison),
    frontierSection(comparison),
    listSection('Warnings', warnings.map(inline)),
    ['Repeat with:', '', '```sh', repeat, '```'],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function goalSection(report: ComparisonReport): string[] {
  const { goal } = report.comparison;
  if (goal === null) return [];
  const [first, ...others] = goalSentences(goal, report);
  return [
    `**${inline(first!.text)}**`,
    '',
    inline(`Goal: ${goalInWords(goal)}.`),
    ...(others.length === 0 ? [] : ['', ...others.map(({ text }) => `- ${inline(text)}`)]),
  ];
}

function headOf(name: string, { reference, goal }: Comparison): string {
  const roles = [...(name === reference ? ['reference'] : []), ...(name === goal?.pick ? ['pick'] : [])];
  return roles.length === 0 ? name : `${name} (${roles.join(', ')})`;
}

function byMetric(comparison: Comparison): Table {
  const { variants, metrics } = comparison;
  return {
    head: ['metric', ...variants.map(({ name }) => headOf(name, comparison))],
    rows: metrics.map((metric) => [
      `${metric.metric}\n${directionInWords(metric)}`,
      ...cellsOf(metric).map(cellText),
    ]),
    numeric: new Set(),
  };
}

function byVariant(comparison: Comparison): Table {
  const { variants, metrics } = comparison;
  const byMetric = metrics.map(cellsOf);
  return {
    head: ['variant', ...metrics.map(({ metric }) => metric)],
    rows: variants.map(({ name }, index) => [
      headOf(name, comparison),
      ...byMetric.map((cells) => cellText(cells[index]!)),
    ]),
    numeric: new Set(),
  };
}

function cellText({ value, verdict, difference }: Cell): string {
  if (verdict === null) return value;
  return `${value} ${verdictSigns[verdict].sign} ${verdict}\n${difference}`;
}

function readingSection(comparison: Comparison): string[] {
  return [
    inline(readingInWords(comparison)),
    ...footnotesOf(comparison).flatMap((note) => ['', inline(note)]),
  ];
}

function variantsSection(comparison: Comparison): string[] {
  const settings = settingsInWords(comparison);
  if (settings.every((text) => text === '')) return [];
  return folded(
    'What was set',
    comparison.variants.map(
      ({ name }, index) => `- ${inline(name)}: ${inline(settings[index] || 'nothing')}`,
    ),
  );
}

function differencesSection({ metrics, variants }: Comparison): string[] {
  if (variants.length < 2) return [];
  return folded(
    'What counts as the same, and what pairing brought',
    metrics
      .map((metric) => inline(`${metric.metric}: same ${sameWithin(metric)}; ${pairingInWords(metric)}`))
      .map((line) => `- ${line}`),
  );
}

function standingsSection({ goal }: Comparison): string[] {
  if (goal === null) return [];
  const { table: standings, unshown } = standingsTable(goal);
  const more = unshown > 0 ? ['', `… and ${counted(unshown, 'variant')} more`] : [];
  return folded('How the variants stand', [...table(standings), ...more]);
}

/** Backticks in a name must not end the block. */
function frontierSection({ frontier }: Comparison): string[] {
  if (frontier === null) return [];
  const lines = frontierLines(frontier, pageFor({ color: false, width: 100 }));
  return folded('Frontier', ['```text', ...lines.map((line) => line.replaceAll('```', "'''")), '```']);
}

function folded(title: string, lines: readonly string[]): string[] {
  return ['<details>', `<summary>${title}</summary>`, '', ...lines, '', '</details>'];
}
