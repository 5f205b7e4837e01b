/** `fleetsim run --replications N`: what happened in each of many runs, and how far they lie apart. */

import { basename } from 'node:path';
import { counted } from '../../blocks/numbers.ts';
import { commandLine } from '../../diagnostics/command-line.ts';
import { formatProblem } from '../../diagnostics/problem.ts';
import type { Replications } from '../../experiment/replicate.ts';
import type { ReplicatedResult } from '../../experiment/replicated-result.ts';
import { type BlockPlan, plannedVariants } from '../../library/block-plan.ts';
import { checkMetric } from '../../library/known-metrics.ts';
import { type BlockSet, mergedRuns } from '../../library/merging.ts';
import { setWords } from '../../library/repeated-options.ts';
import { replicatedResultOf } from '../../library/replications.ts';
import { withoutNull } from '../../library/without-null.ts';
import { defaultMetrics, headlines } from '../../result/default-metrics.ts';
import { metricTableOf } from '../../result/metric-table.ts';
import { metricNames } from '../../result/metrics.ts';
import type { Loaded } from '../../scenario/load.ts';
import { writeBlock } from '../block-output.ts';
import type { RunJob } from '../declare/run.ts';
import { type ExitCode, exitCode } from '../exit-codes.ts';
import { jsonChunks } from '../json-chunks.ts';
import { nextLookFor } from '../next-look.ts';
import { writeReport } from '../output-file.ts';
import { replicating, type Work } from '../replicating.ts';
import { writeError } from '../standard-streams.ts';
import { loadRun } from './run-inputs.ts';
import { simulateAndReport } from './single-run.ts';

/** `merging`: blocks that have the runs. */
export async function runReplications(job: RunJob, merging: BlockSet | null = null): Promise<ExitCode> {
  const loaded = loadRun(job);
  if (loaded === null) return exitCode.badInput;
  const { scenario } = loaded;
  const { precision, jobs } = job.replications;
  const metrics = metricNames(scenario);
  if (precision !== null) checkMetric('--precision', precision.metric, metrics);
  const work: Work = {
    jobs,
    quiet: job.quiet,
    what: `simulating ${basename(job.file)}`,
    repeatLine: (_, replication) => repeatLine(job, scenario.seed, ['--replication', String(replication)]),
  };
  const plan: BlockPlan = {
    ...{ command: 'run', files: [job.file], options: job },
    ...{ variants: [{ name: scenario.name, loaded }], metrics },
  };
  const { block: wanted, count } = job.replications;
  if (wanted !== null) return writeBlock({ plan, count: count ?? 1, wanted, work });
  const nextLook = nextLookFor(job.replications, 1);
  const replications =
    merging === null
      ? await replicating({ variants: plannedVariants(plan), first: 0, nextLook, ...work })
      : mergedRuns(merging, plan);
  const code = await report(job, loaded, replications);
  if (!replications.isInterrupted) return code;
  writeError(interruptedMessage(replications.count));
  return exitCode.interrupted;
}

/** The runs that finished in time are, to the byte, the result of that number of replications. */
export function interruptedMessage(count: number): string {
  if (count === 0)
    return 'fleetsim: interrupted before the first replication was over; nothing was written\n';
  return (
    `fleetsim: interrupted: the result is partial, that of the first ${count} replications, ` +
    `as --replications ${count} gives it\n`
  );
}

async function report(job: RunJob, loaded: Loaded, replications: Replications): Promise<ExitCode> {
  const { count } = replications;
  if (count === 0) return exitCode.interrupted;
  if (count === 1) return simulateAndReport(job, loaded);
  const nodes = job.format === 'json' ? job.nodes : 'none';
  const { precision } = job.replications;
  const result = replicatedResultOf({
    file: job.file,
    loaded,
    precision,
    ...replications,
    ...withoutNull({ nodes }),
  });
  writeReport(job.out, await chunksOf(job, loaded, result));
  return judge(job, loaded, result);
}

async function chunksOf(job: RunJob, loaded: Loaded, result: ReplicatedResult): Promise<Iterable<string>> {
  if (job.format === 'json') return jsonChunks(result);
  const { scenario, warnings } = loaded;
  const report = {
    result,
    file: job.file,
    repeat: repeatLine(job, scenario.seed, [
      '--replications',
      String(result.partial?.of ?? result.replications),
    ]),
    description: scenario.description,
    warnings: warnings.map((warning) => formatProblem(warning)),
    shown: shownMetrics(loaded),
    metrics: metricTableOf(scenario),
  };
  const { rendered, replicationsBlocks } = await import('../../reports/experiments.ts');
  return [rendered(replicationsBlocks(report), job)];
}

/** What an engineer looks at first, and whatever the scenario holds the result to. */
function shownMetrics({ scenario }: Loaded): string[] {
  const expected = scenario.expectations.map(({ metric }) => metric);
  return [...new Set([...defaultMetrics(scenario, { ofEach: true }), ...headlines(scenario), ...expected])];
}

function repeatLine(job: RunJob, seed: string, which: readonly string[]): string {
  return commandLine(['fleetsim', 'run', job.file, ...setWords(job.set), '--seed', seed, ...which]);
}

function judge(job: RunJob, { warnings }: Loaded, { expectations, precision }: ReplicatedResult): ExitCode {
  const unmet = expectations.filter(({ outcome }) => outcome !== 'pass');
  const isInSight = job.format === 'text' && job.out === null;
  if (!job.quiet && !isInSight) {
    for (const { metric, expected, observed, outcome } of unmet) {
      writeError(`fleetsim: ${metric}: expected ${expected}, observed ${observed}: ${outcome}\n`);
    }
  }
  if (precision?.precisionReached === false && !job.quiet) {
    writeError(
      `fleetsim: --precision ${precision.metric}=${precision.wanted} is not reached; --max-replications allows more\n`,
    );
  }
  if (job.strict && warnings.length > 0) {
    if (!job.quiet) writeError(`fleetsim: --strict: ${counted(warnings.length, 'warning')}\n`);
    return exitCode.failed;
  }
  if (unmet.some(({ outcome }) => outcome === 'fail')) return exitCode.failed;
  return unmet.length > 0 ? exitCode.inconclusive : exitCode.ok;
}
