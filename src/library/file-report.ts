/** What `check` says of one scenario: before anything is simulated, and when it has been. */

import { commandLine } from '../diagnostics/command-line.ts';
import { formatProblem } from '../diagnostics/problem.ts';
import { UsageError } from '../diagnostics/usage-error.ts';
import type { CheckReport, FileReport, GateOutcome, Outcome, SnapshotReport } from '../experiment/check.ts';
import type { Columns } from '../experiment/columns.ts';
import { cannotPass } from '../experiment/gate-limits.ts';
import { gateOutcomes } from '../experiment/gates.ts';
import { type PartialRuns, partialInWords } from '../experiment/partial-runs.ts';
import { type PrecisionWanted, precisionOutcome } from '../experiment/stopping.ts';
import type { Loaded } from '../scenario/load.ts';
import type { Override } from '../scenario/overrides.ts';
import { setWords } from './repeated-options.ts';
import { version } from './version.ts';

interface Expected {
  readonly file: string;
  readonly loaded: Loaded;
  /** Null: as many as the precision needs, or one alone. */
  readonly count: number | null;
}

/** What is known to be wrong with the question before the answer, which may take long. */
export function checkWarnings({ file, loaded, count }: Expected): string[] {
  const { expectations } = loaded.scenario;
  return [
    ...loaded.warnings.map((warning) => formatProblem(warning)),
    ...cannotPass(expectations, count ?? 0).map(
      ({ expectation: { at }, message }) => `${file}:${at.line}:${at.column}: warning: ${message}`,
    ),
  ];
}

/** Missing runs are said of the scenario, wherever its report is read. */
export function partialWarnings(file: string, partial: PartialRuns | null, hasSnapshot: boolean): string[] {
  if (partial === null) return [];
  const held = hasSnapshot ? '; what there is is not held to the snapshot' : '';
  return [`${file}: ${partialInWords(partial)}${held}`];
}

/** A check that checks nothing would pass for ever: a file that lost its `expect:` must not look like one that holds. */
export function nothingToCheck(file: string, allow: string): UsageError {
  return new UsageError(
    `${file}: nothing to check: the file has no expect: and no snapshot; add expect:, write a snapshot with ` +
      `fleetsim check --update, or accept it with ${allow}`,
  );
}

export interface CheckedRuns {
  readonly file: string;
  readonly loaded: Loaded;
  readonly set: readonly Override[];
  readonly warnings: readonly string[];
  readonly columns: readonly Columns[];
  readonly count: number;
  /** The one replication that was looked at; null: those from 0 on. */
  readonly only: number | null;
  readonly precision: PrecisionWanted | null;
  readonly partial?: PartialRuns | null;
  readonly snapshot: SnapshotReport | null;
}

export function fileReportOf(runs: CheckedRuns): FileReport & { readonly outcome: Outcome } {
  const { file, loaded, set, warnings, columns, count, only, partial = null, snapshot } = runs;
  const { name, seed, expectations: expected } = loaded.scenario;
  const expectations = gateOutcomes(expected, columns[0]!);
  const reached = runs.precision === null ? null : precisionOutcome(runs.precision, columns);
  const which =
    only === null ? ['--replications', String(partial?.of ?? count)] : ['--replication', String(only)];
  return {
    file,
    name,
    outcome: outcomeOf(expectations, snapshot, reached?.precisionReached === false),
    seed,
    replications: count,
    repeat: checkAgain(file, set, ['--seed', seed, ...which]),
    problems: [],
    warnings,
    expectations,
    snapshot,
    ...(reached === null ? {} : { precision: reached }),
    ...(partial === null ? {} : { partial }),
  };
}

export function checkAgain(file: string, set: readonly Override[], rest: readonly string[]): string {
  return commandLine(['fleetsim', 'check', file, ...setWords(set), ...rest]);
}

function outcomeOf(
  expectations: readonly GateOutcome[],
  snapshot: SnapshotReport | null,
  isImprecise: boolean,
): Outcome {
  const outcomes = [
    ...expectations.map(({ outcome }) => outcome),
    ...(snapshot === null ? [] : [snapshot.outcome]),
  ];
  if (outcomes.includes('fail')) return 'fail';
  return isImprecise || outcomes.includes('inconclusive') ? 'inconclusive' : 'pass';
}

/** The worst of all files counts. */
export function checkReportOf(files: readonly FileReport[]): CheckReport {
  const has = (outcome: FileReport['outcome']) => files.some((file) => file.outcome === outcome);
  const outcome = (['error', 'fail', 'inconclusive'] as const).find(has) ?? 'pass';
  return { schema: 'fleetsim.check/1', fleetsim: version, files, outcome };
}
