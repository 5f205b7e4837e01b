/** What linting some files came to, as plain data: `fleetsim lint --json`, and what the exit code hangs on. */

import type { Finding, Severity } from '../capability/lint-rule.ts';
import { formatPath } from '../diagnostics/problem.ts';
import type { IgnoredFinding } from './ignore.ts';
import type { LintReport } from './lint.ts';

export interface LintCounts {
  readonly errors: number;
  readonly warnings: number;
  readonly notes: number;
  readonly ignored: number;
  /** Files that could not be looked at. */
  readonly unreadable: number;
}

export function countsOf(reports: readonly LintReport[]): LintCounts {
  const count = (severity: Severity): number =>
    reports.reduce(
      (sum, { findings }) => sum + findings.filter((one) => one.severity === severity).length,
      0,
    );
  return {
    errors: count('error'),
    warnings: count('warning'),
    notes: count('note'),
    ignored: reports.reduce((sum, { ignored }) => sum + ignored.length, 0),
    unreadable: reports.filter(({ kind }) => kind === null).length,
  };
}

/** How the command ends, in the names of the table of exit codes. Warnings fail under `strict` only, notes never. */
export function lintOutcome(
  reports: readonly LintReport[],
  { strict }: { readonly strict: boolean },
): 'ok' | 'failed' | 'badInput' {
  const { errors, warnings, unreadable } = countsOf(reports);
  if (unreadable > 0) return 'badInput';
  return errors > 0 || (strict && warnings > 0) ? 'failed' : 'ok';
}

export interface FindingResult extends Omit<Finding, 'path'> {
  readonly path: string;
}

export interface LintedFile {
  readonly file: string;
  readonly kind: LintReport['kind'];
  readonly findings: readonly FindingResult[];
  readonly ignored: readonly (FindingResult & Pick<IgnoredFinding, 'reason'>)[];
  /** Why nothing could be looked at. */
  readonly problems: readonly {
    readonly code: string;
    readonly message: string;
    readonly help: string | null;
    readonly line: number;
    readonly column: number;
  }[];
}

export interface LintResult {
  readonly schema: 'fleetsim.lint/1';
  readonly fleetsim: string;
  readonly counts: LintCounts;
  readonly files: readonly LintedFile[];
}

/** `fleetsim`: the version. */
export function lintResultOf(reports: readonly LintReport[], fleetsim: string): LintResult {
  return {
    schema: 'fleetsim.lint/1',
    fleetsim,
    counts: countsOf(reports),
    files: reports.map(({ file, kind, findings, ignored, problems }) => ({
      file,
      kind,
      findings: findings.map(findingAsData),
      ignored: ignored.map((one: IgnoredFinding) => ({ ...findingAsData(one), reason: one.reason })),
      problems: problems.map(({ code, message, help = null, line, column }) => ({
        code,
        message,
        help,
        line,
        column,
      })),
    })),
  };
}

function findingAsData(finding: Finding): FindingResult {
  const { rule, severity, message, help, path, file, line, column, endColumn } = finding;
  return { rule, severity, message, help, path: formatPath(path), file, line, column, endColumn };
}
