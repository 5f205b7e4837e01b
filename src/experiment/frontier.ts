/** Variants that no other beats in both of two metrics. */

export interface Frontier {
  readonly x: FrontierAxis;
  readonly y: FrontierAxis;
  readonly points: readonly FrontierPoint[];
}

export interface FrontierAxis {
  readonly metric: string;
  readonly unit: string;
  readonly better: 'higher' | 'lower';
}

export interface FrontierPoint {
  readonly variant: string;
  /** Means over replications; null where there is none. */
  readonly x: number | null;
  readonly y: number | null;
  /** No other variant is at least as good in both and better in one. */
  readonly isOnFrontier: boolean;
}
