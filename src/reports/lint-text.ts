/** What lint found, for a terminal: file by file, each finding with its line and carets below it. */

import { counted } from '../blocks/numbers.ts';
import type { Finding, Severity } from '../capability/lint-rule.ts';
import { excerptsOf, printable } from '../lint/excerpt.ts';
import type { LintReport } from '../lint/lint.ts';
import { countsOf } from '../lint/lint-result.ts';
import { withoutCommands } from './github-annotations.ts';
import type { Page } from './layout.ts';
import { pageFor, type TextStyle, textOf } from './sections.ts';

type Paint = (text: string) => string;

export interface LintTextOptions extends TextStyle {
  /** Rules that have a page: findings of the loader have none. */
  readonly known: ReadonlySet<string>;
}

export function renderLint(reports: readonly LintReport[], options: LintTextOptions): string {
  const page = pageFor(options);
  const paints = paintsOf(page);
  const sections = reports.flatMap((report) => [
    ...problemSections(report, paints),
    ...findingSections(report, page, paints, options.known),
  ]);
  return withoutCommands(textOf([...sections, summaryLines(reports, paints)], options));
}

function paintsOf({ chalk }: Page): Readonly<Record<Severity, Paint>> {
  return { error: chalk.red.bold, warning: chalk.yellow.bold, note: chalk.cyan };
}

/** The place and the words stay plain, to be copied. */
function problemSections({ problems, sources }: LintReport, paints: Record<Severity, Paint>): string[][] {
  const excerpt = excerptsOf(sources);
  return problems.map((problem) => [
    headOf({ ...problem, rule: problem.code, help: problem.help ?? null }, paints),
    ...excerpt(problem),
    ...helpLines(problem.help ?? null),
  ]);
}

function findingSections(
  { findings, sources }: LintReport,
  { chalk }: Page,
  paints: Record<Severity, Paint>,
  known: ReadonlySet<string>,
): string[][] {
  const excerpt = excerptsOf(sources);
  return findings.map((finding) => [
    headOf(finding, paints),
    ...excerpt(finding),
    ...helpLines(finding.help),
    ...(known.has(finding.rule) ? [chalk.dim(`see:  docs/lint/${finding.rule}.md`)] : []),
  ]);
}

type Head = Pick<Finding, 'file' | 'line' | 'column' | 'severity' | 'message' | 'rule' | 'help'>;

function headOf(
  { file, line, column, severity, message, rule }: Head,
  paints: Record<Severity, Paint>,
): string {
  const place = line > 0 ? `${file}:${line}:${column}` : file;
  return `${place}: ${paints[severity](`${severity}:`)} ${printable(message)} [${rule}]`;
}

function helpLines(help: string | null): string[] {
  return help === null ? [] : [`help: ${printable(help)}`];
}

function summaryLines(reports: readonly LintReport[], paints: Record<Severity, Paint>): string[] {
  const { errors, warnings, notes, ignored, unreadable } = countsOf(reports);
  const parts = [
    ...(unreadable > 0 ? [paints.error(`${counted(unreadable, 'file')} not looked at`)] : []),
    ...(errors > 0 ? [paints.error(counted(errors, 'error'))] : []),
    ...(warnings > 0 ? [paints.warning(counted(warnings, 'warning'))] : []),
    ...(notes > 0 ? [paints.note(counted(notes, 'note'))] : []),
  ];
  const found = parts.length === 0 ? 'no findings' : parts.join(', ');
  const silenced = ignored > 0 ? ` (${counted(ignored, 'finding')} ignored with a reason)` : '';
  const files = reports.length > 1 ? ` in ${counted(reports.length, 'file')}` : '';
  return [`${found}${files}${silenced}`];
}
