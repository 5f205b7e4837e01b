/** Tables as lines: as wide as they need to be, and laid out otherwise where the terminal is narrower than that. */
import { type Table, withoutEmptyColumns } from './block.ts';
import {
  indented,
  joined,
  type Line,
  lengthOf,
  linesOf,
  longestPiece,
  longestWord,
  plainLine,
  widest,
  wrap,
} from './lines.ts';

/** The columns that a sentence beside figures needs, and those that any other text needs. */
const proseMin = 30;
const textMin = 16;
/** Names of rows are broken to no less. */
const nameMin = 20;

/** Lines of a cell. */
type Cell = readonly Line[];

interface Grid {
  readonly head: readonly Cell[];
  readonly rows: readonly (readonly Cell[])[];
  readonly numeric: readonly number[];
}

export function tableLines(given: Table, width: number): Line[] {
  const table = withoutEmptyColumns(given);
  if (table.rows.length === 0) return [];
  const grid = {
    head: table.head.map((title) => linesOf(title)),
    rows: table.rows.map((row) => row.map((cell) => linesOf(cell))),
    numeric: table.numeric,
  };
  const prose = table.prose ?? 0;
  const isListed = table.narrow === 'listed' || prose > 0;
  const found =
    drawn(grid, width) ??
    (prose > 0 ? withProseBeside(grid, width) : null) ??
    withProseBelow(grid, width, prose) ??
    (prose > 0 ? null : drawn(grid, width, { gap: 1 }));
  if (found !== null) return found;
  if (isListed) return listed(table, width);
  return table.narrow === 'split' ? split(grid, table.labels ?? 1, width) : turned(table, width);
}

interface Drawing {
  /** Blanks between columns. */
  readonly gap: number;
  /** Columns that may be made narrower, and how narrow; names in the first may always be broken where they say so. */
  readonly shrinkable?: ReadonlyMap<number, number>;
}

/** Null: it does not fit. */
function drawn(grid: Grid, width: number, drawing: Drawing = { gap: 2 }): Line[] | null {
  const widths = fittingWidths(grid, width, drawing);
  return widths === null ? null : laidOut(grid, widths, drawing.gap);
}

function fittingWidths(
  grid: Grid,
  width: number,
  { gap, shrinkable }: Drawing = { gap: 2 },
): number[] | null {
  const widths = columnWidths(grid);
  const excess = () => widths.reduce((sum, one) => sum + one + gap, -gap) - width;
  const least = new Map([[0, Math.max(nameMin, widestPiece(grid, 0))], ...(shrinkable ?? [])]);
  for (const [column, narrowest] of [...least].sort(([a], [b]) => widths[b]! - widths[a]!)) {
    if (excess() > 0)
      widths[column] = Math.max(Math.min(narrowest, widths[column]!), widths[column]! - excess());
  }
  if (excess() > 0) return null;
  // Titles are broken only where there is no room for them, and within words only where there is none for the word.
  for (const wanted of [(title: Cell) => Math.max(...title.map(longestWord)), widest]) {
    for (const [column, title] of grid.head.entries()) {
      const before = widths[column]!;
      widths[column] = Math.max(before, wanted(title));
      if (excess() > 0) widths[column] = before;
    }
  }
  return widths;
}

/** A title may be broken to the width of its column, if need be within its words. */
function columnWidths({ head, rows }: Grid): number[] {
  return head.map((title, column) => {
    const content = Math.max(0, ...rows.map((row) => widest(row[column]!)));
    const isSoft = title.some((line) => line.some(({ text }) => /[\u200b\u00ad]/.test(text)));
    return Math.max(content, isSoft ? Math.max(...title.map(longestPiece)) : widest(title));
  });
}

function widestPiece({ head, rows }: Grid, column: number): number {
  const isSoft = rows.some((row) =>
    row[column]!.some((line) => line.some(({ text }) => text.includes('\u200b'))),
  );
  const cells = [head[column]!, ...rows.map((row) => row[column]!)];
  return Math.max(0, ...cells.flatMap((cell) => (isSoft ? cell.map(longestPiece) : [widest(cell)])));
}

function laidOut(grid: Grid, widths: readonly number[], gap: number): Line[] {
  const { rows, numeric } = grid;
  // Rows of several lines would run into each other.
  const isAiry = rows.some((row) => row.some((cell) => cell.length > 1));
  const body = rows.flatMap((row, index) => [
    ...(isAiry && index > 0 ? [[]] : []),
    ...rowLines(
      row.map((cell, column) => wrapped(cell, widths[column]!)),
      widths,
      numeric,
      gap,
    ),
  ]);
  return [...headLines(grid, widths, gap), ...body];
}

/** A title of one line is placed right above its column. */
function headLines({ head, numeric }: Grid, widths: readonly number[], gap: number): Line[] {
  const titles = head.map((title, column) => wrapped(title, widths[column]!));
  const height = Math.max(...titles.map((title) => title.length));
  const cells = titles.map((title) => [...Array<Line>(height - title.length).fill([]), ...title]);
  const total = widths.reduce((sum, one) => sum + one + gap, -gap);
  return [...rowLines(cells, widths, numeric, gap), plainLine('─'.repeat(total))];
}

function wrapped(cell: Cell, width: number): Line[] {
  return cell.flatMap((line) => wrap(line, width));
}

function rowLines(
  cells: readonly Cell[],
  widths: readonly number[],
  numeric: readonly number[],
  gap: number,
): Line[] {
  const height = Math.max(...cells.map((cell) => cell.length));
  return Array.from({ length: height }, (_, at) => {
    const line = cells.flatMap((cell, column) => {
      const text = cell[at] ?? [];
      const pad = plainLine(' '.repeat(Math.max(0, widths[column]! - lengthOf(text))));
      const between = column === 0 ? [] : plainLine(' '.repeat(gap));
      return [...between, ...(numeric.includes(column) ? [...pad, ...text] : [...text, ...pad])];
    });
    return trimmed(line);
  });
}

function trimmed(line: Line): Line {
  const last = line.at(-1);
  if (last === undefined) return line;
  const text = last.text.trimEnd();
  return text === '' ? trimmed(line.slice(0, -1)) : [...line.slice(0, -1), { ...last, text }];
}

function withProseBeside(grid: Grid, width: number): Line[] | null {
  return drawn(grid, width, { gap: 2, shrinkable: new Map([[grid.head.length - 1, proseMin]]) });
}

/** Remarks on a row follow below it: as few of the last columns as must be. */
function withProseBelow({ head, rows, numeric }: Grid, width: number, prose: number): Line[] | null {
  for (let below = 1; below <= prose; below += 1) {
    const figures = { head: head.slice(0, -below), rows: rows.map((row) => row.slice(0, -below)), numeric };
    const widths = fittingWidths(figures, width);
    if (widths === null) continue;
    const body = figures.rows.flatMap((row, index) => [
      ...rowLines(
        row.map((cell, column) => wrapped(cell, widths[column]!)),
        widths,
        numeric,
        2,
      ),
      ...rows[index]!.slice(-below)
        .flat()
        .filter((line) => lengthOf(line) > 0)
        .flatMap((line) => indented(wrap(line, width - 6, 2), 6)),
    ]);
    return [...headLines(figures, widths, 2), ...body];
  }
  return null;
}

/** A sentence for each row: its name, then what each title says of it. */
function listed({ head, rows, labels = 1 }: Table, width: number): Line[] {
  const titles = head.map((title) => joined(title));
  return rows.flatMap((row) => {
    const cells = row.map((cell) => joined(cell));
    const name = cells
      .slice(0, labels)
      .flatMap((cell) => (lengthOf(cell) === 0 ? [] : [...cell, ...plainLine(' ')]));
    const parts = cells.flatMap((cell, column) => {
      if (column < labels || lengthOf(cell) === 0) return [];
      const title = titles[column]!;
      return [lengthOf(title) === 0 ? cell : [...title, ...plainLine(' '), ...cell]];
    });
    const said = parts.flatMap((part, index) => [...plainLine(index === 0 ? ': ' : '; '), ...part]);
    return wrap([...trimmed(name), ...said], width, 4);
  });
}

/** Columns become rows; as many of those side by side as there is room for. */
function turned(table: Table, width: number): Line[] {
  if (table.rows.some((row) => row.some((cell) => linesOf(cell).length > 1))) return flattened(table, width);
  const lines: Line[] = [];
  for (let first = 0; first < table.rows.length; ) {
    let next = first + 1;
    let found = drawn(turnedRows(table, first, next), width);
    for (let more = found; more !== null && next < table.rows.length; ) {
      more = drawn(turnedRows(table, first, next + 1), width);
      if (more === null) break;
      found = more;
      next += 1;
    }
    if (first > 0) lines.push([]);
    lines.push(...(found ?? squeezed(turnedRows(table, first, next), 1, width)));
    first = next;
  }
  return lines;
}

/** Of cells with several lines each line becomes a column. */
function flattened(table: Table, width: number): Line[] {
  return table.rows.flatMap((_, index) => {
    const tall = turnedRows(table, index, index + 1);
    const count = Math.max(...[tall.head, ...tall.rows].map((row) => row[1]!.length));
    const flat = (row: readonly Cell[]) => [
      row[0]!,
      ...Array.from({ length: count }, (_, at) => [row[1]![at] ?? []]),
    ];
    const grid = { head: flat(tall.head), rows: tall.rows.map(flat), numeric: [] };
    const found = drawn(grid, width) ?? squeezed(tall, 1, width);
    return index === 0 ? found : [[], ...found];
  });
}

function turnedRows({ head, rows, numeric }: Table, from: number, to: number): Grid {
  const chosen = rows.slice(from, to).map((row) => row.map((cell) => linesOf(cell)));
  const [names, ...fields] = head.map((title, column) => [
    [joined(title)],
    ...chosen.map((row) => row[column]!),
  ]);
  return {
    head: names!,
    rows: fields,
    numeric: numeric.length === 0 ? [] : chosen.map((_, index) => index + 1),
  };
}

/** The columns that name the rows, and as many others as fit; then the next below. */
function split({ head, rows, numeric }: Grid, labels: number, width: number): Line[] {
  const part = (first: number, next: number): Grid => {
    const of = <T>(cells: readonly T[]) => [...cells.slice(0, labels), ...cells.slice(first, next)];
    const columns = of(head.map((_, index) => index));
    const shown = columns.flatMap((column, index) => (numeric.includes(column) ? [index] : []));
    return { head: of(head), rows: rows.map(of), numeric: shown };
  };
  const lines: Line[] = [];
  for (let first = labels; first < head.length; ) {
    let next = first + 1;
    while (next < head.length && drawn(part(first, next + 1), width) !== null) next += 1;
    if (first > labels) lines.push([]);
    lines.push(...squeezed(part(first, next), labels, width));
    first = next;
  }
  return lines;
}

/** The last resort: texts wrap within their columns. */
function squeezed(grid: Grid, labels: number, width: number): Line[] {
  const shrinkable = new Map(grid.head.map((_, column) => [column, textMin] as const));
  const fitting = drawn(grid, width) ?? drawn(grid, width, { gap: 2, shrinkable });
  return fitting ?? laidOut(grid, columnWidths(grid), labels === 0 ? 1 : 2);
}
