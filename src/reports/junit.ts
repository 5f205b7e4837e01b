/**
 * A check as JUnit XML: a suite a file, a case an expectation and one for the snapshot. The format has no owner; this keeps
 * to what the schemas of Ant (windyroad/JUnit-Schema) and of Jenkins' xUnit plugin (junit-10.xsd) both allow, and GitLab
 * and GitHub's reporters read. A report has no clock, so that it is the same bytes every time: times are 0.
 * https://docs.gitlab.com/ci/testing/unit_test_reports/
 */

import { printable } from '../diagnostics/safe-text.ts';
import type { FileReport, GateOutcome, Outcome, SnapshotReport } from '../experiment/check.ts';
import type { MetricTable } from '../result/metric-table.ts';
import { type ReadableCheck, snapshotSentences } from './check-rows.ts';
import { askedBy } from './gates-in-words.ts';

/** What `--inconclusive` says: one of its own (skipped), or as if it had passed or failed. */
export interface InconclusiveOption {
  readonly inconclusive: 'pass' | 'fail' | null;
}

interface Case {
  readonly name: string;
  readonly outcome: Outcome | 'error';
  /** One line. */
  readonly message: string;
  readonly detail: string;
}

export function renderJUnit({ files, metrics }: ReadableCheck, { inconclusive }: InconclusiveOption): string {
  const suites = files.map((file, index) => suiteLines(file, index, casesOf(file, metrics, inconclusive)));
  return `${['<?xml version="1.0" encoding="UTF-8"?>', '<testsuites>', ...suites.flat(), '</testsuites>'].join('\n')}\n`;
}

function suiteLines(report: FileReport, index: number, cases: readonly Case[]): string[] {
  const { file, name, seed, replications, warnings, problems } = report;
  const countOf = (outcome: Case['outcome']) => cases.filter((one) => one.outcome === outcome).length;
  const attributes = {
    name: token(file),
    package: 'fleetsim',
    id: index,
    // The schema of Ant asks for both.
    timestamp: '1970-01-01T00:00:00',
    hostname: 'localhost',
    tests: cases.length,
    failures: countOf('fail'),
    errors: countOf('error'),
    skipped: countOf('inconclusive'),
    time: 0,
  };
  const properties = { scenario: name, seed: seed ?? '', replications, repeat: report.repeat };
  return [
    `  <testsuite ${written(attributes)}>`,
    '    <properties>',
    ...Object.entries(properties).map(([key, value]) => `      <property ${written({ name: key, value })}/>`),
    '    </properties>',
    ...cases.flatMap((one) => caseLines(one, file)),
    `    <system-out>${escaped(cases.map(({ name: of, message }) => `${of}: ${message}`).join('\n'))}</system-out>`,
    `    <system-err>${escaped([...problems, ...warnings].join('\n'))}</system-err>`,
    '  </testsuite>',
  ];
}

function casesOf(
  { outcome, problems, expectations, snapshot }: FileReport,
  metrics: MetricTable,
  inconclusive: InconclusiveOption['inconclusive'],
): Case[] {
  const cases = expectations.map((gate) => ofExpectation(gate, metrics));
  if (snapshot !== null) cases.push(ofSnapshot(snapshot));
  if (outcome === 'error') {
    const detail = problems.join('\n');
    cases.push({ name: 'can be checked', outcome: 'error', message: firstLine(detail), detail });
  }
  return withOwnNames(cases).map((one): Case => {
    if (one.outcome !== 'inconclusive' || inconclusive === null) return one;
    return { ...one, outcome: inconclusive };
  });
}

function ofExpectation(gate: GateOutcome, metrics: MetricTable): Case {
  const { metric, observed, because, outcome, line } = gate;
  const asked = askedBy(gate, metrics);
  const message = because === null ? `observed ${observed}` : `observed ${observed}; ${because}`;
  return {
    name: `${metric} ${asked}`,
    outcome,
    message,
    detail: `line ${line}: expected ${asked}, ${message}`,
  };
}

function ofSnapshot(snapshot: SnapshotReport): Case {
  const sentences = snapshotSentences(snapshot);
  const moves = snapshot.moved
    .filter(({ outcome }) => outcome !== 'pass')
    .map(
      ({ metric, before, after, direction }) =>
        `${metric}: ${before ?? 'none'}, now ${after ?? 'none'} (${direction})`,
    );
  const { outcome } = snapshot;
  return { name: 'snapshot', outcome, message: sentences[0]!, detail: [...sentences, ...moves].join('\n') };
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]!;
}

/** Two cases of one name would be one to most readers. */
function withOwnNames(cases: readonly Case[]): Case[] {
  const seen = new Map<string, number>();
  return cases.map((one) => {
    const name = token(one.name);
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return { ...one, name: count === 1 ? name : `${name} (${count})` };
  });
}

const elements = { fail: 'failure', error: 'error', inconclusive: 'skipped' } as const;

function caseLines({ name, outcome, message, detail }: Case, file: string): string[] {
  const opening = `    <testcase ${written({ name, classname: token(file), time: 0 })}`;
  if (outcome === 'pass') return [`${opening}/>`];
  const element = elements[outcome];
  // Ant's schema knows no type of what was skipped; all know the message.
  const type = outcome === 'inconclusive' ? {} : { type: outcome === 'fail' ? 'expectation' : 'input' };
  const said = written({ message, ...type });
  return [`${opening}>`, `      <${element} ${said}>${escaped(detail)}</${element}>`, '    </testcase>'];
}

function written(attributes: Readonly<Record<string, string | number>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => `${name}="${escaped(String(value)).replaceAll('\n', '&#10;')}"`)
    .join(' ');
}

/** A token of XML Schema: on one line, with single blanks, and not empty. */
function token(text: string): string {
  return text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim() || '-';
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/**
 * Characters that XML 1.0 has no way to write (https://www.w3.org/TR/xml/#charsets) become the sign of a character that was
 * lost. A carriage return would be read as a line feed, and is written as one. What a CI runner would take for its command is
 * written so that only a reader of XML sees it whole.
 */
function escaped(text: string): string {
  return text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .split('\n')
    .map(printable)
    .join('\n')
    .replaceAll(/[&<>"']/g, (sign) => entities[sign]!)
    .replaceAll(/^(\s*):(?=:)/gm, '$1&#58;')
    .replaceAll(/##(?=(?:vso|teamcity)?\[)/g, '#&#35;')
    .replaceAll('\t', '&#9;');
}
