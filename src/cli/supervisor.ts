/**
 * Long runs go on in a second thread, while the first waits for Ctrl-C and says how long it has been: a simulation is
 * one long computation, in which nothing else gets its turn.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { UsageError } from '../library/usage-error.ts';
import { type FleetGroup, nodeCountOf } from '../world/fleet.ts';
import type { RunJob } from './declare/run.ts';
import { type ExitCode, exitCode } from './exit-codes.ts';
import { canonicalPath, temporaryPath } from './output-file.ts';
import { createProgressState, type ProgressState, startProgress } from './progress.ts';
import { writeError } from './standard-streams.ts';

export interface WorkerData {
  readonly job: RunJob;
  readonly progress: ProgressState;
}

/** What the second thread has to say at its end. */
export type WorkerEnding = { readonly code: ExitCode } | { readonly usageError: string };

export function runInWorker(job: RunJob, fleet: readonly FleetGroup[]): Promise<ExitCode> {
  const nodeCount = nodeCountOf(fleet);
  const progress = createProgressState();
  const stopProgress = job.quiet ? () => {} : startProgress(`simulating ${nodeCount} nodes`, progress);
  const workerData: WorkerData = { job, progress };
  const worker = new Worker(join(__dirname, 'thread.cjs'), { workerData });
  return new Promise<ExitCode>((resolve, reject) => {
    let isInterrupted = false;
    const interrupt = (signal: NodeJS.Signals) => {
      isInterrupted = true;
      worker.terminate().then(() => {
        removeTemporaryFiles(job);
        stopProgress();
        writeError('fleetsim: interrupted; nothing was written\n');
        // Whoever sent another signal than Ctrl-C is told that it was obeyed: by then nobody listens to it any more.
        if (signal === 'SIGINT') resolve(exitCode.interrupted);
        else process.kill(process.pid, signal);
      }, reject);
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, interrupt);
    worker.once('message', (ending: WorkerEnding) => {
      if ('code' in ending) resolve(ending.code);
      else reject(new UsageError(ending.usageError));
    });
    worker.once('error', reject);
    worker.once('exit', (code) => {
      // After an answer this has no effect.
      if (!isInterrupted) reject(new Error(`the second thread ended with ${code} and gave no answer`));
    });
  }).finally(stopProgress);
}

function removeTemporaryFiles({ out, events }: RunJob): void {
  for (const [option, path] of [
    ['--out', out],
    ['--events', events],
  ] as const) {
    if (path !== null) rmSync(temporaryPath(canonicalPath(path), option), { force: true });
  }
}
