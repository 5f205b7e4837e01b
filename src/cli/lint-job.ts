/** What `fleetsim lint` was asked to do, as plain data. */
import { formatOf } from './formats.ts';
import { type TextStyle, textStyle } from './terminal.ts';

const lintFormats = ['text', 'json', 'sarif', 'github'] as const;

/** As commander hands them over. */
export interface LintOptions {
  readonly format?: string;
  readonly json?: boolean;
  readonly out?: string;
  readonly strict?: boolean;
  readonly color: boolean;
}

export interface LintJob {
  /** Names and patterns, as given. */
  readonly files: readonly string[];
  readonly format: (typeof lintFormats)[number];
  readonly out: string | null;
  readonly strict: boolean;
  readonly style: TextStyle;
}

export function lintJobOf(files: readonly string[], options: LintOptions): LintJob {
  const { out, strict, color } = options;
  return {
    files,
    format: formatOf('lint', lintFormats, options),
    out: out ?? null,
    strict: strict ?? false,
    style: textStyle({ toFile: out !== undefined, noColor: !color, env: process.env }),
  };
}
