/** Findings as annotations of GitHub, each at its place in the file. */

import type { Severity } from '../capability/lint-rule.ts';
import type { LintReport } from '../lint/lint.ts';
import { type Annotation, annotationLines } from './github-annotations.ts';

const levels: Readonly<Record<Severity, Annotation['level']>> = {
  error: 'error',
  warning: 'warning',
  note: 'notice',
};

export function renderLintAnnotations(reports: readonly LintReport[]): string {
  return annotationLines(reports.flatMap(annotationsOf));
}

function annotationsOf({ findings, problems }: LintReport): Annotation[] {
  const unread = problems.map(({ code, severity, message, help = null, ...place }) => ({
    level: severity,
    title: code,
    message: withHelp(message, help),
    ...placeOf(place),
  }));
  const found = findings.map(({ rule, severity, message, help, ...place }) => ({
    level: levels[severity],
    title: rule,
    message: withHelp(message, help),
    ...placeOf(place),
  }));
  return [...unread, ...found];
}

function withHelp(message: string, help: string | null): string {
  return help === null ? message : `${message}\nhelp: ${help}`;
}

interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endColumn?: number;
}

/** GitHub counts the last column in. */
function placeOf({ file, line, column, endColumn = column + 1 }: Place) {
  return line === 0 ? { file } : { file, line, column, endColumn: Math.max(column, endColumn - 1) };
}
