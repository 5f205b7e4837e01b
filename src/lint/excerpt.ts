/** The line that a finding is on, with carets below it. */
import { pointAt } from '../diagnostics/problem.ts';

interface Spot {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endColumn?: number;
}

/** Two lines; none for the file as a whole. */
export type Excerpts = (spot: Spot) => readonly string[];

export function excerptsOf(sources: ReadonlyMap<string, string>): Excerpts {
  const linesOf = new Map<string, readonly string[]>();
  return (spot) => {
    const { file, line } = spot;
    if (!linesOf.has(file)) linesOf.set(file, (sources.get(file) ?? '').split(/\r?\n/));
    const text = line > 0 ? linesOf.get(file)![line - 1] : undefined;
    return text === undefined ? [] : pointAt(spot, text);
  };
}
