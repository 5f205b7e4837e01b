/**
 * What an expectation asks of the truth behind a sample, and what the sample shows of it. Three answers: it holds, it does
 * not, or too little was run to say. Procedures and sources: docs/checking.md.
 */
import type { Interval } from '../statistics/intervals.ts';
import { clopperPearson, meanInterval } from '../statistics/intervals.ts';
import { areFew, type Departures, departuresOf, meanBoundOfFew } from '../statistics/rare-values.ts';
import {
  roundedUp,
  roundedWithinReach,
  runsForMean,
  runsToRefuteShare,
  runsToShowShare,
} from '../statistics/sample-size.ts';
import type { Outcome } from './check.ts';
import type { OrderedSample } from './ordered-sample.ts';
import { keeps, type Side } from './sides.ts';

/** What holds of one side, or of several together. */
export interface Judgement {
  readonly outcome: Outcome;
  /** About how many runs would settle it. Null: it is settled, or no number would. */
  readonly needed: number | null;
}

export interface Levels {
  /** Of a claim that it holds. */
  readonly alpha: number;
  /** Of a claim that it does not: a file with many expectations has many chances to fail by accident. */
  readonly alphaOfFailure: number;
}

/** All must hold, and one that does not is enough. */
export function together(judgements: readonly Judgement[]): Judgement {
  const outcomes = judgements.map(({ outcome }) => outcome);
  if (outcomes.includes('fail')) return { outcome: 'fail', needed: null };
  if (!outcomes.includes('inconclusive')) return { outcome: 'pass', needed: null };
  const open = judgements.filter(({ outcome }) => outcome === 'inconclusive');
  const needs = open.map(({ needed }) => needed).filter((needed) => needed !== null);
  return { outcome: 'inconclusive', needed: needs.length < open.length ? null : Math.max(...needs) };
}

/** By where an interval of the estimate lies: a narrow one decides that it holds, a wider one that it does not. */
function outcomeOf(side: Side, interval: Interval, wider: Interval): Outcome {
  const [worst, best] =
    side.direction === 'atLeast' ? [interval.low, wider.high] : [interval.high, wider.low];
  if (keeps(side, worst)) return 'pass';
  return keeps(side, best) ? 'inconclusive' : 'fail';
}

/** The share of all possible runs that keep a limit, judged from the n runs that were made. */
export interface Claim {
  readonly kept: number;
  readonly n: number;
  readonly wanted: number;
  /** The share itself is not enough. */
  readonly isStrict: boolean;
}

export function judgeClaim({ kept, n, wanted, isStrict }: Claim, levels: Levels): Judgement {
  const side: Side = { direction: 'atLeast', bound: wanted, isStrict };
  const narrow = clopperPearson(kept, n, levels.alpha);
  const outcome = outcomeOf(side, narrow, clopperPearson(kept, n, levels.alphaOfFailure));
  const needed = outcome === 'inconclusive' ? runsToSettleShare(kept, n, wanted, levels) : null;
  return { outcome, needed };
}

/**
 * The p quantile is at most L if a share p of the runs is, and at least L if a share 1 - p is: no distribution need be
 * assumed, and runs without an end count as beyond any limit.
 */
export function quantileClaim(sample: OrderedSample, p: number, side: Side): Claim {
  const wanted = side.direction === 'atMost' ? p : 1 - p;
  return { kept: countKeeping(sample, side), n: sample.n, wanted, isStrict: false };
}

export function countKeeping(sample: OrderedSample, { direction, bound, isStrict }: Side): number {
  if (direction === 'atMost') return isStrict ? sample.countBelow(bound) : sample.countAtMost(bound);
  return sample.n - (isStrict ? sample.countAtMost(bound) : sample.countBelow(bound));
}

function runsToSettleShare(kept: number, n: number, wanted: number, levels: Levels): number | null {
  const share = kept / n;
  if (share === wanted) return null;
  if (share > wanted) return runsToShowShare(wanted, 1 - share, levels.alpha);
  const needed = runsToRefuteShare(wanted, share, levels.alphaOfFailure);
  return needed === null ? null : Math.max(needed, roundedUp(n + 1));
}

export interface JudgedMean extends Judgement {
  /** The 95% interval that was judged by. Null: all values are equal, and the value itself was. */
  readonly interval: Interval | null;
  /** How many values differ from the usual one, where that is too few to trust an interval of t. */
  readonly fewDiffer: number | null;
}

/**
 * The mean by its t interval. All values equal: the value itself. A few that differ say little of how often and how far the
 * mean is pulled, and t covers too little there (63% instead of 95% where one is expected to differ); then both t and a bound
 * must agree that takes nothing for granted but that no run lies beyond those seen.
 */
export function judgeMean(
  sample: OrderedSample,
  sides: readonly Side[],
  levels: Levels,
  range: Interval,
): JudgedMean {
  const { moments } = sample;
  const interval = meanInterval(moments, levels.alpha);
  const wider = meanInterval(moments, levels.alphaOfFailure);
  if (interval === null || wider === null) {
    const holds = sides.every((side) => keeps(side, moments.mean));
    return { outcome: holds ? 'pass' : 'fail', needed: null, interval: null, fewDiffer: null };
  }
  const departures = departuresOf(sample);
  const fewDiffer = areFew(departures) ? departures.below.count + departures.above.count : null;
  if (sides.some((side) => isDisproved(side, sample, range))) {
    return { outcome: 'fail', needed: null, interval, fewDiffer };
  }
  if (fewDiffer === null) {
    const judged = sides.map((side): Judgement => {
      const outcome = outcomeOf(side, interval, wider);
      return { outcome, needed: outcome === 'inconclusive' ? runsToSettleMean(sample, side, levels) : null };
    });
    return { ...together(judged), interval, fewDiffer };
  }
  const careful = hull(interval, meanBoundOfFew(departures, levels.alpha));
  const widerCareful = hull(wider, meanBoundOfFew(departures, levels.alphaOfFailure));
  const judged = sides.map((side): Judgement => {
    const outcome = outcomeOf(side, careful, widerCareful);
    return {
      outcome,
      needed: outcome === 'inconclusive' ? runsToSettleFew(sample, departures, side, levels) : null,
    };
  });
  return { ...together(judged), interval: careful, fewDiffer };
}

/** What can never be negative averages 0 only if it is 0 always: one run above that is a proof. */
function isDisproved(side: Side, sample: OrderedSample, range: Interval): boolean {
  const edge = side.direction === 'atMost' ? range.low : range.high;
  return side.bound === edge && !keeps(side, sample.moments.mean);
}

function runsToSettleMean(sample: OrderedSample, side: Side, levels: Levels): number | null {
  const alpha = keeps(side, sample.moments.mean) ? levels.alpha : levels.alphaOfFailure;
  const needed = runsForMean(sample.moments, side.bound, alpha);
  return needed === null ? null : roundedWithinReach(Math.max(needed, sample.n + 1));
}

function hull(a: Interval, b: Interval): Interval {
  return { low: Math.min(a.low, b.low), high: Math.max(a.high, b.high) };
}

/** So rarely must a run differ, and by as much as the farthest did, for the mean to keep to its side. */
function runsToSettleFew(
  sample: OrderedSample,
  { n, usual, below, above }: Departures,
  side: Side,
  levels: Levels,
): number | null {
  if (!keeps(side, sample.moments.mean)) return runsToSettleMean(sample, side, levels);
  const { count, most } = side.direction === 'atMost' ? above : below;
  const room = Math.abs(side.bound - usual);
  if (room === 0 || most === 0) return null;
  const needed = runsToShowShare(Math.max(0, 1 - room / most), count / n, levels.alpha / 2);
  return needed === null ? null : Math.max(needed, roundedUp(n + 1));
}
