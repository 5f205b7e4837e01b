/** What lint found, for a terminal: file by file, each finding with its line and carets below it. */
import { excerptsOf, printable } from '../lint/excerpt.ts';
import type { LintReport } from '../lint/lint.ts';
import { countsOf } from '../lint/lint-result.ts';
import type { Finding, Severity } from '../lint/rule.ts';
import { allRules } from '../lint/rules/index.ts';
import type { Page } from './layout.ts';
import { counted } from './numbers.ts';
import { pageFor, type TextStyle, textOf } from './sections.ts';

type Paint = (text: string) => string;

/** Findings of the loader have none. */
const havePages: ReadonlySet<string> = new Set(allRules.map(({ id }) => id));

/** Why a file could not be looked at is said on standard error, as of every command. */
export function renderLint(reports: readonly LintReport[], style: TextStyle): string {
  const page = pageFor(style);
  const paints = paintsOf(page);
  const sections = reports.flatMap((report) => findingSections(report, page, paints));
  return textOf([...sections, summaryLines(reports, paints)], style);
}

function paintsOf({ chalk }: Page): Readonly<Record<Severity, Paint>> {
  return { error: chalk.red.bold, warning: chalk.yellow.bold, note: chalk.cyan };
}

function findingSections(
  { findings, sources }: LintReport,
  { chalk }: Page,
  paints: Readonly<Record<Severity, Paint>>,
): string[][] {
  const excerpt = excerptsOf(sources);
  return findings.map((finding) => [
    headOf(finding, paints),
    ...excerpt(finding),
    ...helpLines(finding.help),
    ...(havePages.has(finding.rule) ? [chalk.dim(`see:  docs/lint/${finding.rule}.md`)] : []),
  ]);
}

/** The words stay plain, to be copied. */
function headOf(
  { file, line, column, severity, message, rule }: Finding,
  paints: Readonly<Record<Severity, Paint>>,
): string {
  const place = line > 0 ? `${file}:${line}:${column}` : file;
  return `${place}: ${paints[severity](`${severity}:`)} ${printable(message)} [${rule}]`;
}

function helpLines(help: string | null): string[] {
  return help === null ? [] : [`help: ${printable(help)}`];
}

function summaryLines(reports: readonly LintReport[], paints: Readonly<Record<Severity, Paint>>): string[] {
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
