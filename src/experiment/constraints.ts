/**
 * Whether a variant keeps a constraint. A limit on a quantile or a share is a question about how many runs keep it: `X p95 <=
 * 8` says that at least 95% of runs have X <= 8. So it is a test of a share, by Clopper and Pearson: exact however discrete
 * the metric is, and runs without a value count as misses. A limit on a mean is a one-sided t test.
 */
import { binomialCdf, studentTCdf } from '../statistics/distributions.ts';
import { momentsOf } from '../statistics/moments.ts';
import { roundedUp, runsForShareGate, runsToResolve } from '../statistics/sample-size.ts';
import type { Columns } from './columns.ts';
import type { Constraint, ConstraintOutcome, ConstraintStatistic, Feasibility } from './goal.ts';
import { judgedValues } from './incomplete-rollouts.ts';

/** How well the runs agree with its being broken, and with its being kept: the p values of the two tests. */
export interface ConstraintEvidence {
  readonly outcome: ConstraintOutcome;
  /** Small: it is kept. */
  readonly pOfBroken: number;
  /** Small: it is broken. */
  readonly pOfKept: number;
}

/** `alpha`: the chance of deciding wrongly, of this variant and constraint. `constraints`: all there are, since one may guard another's minutes. */
export function evidenceOf(
  constraint: Constraint,
  columns: Columns,
  options: { readonly alpha: number; readonly constraints: readonly Constraint[] },
): ConstraintEvidence {
  const values = judgedValues(constraint.metric, columns, options.constraints);
  return constraint.statistic === 'mean'
    ? evidenceOfMean(constraint, values, options.alpha)
    : evidenceOfShare(constraint, values, options.alpha);
}

const shares: Readonly<Record<Exclude<ConstraintStatistic, 'mean'>, number>> = {
  p5: 0.05,
  p50: 0.5,
  p95: 0.95,
  share: 1,
};

/** In how large a share of the runs each value has to keep to the limit. */
export function requiredShare({ statistic, operator, bound }: Constraint): number {
  const isUpper = operator === 'atMost' || operator === 'below';
  if (statistic === 'mean') throw new Error('a mean is no share');
  if (statistic === 'share') return isUpper ? 1 - bound : bound;
  // A p quantile of at least L: no more than p of the values lie below L.
  return isUpper ? shares[statistic] : 1 - shares[statistic];
}

function evidenceOfShare(constraint: Constraint, values: Float64Array, alpha: number): ConstraintEvidence {
  const required = requiredShare(constraint);
  const n = values.length;
  const misses = values.reduce((count, value) => (keeps(constraint, value) ? count : count + 1), 0);
  const pOfBroken = required <= 0 ? 0 : binomialCdf(misses, n, 1 - required);
  const pOfKept = required <= 0 ? 1 : 1 - binomialCdf(misses - 1, n, 1 - required);
  const feasibility = feasibilityOf(pOfBroken, pOfKept, alpha);
  return {
    pOfBroken,
    pOfKept,
    outcome: {
      constraint: constraint.text,
      feasibility,
      misses,
      n,
      estimate: n === 0 ? null : (n - misses) / n,
      needed: feasibility === 'undecided' ? neededForShare(required, misses, n, alpha) : null,
    },
  };
}

/** A single value; NaN, which is no value, keeps nothing. */
function keeps({ statistic, operator, bound }: Constraint, value: number): boolean {
  const isUpper = operator === 'atMost' || operator === 'below';
  if (statistic === 'share') return value === (isUpper ? 0 : 1);
  switch (operator) {
    case 'atLeast':
      return value >= bound;
    case 'atMost':
      return value <= bound;
    case 'above':
      return value > bound;
    case 'below':
      return value < bound;
  }
}

/**
 * Without a miss so far, exactly: if none comes. Else about, if the share seen is the true one, four times in five; never
 * less than if no further one came.
 */
function neededForShare(required: number, misses: number, n: number, alpha: number): number | null {
  if (required >= 1 || n === 0) return null;
  const missing = misses / n;
  const limit = 1 - required;
  const fewest = missing < limit ? runsForShareGate(required, misses, 2 * alpha) : 0;
  if (misses === 0) return fewest;
  const spread = Math.sqrt(limit * (1 - limit));
  const about = runsToResolve(missing - limit, spread, alpha);
  return about === null ? null : roundedUp(Math.max(fewest, about));
}

function evidenceOfMean(constraint: Constraint, values: Float64Array, alpha: number): ConstraintEvidence {
  const isUpper = constraint.operator === 'atMost' || constraint.operator === 'below';
  const present = values.filter((value) => !Number.isNaN(value));
  const moments = momentsOf(present);
  const { n, mean } = moments;
  const isEndless = present.includes(Number.POSITIVE_INFINITY);
  const conclude = (pOfBroken: number, pOfKept: number): ConstraintEvidence => {
    const feasibility = feasibilityOf(pOfBroken, pOfKept, alpha);
    const isOpen = feasibility === 'undecided' && n >= 2 && moments.sd > 0;
    const about = isOpen ? runsToResolve(mean - constraint.bound, moments.sd, alpha) : null;
    const needed = about === null ? null : roundedUp(about);
    const estimate = n === 0 || isEndless ? null : mean;
    return {
      pOfBroken,
      pOfKept,
      outcome: { constraint: constraint.text, feasibility, misses: null, n, estimate, needed },
    };
  };
  // Once in a while it takes longer than anything: so does the mean.
  if (isEndless) return isUpper ? conclude(1, 0) : conclude(0, 1);
  if (n === 0) return conclude(1, 0);
  if (moments.sd === 0) return concludeOfConstant(constraint, moments, conclude);
  const t = ((mean - constraint.bound) / moments.sd) * Math.sqrt(n);
  // From the nearer tail, where the distribution function is exact to the last digits.
  const below = studentTCdf(t, n - 1);
  const above = studentTCdf(-t, n - 1);
  return isUpper ? conclude(below, above) : conclude(above, below);
}

/** With fewer values, their all being equal says nothing of the next. */
const constantMin = 30;

/** Without spread there is no t: the value itself decides, once there are enough of it. */
function concludeOfConstant(
  { operator, bound }: Constraint,
  { n, mean }: { readonly n: number; readonly mean: number },
  conclude: (pOfBroken: number, pOfKept: number) => ConstraintEvidence,
): ConstraintEvidence {
  if (n < constantMin) return conclude(1, 1);
  const isKept = keeps({ statistic: 'mean', operator, bound, text: '', metric: '' }, mean);
  return isKept ? conclude(0, 1) : conclude(1, 0);
}

function feasibilityOf(pOfBroken: number, pOfKept: number, alpha: number): Feasibility {
  if (pOfBroken <= alpha) return 'feasible';
  return pOfKept <= alpha ? 'infeasible' : 'undecided';
}
