/** What `expect` holds a result to. */
export type Statistic = 'value' | 'mean' | 'min' | 'max' | 'p5' | 'p50' | 'p95' | 'share';

export type Comparison =
  | { readonly operator: 'atLeast' | 'atMost' | 'above' | 'below'; readonly bound: number }
  | { readonly operator: 'equals'; readonly bound: number | boolean | string | null }
  | { readonly operator: 'between'; readonly low: number; readonly high: number };

export interface Expectation {
  /** The name of a metric, such as `task.Install.failed`. */
  readonly metric: string;
  /** `value`: the run's own, or the mean (for a yes or no: every run) over replications. */
  readonly statistic: Statistic;
  readonly comparison: Comparison;
  /** Names of nodes that must be exactly those that the metric is of; the metric itself is then yes or no. */
  readonly nodes?: readonly string[];
  /** In words, such as `at most 10`. */
  readonly expected: string;
  readonly at: { readonly line: number; readonly column: number };
}

/** How far a metric may move from its snapshot and still be called the same; of its mean, or in its own unit. */
export type Tolerance = ({ readonly relative: number } | { readonly absolute: number }) & {
  readonly at: { readonly line: number; readonly column: number };
};
