/** What lint found: file by file, each finding with its line and carets below it. */
import { type Block, type Inline, type Span, say, type Tone } from '../blocks/block.ts';
import { counted } from '../blocks/numbers.ts';
import type { Finding, Rule, Severity } from '../capability/lint-rule.ts';
import { printable } from '../diagnostics/safe-text.ts';
import { excerptsOf } from '../lint/excerpt.ts';
import type { LintReport } from '../lint/lint.ts';
import { countsOf } from '../lint/lint-result.ts';

const tones: Readonly<Record<Severity, Tone>> = { error: 'bad', warning: 'odd', note: 'info' };

/** `rules`: those that have a page; findings of the loader have none. */
export function lintBlocks(reports: readonly LintReport[], rules: readonly Rule[]): Block[] {
  const known = new Set(rules.map(({ id }) => id));
  const common = new Set(rules.filter(({ isCommon }) => isCommon === true).map(({ id }) => id));
  return [
    ...reports.flatMap(({ problems, findings, sources }) => {
      const excerpt = excerptsOf(sources);
      return [
        ...problems.map((problem) => {
          const finding = { ...problem, rule: problem.code, help: problem.help ?? null };
          return findingBlock(finding, excerpt(problem), known);
        }),
        ...findings
          .filter(({ rule }) => !common.has(rule))
          .map((finding) => findingBlock(finding, excerpt(finding), known)),
        ...[...common].flatMap((rule) => commonBlock(findings.filter((one) => one.rule === rule))),
      ];
    }),
    { kind: 'paragraph', text: summaryOf(reports) },
  ];
}

type Told = Pick<Finding, 'file' | 'line' | 'column' | 'severity' | 'message' | 'rule' | 'help'>;

/** The place and the words stay plain, to be copied. */
function findingBlock(
  { file, line, column, severity, message, rule, help }: Told,
  excerpt: readonly string[],
  known: ReadonlySet<string>,
): Block {
  const place = line > 0 ? `${file}:${line}:${column}` : file;
  const lines: Inline[] = [
    [`${place}: `, say(`${severity}:`, tones[severity]), ` ${printable(message)} [${rule}]`],
    ...excerpt,
    ...(help === null ? [] : [`help: ${printable(help)}`]),
    ...(known.has(rule) ? [say(`see:  docs/lint/${rule}.md`, 'dim')] : []),
  ];
  return { kind: 'code', lines, language: 'text' };
}

/** What nearly every file has is one line, however often it is found. */
function commonBlock([first, ...others]: readonly Finding[]): Block[] {
  if (first === undefined) return [];
  const { file, line, column, severity, message, rule } = first;
  const more = others.length === 0 ? '' : ` (and ${others.length} more like it)`;
  const text: Inline = [
    `${file}:${line}:${column}: `,
    say(`${severity}:`, tones[severity]),
    ` ${printable(message)}${more} [${rule}]`,
  ];
  return [{ kind: 'code', lines: [text], language: 'text' }];
}

function summaryOf(reports: readonly LintReport[]): Inline {
  const { errors, warnings, notes, ignored, unreadable } = countsOf(reports);
  const counts: readonly (readonly [number, string, Tone])[] = [
    [unreadable, `${counted(unreadable, 'file')} not looked at`, 'bad'],
    [errors, counted(errors, 'error'), 'bad'],
    [warnings, counted(warnings, 'warning'), 'odd'],
    [notes, counted(notes, 'note'), 'info'],
  ];
  const parts = counts.filter(([number]) => number > 0).map(([, words, tone]) => say(words, tone));
  const found: readonly (string | Span)[] =
    parts.length === 0
      ? ['no findings']
      : parts.flatMap((part, index) => (index === 0 ? [part] : [', ', part]));
  const silenced = ignored > 0 ? ` (${counted(ignored, 'finding')} ignored with a reason)` : '';
  const files = reports.length > 1 ? ` in ${counted(reports.length, 'file')}` : '';
  return [...found, `${files}${silenced}`];
}
