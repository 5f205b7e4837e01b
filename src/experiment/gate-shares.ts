/** Gates of shares and of quantiles: how many runs keep to something, and how many of all there are do. */

import { boundsOf } from '../result/expectations.ts';
import { figure } from '../result/figures.ts';
import { clopperPearson, quantileIntervalRanks, quantileRank } from '../statistics/intervals.ts';
import { runsForShareGate } from '../statistics/sample-size.ts';
import type { Expectation } from '../world/expectations.ts';
import type { Column } from './columns.ts';
import {
  type Found,
  inAll,
  leftOut,
  runsWith,
  settled,
  unfinished,
  whereFirst,
  withUnit,
} from './gate-findings.ts';
import {
  type Claim,
  type Judgement,
  judgeClaim,
  type Levels,
  quantileClaim,
  together,
} from './gate-rules.ts';
import { grouped, misses, percentage, runs } from './gate-words.ts';
import { OrderedSample } from './ordered-sample.ts';
import { keeps, sidesOf } from './sides.ts';
import { spreadAtEnd } from './spread-words.ts';

/** A claim, and which values break it. */
interface Watched {
  readonly claim: Claim;
  readonly isMiss: (value: number) => boolean;
}

/** A run in which the answer is null counts against the gate, whichever way it asks. */
export function shareGate({ comparison }: Expectation, column: Column, levels: Levels): Found {
  const { count: n, undefinedCount } = column;
  const sample = new OrderedSample(column);
  const trueCount = sample.n - sample.countBelow(1);
  const falseCount = sample.n - trueCount;
  const watched = sidesOf(comparison).map(({ direction, bound, isStrict }): Watched => {
    const isLower = direction === 'atLeast';
    // At most a share p is true: at least 1 - p of the runs are false.
    const [kept, wanted] = isLower ? [trueCount, bound] : [falseCount, 1 - bound];
    return { claim: { kept, n, wanted, isStrict }, isMiss: (value) => value !== Number(isLower) };
  });
  const estimate = trueCount / n;
  const interval = clopperPearson(trueCount, n, levels.alpha);
  const none = undefinedCount === 0 ? '' : `, null in ${grouped(undefinedCount)}`;
  const share = percentage(estimate, boundsOf(comparison));
  const ends = `${percentage(interval.low)} to ${percentage(interval.high)}`;
  return {
    observed: `yes in ${grouped(trueCount)} of ${runs(n)}${none}: ${share} (95% interval ${ends})`,
    estimate,
    ...interval,
    ...judged(watched, column, levels),
  };
}

export function quantileGate(
  { comparison, statistic }: Expectation,
  column: Column,
  p: number,
  levels: Levels,
): Found {
  const sample = new OrderedSample(column);
  const endless = column.meaning.nullIsLongest ? Number.POSITIVE_INFINITY : null;
  const watched = sidesOf(comparison).map((side): Watched => {
    const isMiss = (value: number) => {
      const counted = Number.isNaN(value) ? endless : value;
      return counted !== null && !keeps(side, counted);
    };
    return { claim: quantileClaim(sample, p, side), isMiss };
  });
  const estimate = sample.at(quantileRank(sample.n, p));
  const { low, high } = quantileIntervalRanks(sample.n, p, levels.alpha);
  const interval = {
    low: low === null ? null : sample.at(low),
    high: high === null ? null : sample.at(high),
  };
  const found = judged(watched, column, levels);
  const isKnown = Number.isFinite(estimate);
  const value = isKnown
    ? withUnit(column, figure(estimate, boundsOf(comparison)))
    : `none, ${unfinished(column)}`;
  const isConstant = isKnown && sample.n > 1 && sample.smallest === sample.largest;
  const spread = isConstant ? ` ${inAll(sample.n)}` : `${openInterval(interval)}, ${runs(sample.n)}`;
  return {
    observed: `${statistic} ${value}${spread}${leftOut(column)}${spreadAtEnd(column)}`,
    estimate,
    ...interval,
    ...found,
  };
}

/** `(95% interval 101 to 109)`; a side that so few runs cannot bound, or that lies beyond the runs that ended, is open. */
function openInterval({ low, high }: { readonly low: number | null; readonly high: number | null }): string {
  const end = (value: number | null) => (value === null || !Number.isFinite(value) ? '?' : figure(value));
  return ` (95% interval ${end(low)} to ${end(high)})`;
}

function judged(
  watched: readonly Watched[],
  column: Column,
  levels: Levels,
): Judgement & { because: string | null } {
  const judgements = watched.map(({ claim }): Judgement => {
    const { outcome, needed } = judgeClaim(claim, levels);
    return { outcome, needed: runsWith(needed, claim.n, column) };
  });
  const open = watched.filter((_, index) => judgements[index]!.outcome !== 'pass');
  const judgement = together(judgements);
  const worst = open.find((one) => judgements[watched.indexOf(one)]!.outcome === judgement.outcome);
  const because = worst === undefined ? null : whyNot(worst, judgement, column, levels);
  return { ...judgement, because };
}

/** `1 miss in 200 runs where 1% are allowed: it takes 555 runs without another to pass; …` */
function whyNot(
  { claim, isMiss }: Watched,
  { outcome, needed }: Judgement,
  column: Column,
  levels: Levels,
): string {
  const { kept, n, wanted } = claim;
  const missCount = n - kept;
  const allowed = `${misses(missCount)} in ${runs(n)} where ${percentage(1 - wanted)} are allowed`;
  const isWithin = missCount / n <= 1 - wanted;
  const fewest = runsWith(runsForShareGate(wanted, missCount, levels.alpha), n, column);
  const another = missCount === 0 ? '' : ' without another';
  const parts = [
    allowed,
    outcome === 'inconclusive' && isWithin && fewest !== null && Number.isFinite(fewest)
      ? `it takes at least ${grouped(fewest)} runs${another} to pass`
      : null,
    missCount === 0 ? null : settled(needed),
    missCount === 0 ? null : whereFirst(column, isMiss),
  ];
  return parts.filter((part) => part !== null).join('; ');
}
