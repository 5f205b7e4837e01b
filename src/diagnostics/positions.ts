/** Where in which text each piece of data is, so that a message can point at it. */
import type { DataPath } from './problem.ts';

/** One text that data came from: a file, or the value of a `--set`. */
export class SourceText {
  readonly file: string;
  readonly text: string;
  private lineStarts: number[] | undefined;

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
  }

  placeOf(span: Span): Place {
    const lineStarts = this.starts();
    let low = 0;
    let high = lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (lineStarts[middle]! <= span.start) low = middle;
      else high = middle - 1;
    }
    const lineStart = lineStarts[low]!;
    const lineEnd = (lineStarts[low + 1] ?? this.text.length + 1) - 1;
    const column = span.start - lineStart + 1;
    const endColumn = Math.max(column + 1, Math.min(span.end, lineEnd) - lineStart + 1);
    return { file: this.file, line: low + 1, column, endColumn };
  }

  private starts(): number[] {
    if (this.lineStarts === undefined) {
      this.lineStarts = [0];
      for (let at = this.text.indexOf('\n'); at !== -1; at = this.text.indexOf('\n', at + 1)) {
        this.lineStarts.push(at + 1);
      }
    }
    return this.lineStarts;
  }
}

/** Offsets into a text; `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endColumn?: number;
}

/** Where an entry of a map or list is. */
export interface EntrySpan {
  readonly source: SourceText;
  readonly key: Span;
  readonly value: Span;
}

/**
 * Where each entry of the plain data is. Kept beside the data, by container, so that it is right through aliases,
 * merge keys, several files and values from `--set`.
 */
export class Positions {
  private readonly entries = new WeakMap<object, Map<string | number, EntrySpan>>();
  private readonly roots = new WeakMap<object, EntrySpan>();

  /** `data` is the whole of a text, and begins here. */
  setRoot(data: object, source: SourceText, span: Span): void {
    this.roots.set(data, { source, key: span, value: span });
  }

  /** A shallow copy whose entries stand where they stood. */
  copy(container: object): object {
    const copy = Array.isArray(container) ? [...container] : Object.assign(Object.create(null), container);
    this.entries.set(copy, new Map(this.entriesOf(container)));
    const root = this.roots.get(container);
    if (root !== undefined) this.roots.set(copy, root);
    return copy;
  }

  setEntries(container: object, entries: Map<string | number, EntrySpan>): void {
    this.entries.set(container, entries);
  }

  setEntry(container: object, key: string | number, span: EntrySpan): void {
    const entries = this.entries.get(container) ?? new Map<string | number, EntrySpan>();
    this.entries.set(container, entries.set(key, span));
  }

  entriesOf(container: object): ReadonlyMap<string | number, EntrySpan> {
    return this.entries.get(container) ?? new Map();
  }

  placeOfRoot(data: object): Place | null {
    const root = this.roots.get(data);
    return root === undefined ? null : root.source.placeOf(root.key);
  }

  /** Quotes, a block of text or an alias: whatever is there is text. */
  isQuoted(root: unknown, path: DataPath): boolean {
    let container = root;
    for (const segment of path.slice(0, -1)) {
      if (!isContainer(container)) return false;
      container = (container as Record<string | number, unknown>)[segment];
    }
    const entry = isContainer(container) ? this.entriesOf(container).get(path.at(-1)!) : undefined;
    return entry !== undefined && /["'|>*]/.test(entry.source.text.charAt(entry.value.start));
  }

  /** The place that a path of `root` leads to, or the last one on the way there. */
  find(root: unknown, path: DataPath, at: 'key' | 'value'): Place | null {
    let data = root;
    let found = isContainer(data) ? this.roots.get(data) : undefined;
    let reached = 0;
    let isListItem = false;
    for (const segment of path) {
      if (typeof segment === 'number' && !Array.isArray(data)) {
        // One value where a list is meant is a list of one.
        reached += 1;
        continue;
      }
      const entry = isContainer(data) ? this.entriesOf(data).get(segment) : undefined;
      if (entry === undefined) break;
      found = entry;
      reached += 1;
      isListItem = Array.isArray(data);
      data = (data as Record<string | number, unknown>)[segment];
    }
    if (found === undefined) return null;
    // Something is missing here or below: the key shows where better than all that it holds.
    const isWhole = reached === path.length && at === 'value' && found.value.end > found.value.start;
    return found.source.placeOf(isWhole || isListItem ? found.value : found.key);
  }
}

function isContainer(data: unknown): data is object {
  return typeof data === 'object' && data !== null;
}
