/** `fleetsim compare`: the same fleet and the same random draws under several settings. */

import { useZoneClock } from '../../aws/schedule/zone.ts';
import { counted } from '../../blocks/numbers.ts';
import { commandLine } from '../../diagnostics/command-line.ts';
import { formatProblem } from '../../diagnostics/problem.ts';
import { jsonText } from '../../diagnostics/safe-text.ts';
import type { Comparison } from '../../experiment/comparison.ts';
import { untilPicked } from '../../experiment/pick-looks.ts';
import type { NextLook } from '../../experiment/stopping.ts';
import { type BlockPlan, plannedVariants } from '../../library/block-plan.ts';
import { comparisonOfRuns, pickLimits, type Question, questionOf } from '../../library/compare-question.ts';
import { defaultReplications, pairedCountMax } from '../../library/limits.ts';
import { type BlockSet, mergedRuns } from '../../library/merging.ts';
import { given, repeated, settingsOf, setWords } from '../../library/repeated-options.ts';
import { type LoadedVariant, loadVariants, metricsAskedIn } from '../../library/variants.ts';
import type { ComparisonReport } from '../../reports/comparison-report.ts';
import { metricTableOf } from '../../result/metric-table.ts';
import { writeBlock } from '../block-output.ts';
import type { CompareJob } from '../declare/compare.ts';
import { flagOf } from '../declare/table.ts';
import { type ExitCode, exitCode } from '../exit-codes.ts';
import { complaintOf, inputReader } from '../load.ts';
import { nextLookFor } from '../next-look.ts';
import { checkOutput, writeReport } from '../output-file.ts';
import { processClock } from '../process-clock.ts';
import { replicating, type Work } from '../replicating.ts';
import { writeError } from '../standard-streams.ts';
import { isTerminal } from '../terminal.ts';
import { interruptedMessage } from './run-replications.ts';

/** `merging`: blocks that have the runs. */
export async function compare(job: CompareJob, merging: BlockSet | null = null): Promise<ExitCode> {
  checkOutput(job.out, '--out', { scenarios: job.files });
  checkOutput(job.block, '--block', { scenarios: job.files });
  useZoneClock(processClock);
  const inputs = job.files.map((file) => ({ file, read: inputReader(file, job.allowRead) }));
  const variants = loadVariants({ ...job, inputs, option: flagOf, metricsAsked: metricsAskedIn(job) });
  if ('problems' in variants) {
    writeError(`${complaintOf(variants)}\n`);
    return exitCode.badInput;
  }
  const question = questionOf({ ...job, option: flagOf }, variants);
  const warnings = warningsOf(variants);
  if (!job.quiet && !isInSight(job)) for (const warning of warnings) writeError(`${warning}\n`);
  const work: Work = {
    jobs: job.replications.jobs,
    quiet: job.quiet,
    what: `simulating ${variants.length} variants`,
    repeatLine: (variant, replication) => repeatRun(variants[variant]!, replication),
  };
  const plan: BlockPlan = {
    ...{ command: 'compare', files: job.files, options: job },
    ...{ variants, metrics: question.needed },
  };
  const { block: wanted } = job.replications;
  if (wanted !== null) return writeBlock({ plan, count: countOf(job, variants), wanted, work });
  const replications =
    merging === null
      ? await replicating({
          variants: plannedVariants(plan),
          first: job.replications.only ?? 0,
          nextLook: nextLookOf(job, variants, question),
          ...work,
        })
      : mergedRuns(merging, plan);
  if (replications.count > 0) {
    const comparison = comparisonOfRuns({
      variants,
      question,
      ...replications,
      precision: job.replications.precision,
    });
    writeReport(
      job.out,
      await chunksOf(job, {
        comparison,
        warnings,
        repeat: repeatLine(job, comparison),
        runs: Object.fromEntries(variants.map((variant) => [variant.name, repeatRun(variant, 0)])),
        metrics: metricTableOf(variants[0]!.loaded.scenario),
        ...(job.brief ? { extent: 'brief' as const } : job.full ? { extent: 'full' as const } : {}),
      }),
    );
    if (!replications.isInterrupted) return judge(job, comparison, warnings);
  }
  writeError(interruptedMessage(replications.count));
  return exitCode.interrupted;
}

/** The report shows warnings itself. */
function isInSight({ format, out }: CompareJob): boolean {
  return format === 'text' && out === null && isTerminal(1);
}

function warningsOf(variants: readonly LoadedVariant[]): string[] {
  const all = variants.flatMap(({ loaded }) => loaded.warnings.map((warning) => formatProblem(warning)));
  return [...new Set(all)];
}

function nextLookOf(job: CompareJob, variants: readonly LoadedVariant[], { goal }: Question): NextLook {
  if (job.pickWithin === null || goal === null) return nextLookFor(job.replications, countOf(job, variants));
  const names = variants.map(({ name }) => name);
  return untilPicked(goal, names, pickLimits(job));
}

function countOf({ replications: { count } }: CompareJob, variants: readonly LoadedVariant[]): number {
  return count ?? Math.min(variants[0]!.loaded.scenario.replications ?? defaultReplications, pairedCountMax);
}

async function chunksOf(job: CompareJob, report: ComparisonReport): Promise<string[]> {
  const { comparison } = report;
  if (job.format === 'json') return [jsonText(comparison)];
  const { comparisonBlocks, rendered, renderComparisonCsv } = await import('../../reports/experiments.ts');
  if (job.format === 'csv') return [renderComparisonCsv(comparison)];
  return [rendered(comparisonBlocks(report), job)];
}

function repeatLine(job: CompareJob, { replications, partial, variants }: Comparison): string {
  const seeds = new Set(variants.map(({ seed }) => seed));
  return commandLine([
    'fleetsim',
    'compare',
    ...job.files,
    ...repeated('--vary', job.vary),
    ...setWords(job.set),
    ...given('--reference', job.reference),
    ...given('--metrics', job.metrics?.join(',') ?? null),
    ...given('--goal', job.goal),
    ...repeated('--subject-to', job.subjectTo),
    ...repeated('--min-difference', job.minDifference),
    ...given('--frontier', job.frontier?.join(',') ?? null),
    ...(seeds.size === 1 ? ['--seed', [...seeds][0]!] : []),
    ...howMany(job, partial?.of ?? replications),
  ]);
}

function howMany(
  { pickWithin, replications: { only, count, atMost } }: CompareJob,
  simulated: number,
): string[] {
  if (only !== null) return ['--replication', String(only)];
  if (pickWithin === null) return ['--replications', String(simulated)];
  // How often it may look at the runs decides how sure the pick is.
  const least = count === null ? [] : ['--replications', String(count)];
  return ['--pick-within', pickWithin, ...least, '--max-replications', String(atMost)];
}

function repeatRun({ file, variant, overrides, loaded }: LoadedVariant, replication: number): string {
  // Of an experiment in a file there is no option for `run`: what the variant sets is spelt out.
  const set =
    variant === null
      ? settingsOf(overrides)
      : Object.entries(loaded.overrides).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  const settings = repeated('--set', set);
  const { seed } = loaded.scenario;
  const words = ['fleetsim', 'run', file, ...settings, '--seed', seed, '--replication', String(replication)];
  return commandLine(words);
}

function judge(job: CompareJob, { precision, goal }: Comparison, warnings: readonly string[]): ExitCode {
  if (!job.quiet && precision?.precisionReached === false) {
    const { metric, wanted } = precision;
    writeError(`fleetsim: --precision ${metric}=${wanted} is not reached; --max-replications allows more\n`);
  }
  if (!job.quiet && goal?.settled === false) {
    writeError('fleetsim: --pick-within: the pick is not settled; --max-replications allows more\n');
  }
  if (job.strict && warnings.length > 0) {
    if (!job.quiet) writeError(`fleetsim: --strict: ${counted(warnings.length, 'warning')}\n`);
    return exitCode.failed;
  }
  const isOpen = precision?.precisionReached === false || goal?.settled === false;
  return isOpen ? exitCode.inconclusive : exitCode.ok;
}
