/** One scenario, held to its expectations and its snapshot. */
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { formatProblem } from '../diagnostics/problem.ts';
import type { FileReport, GateOutcome, SnapshotReport } from '../experiment/check.ts';
import { cannotPass } from '../experiment/gate-limits.ts';
import { gateOutcomes } from '../experiment/gates.ts';
import type { Replications } from '../experiment/replicate.ts';
import { precisionOutcome } from '../experiment/stopping.ts';
import { commandLine } from '../result/command-line.ts';
import { metricNames } from '../result/metrics.ts';
import type { Loaded } from '../scenario/load.ts';
import type { CheckJob } from './declare/check.ts';
import { defaultReplications, pairedCountMax } from './declare/many-runs.ts';
import { type ExitCode, exitCode } from './exit-codes.ts';
import { checkMetric } from './known-metrics.ts';
import { loadChecked } from './load.ts';
import { nextLookFor } from './next-look.ts';
import { setWords } from './repeated-options.ts';
import { replicating } from './replicating.ts';
import { type SnapshotFile, snapshotFileOf, snapshotPathOf } from './snapshot-file.ts';
import { isUsageError } from './usage-error.ts';
import { withoutNull } from './without-null.ts';

export interface Checked {
  readonly report: FileReport;
  readonly code: ExitCode;
  readonly isInterrupted: boolean;
}

/** Whatever goes wrong with one file, the others are still to be checked. */
export async function checkFile(job: CheckJob, file: string): Promise<Checked> {
  const { set, seed } = job;
  const loaded = loadChecked({ file, overrides: set, ...withoutNull({ seed }) });
  if ('complaint' in loaded) return broken(job, file, null, loaded.complaint, exitCode.badInput);
  try {
    return await checkLoaded(job, file, loaded);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (isUsageError(error)) return broken(job, file, loaded, message, exitCode.badInput);
    const trace = process.env['FLEETSIM_DEBUG'] && error instanceof Error ? `\n${error.stack}` : '';
    return broken(job, file, loaded, `a defect in fleetsim itself: ${message}${trace}`, exitCode.defect);
  }
}

function broken(
  job: CheckJob,
  file: string,
  loaded: Loaded | null,
  problem: string,
  code: ExitCode,
): Checked {
  const report: FileReport = {
    file,
    name: loaded?.scenario.name ?? basename(file),
    outcome: 'error',
    seed: loaded?.scenario.seed ?? null,
    replications: 0,
    repeat: repeatLine(job, file, []),
    problems: [problem.startsWith(file) ? problem : `${file}: ${problem}`],
    warnings: [],
    expectations: [],
    snapshot: null,
  };
  return { report, code, isInterrupted: false };
}

async function checkLoaded(job: CheckJob, file: string, loaded: Loaded): Promise<Checked> {
  const { scenario } = loaded;
  const { precision, only, jobs } = job.replications;
  const metrics = metricNames(scenario);
  if (precision !== null) checkMetric('--precision', precision.metric, metrics);
  const count =
    job.replications.count ?? Math.min(scenario.replications ?? defaultReplications, pairedCountMax);
  // Before anything is simulated: it may take long to learn what is known now.
  const snapshot = only === null ? snapshotFileOf(file, loaded, { update: job.update }) : null;
  const warnings = [
    ...loaded.warnings.map((warning) => formatProblem(warning)),
    ...hopeless(file, loaded, only === null && precision === null ? count : 0),
    ...(only !== null && existsSync(snapshotPathOf(file))
      ? [
          `${file}: --replication ${only} is one run, which is not held to the snapshot: leave it out for that`,
        ]
      : []),
    ...(scenario.expectations.length === 0 && snapshot === null
      ? [`${file}: there is nothing to hold it to: add expect:, or write a snapshot with --update`]
      : []),
  ];
  const replications = await replicating({
    variants: [{ scenario, metrics }],
    first: only ?? 0,
    nextLook: nextLookFor(job.replications, count),
    jobs,
    quiet: job.quiet,
    what: `checking ${basename(file)}`,
    repeatLine: (_, replication) =>
      commandLine([
        'fleetsim',
        'run',
        file,
        ...setWords(job.set),
        '--seed',
        scenario.seed,
        '--replication',
        String(replication),
      ]),
  });
  return judge(job, { file, loaded, warnings, snapshot, replications });
}

/** Gates that no outcome of so few replications could pass. */
function hopeless(file: string, { scenario }: Loaded, count: number): string[] {
  return cannotPass(scenario.expectations, count).map(
    ({ expectation: { at }, message }) => `${file}:${at.line}:${at.column}: warning: ${message}`,
  );
}

interface Simulated {
  readonly file: string;
  readonly loaded: Loaded;
  readonly warnings: readonly string[];
  readonly snapshot: SnapshotFile | null;
  readonly replications: Replications;
}

function judge(job: CheckJob, simulated: Simulated): Checked {
  const { file, loaded, warnings, replications } = simulated;
  const { scenario } = loaded;
  const { columns, count, isInterrupted } = replications;
  if (count === 0) {
    const checked = broken(
      job,
      file,
      loaded,
      'interrupted before the first replication was over',
      exitCode.interrupted,
    );
    return { ...checked, isInterrupted };
  }
  const expectations = gateOutcomes(scenario.expectations, columns[0]!);
  const { precision, only } = job.replications;
  const reached = precision === null ? null : precisionOutcome(precision, columns);
  // A partial result is no snapshot, and is held to none.
  const snapshot =
    isInterrupted || simulated.snapshot === null ? null : simulated.snapshot.settle(columns[0]!);
  const outcome = outcomeOf(expectations, snapshot, reached?.precisionReached === false);
  const which = only === null ? ['--replications', String(count)] : ['--replication', String(only)];
  const report: FileReport = {
    file,
    name: scenario.name,
    outcome,
    seed: scenario.seed,
    replications: count,
    repeat: repeatLine(job, file, ['--seed', scenario.seed, ...which]),
    problems: [],
    warnings,
    expectations,
    snapshot,
    ...(reached === null ? {} : { precision: reached }),
  };
  return { report, code: codeOf(outcome), isInterrupted };
}

function outcomeOf(
  expectations: readonly GateOutcome[],
  snapshot: SnapshotReport | null,
  isImprecise: boolean,
): 'pass' | 'fail' | 'inconclusive' {
  const outcomes = [
    ...expectations.map(({ outcome }) => outcome),
    ...(snapshot === null ? [] : [snapshot.outcome]),
  ];
  if (outcomes.includes('fail')) return 'fail';
  return isImprecise || outcomes.includes('inconclusive') ? 'inconclusive' : 'pass';
}

function codeOf(outcome: 'pass' | 'fail' | 'inconclusive'): ExitCode {
  return { pass: exitCode.ok, fail: exitCode.failed, inconclusive: exitCode.inconclusive }[outcome];
}

function repeatLine(job: CheckJob, file: string, rest: readonly string[]): string {
  return commandLine(['fleetsim', 'check', file, ...setWords(job.set), ...rest]);
}
