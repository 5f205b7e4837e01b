/**
 * Findings as SARIF 2.1.0, which code scanning of GitHub, GitLab and editors read.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */

import type { Finding, Rule, Severity } from '../capability/lint-rule.ts';
import { jsonText } from '../diagnostics/safe-text.ts';
import type { LintReport } from '../lint/lint.ts';

export interface SarifOptions {
  /** Of fleetsim. */
  readonly version: string;
  readonly rules: readonly Rule[];
}

type Described = Pick<
  Finding,
  'rule' | 'severity' | 'message' | 'help' | 'file' | 'line' | 'column' | 'endColumn'
>;

export function renderSarif(reports: readonly LintReport[], { version, rules }: SarifOptions): string {
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'fleetsim', version, rules: rules.map(ruleAsSarif) } },
        invocations: [invocationOf(reports)],
        // Columns are counted as editors and JavaScript do.
        columnKind: 'utf16CodeUnits',
        artifacts: reports.map(({ file }) => ({ location: { uri: uriOf(file) } })),
        results: reports.flatMap(({ findings, ignored }) => [
          ...findings.map((finding) => resultOf(finding, indexes)),
          ...ignored.map((finding) => ({
            ...resultOf(finding, indexes),
            suppressions: [
              {
                kind: 'inSource',
                status: 'accepted',
                ...(finding.reason === null ? {} : { justification: finding.reason }),
              },
            ],
          })),
        ]),
      },
    ],
  };
  return jsonText(log);
}

function ruleAsSarif({ id, severity, finds, source }: Rule) {
  return {
    id,
    shortDescription: { text: upperFirst(finds) },
    helpUri: source,
    help: { text: `With examples in docs/lint/${id}.md of fleetsim. AWS: ${source}` },
    defaultConfiguration: { level: severity satisfies Severity },
  };
}

/** A file that cannot be read is no finding, but the run was not whole. */
function invocationOf(reports: readonly LintReport[]) {
  const problems = reports.flatMap((report) => report.problems);
  const notifications = problems.map(({ code, message, file, line, column, endColumn, severity }) => ({
    level: severity,
    message: { text: message },
    descriptor: { id: code },
    locations: [locationOf({ file, line, column, endColumn: endColumn ?? column + 1 })],
  }));
  return {
    executionSuccessful: problems.length === 0,
    ...(notifications.length === 0 ? {} : { toolExecutionNotifications: notifications }),
  };
}

function resultOf(finding: Described, indexes: ReadonlyMap<string, number>) {
  const { rule, severity, message, help } = finding;
  const ruleIndex = indexes.get(rule);
  return {
    ruleId: rule,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: severity,
    message: { text: help === null ? message : `${message}\nHelp: ${help}` },
    locations: [locationOf(finding)],
  };
}

function locationOf({
  file,
  line,
  column,
  endColumn,
}: Pick<Described, 'file' | 'line' | 'column' | 'endColumn'>) {
  const region = {
    startLine: line,
    startColumn: column,
    endLine: line,
    endColumn: Math.max(endColumn, column),
  };
  return {
    physicalLocation: { artifactLocation: { uri: uriOf(file) }, ...(line > 0 ? { region } : {}) },
  };
}

/** A path relative to where the command was started is a relative URI; GitHub takes that for one of the repository. */
function uriOf(file: string): string {
  const path = file.replaceAll('\\', '/').replace(/^\.\//, '');
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  if (path.startsWith('/')) return `file://${encoded}`;
  return /^[A-Za-z]:\//.test(path) ? `file:///${encoded.replace('%3A', ':')}` : encoded;
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
