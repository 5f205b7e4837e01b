/** A file, scenario or template, to what will go wrong with it: nothing is simulated. */

import type { AnyCapability } from '../capability/capability.ts';
import { Subject } from '../capability/lint/subject.ts';
import { parameterBehind } from '../capability/lint/written.ts';
import type { Finding, NamedRefusals, Rule, Severity } from '../capability/lint-rule.ts';
import { isTemplate } from '../diagnostics/other-files.ts';
import { Positions } from '../diagnostics/positions.ts';
import { formatPath, type Problem, Problems } from '../diagnostics/problem.ts';
import { loadScenario } from '../scenario/load.ts';
import type { ReadFile } from '../scenario/scenario-context.ts';
import { specsOf } from '../scenario/specs.ts';
import type { Scenario } from '../world/scenario.ts';
import { rulesOf, surroundingsOf } from './contributions.ts';
import { type IgnoredFinding, ignoresOf, settle } from './ignore.ts';
import { readLeniently } from './lenient-reading.ts';
import { readRoot } from './read-root.ts';

export interface LintOptions {
  /** As the user gave it. */
  readonly file: string;
  readonly read: ReadFile;
  readonly seed?: string;
  /** Today, for templates; a scenario has its own start. The engine reads no clock, so that a fixed day gives fixed findings. */
  readonly nowMs: number;
  readonly capabilities: readonly AnyCapability[];
  /** Those of the capabilities, unless said otherwise. */
  readonly rules?: readonly Rule[];
}

export interface LintReport {
  readonly file: string;
  /** Null: it is neither, or cannot be read. */
  readonly kind: 'scenario' | 'template' | null;
  /** Errors first, then warnings, then notes; each in the order of the file. */
  readonly findings: readonly Finding[];
  readonly ignored: readonly IgnoredFinding[];
  /** Why nothing could be looked at. */
  readonly problems: readonly Problem[];
  /** The text of each file, for carets. */
  readonly sources: ReadonlyMap<string, string>;
}

export function lintFile(options: LintOptions): LintReport {
  const { file, read, capabilities, nowMs } = options;
  const all = rulesOf(capabilities);
  const sources = new Map<string, string>();
  const problems = new Problems();
  const positions = new Positions();
  const refused = (): LintReport => {
    return { file, kind: null, findings: [], ignored: [], problems: problems.sorted(), sources };
  };
  const root = readRoot(file, read, { positions, problems, sources });
  if (root === null) return refused();

  const kind = isTemplate(root) ? 'template' : 'scenario';
  const reading = readLeniently(root, specsOf(capabilities), { file, positions, nowMs });
  const { stack } = reading;
  const loaded: LoadedOrNot = kind === 'scenario' ? load(options) : { scenario: null, problems: [] };
  const subject = new Subject(root, {
    scenario: loaded.scenario,
    stack,
    nowMs,
    ...surroundingsOf(capabilities),
  });
  if (kind === 'template') stack.evaluation.valueOf(root['Outputs'], ['Outputs']);
  // Only now is every reference of the template evaluated.
  const problemsFound =
    kind === 'template' ? [...asOfTemplate(problems), ...reading.refusals] : loaded.problems;
  const rules = options.rules ?? all;
  const found = findingsOf(subject, rules, file, positions);
  const { findings, ignored } = settle(
    withProblems(found, asFindings(problemsFound, subject, rules)),
    ignoresOf(root, sources.get(file) ?? '', file, positions),
    {
      file,
      known: new Set(all.map(({ id }) => id)),
      isComplete: options.rules === undefined && (kind === 'template' || loaded.scenario !== null),
    },
  );
  return {
    file,
    kind,
    findings: inOrder(findings),
    ignored: inOrder(ignored),
    problems: [],
    sources: new Map([...(loaded.sources ?? []), ...sources]),
  };
}

interface LoadedOrNot {
  readonly scenario: Scenario | null;
  readonly problems: readonly Problem[];
  readonly sources?: ReadonlyMap<string, string>;
}

function load({ file, read, seed, capabilities }: LintOptions): LoadedOrNot {
  const loaded = loadScenario({
    file,
    read,
    overrides: [],
    capabilities,
    ...(seed === undefined ? {} : { seed }),
  });
  if ('problems' in loaded) return { scenario: null, ...loaded };
  const { scenario, warnings, sources } = loaded;
  return { scenario, problems: warnings, sources };
}

/** CloudFormation takes the last of two keys that are alike, where a scenario is refused: one of the two is lost. */
function asOfTemplate(problems: Problems): Problem[] {
  return problems
    .sorted()
    .map((problem) => (problem.code === 'duplicate-key' ? { ...problem, severity: 'warning' } : problem));
}

function findingsOf(subject: Subject, rules: readonly Rule[], file: string, positions: Positions): Finding[] {
  const found = new Map<string, Finding>();
  for (const { id, severity: usual, check } of rules) {
    check?.(subject, (path, message, { help = null, at = 'value', severity = usual } = {}) => {
      const place = positions.find(subject.root, path, at) ?? { file, line: 0, column: 0 };
      const { line, column, endColumn = column + 1 } = place;
      const finding = { rule: id, severity, message, help, path, file: place.file, line, column, endColumn };
      // Through an alias one mistake occurs in several places, or in one place twice.
      const identity = JSON.stringify([id, place.file, line, column, message]);
      if (!found.has(identity)) found.set(identity, finding);
    });
  }
  return [...found.values()];
}

const weight: Readonly<Record<Severity, number>> = { error: 2, warning: 1, note: 0 };

/** What only the simulation has to leave out is no defect of what is configured. */
const notDefects = ['ignored-resource'];

/** What AWS refuses, and what the loader adds: under the name of the rule that it belongs to, else under its code. */
function asFindings(problems: readonly Problem[], subject: Subject, rules: readonly Rule[]): Finding[] {
  return problems.map((problem): Finding => {
    const { code, message, awsError, help = null, path, file, line, column } = problem;
    // As the loader prints it: what is missing has no text of its own to point at.
    const at = path.length === 0 ? '' : `${formatPath(path)}: `;
    const parameter = parameterBehind(subject, path);
    const from = parameter === null ? '' : ` (from the default of ${parameter})`;
    return {
      rule: rules.find(({ refusals = [] }) => isAmong(refusals, problem, subject))?.id ?? code,
      severity: notDefects.includes(code) ? 'note' : problem.severity,
      message: `${at}${message}${from}${awsError === undefined ? '' : ` (AWS: ${awsError})`}`,
      help,
      path,
      file,
      line,
      column,
      endColumn: problem.endColumn ?? column + 1,
    };
  });
}

function isAmong(refusals: readonly NamedRefusals[], { code, path }: Problem, subject: Subject): boolean {
  const [section, id, call] = path;
  const of = section === 'actions' ? call : subject.named(String(id))?.type;
  return refusals.some(
    (one) =>
      one.of === of &&
      one.codes.includes(code) &&
      path.slice(3).some((key) => typeof key === 'string' && one.keys.includes(key)),
  );
}

/** The rest is left out where a rule has said as much of the same place. */
function withProblems(findings: readonly Finding[], own: readonly Finding[]): Finding[] {
  const heaviest = new Map<string, number>();
  for (const finding of findings) {
    const at = JSON.stringify(finding.path);
    heaviest.set(at, Math.max(heaviest.get(at) ?? 0, weight[finding.severity]));
  }
  const isSaid = ({ path, severity }: Finding): boolean =>
    (heaviest.get(JSON.stringify(path)) ?? -1) >= weight[severity];
  return [...findings, ...own.filter((one) => !isSaid(one))];
}

function inOrder<T extends Finding>(findings: readonly T[]): T[] {
  const files = [...new Set(findings.map(({ file }) => file))];
  return [...findings].sort(
    (a, b) =>
      files.indexOf(a.file) - files.indexOf(b.file) ||
      weight[b.severity] - weight[a.severity] ||
      a.line - b.line ||
      a.column - b.column ||
      (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0),
  );
}
