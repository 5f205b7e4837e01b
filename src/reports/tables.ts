/** Tables: as wide as they need to be, and turned on their side where the terminal is narrower than that. */
import CliTable from 'cli-table3';
import { visibleLength, wrap } from './layout.ts';

export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Columns of numbers, by index. */
  readonly numeric: ReadonlySet<number>;
}

const noBorders = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '─',
  right: '',
  'right-mid': '',
};

interface Drawing {
  /** Blanks between columns. */
  readonly gap: number;
  readonly widths?: (number | null)[];
}

const wide: Drawing = { gap: 2 };

function drawn({ head, rows, numeric }: Table, { gap, widths }: Drawing = wide): string[] {
  const headHeight = Math.max(...head.map((title) => title.split('\n').length));
  const table = new CliTable({
    // A title of one line stands right above its column.
    head: head.map((title) => '\n'.repeat(headHeight - title.split('\n').length) + title),
    chars: { ...noBorders, middle: ' '.repeat(gap), 'mid-mid': '─'.repeat(gap) },
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 0 },
    colAligns: head.map((_, index) => (numeric.has(index) ? 'right' : 'left')),
    ...(widths === undefined ? {} : { colWidths: widths, wordWrap: true }),
  });
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}

/** Known before anything is drawn: drawing is what costs. */
function widthOf(table: Table, gap: number): number {
  return table.head.reduce((sum, _, index) => sum + columnWidth(table, index) + gap, -gap);
}

function columnWidth({ head, rows }: Table, index: number): number {
  const cells = [head[index]!, ...rows.map((row) => row[index]!)];
  return Math.max(...cells.flatMap((cell) => cell.split('\n')).map(visibleLength));
}

/** The last column takes what is left of the width, and wraps. */
export function tableWithText(table: Table, width: number): string[] {
  if (widthOf(table, 2) <= width) return drawn(table);
  const last = table.head.length - 1;
  const others = table.head.slice(0, last).map((_, index) => columnWidth(table, index));
  const left = width - others.reduce((sum, one) => sum + one + 2, 0);
  return drawn(table, { gap: 2, widths: [...others, Math.max(16, left)] });
}

/** Where it does not fit, a line for each row, in the words that `inWords` finds for it. */
export function tableOrLines(
  table: Table,
  width: number,
  inWords: (row: readonly string[]) => string,
): string[] {
  if (widthOf(table, 2) <= width) return drawn(table);
  return table.rows.flatMap((row) => wrap(inWords(row), width, 4));
}

/** Columns become rows where they do not fit; as many of those side by side as there is room for. */
export function tableOrTurned(table: Table, width: number): string[] {
  const gap = [2, 1].find((one) => widthOf(table, one) <= width);
  if (gap !== undefined) return drawn(table, { gap });
  const lines: string[] = [];
  for (let first = 0; first < table.rows.length; ) {
    let next = first + 1;
    while (next < table.rows.length && widthOf(turned(table, first, next + 1), 2) <= width) next += 1;
    if (first > 0) lines.push('');
    lines.push(...drawn(turned(table, first, next)));
    first = next;
  }
  return lines;
}

function turned({ head, rows }: Table, from: number, to: number): Table {
  const titles = head.map((title) => title.replaceAll('-\n', '').replaceAll('\n', ' '));
  const chosen = rows.slice(from, to);
  const [names, ...fields] = titles.map((title, column) => [title, ...chosen.map((row) => row[column]!)]);
  return { head: names!, rows: fields, numeric: new Set(chosen.map((_, index) => index + 1)) };
}
