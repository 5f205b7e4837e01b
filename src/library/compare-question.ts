/** What a comparison is to show and to answer: from the command line, else from the experiment in the file. */
import { basename } from 'node:path';
import { matchesWildcard } from '../aws/wildcard.ts';
import { suggestion } from '../diagnostics/nearest.ts';
import { UsageError } from '../diagnostics/usage-error.ts';
import type { Columns } from '../experiment/columns.ts';
import { comparisonOf, type GoalInput, type MinDifference, metricsNeeded } from '../experiment/compare.ts';
import type { Comparison } from '../experiment/comparison.ts';
import type { FrontierAxes } from '../experiment/frontier.ts';
import type { Constraint } from '../experiment/goal.ts';
import type { Margin } from '../experiment/margin.ts';
import { parseConstraint, parseGoal, parseMargin, Refusal } from '../experiment/parse-goal.ts';
import type { PartialRuns } from '../experiment/partial-runs.ts';
import { pickLooks } from '../experiment/pick-looks.ts';
import { type PrecisionWanted, precisionOutcome } from '../experiment/stopping.ts';
import { defaultMetrics } from '../result/default-metrics.ts';
import { type MetricTable, metricTableOf } from '../result/metric-table.ts';
import { metricNames } from '../result/metrics.ts';
import type { Experiment, PlacedText } from '../world/experiment.ts';
import { isoTime } from '../world/time.ts';
import { checkMetric } from './known-metrics.ts';
import type { LoadedVariant, NameOption } from './variants.ts';
import { version } from './version.ts';

export interface QuestionAsked {
  readonly files: readonly string[];
  readonly vary: readonly string[];
  readonly reference: string | null;
  /** Names and patterns; null: those that the experiment names, else the usual ones. */
  readonly metrics: readonly string[] | null;
  /** What follows is text as given: it is read once the metrics are known. Null: the experiment's, if there is one. */
  readonly minDifference: readonly string[];
  readonly goal: string | null;
  readonly subjectTo: readonly string[];
  readonly pickWithin: string | null;
  readonly frontier: readonly [string, string] | null;
  readonly replications: {
    readonly count: number | null;
    readonly atMost: number;
    readonly precision: PrecisionWanted | null;
  };
  readonly option: NameOption;
}

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

export function questionOf(asked: QuestionAsked, variants: readonly LoadedVariant[]): Question {
  const experiment = asked.files.length === 1 ? variants[0]!.loaded.scenario.experiment : null;
  const names = commonMetrics(variants);
  const table = metricTableOf(variants[0]!.loaded.scenario);
  const metrics = metricsOf(asked, experiment, variants, names);
  const goal = goalOf(asked, experiment, names, table);
  const frontier = frontierOf(asked, experiment, names, table);
  const { precision } = asked.replications;
  if (precision !== null) checkMetric(asked.option('precision'), precision.metric, names);
  const shown = precision === null ? metrics : [...metrics, precision.metric];
  const needed = metricsNeeded({ metrics: shown, goal, frontier }, table);
  checkSpans(variants, needed, asked.option);
  return {
    reference: referenceOf(asked, experiment, variants),
    metrics,
    minDifference: minDifferenceOf(asked, names),
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
  asked: QuestionAsked,
  experiment: Experiment | null,
  variants: readonly LoadedVariant[],
  names: readonly string[],
): string[] {
  if (asked.metrics !== null)
    return matching(
      asked.metrics.map((text) => ({ text, where: asked.option('metrics') })),
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

function inFile({ text, at: { file, line, column } }: PlacedText): Wanted {
  return { text, where: `${file}:${line}:${column}:` };
}

function goalOf(
  asked: QuestionAsked,
  experiment: Experiment | null,
  names: readonly string[],
  table: MetricTable,
): GoalInput | null {
  const fromFile = asked.goal === null && experiment?.goal != null;
  const wanted = fromFile
    ? inFile(experiment.goal)
    : asked.goal === null
      ? null
      : { text: asked.goal, where: asked.option('goal') };
  const limits = asked.subjectTo.map((text) => ({ text, where: asked.option('subjectTo') }));
  if (wanted === null) {
    if (limits.length > 0)
      throw new UsageError(
        `${asked.option('subjectTo')}: expected ${asked.option('goal')} 'min METRIC' beside it`,
      );
    if (asked.pickWithin !== null) {
      throw new UsageError(
        `${asked.option('pickWithin')}: there is nothing to pick without ${asked.option('goal')} 'min METRIC'`,
      );
    }
    return null;
  }
  const goal = parseGoal(wanted.text);
  if (goal instanceof Refusal) throw refused(wanted, goal);
  checkMetric(wanted.where, goal.metric, names);
  // A goal of one's own comes with limits of one's own.
  const all = asked.goal === null && limits.length === 0 ? (experiment?.subjectTo ?? []).map(inFile) : limits;
  return {
    goal,
    constraints: all.map((each) => readConstraint(each, names, table)),
    within:
      asked.pickWithin === null
        ? null
        : readMargin(asked.option('pickWithin'), asked.pickWithin, asked.pickWithin),
    looks: asked.pickWithin === null ? null : pickLooks(pickLimits(asked)).length,
  };
}

/** However many replications were asked for: with --pick-within those are the least. */
export function pickLimits({ replications: { count, atMost } }: Pick<QuestionAsked, 'replications'>): {
  readonly atLeast: number;
  readonly atMost: number;
} {
  return { atLeast: count ?? 1, atMost };
}

function minDifferenceOf(asked: QuestionAsked, names: readonly string[]): MinDifference {
  let ofAll: Margin | null = null;
  const of = new Map<string, Margin>();
  for (const text of asked.minDifference) {
    const at = text.lastIndexOf('=');
    const margin = readMargin(asked.option('minDifference'), text, text.slice(at + 1));
    if (at < 0) ofAll = margin;
    else {
      const metric = text.slice(0, at).trim();
      checkMetric(asked.option('minDifference'), metric, names);
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

function readConstraint(wanted: Wanted, names: readonly string[], table: MetricTable): Constraint {
  const constraint = parseConstraint(wanted.text, table);
  if (constraint instanceof Refusal) throw refused(wanted, constraint);
  checkMetric(wanted.where, constraint.metric, names);
  return constraint;
}

function refused({ text, where }: Wanted, { message, help }: Refusal): UsageError {
  return new UsageError(`${where} ${text}: ${message}${help === null ? '' : `; ${help}`}`);
}

function frontierOf(
  asked: QuestionAsked,
  experiment: Experiment | null,
  names: readonly string[],
  table: MetricTable,
): Question['frontier'] {
  const wanted =
    asked.frontier !== null
      ? asked.frontier.map((text) => ({ text, where: asked.option('frontier') }))
      : experiment?.frontier != null
        ? [inFile(experiment.frontier.x), inFile(experiment.frontier.y)]
        : null;
  if (wanted === null) return null;
  for (const { text, where } of wanted) {
    checkMetric(where, text, names);
    if (table.of(text).better === 'neither') {
      throw new UsageError(`${where} ${text}: expected a metric with a better direction, higher or lower`);
    }
  }
  return { x: wanted[0]!.text, y: wanted[1]!.text };
}

function referenceOf(
  asked: QuestionAsked,
  experiment: Experiment | null,
  variants: readonly LoadedVariant[],
): string {
  const names = variants.map(({ name }) => name);
  if (asked.reference === null) {
    const wanted = asked.vary.length === 0 ? experiment?.reference : null;
    return wanted ?? names[0]!;
  }
  if (names.includes(asked.reference)) return asked.reference;
  const help = suggestion(asked.reference, names) ?? `the variants are ${names.slice(0, 8).join('; ')}`;
  throw new UsageError(
    `${asked.option('reference')} ${asked.reference}: expected the name of a variant; ${help}`,
  );
}

/** What is summed up over a run grows with its length. */
function checkSpans(
  variants: readonly LoadedVariant[],
  metrics: readonly string[],
  option: NameOption,
): void {
  const [first, ...others] = variants;
  const spanOf = ({ loaded: { scenario } }: LoadedVariant) =>
    `${isoTime(scenario.startMs)} to ${isoTime(scenario.endMs)}`;
  const other = others.find((each) => spanOf(each) !== spanOf(first!));
  const exposure = metrics.find((metric) => metric.includes('exposure.'));
  if (other === undefined || exposure === undefined) return;
  throw new UsageError(
    `${first!.name} lasts from ${spanOf(first!)}, ${other.name} from ${spanOf(other)}: ` +
      `${exposure} grows with that; give both one start and end, or choose other ${option('metrics')}`,
  );
}

export interface ComparedRuns {
  readonly variants: readonly LoadedVariant[];
  readonly question: Question;
  readonly columns: readonly Columns[];
  readonly precision: PrecisionWanted | null;
  readonly partial?: PartialRuns | null;
}

export function comparisonOfRuns(runs: ComparedRuns): Comparison {
  const { variants, question, columns, precision, partial = null } = runs;
  const { startMs, endMs } = variants[0]!.loaded.scenario;
  const comparison = comparisonOf({
    fleetsim: version,
    start: isoTime(startMs),
    end: isoTime(endMs),
    variants: variants.map(({ name, file, loaded: { scenario, sha256, overrides } }, index) => ({
      name,
      settings: overrides,
      scenario: { name: scenario.name, file: basename(file), sha256 },
      seed: scenario.seed,
      columns: columns[index]!,
    })),
    ...question,
  });
  return {
    ...comparison,
    ...(precision === null ? {} : { precision: precisionOutcome(precision, columns) }),
    ...(partial === null ? {} : { partial }),
  };
}
