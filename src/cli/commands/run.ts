/** `fleetsim run`: one scenario, here or in threads that can be interrupted. */
import { useZoneClock } from '../../aws/schedule/zone.ts';
import { UsageError } from '../../diagnostics/usage-error.ts';
import { withoutNull } from '../../library/without-null.ts';
import type { Loaded } from '../../scenario/load.ts';
import { isMany, type RunJob } from '../declare/run.ts';
import { type ExitCode, exitCode } from '../exit-codes.ts';
import { loadOrComplain } from '../load.ts';
import { isLong } from '../long-runs.ts';
import { checkOutput, isSameFile, standardOutput } from '../output-file.ts';
import { processClock } from '../process-clock.ts';
import { clearProgress, type ProgressState } from '../progress.ts';
import { isTerminal } from '../terminal.ts';
import { isInSight, simulateAndReport } from './single-run.ts';

export async function run(job: RunJob): Promise<ExitCode> {
  checkOutputs(job);
  useZoneClock(processClock);
  // A report in sight has the warnings in it.
  const loaded = load({ ...job, quiet: job.quiet || (isInSight(job) && isTerminal(1)) });
  if (loaded === null) return exitCode.badInput;
  if (isMany(job.replications)) {
    const { runReplications } = await import('./experiments.ts');
    return runReplications(job, loaded);
  }
  // What runs in this thread cannot be interrupted in an orderly way: that takes a second one.
  if (job.events !== null || isLong(loaded.scenario)) {
    const { runInWorker } = await import('../supervisor.ts');
    return runInWorker(job, loaded.scenario.fleet);
  }
  return simulateAndReport(job, loaded);
}

/** In the second thread. The first has complained of whatever there was to complain of. */
export async function runAgain(job: RunJob, progress: ProgressState): Promise<ExitCode> {
  const loaded = load({ ...job, quiet: true });
  if (loaded === null) return exitCode.badInput;
  return simulateAndReport(job, loaded, () => clearProgress(progress));
}

function load({ file, seed, set, allowRead, quiet, replications }: RunJob): Loaded | null {
  const metricsAsked = replications.precision === null ? [] : [replications.precision.metric];
  return loadOrComplain(
    { file, allowRead, overrides: set, metricsAsked, ...withoutNull({ seed }) },
    { quiet },
  );
}

function checkOutputs({ file, out, events }: RunJob): void {
  checkOutput(out, '--out', { scenarios: [file] });
  checkOutput(events, '--events', { scenarios: [file] });
  if (out !== null && events !== null && isSameFile(out, events)) {
    throw new UsageError(`--out and --events name one file, ${out}`);
  }
  if (out === null && events === standardOutput) {
    throw new UsageError(
      '--events -: the report goes to standard output too; give it a file with --out FILE',
    );
  }
}
