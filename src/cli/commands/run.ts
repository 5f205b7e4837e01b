/** `fleetsim run`: one run of a scenario, here or in a thread that can be interrupted. */
import type { RunJob } from '../declare/run.ts';
import { type ExitCode, exitCode } from '../exit-codes.ts';
import { isLong } from '../long-runs.ts';
import { clearProgress, type ProgressState } from '../progress.ts';
import { loadJob, loadRun } from './run-inputs.ts';
import { simulateAndReport } from './single-run.ts';

export async function run(job: RunJob): Promise<ExitCode> {
  const loaded = loadRun(job);
  if (loaded === null) return exitCode.badInput;
  // What runs in this thread cannot be interrupted in an orderly way: that takes a second one.
  if (job.events !== null || isLong(loaded.scenario)) {
    const { runInWorker } = await import('../supervisor.ts');
    return runInWorker(job, loaded.scenario.fleet);
  }
  return simulateAndReport(job, loaded);
}

/** In the second thread. The first has complained of whatever there was to complain of. */
export async function runAgain(job: RunJob, progress: ProgressState): Promise<ExitCode> {
  const loaded = loadJob({ ...job, quiet: true });
  if (loaded === null) return exitCode.badInput;
  return simulateAndReport(job, loaded, () => clearProgress(progress));
}
