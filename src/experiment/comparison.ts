/** What `compare` finds: settings side by side, as plain data. Its JSON is `fleetsim.comparison/1`. */
import type { DifferenceMethod } from '../statistics/differences.ts';
import type { Frontier } from './frontier.ts';
import type { GoalOutcome } from './goal.ts';
import type { PartialRuns } from './partial-runs.ts';
import type { MetricSummary } from './summary.ts';

export interface Comparison {
  readonly schema: 'fleetsim.comparison/1';
  readonly fleetsim: string;
  readonly start: string;
  readonly end: string;
  /** Of every variant. */
  readonly replications: number;
  /** Of the intervals, each for itself in `summary` and all together in `difference`. */
  readonly confidence: number;
  readonly reference: string;
  readonly variants: readonly ComparedVariant[];
  /** How many intervals of differences hold together. */
  readonly jointComparisons: number;
  readonly metrics: readonly ComparedMetric[];
  readonly goal: GoalOutcome | null;
  readonly frontier: Frontier | null;
  readonly precision?: PrecisionOutcome;
  /** Of merged blocks: which runs are missing. */
  readonly partial?: PartialRuns;
}

export interface ComparedVariant {
  readonly name: string;
  /** What was set for it, in order; empty for a file as it is. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly scenario: { readonly name: string; readonly file: string; readonly sha256: string };
  readonly seed: string;
}

export interface ComparedMetric {
  readonly metric: string;
  readonly unit: string;
  readonly better: 'higher' | 'lower' | 'neither';
  /** Differences within plus or minus this much count as the same. In the metric's unit. */
  readonly minDifference: number;
  /** One for each variant, in order. */
  readonly variants: readonly MetricOfVariant[];
}

export interface MetricOfVariant {
  readonly name: string;
  readonly summary: MetricSummary;
  /** For minutes: shares of the runs in which they say less than they seem to. Null for other metrics, or for none. */
  readonly star: { readonly halted: number; readonly leftOver: number } | null;
  /** Null for the reference. */
  readonly difference: Difference | null;
}

/** `higher` and `lower` are for metrics without a better direction. */
export type Verdict = 'better' | 'worse' | 'higher' | 'lower' | 'same' | 'cannot tell';

export type { DifferenceMethod };

/** The variant's value less the reference's. */
export interface Difference {
  /** Null where either has no mean, such as minutes of runs that did not finish. */
  readonly mean: number | null;
  /** Of the joint interval; null where there is none. */
  readonly low: number | null;
  readonly high: number | null;
  readonly verdict: Verdict;
  readonly method: DifferenceMethod;
  /** False: the two have different seeds. */
  readonly paired: boolean;
  /** Pairs that count, and those in which either value is null. */
  readonly n: number;
  readonly undefined: number;
  /** Pairs that differ at all. Null if not paired. */
  readonly differing: number | null;
  /** How many times narrower pairing made the interval, and could have at most (null: without bound). */
  readonly pairing: { readonly factor: number; readonly ceiling: number | null } | null;
}

export interface PrecisionOutcome {
  readonly metric: string;
  readonly wanted: string;
  readonly precisionReached: boolean;
}
