/**
 * Findings that are right as they are, each with the reason: said in the file, so that its next reader knows too.
 *
 * In a scenario `lint: { ignore: [{ rule, reason }] }`; in a template the same under `Metadata: { fleetsim: … }`, of the whole
 * or of one resource; in either a comment `# fleetsim-lint-ignore rule: reason`.
 */

import type { Finding, Severity } from '../capability/lint-rule.ts';
import { suggestion } from '../diagnostics/nearest.ts';
import { isTemplate } from '../diagnostics/other-files.ts';
import { isMap, type PlainMap } from '../diagnostics/plain-map.ts';
import type { Positions } from '../diagnostics/positions.ts';
import type { DataPath } from '../diagnostics/problem.ts';
import { type Comment, commentsOf } from '../scenario/comments.ts';
import { unignorable } from './ignore-rules.ts';

export interface IgnoredFinding extends Finding {
  readonly reason: string | null;
}

interface Spot {
  readonly path: DataPath;
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
}

/** One rule that is to be silent, and where. */
export interface Ignore {
  /** Empty: the comment names none. */
  readonly rule: string;
  readonly reason: string | null;
  readonly covers: (finding: Finding) => boolean;
  readonly spot: Spot;
}

const word = 'fleetsim-lint-ignore';
const form = `# ${word} rule: reason`;

export function ignoresOf(root: PlainMap, text: string, file: string, positions: Positions): Ignore[] {
  const within = (at: DataPath): Ignore[] => {
    const list = valueAt(root, [...at, 'lint', 'ignore']);
    const path = [...at, 'lint', 'ignore'];
    const scope = at[0] === 'Resources' ? at.slice(0, 2) : [];
    return (Array.isArray(list) ? list : list === undefined || list === null ? [] : [list]).flatMap(
      (entry, index): Ignore[] => {
        if (!isMap(entry)) return [];
        const { rule, reason } = entry;
        return [
          {
            rule: typeof rule === 'string' ? rule : '',
            reason: typeof reason === 'string' && reason.trim() !== '' ? reason.trim() : null,
            covers: ({ path: found }) => scope.every((segment, depth) => found[depth] === segment),
            spot: spotOf(root, [...path, index], positions),
          },
        ];
      },
    );
  };
  const configured = isTemplate(root)
    ? [['Metadata', 'fleetsim'], ...resourceMetadata(root)].flatMap(within)
    : within([]);
  return [...configured, ...commentIgnores(text, file)];
}

function resourceMetadata(root: PlainMap): DataPath[] {
  const resources = root['Resources'];
  return isMap(resources)
    ? Object.keys(resources).map((id) => ['Resources', id, 'Metadata', 'fleetsim'])
    : [];
}

function valueAt(root: unknown, path: DataPath): unknown {
  let value = root;
  for (const segment of path) value = isMap(value) ? value[segment] : undefined;
  return value;
}

function spotOf(root: PlainMap, path: DataPath, positions: Positions): Spot {
  const { line, column, endColumn } = positions.find(root, path, 'value') ?? { line: 0, column: 0 };
  return { path, line, column, endColumn: endColumn ?? column + 1 };
}

/** Beside data: for that line. Alone: for the next line with data, or above all data for the whole file. */
function commentIgnores(text: string, file: string): Ignore[] {
  if (!text.includes(word)) return [];
  const lines = text.split('\n');
  return commentsOf(text).flatMap((comment) => {
    const match = new RegExp(`^${word}\\b\\s*([^:]*)(?::(.*))?$`).exec(comment.text);
    if (match === null) return [];
    const reason = match[2]?.trim() ?? '';
    const rules = match[1]!.split(',').map((rule) => rule.trim());
    const named = rules.filter((rule) => rule !== '');
    const line = coveredLine(comment, lines);
    const { column } = comment;
    const spot = { path: [], line: comment.line, column, endColumn: column + comment.text.length + 2 };
    return (named.length > 0 ? named : ['']).map((rule) => ({
      rule,
      reason: reason === '' ? null : reason,
      covers: (finding: Finding) => comment.isOnTop || (finding.file === file && finding.line === line),
      spot,
    }));
  });
}

function coveredLine({ line, isAlone }: Comment, lines: readonly string[]): number {
  if (!isAlone) return line;
  const next = lines.findIndex((each, index) => index >= line && !/^\s*(#.*)?$/.test(each));
  return next + 1;
}

export interface Settled {
  readonly findings: readonly Finding[];
  readonly ignored: readonly IgnoredFinding[];
}

export interface SettleOptions {
  readonly file: string;
  /** Ids of all rules. */
  readonly known: ReadonlySet<string>;
  /** False: some rules could not look, so that nothing can be called needless. */
  readonly isComplete: boolean;
}

/** What is left to tell, what is silenced, and what is wrong with the silencing itself. */
export function settle(
  findings: readonly Finding[],
  ignores: readonly Ignore[],
  { file, known, isComplete }: SettleOptions,
): Settled {
  const kept: Finding[] = [];
  const ignored: IgnoredFinding[] = [];
  const used = new Set<Ignore>();
  for (const finding of findings) {
    const applying = canBeIgnored(finding, known)
      ? ignores.filter(({ rule, covers }) => rule === finding.rule && covers(finding))
      : [];
    for (const one of applying) used.add(one);
    const first = applying[0];
    if (first === undefined) kept.push(finding);
    else ignored.push({ ...finding, reason: first.reason });
  }
  const mistakes = ignores.flatMap((ignore) => {
    const own = mistakeIn(ignore, used.has(ignore), { known, isComplete, findings });
    return own === null ? [] : [{ ...own, ...ignore.spot, file }];
  });
  return { findings: [...kept, ...mistakes], ignored };
}

/** What keeps the file from being read cannot be wished away. */
function canBeIgnored({ rule, severity }: Finding, known: ReadonlySet<string>): boolean {
  return known.has(rule) ? !unignorable.has(rule) : severity !== 'error';
}

interface Mistake {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly help: string | null;
}

function mistakeIn(
  { rule, reason }: Ignore,
  isUsed: boolean,
  context: Pick<SettleOptions, 'known' | 'isComplete'> & { readonly findings: readonly Finding[] },
): Mistake | null {
  const { known, isComplete, findings } = context;
  const error = (message: string, help: string | null): Mistake => {
    return { rule: 'ignore-unknown', severity: 'error', message, help };
  };
  if (rule === '') return error('this names no rule, and silences nothing', `write ${form}`);
  if (unignorable.has(rule)) return error(`${rule} is about silencing itself, and cannot be silenced`, null);
  if (!known.has(rule) && !isUsed) {
    const isProblem = findings.some((finding) => finding.rule === rule);
    if (isProblem) return error(`${rule} keeps the file from being used, and cannot be silenced`, null);
    return error(`there is no rule ${rule}: this silences nothing`, suggestion(rule, known) ?? null);
  }
  if (reason === null) {
    return {
      rule: 'ignore-without-reason',
      severity: 'warning',
      message: `${rule} is silenced without a reason: a later reader cannot tell whether it still holds`,
      help: `write why it is right here, after a colon or as reason: # ${word} ${rule}: reason`,
    };
  }
  if (isUsed || !isComplete) return null;
  return {
    rule: 'ignore-unused',
    severity: 'note',
    message: `${rule} finds nothing here: there is nothing to silence`,
    help: 'remove it, or a later mistake of that kind goes unseen',
  };
}
