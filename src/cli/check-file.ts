/** One scenario, held to its expectations and its snapshot. */
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { commandLine } from '../diagnostics/command-line.ts';
import { isUsageError } from '../diagnostics/usage-error.ts';
import type { FileReport, Outcome } from '../experiment/check.ts';
import { checkAgain, checkWarnings, fileReportOf, nothingToCheck } from '../library/file-report.ts';
import { checkMetric } from '../library/known-metrics.ts';
import { defaultReplications, pairedCountMax } from '../library/limits.ts';
import { loadChecked } from '../library/load.ts';
import { setWords } from '../library/repeated-options.ts';
import { snapshotPathOf } from '../library/snapshot.ts';
import { withoutNull } from '../library/without-null.ts';
import { metricNames } from '../result/metrics.ts';
import type { Loaded } from '../scenario/load.ts';
import type { CheckJob } from './declare/check.ts';
import { type ExitCode, exitCode } from './exit-codes.ts';
import { complaintOf, inputReader } from './load.ts';
import { nextLookFor } from './next-look.ts';
import { replicating } from './replicating.ts';
import { snapshotFileOf } from './snapshot-file.ts';

export interface Checked {
  readonly report: FileReport;
  readonly code: ExitCode;
  readonly isInterrupted: boolean;
}

/** Whatever is wrong with this file, others are checked. */
export async function checkFile(job: CheckJob, file: string): Promise<Checked> {
  const { set, seed, allowRead, replications } = job;
  const metricsAsked = replications.precision === null ? [] : [replications.precision.metric];
  const read = inputReader(file, allowRead);
  const loaded = loadChecked({ file, read, overrides: set, metricsAsked, ...withoutNull({ seed }) });
  if ('problems' in loaded) return broken(job, file, null, complaintOf(loaded), exitCode.badInput);
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
    repeat: checkAgain(file, job.set, []),
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
  const snapshotFile = only === null ? snapshotFileOf(file, loaded, { update: job.update }) : null;
  const isEmpty = scenario.expectations.length === 0 && snapshotFile === null;
  if (isEmpty && !job.allowEmpty && !existsSync(snapshotPathOf(file))) {
    throw nothingToCheck(file, '--allow-empty');
  }
  const warnings = [
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
  const run = ['fleetsim', 'run', file, ...setWords(job.set), '--seed', scenario.seed];
  const replications = await replicating({
    variants: [{ scenario, metrics }],
    first: only ?? 0,
    nextLook: nextLookFor(job.replications, count),
    jobs,
    quiet: job.quiet,
    what: `checking ${basename(file)}`,
    repeatLine: (_, replication) => commandLine([...run, '--replication', String(replication)]),
  });
  const { isInterrupted, columns } = replications;
  if (replications.count === 0) {
    const nothing = 'interrupted before the first replication was over';
    return { ...broken(job, file, loaded, nothing, exitCode.interrupted), isInterrupted };
  }
  // A partial result is no snapshot, and is held to none.
  const snapshot = isInterrupted || snapshotFile === null ? null : snapshotFile.settle(columns[0]!);
  const { set } = job;
  const report = fileReportOf({ file, loaded, set, warnings, only, precision, snapshot, ...replications });
  return { report, code: codeOf[report.outcome], isInterrupted };
}

const codeOf: Readonly<Record<Outcome, ExitCode>> = {
  pass: exitCode.ok,
  fail: exitCode.failed,
  inconclusive: exitCode.inconclusive,
};
