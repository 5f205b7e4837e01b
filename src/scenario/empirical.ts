/** `empirical: { file, column, unit }`: measured durations in a CSV file beside the scenario. */

import { suggestion } from '../diagnostics/nearest.ts';
import { isMap, type PlainMap } from '../diagnostics/plain-map.ts';
import type { Positions } from '../diagnostics/positions.ts';
import type { DataPath } from '../diagnostics/problem.ts';
import type { LoadContext } from '../fields/context.ts';
import { choice, type Field, map, read, text } from '../fields/fields.ts';
import { plainMap } from './plain-data.ts';

interface Reference {
  readonly file: string;
  readonly column: string;
  readonly unit: 's' | 'm' | 'h';
}

const referenceField = () =>
  map({
    file: text('the path of a CSV file', { min: 1 }),
    column: text('the name of a column', { min: 1 }),
    unit: choice('s', 'm', 'h'),
  }) as unknown as Field<Reference>;

/** The data with every such reference replaced by the values themselves, so that fields need no files. */
export function withEmpiricalFiles(data: PlainMap, positions: Positions, context: LoadContext): PlainMap {
  const visit = (value: unknown, path: DataPath): unknown => {
    if (Array.isArray(value)) return visitEntries(value, value.entries(), path);
    if (!isMap(value)) return value;
    if (isReference(value)) return withValues(value, [...path, 'empirical']);
    return visitEntries(value, Object.entries(value), path);
  };
  const visitEntries = (value: object, entries: Iterable<[string | number, unknown]>, path: DataPath) => {
    let copy: Record<string | number, unknown> | undefined;
    for (const [key, inner] of entries) {
      const visited = visit(inner, [...path, key]);
      if (visited === inner) continue;
      copy ??= positions.copy(value) as Record<string | number, unknown>;
      copy[key] = visited;
    }
    return copy ?? value;
  };
  const withValues = (value: PlainMap, path: DataPath): PlainMap => {
    const reference = read(referenceField(), value['empirical'], path, context);
    const values = reference === undefined ? undefined : readColumn(reference, path, context);
    // What could not be read has been reported: any value will do to go on.
    const inner = Object.assign(plainMap(), { values: values ?? ['1s'] });
    const copy = positions.copy(value) as Record<string, unknown>;
    copy['empirical'] = inner;
    return copy;
  };
  // What AWS is told holds no distributions, and may hold maps of any shape.
  return Object.assign(positions.copy(data), {
    ...Object.fromEntries(
      Object.entries(data)
        .filter(([key]) => !['resources', 'actions', 'templates', 'files'].includes(key))
        .map(([key, value]) => [key, visit(value, [key])]),
    ),
  }) as PlainMap;
}

function isReference(value: PlainMap): boolean {
  const inner = value['empirical'];
  return isMap(inner) && 'file' in inner && Object.keys(value).length === 1;
}

function readColumn(
  { file, column, unit }: Reference,
  path: DataPath,
  context: LoadContext,
): string[] | undefined {
  const bytes = context.read(file);
  if (!(bytes instanceof Uint8Array)) {
    context.error([...path, 'file'], 'unreadable-file', `expected a file to read: ${bytes.error}`);
    return undefined;
  }
  let content: string;
  try {
    content = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    context.error([...path, 'file'], 'not-utf8', 'expected a CSV file in UTF-8');
    return undefined;
  }
  const [header = '', ...lines] = content.split(/\r?\n/);
  const columns = cellsOf(header);
  const index = columns.indexOf(column);
  if (index === -1) {
    context.error([...path, 'column'], 'unknown-column', `expected a column of ${file}`, {
      help: suggestion(column, columns),
    });
    return undefined;
  }
  const values: string[] = [];
  for (const [at, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const cell = cellsOf(line)[index] ?? '';
    if (!/^[0-9]+(\.[0-9]+)?$/.test(cell)) {
      const found = cell === '' ? 'nothing' : `"${cell}"`;
      context.error(
        [...path, 'file'],
        'bad-cell',
        `expected numbers from 0 in ${column}: line ${at + 2} of ${file} has ${found}`,
      );
      return undefined;
    }
    values.push(`${cell}${unit}`);
  }
  if (values.length > 0) return values;
  context.error([...path, 'file'], 'bad-cell', `expected at least one value in ${column} of ${file}`);
  return undefined;
}

/** RFC 4180: cells may be in quotes, with commas and doubled quotes inside; line breaks inside are not for numbers. */
function cellsOf(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:\s*"((?:[^"]|"")*)"\s*|([^,]*))/g)].map(([, quoted, bare]) =>
    quoted === undefined ? bare!.trim() : quoted.replaceAll('""', '"'),
  );
}
