/** The second thread of a long run. */
import { parentPort, workerData } from 'node:worker_threads';
import { isUsageError } from '../diagnostics/usage-error.ts';
import type { WorkerData, WorkerEnding } from './supervisor.ts';

async function endingOf({ job, progress, runName, input }: WorkerData): Promise<WorkerEnding> {
  const { runAgain, useInput, useNameOfRun } = await import('./commands/index.ts');
  useNameOfRun(runName);
  useInput(input);
  try {
    return { code: await runAgain(job, progress) };
  } catch (error) {
    // Classes do not survive the way to the other thread.
    if (isUsageError(error)) return { usageError: error.message };
    throw error;
  }
}

endingOf(workerData as WorkerData).then((ending) => parentPort?.postMessage(ending));
