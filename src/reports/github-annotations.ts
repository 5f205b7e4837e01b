/**
 * Annotations as GitHub's runner takes them from standard output.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#setting-an-error-message
 */
import { printable } from '../diagnostics/safe-text.ts';

export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  /** The last column, on the same line. */
  readonly endColumn?: number;
  readonly title: string;
  readonly message: string;
}

/** Errors first: GitHub shows ten of each kind for a step. */
export function annotationLines(annotations: readonly Annotation[]): string {
  const levels = ['error', 'warning', 'notice'] as const;
  const sorted = levels.flatMap((level) => annotations.filter((one) => one.level === level));
  return sorted.map((one) => `${command(one)}\n`).join('');
}

function command({ level, file, line, column, endColumn, title, message }: Annotation): string {
  const properties = { file, line, col: column, endColumn, title };
  const written = Object.entries(properties)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${escapedProperty(String(value))}`)
    .join(',');
  return `::${level} ${written}::${escapedData(message)}`;
}

/** As the runner reads it back: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts */
function escapedData(text: string): string {
  return printable(text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A'));
}

function escapedProperty(text: string): string {
  return escapedData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
