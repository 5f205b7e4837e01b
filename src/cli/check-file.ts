/** One scenario, held to its expectations and its snapshot. */
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { commandLine } from '../diagnostics/command-line.ts';
import { isUsageError } from '../diagnostics/usage-error.ts';
import type { FileReport, Outcome } from '../experiment/check.ts';
import { BlockError } from '../library/block-file.ts';
import { type BlockPlan, plannedVariants } from '../library/block-plan.ts';
import {
  checkAgain,
  checkWarnings,
  fileReportOf,
  nothingToCheck,
  partialWarnings,
} from '../library/file-report.ts';
import { checkMetric } from '../library/known-metrics.ts';
import { defaultReplications, pairedCountMax } from '../library/limits.ts';
import { loadChecked } from '../library/load.ts';
import { type BlockSet, mergedRuns } from '../library/merging.ts';
import { setWords } from '../library/repeated-options.ts';
import { snapshotPathOf } from '../library/snapshot.ts';
import { withoutNull } from '../library/without-null.ts';
import { metricNames } from '../result/metrics.ts';
import type { Loaded, NotLoaded } from '../scenario/load.ts';
import { writeBlock } from './block-output.ts';
import type { CheckJob } from './declare/check.ts';
import type { BlockWanted } from './declare/many-runs.ts';
import { type ExitCode, exitCode } from './exit-codes.ts';
import { complaintOf, inputReader } from './load.ts';
import { nextLookFor } from './next-look.ts';
import { replicating, type Work } from './replicating.ts';
import { snapshotFileOf } from './snapshot-file.ts';
import { writeError } from './standard-streams.ts';

export interface Checked {
  readonly report: FileReport;
  readonly code: ExitCode;
  readonly isInterrupted: boolean;
}

/** Whatever is wrong with this file, others are checked. */
export async function checkFile(job: CheckJob, file: string, merging: BlockSet | null): Promise<Checked> {
  const loaded = loadedFor(job, file);
  if ('problems' in loaded) return broken(job, file, null, complaintOf(loaded), exitCode.badInput);
  try {
    return await checkLoaded(job, file, loaded, merging);
  } catch (error) {
    if (error instanceof BlockError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    if (isUsageError(error)) return broken(job, file, loaded, message, exitCode.badInput);
    const trace = process.env['FLEETSIM_DEBUG'] && error instanceof Error ? `\n${error.stack}` : '';
    return broken(job, file, loaded, `a defect in fleetsim itself: ${message}${trace}`, exitCode.defect);
  }
}

function loadedFor({ set, seed, allowRead, replications }: CheckJob, file: string): Loaded | NotLoaded {
  const metricsAsked = replications.precision === null ? [] : [replications.precision.metric];
  const read = inputReader(file, allowRead);
  return loadChecked({ file, read, overrides: set, metricsAsked, ...withoutNull({ seed }) });
}

/** What is known to be wrong is said here; what the runs show, by `fleetsim merge`. */
export async function checkIntoBlock(job: CheckJob, file: string, wanted: BlockWanted): Promise<ExitCode> {
  const loaded = loadedFor(job, file);
  if ('problems' in loaded) {
    writeError(`${complaintOf(loaded)}\n`);
    return exitCode.badInput;
  }
  refuseEmpty(job, file, loaded);
  const count = countOf(job, loaded);
  const warnings = checkWarnings({ file, loaded, count });
  if (!job.quiet) for (const warning of warnings) writeError(`${warning}\n`);
  return writeBlock({ plan: planOf(job, file, loaded), count, wanted, work: workOf(job, file, loaded) });
}

function planOf(options: CheckJob, file: string, loaded: Loaded): BlockPlan {
  const { scenario } = loaded;
  const variants = [{ name: scenario.name, loaded }];
  return { command: 'check', files: [file], options, variants, metrics: metricNames(scenario) };
}

function countOf({ replications: { count } }: CheckJob, { scenario }: Loaded): number {
  return count ?? Math.min(scenario.replications ?? defaultReplications, pairedCountMax);
}

function refuseEmpty({ allowEmpty, update }: CheckJob, file: string, { scenario }: Loaded): void {
  const isEmpty = scenario.expectations.length === 0 && !update && !existsSync(snapshotPathOf(file));
  if (isEmpty && !allowEmpty) throw nothingToCheck(file, '--allow-empty');
}

function workOf(job: CheckJob, file: string, { scenario }: Loaded): Work {
  const run = ['fleetsim', 'run', file, ...setWords(job.set), '--seed', scenario.seed];
  return {
    jobs: job.replications.jobs,
    quiet: job.quiet,
    what: `checking ${basename(file)}`,
    repeatLine: (_, replication) => commandLine([...run, '--replication', String(replication)]),
  };
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
    repeat: checkAgain(file, job.set, []),
    problems: [problem.startsWith(file) ? problem : `${file}: ${problem}`],
    warnings: [],
    expectations: [],
    snapshot: null,
  };
  return { report, code, isInterrupted: false };
}

async function checkLoaded(
  job: CheckJob,
  file: string,
  loaded: Loaded,
  merging: BlockSet | null,
): Promise<Checked> {
  const { precision, only } = job.replications;
  const plan = planOf(job, file, loaded);
  if (precision !== null) checkMetric('--precision', precision.metric, plan.metrics);
  const count = countOf(job, loaded);
  // Before anything is simulated: it may take long to learn what is known now.
  const snapshotFile = only === null ? snapshotFileOf(file, loaded, { update: job.update }) : null;
  refuseEmpty(job, file, loaded);
  const warnings = [
    ...partialWarnings(file, merging?.partial ?? null, snapshotFile !== null),
    ...checkWarnings({
      file,
      loaded,
      count: only === null && precision === null ? count : null,
    }),
    ...(only !== null && existsSync(snapshotPathOf(file))
      ? [
          `${file}: --replication ${only} is one run, which is not held to the snapshot: leave it out for that`,
        ]
      : []),
  ];
  const replications =
    merging === null
      ? await replicating({
          variants: plannedVariants(plan),
          first: only ?? 0,
          nextLook: nextLookFor(job.replications, count),
          ...workOf(job, file, loaded),
        })
      : mergedRuns(merging, plan);
  const { isInterrupted, columns, partial = null } = replications;
  if (replications.count === 0) {
    const nothing = 'interrupted before the first replication was over';
    return { ...broken(job, file, loaded, nothing, exitCode.interrupted), isInterrupted };
  }
  // A partial result is no snapshot, and is held to none.
  const isWhole = !isInterrupted && partial === null;
  const snapshot = isWhole && snapshotFile !== null ? snapshotFile.settle(columns[0]!) : null;
  const { set } = job;
  const report = fileReportOf({ file, loaded, set, warnings, only, precision, snapshot, ...replications });
  return { report, code: codeOf[report.outcome], isInterrupted };
}

const codeOf: Readonly<Record<Outcome, ExitCode>> = {
  pass: exitCode.ok,
  fail: exitCode.failed,
  inconclusive: exitCode.inconclusive,
};
