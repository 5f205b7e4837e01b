/** A metric over replications, as plain data. Procedures and their sources are in docs/statistics.md. */

export type MetricSummary = AmountSummary | ShareSummary;

/** Of a number. What does not exist is null; quantiles are values that occurred. */
export interface AmountSummary {
  readonly kind: 'amount';
  readonly mean: number | null;
  readonly sd: number | null;
  /** The 95% interval of the mean. Null with one value, and where all are equal. */
  readonly low: number | null;
  readonly high: number | null;
  readonly min: number | null;
  readonly p5: number | null;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly max: number | null;
  /** Runs with a value, and runs in which it is null. */
  readonly n: number;
  readonly undefined: number;
  /** 95% intervals of the quantiles; null where so few runs cannot bound that side. */
  readonly intervals: {
    readonly p5: OpenInterval;
    readonly p50: OpenInterval;
    readonly p95: OpenInterval;
  };
  /** How many values differ from the most frequent one: below ten the interval of the mean is rough. */
  readonly differing: number;
  /** All values equal: the chance of any other is below this, with 95% confidence. Otherwise null. */
  readonly otherBelow: number | null;
  readonly quantiles: 'exact' | '±0.1%';
}

/** Of a yes or no: the share of the runs in which it is true. */
export interface ShareSummary {
  readonly kind: 'share';
  readonly share: number | null;
  /** Wilson's 95% interval. */
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number;
  readonly undefined: number;
  readonly otherBelow: number | null;
}

export interface OpenInterval {
  readonly low: number | null;
  readonly high: number | null;
}
