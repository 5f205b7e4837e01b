/**
 * Settings side by side. Replication r of every variant has the same random draws, so differences are taken run by run; and because
 * a table of many differences would show a false one sooner or later, their intervals are widened so that all hold together
 * (Bonferroni, which allows for the dependence that common draws create).
 */
import { defaultTolerance, type MetricTable } from '../result/metric-table.ts';
import { rounded } from '../result/metrics.ts';
import type { Columns } from './columns.ts';
import type {
  ComparedMetric,
  ComparedVariant,
  Comparison,
  Difference,
  MetricOfVariant,
} from './comparison.ts';
import { differenceOf } from './difference.ts';
import { type FrontierAxes, frontierOf } from './frontier.ts';
import { companionsOf, starOf } from './incomplete-rollouts.ts';
import { type Margin, marginInUnits } from './margin.ts';
import { type GoalQuestion, goalOutcomeOf } from './pick.ts';
import { summaryOf } from './summary.ts';

export interface VariantValues extends ComparedVariant {
  /** Of all `metricsNeeded`, as many replications as of the others. */
  readonly columns: Columns;
}

export interface ComparisonInput {
  readonly fleetsim: string;
  readonly start: string;
  readonly end: string;
  readonly variants: readonly VariantValues[];
  /** The name of one of them. */
  readonly reference: string;
  readonly metrics: readonly string[];
  readonly minDifference: MinDifference;
  readonly goal: GoalInput | null;
  readonly frontier: FrontierAxes | null;
}

/** `--min-difference 2%`, `--min-difference task.Install.failed=1`. Without either, the metric's default. */
export interface MinDifference {
  readonly ofAll: Margin | null;
  readonly of: ReadonlyMap<string, Margin>;
}

export type GoalInput = GoalQuestion;

const alphaInAll = 0.05;

/** Which metrics must be kept of every run. */
export function metricsNeeded(
  wanted: Pick<ComparisonInput, 'metrics' | 'goal' | 'frontier'>,
  table: Pick<MetricTable, 'of'>,
): string[] {
  const { metrics, goal, frontier } = wanted;
  const named = [
    ...metrics,
    ...(goal === null ? [] : [goal.goal.metric, ...goal.constraints.map(({ metric }) => metric)]),
    ...(frontier === null ? [] : [frontier.x, frontier.y]),
  ];
  return [
    ...new Set(named.flatMap((metric) => [metric, ...companionsOf({ metric, meaning: table.of(metric) })])),
  ];
}

export function comparisonOf(input: ComparisonInput): Comparison {
  const { fleetsim, start, end, variants, metrics, goal, frontier } = input;
  const reference = variants.find(({ name }) => name === input.reference);
  if (reference === undefined) throw new Error(`no variant is called ${input.reference}`);
  const jointComparisons = (variants.length - 1) * metrics.length;
  const alpha = alphaInAll / Math.max(1, jointComparisons);
  return {
    schema: 'fleetsim.comparison/1',
    fleetsim,
    start,
    end,
    replications: reference.columns.count,
    confidence: 1 - alphaInAll,
    reference: reference.name,
    variants: variants.map(({ name, settings, scenario, seed }) => ({ name, settings, scenario, seed })),
    jointComparisons,
    metrics: metrics.map((metric) => compareMetric(metric, variants, reference, alpha, input.minDifference)),
    goal: goal === null ? null : goalOutcomeOf(variants, goal),
    frontier: frontier === null ? null : frontierOf(variants, frontier),
  };
}

function compareMetric(
  metric: string,
  variants: readonly VariantValues[],
  reference: VariantValues,
  alpha: number,
  minDifferences: MinDifference,
): ComparedMetric {
  const { unit, better } = reference.columns.column(metric).meaning;
  const minDifference = minDifferenceOf(metric, reference.columns, minDifferences);
  return {
    metric,
    unit,
    better,
    minDifference: rounded(minDifference),
    variants: variants.map((variant): MetricOfVariant => {
      const { name, columns } = variant;
      const star = starOf(columns.column(metric), columns);
      const paired = variant.seed === reference.seed;
      const question = { alpha, paired, minDifference, better };
      return {
        name,
        summary: summaryOf(columns.column(metric)),
        star: star === null ? null : { halted: rounded(star.halted), leftOver: rounded(star.leftOver) },
        difference:
          variant === reference
            ? null
            : roundedDifference(
                differenceOf(reference.columns.column(metric), columns.column(metric), question),
              ),
      };
    }),
  };
}

function minDifferenceOf(metric: string, reference: Columns, { ofAll, of }: MinDifference): number {
  const { moments, meaning } = reference.column(metric);
  const mean = moments.n === 0 ? 0 : moments.mean;
  const margin = of.get(metric) ?? ofAll;
  return margin === null ? defaultTolerance(meaning, mean) : marginInUnits(margin, meaning, mean);
}

function roundedDifference(difference: Difference): Difference {
  const { mean, low, high, pairing } = difference;
  return {
    ...difference,
    mean: rounded(mean),
    low: rounded(low),
    high: rounded(high),
    pairing: pairing === null ? null : { factor: rounded(pairing.factor), ceiling: rounded(pairing.ceiling) },
  };
}
