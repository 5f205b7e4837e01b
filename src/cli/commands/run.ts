/** `fleetsim run`: one scenario, one replication, one report. */
import { basename } from 'node:path';
import { useZoneClock } from '../../aws/schedule/zone.ts';
import { prepareDistributions } from '../../kernel/gamma.ts';
import { runOnce } from '../../library/run-once.ts';
import { UsageError } from '../../library/usage-error.ts';
import { version } from '../../library/version.ts';
import { withoutNull } from '../../library/without-null.ts';
import type { JournalSink } from '../../result/journal.ts';
import type { RunOutcome } from '../../result/outcome.ts';
import { type Result, type ResultOptions, resultOf } from '../../result/result.ts';
import type { Loaded } from '../../scenario/load.ts';
import { distributionsOf, type Scenario } from '../../world/scenario.ts';
import { isMany, type RunJob } from '../declare/run.ts';
import { type ExitCode, exitCode } from '../exit-codes.ts';
import { loadOrComplain } from '../load.ts';
import { isLong } from '../long-runs.ts';
import { canonicalPath, OutputFile } from '../output-file.ts';
import { processClock } from '../process-clock.ts';
import { clearProgress, type ProgressState } from '../progress.ts';
import { reportChunks } from '../render.ts';
import { writeError, writeOut } from '../standard-streams.ts';
import { isTerminal } from '../terminal.ts';

/** How the command goes on: here, or in threads that can be interrupted. */
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

function load({ file, seed, set, quiet }: RunJob): Loaded | null {
  return loadOrComplain({ file, overrides: set, ...withoutNull({ seed }) }, { quiet });
}

/** Whatever cannot be written is said before anything is simulated. */
function checkOutputs({ file, out, events }: RunJob): void {
  const scenario = canonicalPath(file);
  for (const [option, path] of [
    ['--out', out],
    ['--events', events],
  ] as const) {
    if (path === null) continue;
    if (path === '') throw new UsageError(`${option}: expected the name of a file, found nothing`);
    if (canonicalPath(path) === scenario) {
      throw new UsageError(`${option} ${path}: that is the scenario, and it would be overwritten`);
    }
    OutputFile.check(path, option);
  }
  if (out !== null && events !== null && canonicalPath(out) === canonicalPath(events)) {
    throw new UsageError(`--out and --events name one file, ${out}`);
  }
}

export async function simulateAndReport(
  job: RunJob,
  loaded: Loaded,
  beforeReport: () => void = () => {},
): Promise<ExitCode> {
  await prepareDistributions(distributionsOf(loaded.scenario));
  const events = job.events === null ? null : new OutputFile(job.events, '--events');
  let out: OutputFile | null = null;
  try {
    const outcome = simulate(job, loaded.scenario, events);
    const result = resultOf(outcome, {
      version,
      file: basename(job.file),
      sha256: loaded.sha256,
      overrides: loaded.overrides,
      ...nodesWanted(job),
    });
    beforeReport();
    out = job.out === null ? null : new OutputFile(job.out, '--out');
    for (const chunk of await reportChunks(job, loaded, outcome, result)) {
      if (out === null) writeOut(chunk);
      else out.write(chunk);
    }
    events?.commit();
    out?.commit();
    return judge(job, loaded, result);
  } finally {
    events?.discard();
    out?.discard();
  }
}

function simulate(job: RunJob, scenario: Scenario, events: OutputFile | null): RunOutcome {
  const sink: JournalSink = (entry) => events?.write(`${JSON.stringify(entry)}\n`);
  const recording = {
    timeline: job.format !== 'json',
    ...(events === null ? {} : { journal: sink }),
  };
  return runOnce(job.file, scenario, recording, job.replications.only ?? 0);
}

/** Only JSON lists nodes, and making the list takes its time. */
function nodesWanted({ format, nodes }: RunJob): Pick<ResultOptions, 'nodes'> {
  return format === 'json' ? withoutNull({ nodes }) : { nodes: 'none' };
}

function isInSight({ format, out }: RunJob): boolean {
  return format === 'text' && out === null;
}

/** What people find in the report, whoever sends the report elsewhere is told as well. */
function judge(job: RunJob, loaded: Loaded, result: Result): ExitCode {
  const failed = result.expectations.filter(({ outcome }) => outcome === 'fail');
  if (!job.quiet && !isInSight(job)) {
    for (const { metric, expected, observed } of failed) {
      writeError(`fleetsim: ${metric}: expected ${expected}, observed ${observed ?? 'nothing'}\n`);
    }
  }
  const warningCount = loaded.warnings.length;
  if (job.strict && warningCount > 0 && !job.quiet) {
    writeError(`fleetsim: --strict: ${warningCount} ${warningCount === 1 ? 'warning' : 'warnings'}\n`);
  }
  return failed.length > 0 || (job.strict && warningCount > 0) ? exitCode.failed : exitCode.ok;
}
