/**
 * Long runs go on in a second thread, while the first waits for Ctrl-C and says how long it has been: a simulation is
 * one long computation, in which nothing else gets its turn.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { FleetGroup } from '../world/fleet.ts';
import { type ExitCode, exitCode } from './exit-codes.ts';
import { canonicalPath, temporaryPath } from './output-file.ts';
import { startProgress } from './progress.ts';
import type { RunJob } from './run-job.ts';
import { writeError } from './standard-streams.ts';
import { UsageError } from './usage-error.ts';

export interface WorkerData {
  readonly job: RunJob;
  /** Set to 1 by the second thread before it writes: no progress any more. */
  readonly isReporting: Int32Array;
}

/** What the second thread has to say at its end. */
export type WorkerEnding = { readonly code: ExitCode } | { readonly usageError: string };

export function runInWorker(job: RunJob, fleet: readonly FleetGroup[]): Promise<ExitCode> {
  const nodeCount = fleet.reduce((sum, { count }) => sum + count, 0);
  const isReporting = new Int32Array(new SharedArrayBuffer(4));
  const stopProgress = job.quiet ? () => {} : startProgress(`simulating ${nodeCount} nodes`, isReporting);
  const workerData: WorkerData = { job, isReporting };
  const worker = new Worker(join(__dirname, 'worker.cjs'), { workerData });
  return new Promise<ExitCode>((resolve, reject) => {
    process.once('SIGINT', () => {
      worker.terminate().then(() => {
        removeTemporaryFiles(job);
        stopProgress();
        writeError('fleetsim: interrupted; nothing was written\n');
        resolve(exitCode.interrupted);
      }, reject);
    });
    worker.once('message', (ending: WorkerEnding) => {
      if ('code' in ending) resolve(ending.code);
      else reject(new UsageError(ending.usageError));
    });
    worker.once('error', reject);
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
