/** What every `fleetsim run` begins with, of one run or of many: each has a bundle of its own. */
import { useZoneClock } from '../../aws/schedule/zone.ts';
import { UsageError } from '../../diagnostics/usage-error.ts';
import { withoutNull } from '../../library/without-null.ts';
import type { Loaded } from '../../scenario/load.ts';
import type { RunJob } from '../declare/run.ts';
import { loadOrComplain } from '../load.ts';
import { checkOutput, isSameFile, standardOutput } from '../output-file.ts';
import { processClock } from '../process-clock.ts';
import { isTerminal } from '../terminal.ts';
import { isInSight } from './single-run.ts';

/** Null: it is no scenario, which has been told. */
export function loadRun(job: RunJob): Loaded | null {
  checkOutputs(job);
  useZoneClock(processClock);
  // A report in sight has the warnings in it.
  return loadJob({ ...job, quiet: job.quiet || (isInSight(job) && isTerminal(1)) });
}

export function loadJob({ file, seed, set, allowRead, quiet, replications }: RunJob): Loaded | null {
  const metricsAsked = replications.precision === null ? [] : [replications.precision.metric];
  return loadOrComplain(
    { file, allowRead, overrides: set, metricsAsked, ...withoutNull({ seed }) },
    { quiet },
  );
}

function checkOutputs({ file, out, events, block }: RunJob): void {
  checkOutput(out, '--out', { scenarios: [file] });
  checkOutput(events, '--events', { scenarios: [file] });
  checkOutput(block, '--block', { scenarios: [file] });
  if (out !== null && events !== null && isSameFile(out, events)) {
    throw new UsageError(`--out and --events name one file, ${out}`);
  }
  if (out === null && events === standardOutput) {
    throw new UsageError(
      '--events -: the report goes to standard output too; give it a file with --out FILE',
    );
  }
}
