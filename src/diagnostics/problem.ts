/**
 * A user's mistake is a value. Problems are collected, so that one run reports them all, and each says where it is,
 * what was expected there, and, where there is a likely one, the remedy.
 */
import type { NotSimulated } from './not-simulated.ts';

import { isUnsafe, printable, safeJson } from './safe-text.ts';

/** Keys and indices from the top of the scenario, such as `['fleet', 'web', 'count']`. */
export type DataPath = readonly (string | number)[];

export interface Problem {
  readonly severity: 'error' | 'warning';
  /** Stable, in kebab-case: tests and tools may rely on it. */
  readonly code: string;
  readonly path: DataPath;
  /** What was expected, not only what was found. */
  readonly message: string;
  readonly help?: string;
  /** What AWS itself would answer, such as `ValidationException`. */
  readonly awsError?: string;
  /** What AWS has and this version does not simulate: results list it. */
  readonly notSimulated?: NotSimulated;
  /** As the user gave it, or `--set KEY` for a value from the command line. */
  readonly file: string;
  /** From 1. 0: the file as a whole. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
  /** Exclusive, on the same line. */
  readonly endColumn?: number;
}

/** More than a screenful or two does not help. */
const printedCountMax = 50;

/** Lines longer than this are shown in part, around the caret. */
const shownWidthMax = 160;

export class Problems {
  private readonly found: Problem[] = [];
  private readonly seen = new Set<string>();

  add(problem: Problem): void {
    // A value that two names share through an alias is wrong once.
    const { severity, file, line, column, code, message } = problem;
    const identity = JSON.stringify([severity, file, line, column, code, message]);
    if (line > 0 && this.seen.has(identity)) return;
    this.seen.add(identity);
    this.found.push(problem);
  }

  get errorCount(): number {
    return this.found.filter((problem) => problem.severity === 'error').length;
  }

  /** By file in order of first appearance, then line, then column. */
  sorted(): Problem[] {
    const fileOrder = new Map<string, number>();
    for (const { file } of this.found) if (!fileOrder.has(file)) fileOrder.set(file, fileOrder.size);
    return [...this.found].sort(
      (a, b) => fileOrder.get(a.file)! - fileOrder.get(b.file)! || a.line - b.line || a.column - b.column,
    );
  }

  errors(): Problem[] {
    return this.sorted().filter((problem) => problem.severity === 'error');
  }

  warnings(): Problem[] {
    return this.sorted().filter((problem) => problem.severity === 'warning');
  }
}

/**
 * ```
 * a.yaml:5:12: fleet.web.count: expected a whole number, such as 200 [bad-value]
 * 5 |     count: many
 *   |            ^^^^
 * help: …
 * ```
 *
 * `sourceLine` is the line that the problem is on; without one the lines with the caret are left out.
 */
export function formatProblem(problem: Problem, sourceLine?: string): string {
  const { file, line, column, path, message, code, help, awsError, severity } = problem;
  const place = line > 0 ? `${printable(file)}:${line}:${column}: ` : `${printable(file)}: `;
  const subject = path.length > 0 ? `${formatPath(path)}: ` : '';
  const kind = severity === 'warning' ? 'warning: ' : '';
  const aws = awsError === undefined ? '' : ` (AWS: ${awsError})`;
  const lines = [`${place}${kind}${subject}${printable(message)}${aws} [${code}]`];
  if (sourceLine !== undefined && line > 0) lines.push(...pointAt(problem, sourceLine));
  if (help !== undefined) lines.push(`help: ${printable(help)}`);
  return lines.join('\n');
}

/** All of them, up to a number that can be read. `sources` holds the text of each file. */
export function formatProblems(problems: readonly Problem[], sources: ReadonlyMap<string, string>): string {
  const linesOf = new Map<string, string[]>();
  const shown = problems.slice(0, printedCountMax).map((problem) => {
    const text = sources.get(problem.file);
    if (text !== undefined && !linesOf.has(problem.file)) linesOf.set(problem.file, text.split(/\r?\n/));
    return formatProblem(problem, linesOf.get(problem.file)?.[problem.line - 1]);
  });
  const leftOut = problems.length - shown.length;
  return [...shown, ...(leftOut > 0 ? [`… and ${leftOut} more`] : [])].join('\n');
}

/** As a reader would say it, and as `--set` takes it: `fleet.web.tags."Patch Group"`, `faults[0].at`. */
export function formatPath(path: DataPath): string {
  return path
    .map((segment, index) => {
      if (typeof segment === 'number') return `[${segment}]`;
      const isPlain = /^[^\s."'[\]]+$/.test(segment) && !isUnsafe(segment);
      const text = isPlain ? segment : safeJson(JSON.stringify(segment));
      return index === 0 ? text : `.${text}`;
    })
    .join('');
}

/** The line, and carets below the part of it that is meant; a long line in part. */
export function pointAt(
  { line, column, endColumn }: Pick<Problem, 'line' | 'column' | 'endColumn'>,
  sourceLine: string,
): string[] {
  const from = Math.max(0, Math.min(column - 1 - shownWidthMax / 2, sourceLine.length - shownWidthMax));
  const to = from + shownWidthMax;
  const cutBefore = from > 0 ? '…' : '';
  const text = `${cutBefore}${sourceLine.slice(from + cutBefore.length, to)}${to < sourceLine.length ? '…' : ''}`;
  const caretAt = column - 1 - from;
  const caretCount = Math.max(1, Math.min((endColumn ?? column + 1) - column, text.length - caretAt));
  // Tabs stay tabs, so that the caret is below its character on every terminal.
  const indent = text.slice(0, caretAt).replaceAll(/[^\t]/g, ' ');
  const margin = String(line);
  return [
    `${margin} | ${printable(text)}`,
    `${' '.repeat(margin.length)} | ${indent}${'^'.repeat(caretCount)}`,
  ];
}
