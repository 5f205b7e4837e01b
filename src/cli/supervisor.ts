/**
 * Long runs go on in a second thread, while the first waits for Ctrl-C and says how long it has been: a simulation is
 * one long computation, in which nothing else gets its turn.
 */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { moreMemory, UsageError } from '../diagnostics/usage-error.ts';
import { inputSoFar } from '../library/read-file.ts';
import { type FleetGroup, nodeCountOf } from '../world/fleet.ts';
import type { RunJob } from './declare/run.ts';
import { type ExitCode, exitCode } from './exit-codes.ts';
import { nameOfRun, removeTemporaryFile } from './output-file.ts';
import { createProgressState, type ProgressState, startProgress } from './progress.ts';
import { writeError } from './standard-streams.ts';

export interface WorkerData {
  readonly job: RunJob;
  readonly progress: ProgressState;
  readonly runName: string;
  /** Standard input, if it was read. */
  readonly input: ReturnType<typeof inputSoFar>;
}

/** What the second thread has to say at its end. */
export type WorkerEnding = { readonly code: ExitCode } | { readonly usageError: string };

export function runInWorker(job: RunJob, fleet: readonly FleetGroup[]): Promise<ExitCode> {
  const nodeCount = nodeCountOf(fleet);
  const progress = createProgressState();
  const stopProgress = job.quiet ? () => {} : startProgress(`simulating ${nodeCount} nodes`, progress);
  const workerData: WorkerData = { job, progress, runName: nameOfRun(), input: inputSoFar() };
  const worker = new Worker(join(__dirname, 'thread.cjs'), { workerData });
  return new Promise<ExitCode>((resolve, reject) => {
    let isInterrupted = false;
    const interrupt = (signal: NodeJS.Signals) => {
      isInterrupted = true;
      worker.terminate().then(() => {
        removeTemporaryFile(job.out, '--out');
        removeTemporaryFile(job.events, '--events');
        stopProgress();
        writeError('fleetsim: interrupted; nothing was written\n');
        // The sender of a signal other than Ctrl-C is told that it was obeyed: by then nothing listens to it any more.
        if (signal === 'SIGINT') resolve(exitCode.interrupted);
        else process.kill(process.pid, signal);
      }, reject);
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, interrupt);
    worker.once('message', (ending: WorkerEnding) => {
      if ('code' in ending) resolve(ending.code);
      else reject(new UsageError(ending.usageError));
    });
    worker.once('error', (error: NodeJS.ErrnoException) => {
      const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      reject(isMemory ? new UsageError(`the run needs ${moreMemory}`) : error);
    });
    worker.once('exit', (code) => {
      // After an answer this has no effect.
      if (!isInterrupted) reject(new Error(`the second thread ended with ${code} and gave no answer`));
    });
  }).finally(stopProgress);
}
