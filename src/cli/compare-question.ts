/** What a comparison is to show and to answer: from the command line, else from the experiment in the file. */

import { matchesWildcard } from '../aws/wildcard.ts';
import { suggestion } from '../diagnostics/nearest.ts';
import { type GoalInput, type MinDifference, metricsNeeded } from '../experiment/compare.ts';
import type { FrontierAxes } from '../experiment/frontier.ts';
import type { Constraint } from '../experiment/goal.ts';
import type { Margin } from '../experiment/margin.ts';
import { parseConstraint, parseGoal, parseMargin, Refusal } from '../experiment/parse-goal.ts';
import { pickLooks } from '../experiment/pick-looks.ts';
import { defaultMetrics } from '../result/default-metrics.ts';
import { meaningOf } from '../result/metric-meanings.ts';
import { metricNames } from '../result/metrics.ts';
import type { Experiment, Said } from '../world/experiment.ts';
import { isoTime } from '../world/time.ts';
import type { LoadedVariant } from './compare-variants.ts';
import type { CompareJob } from './declare/compare.ts';
import { checkMetric } from './known-metrics.ts';
import { UsageError } from './usage-error.ts';

export interface Question {
  readonly reference: string;
  readonly metrics: readonly string[];
  readonly minDifference: MinDifference;
  readonly goal: GoalInput | null;
  readonly frontier: FrontierAxes | null;
  /** What must be kept of each run to answer it. */
  readonly needed: readonly string[];
}

/** A word with the place that people look for it at: an option, or a line of the file. */
interface Wanted {
  readonly text: string;
  readonly where: string;
}

export function questionOf(job: CompareJob, variants: readonly LoadedVariant[]): Question {
  const experiment = job.files.length === 1 ? variants[0]!.loaded.scenario.experiment : null;
  const names = commonMetrics(variants);
  const metrics = metricsOf(job, experiment, variants, names);
  const goal = goalOf(job, experiment, names);
  const frontier = frontierOf(job, experiment, names);
  const { precision } = job.replications;
  if (precision !== null) checkMetric('--precision', precision.metric, names);
  const needed = metricsNeeded({
    metrics: precision === null ? metrics : [...metrics, precision.metric],
    goal,
    frontier,
  });
  checkSpans(variants, needed);
  return {
    reference: referenceOf(job, experiment, variants),
    metrics,
    minDifference: minDifferenceOf(job, names),
    goal,
    frontier,
    needed,
  };
}

/** In the order of the first variant. */
function commonMetrics(variants: readonly LoadedVariant[]): string[] {
  const [first, ...others] = variants.map(({ loaded }) => metricNames(loaded.scenario));
  const known = others.map((names) => new Set(names));
  return first!.filter((name) => known.every((names) => names.has(name)));
}

function metricsOf(
  job: CompareJob,
  experiment: Experiment | null,
  variants: readonly LoadedVariant[],
  names: readonly string[],
): string[] {
  if (job.metrics !== null)
    return matching(
      job.metrics.map((text) => ({ text, where: '--metrics' })),
      names,
    );
  if (experiment !== null && experiment.metrics.length > 0)
    return matching(experiment.metrics.map(inFile), names);
  return defaultMetrics(variants[0]!.loaded.scenario).filter((name) => names.includes(name));
}

/** `*` stands for anything, `all` for every metric. */
function matching(wanted: readonly Wanted[], names: readonly string[]): string[] {
  const found = wanted.flatMap(({ text, where }) => {
    if (text === 'all') return names;
    if (!text.includes('*')) {
      checkMetric(where, text, names);
      return [text];
    }
    const matches = names.filter((name) => matchesWildcard(text, name));
    if (matches.length === 0)
      throw new UsageError(`${where} ${text}: no metric of these scenarios is named so`);
    return matches;
  });
  return [...new Set(found)];
}

function inFile({ text, at: { file, line, column } }: Said): Wanted {
  return { text, where: `${file}:${line}:${column}:` };
}

function goalOf(job: CompareJob, experiment: Experiment | null, names: readonly string[]): GoalInput | null {
  const fromFile = job.goal === null && experiment?.goal != null;
  const wanted = fromFile
    ? inFile(experiment.goal)
    : job.goal === null
      ? null
      : { text: job.goal, where: '--goal' };
  const limits = job.subjectTo.map((text) => ({ text, where: '--subject-to' }));
  if (wanted === null) {
    if (limits.length > 0) throw new UsageError("--subject-to: expected --goal 'min METRIC' beside it");
    if (job.pickWithin !== null) {
      throw new UsageError("--pick-within: there is nothing to pick without --goal 'min METRIC'");
    }
    return null;
  }
  const goal = parseGoal(wanted.text);
  if (goal instanceof Refusal) throw refused(wanted, goal);
  checkMetric(wanted.where, goal.metric, names);
  // A goal of one's own comes with limits of one's own.
  const all = job.goal === null && limits.length === 0 ? (experiment?.subjectTo ?? []).map(inFile) : limits;
  return {
    goal,
    constraints: all.map((each) => readConstraint(each, names)),
    within: job.pickWithin === null ? null : readMargin('--pick-within', job.pickWithin, job.pickWithin),
    looks: job.pickWithin === null ? null : pickLooks(pickLimits(job)).length,
  };
}

/** However many replications were asked for: with --pick-within those are the least. */
export function pickLimits({ replications: { count, atMost } }: CompareJob): {
  readonly atLeast: number;
  readonly atMost: number;
} {
  return { atLeast: count ?? 1, atMost };
}

function minDifferenceOf(job: CompareJob, names: readonly string[]): MinDifference {
  let ofAll: Margin | null = null;
  const of = new Map<string, Margin>();
  for (const text of job.minDifference) {
    const at = text.lastIndexOf('=');
    const margin = readMargin('--min-difference', text, text.slice(at + 1));
    if (at < 0) ofAll = margin;
    else {
      const metric = text.slice(0, at).trim();
      checkMetric('--min-difference', metric, names);
      of.set(metric, margin);
    }
  }
  return { ofAll, of };
}

function readMargin(option: string, given: string, text: string): Margin {
  const margin = parseMargin(text);
  if (margin instanceof Refusal) throw refused({ text: given, where: option }, margin);
  return margin;
}

function readConstraint(wanted: Wanted, names: readonly string[]): Constraint {
  const constraint = parseConstraint(wanted.text);
  if (constraint instanceof Refusal) throw refused(wanted, constraint);
  checkMetric(wanted.where, constraint.metric, names);
  return constraint;
}

function refused({ text, where }: Wanted, { message, help }: Refusal): UsageError {
  return new UsageError(`${where} ${text}: ${message}${help === null ? '' : `; ${help}`}`);
}

function frontierOf(
  job: CompareJob,
  experiment: Experiment | null,
  names: readonly string[],
): Question['frontier'] {
  const wanted =
    job.frontier !== null
      ? job.frontier.map((text) => ({ text, where: '--frontier' }))
      : experiment?.frontier != null
        ? [inFile(experiment.frontier.x), inFile(experiment.frontier.y)]
        : null;
  if (wanted === null) return null;
  for (const { text, where } of wanted) {
    checkMetric(where, text, names);
    if (meaningOf(text).better === 'neither') {
      throw new UsageError(`${where} ${text}: expected a metric of which more or less is better`);
    }
  }
  return { x: wanted[0]!.text, y: wanted[1]!.text };
}

function referenceOf(
  job: CompareJob,
  experiment: Experiment | null,
  variants: readonly LoadedVariant[],
): string {
  const names = variants.map(({ name }) => name);
  if (job.reference === null) {
    const wanted = job.vary.length === 0 ? experiment?.reference : null;
    return wanted ?? names[0]!;
  }
  if (names.includes(job.reference)) return job.reference;
  const help = suggestion(job.reference, names) ?? `the variants are ${names.slice(0, 8).join('; ')}`;
  throw new UsageError(`--reference ${job.reference}: expected the name of a variant; ${help}`);
}

/** What is summed up over a run grows with its length. */
function checkSpans(variants: readonly LoadedVariant[], metrics: readonly string[]): void {
  const [first, ...others] = variants;
  const spanOf = ({ loaded: { scenario } }: LoadedVariant) =>
    `${isoTime(scenario.startMs)} to ${isoTime(scenario.endMs)}`;
  const other = others.find((each) => spanOf(each) !== spanOf(first!));
  const exposure = metrics.find((metric) => metric.includes('exposure.'));
  if (other === undefined || exposure === undefined) return;
  throw new UsageError(
    `${first!.name} lasts from ${spanOf(first!)}, ${other.name} from ${spanOf(other)}: ` +
      `${exposure} grows with that; give both one start and end, or choose other --metrics`,
  );
}
