/** Which variant is best, and how sure that is: `--goal` and `--subject-to`, as plain data. */

/** `min task.Install.minutes` */
export interface Goal {
  readonly direction: 'min' | 'max';
  readonly metric: string;
}

/** `task.Install.failed p95 <= 8`, `task.Install.finishedBeforeCutoff >= 99%`, `task.Install.minutes mean <= 90`. */
export interface Constraint {
  readonly text: string;
  readonly metric: string;
  readonly statistic: ConstraintStatistic;
  readonly operator: ConstraintOperator;
  /** In the metric's unit; of a share from 0 to 1. */
  readonly bound: number;
}

export type ConstraintStatistic = 'mean' | 'p5' | 'p50' | 'p95' | 'share';
export type ConstraintOperator = 'atLeast' | 'atMost' | 'above' | 'below';

export type Feasibility = 'feasible' | 'infeasible' | 'undecided';

export interface ConstraintOutcome {
  readonly constraint: string;
  readonly feasibility: Feasibility;
  /** Of a quantile or a share: runs that broke it. Null for a mean. */
  readonly misses: number | null;
  readonly n: number;
  /** The mean, or the share of runs that kept it; null where there is none. */
  readonly estimate: number | null;
  /** How many replications would decide it, four times in five. Null: it is decided, or no number would. */
  readonly needed: number | null;
}

export interface VariantStanding {
  readonly variant: string;
  readonly feasibility: Feasibility;
  /** Mean of the goal's metric; null where runs that did not finish count as longer than anything. */
  readonly mean: number | null;
  readonly constraints: readonly ConstraintOutcome[];
}

export interface GoalOutcome {
  readonly goal: string;
  readonly constraints: readonly string[];
  readonly standings: readonly VariantStanding[];
  /** Null: no variant is known to be feasible. */
  readonly pick: string | null;
  /**
   * With at least this probability the pick keeps the constraints, and no other variant that does is better by more than
   * `within`. Null without a pick, and with a single run.
   */
  readonly probabilityRight: number | null;
  readonly within: number;
  /** With 95% confidence the pick is worse than the best by at most this much. */
  readonly regretAtMost: number | null;
  readonly tooCloseToCall: readonly string[];
  /** Whose mean is better than the pick's while a constraint is undecided. */
  readonly undecided: readonly string[];
  /** Of `--pick-within`: whether it was settled before the cap. */
  readonly settled: boolean | null;
  /** What the reader must also know, such as how runs that did not finish count. */
  readonly notes: readonly string[];
}
