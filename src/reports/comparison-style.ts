/** How variants and verdicts look in the tables of a comparison. */
import type { Comparison, Verdict } from '../experiment/comparison.ts';
import { cellsOf } from './comparison-cells.ts';
import { gridOfNames, letterOf, verdictSigns } from './comparison-report.ts';
import { type Page, visibleLength } from './layout.ts';

/** More variants than this are looked at by metric, not by variant. */
const sideBySideMax = 7;

export interface TableStyle extends Page {
  readonly unicode: boolean;
  /** Of the goal, if there is one. */
  readonly pick: string | null;
}

/** How variants are called in the tables: by name, by the values in it, or by letter where names are long. */
interface Labels {
  readonly heads: readonly string[];
  /** A row's first cells, by variant. */
  readonly cells: readonly (readonly string[])[];
  readonly areLetters: boolean;
}

export function hasManyVariants({ variants }: Comparison): boolean {
  return variants.length > sideBySideMax;
}

export function signOf(verdict: Verdict, { unicode }: TableStyle): string {
  return verdictSigns[verdict][unicode ? 'sign' : 'ascii'];
}

export function painted(text: string, verdict: Verdict, { chalk }: TableStyle): string {
  switch (verdict) {
    case 'better':
      return chalk.green(text);
    case 'worse':
      return chalk.red(text);
    case 'cannot tell':
      return chalk.yellow(text);
    case 'same':
      return chalk.dim(text);
    default:
      return chalk.cyan(text);
  }
}

export function verdictWords(verdict: Verdict, style: TableStyle): string {
  return painted(`${signOf(verdict, style)} ${verdict}`, verdict, style);
}

export function widest(lines: readonly string[]): number {
  return Math.max(0, ...lines.map(visibleLength));
}

/** Values stand under their keys in a matrix, which has heads for them. */
export function labelsOf(comparison: Comparison, width: number): Labels {
  const names = comparison.variants.map(({ name }) => name);
  const hasHeads = hasManyVariants(comparison);
  const room = Math.max(
    16,
    Math.min(Math.floor(0.4 * width), hasHeads ? width - figuresWidth(comparison) : width),
  );
  const grid = hasHeads ? gridOfNames(names) : null;
  if (grid !== null) {
    const columns = grid.keys.map((key, index) => widest([key, ...grid.values.map((row) => row[index]!)]));
    if (columns.reduce((sum, one) => sum + one + 2, -2) <= room)
      return { heads: grid.keys, cells: grid.values, areLetters: false };
  }
  if (widest(names) <= room)
    return { heads: ['variant'], cells: names.map((name) => [name]), areLetters: false };
  const letters = names.map((_, index) => [letterOf(index)]);
  return { heads: ['variant'], cells: letters, areLetters: true };
}

/** Of the widest column beside the names, and what marks the reference and the pick. */
function figuresWidth({ metrics }: Comparison): number {
  return 14 + widest(metrics.flatMap((metric) => cellsOf(metric).map(({ difference }) => difference)));
}
