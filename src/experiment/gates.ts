/**
 * Holds many runs to what `expect` says. A gate passes if what was seen shows that it holds, fails if it shows that it does
 * not, and is inconclusive between. Of one run every statistic is the value itself, and nothing is inconclusive.
 */

import { boundsOf, holds } from '../result/expectations.ts';
import { figure } from '../result/figures.ts';
import type { Expectation } from '../world/expectations.ts';
import type { GateOutcome } from './check.ts';
import type { Column, Columns } from './columns.ts';
import {
  type Found,
  inAll,
  leftOut,
  runsWith,
  settled,
  truth,
  unfinished,
  whereFirst,
  withUnit,
} from './gate-findings.ts';
import { countKeeping, judgeMean, type Levels } from './gate-rules.ts';
import { quantileGate, shareGate } from './gate-shares.ts';
import { figureWithInterval, grouped, percentage, runs } from './gate-words.ts';
import { OrderedSample } from './ordered-sample.ts';
import { keeps, rangeOf, type Side, sidesOf } from './sides.ts';
import { spreadAtEnd } from './spread-words.ts';
import { roundedOrNull } from './summary.ts';

export interface GateOptions {
  /** Of a claim that a gate holds; of one that it does not, this divided by the number of gates. */
  readonly alpha?: number;
}

/** In the order of the file. `columns` has every metric that is expected something of. */
export function gateOutcomes(
  expectations: readonly Expectation[],
  columns: Columns,
  { alpha = 0.05 }: GateOptions = {},
): GateOutcome[] {
  const levels = { alpha, alphaOfFailure: alpha / Math.max(1, expectations.length) };
  return expectations.map((expectation) => {
    const column = columns.column(expectation.metric);
    const found = judge(expectation, column, levels);
    const { metric, statistic, expected, at } = expectation;
    return {
      metric,
      statistic,
      expected,
      observed: found.observed,
      estimate: roundedOrNull(found.estimate),
      low: roundedOrNull(found.low),
      high: roundedOrNull(found.high),
      outcome: found.outcome,
      because: found.because ?? null,
      needed: found.needed ?? null,
      line: at.line,
      column: at.column,
    };
  });
}

function judge(expectation: Expectation, column: Column, levels: Levels): Found {
  const { statistic, comparison } = expectation;
  if (column.count === 1) return ofOneRun(expectation, column);
  if (comparison.operator === 'equals' && comparison.bound === null) return isNullGate(column);
  if (column.undefinedCount === column.count) return neverRan(column);
  switch (statistic) {
    case 'p5':
      return quantileGate(expectation, column, 0.05, levels);
    case 'p50':
      return quantileGate(expectation, column, 0.5, levels);
    case 'p95':
      return quantileGate(expectation, column, 0.95, levels);
    case 'min':
    case 'max':
      return extremeGate(expectation, column, statistic);
    case 'share':
      return shareGate(expectation, column, levels);
    default:
      if (comparison.operator === 'equals') return equalGate(expectation, column);
      return column.isYesOrNo
        ? shareGate(expectation, column, levels)
        : meanGate(expectation, column, levels);
  }
}

function ofOneRun({ statistic, comparison }: Expectation, column: Column): Found {
  const value = column.values()[0]!;
  if (Number.isNaN(value)) {
    const isHeld = comparison.operator === 'equals' && comparison.bound === null;
    return isHeld ? { observed: 'null', outcome: 'pass' } : { ...neverRan(column), observed: 'none' };
  }
  const isTruth = column.isYesOrNo && statistic === 'value';
  const outcome = holds(comparison, isTruth ? value === 1 : value) ? 'pass' : 'fail';
  const observed = column.isYesOrNo ? truth(value) : withUnit(column, figure(value, boundsOf(comparison)));
  const because = statistic === 'value' ? null : 'one run says little: ask for --replications 200';
  return { observed, estimate: value, outcome, because };
}

function isNullGate(column: Column): Found {
  const { count, undefinedCount } = column;
  if (undefinedCount === count) return { observed: `null in all ${runs(count)}`, outcome: 'pass' };
  const observed = `null in ${grouped(undefinedCount)} of ${runs(count)}`;
  return { observed, outcome: 'fail', because: whereFirst(column, (value) => !Number.isNaN(value)) };
}

function neverRan({ meaning, count }: Column): Found {
  const because = meaning.nullIsLongest ? 'never ran to an end' : 'never ran';
  const observed = count === 1 ? 'none' : `none in all ${runs(count)}`;
  return { observed, outcome: 'fail', because: `${because}: the metric is null` };
}

/** `3` or `true` in every run: one run that is not so is a proof. */
function equalGate({ comparison }: Expectation, column: Column): Found {
  const { bound } = comparison as { bound: number | boolean };
  const wanted = Number(bound);
  const { count, isYesOrNo } = column;
  const matching = countOf(column, wanted);
  const inWords = isYesOrNo ? truth(wanted) : figure(wanted);
  if (matching === count) {
    const other = isYesOrNo ? truth(1 - wanted) : 'any other';
    const observed = `${inWords} ${inAll(count, other)}`;
    return { observed, estimate: wanted, outcome: 'pass' };
  }
  const range = isYesOrNo ? [] : ['to allow a range, write between'];
  const because = [whereFirst(column, (value) => value !== wanted), ...range]
    .filter((part) => part !== null)
    .join('; ');
  const ends = isYesOrNo ? '' : `${extentOf(column)}, `;
  const observed = `${ends}${inWords} in ${grouped(matching)} of ${runs(count)}`;
  return { observed, estimate: isYesOrNo ? matching / count : column.moments.mean, outcome: 'fail', because };
}

function extentOf(column: Column): string {
  const sample = new OrderedSample(column);
  const largest = Number.isFinite(sample.largest) ? figure(sample.largest) : 'without end';
  return `${figure(sample.smallest)} to ${largest}`;
}

/** The smallest or the largest of this very sample: nothing is said of any other. */
function extremeGate({ comparison }: Expectation, column: Column, statistic: 'min' | 'max'): Found {
  const sample = new OrderedSample(column);
  const value = statistic === 'min' ? sample.smallest : sample.largest;
  const word = statistic === 'min' ? 'smallest' : 'largest';
  const known = `${word} of ${runs(column.count)}`;
  if (!Number.isFinite(value)) {
    return { observed: `none is the ${known}`, outcome: 'fail', because: unfinished(column) };
  }
  const isKept = (one: number) => sidesOf(comparison).every((side) => keeps(side, one));
  const outcome = isKept(value) ? 'pass' : 'fail';
  const inWords = withUnit(column, figure(value, boundsOf(comparison)));
  // What was the same in every run is both the smallest and the largest, and may yet be otherwise.
  const observed =
    sample.n > 1 && sample.smallest === sample.largest
      ? `${inWords} ${inAll(sample.n)}${leftOut(column)}`
      : `${inWords} is the ${known}${spreadAtEnd(column)}`;
  const because = outcome === 'fail' ? whereFirst(column, (one) => !isKept(one)) : null;
  return { observed, estimate: value, outcome, because };
}

function countOf(column: Column, wanted: number): number {
  const sample = new OrderedSample(column);
  return sample.countAtMost(wanted) - sample.countBelow(wanted);
}

function meanGate({ comparison }: Expectation, column: Column, levels: Levels): Found {
  const { meaning, count, undefinedCount } = column;
  if (undefinedCount > 0 && meaning.nullIsLongest) {
    const because = `${unfinished(column)}: their average is beyond any limit; a quantile such as p50 or p95 has one`;
    return { observed: `no average in ${runs(count)}`, outcome: 'fail', because };
  }
  const sample = new OrderedSample(column);
  const sides = sidesOf(comparison);
  const { n, median, moments } = sample;
  const { interval, fewDiffer, outcome, ...judged } = judgeMean(sample, sides, levels, rangeOf(meaning));
  const needed = runsWith(judged.needed, n, column);
  const estimate = moments.mean;
  if (interval === null) {
    const observed = `${withUnit(column, figure(estimate, boundsOf(comparison)))} ${inAll(n)}${leftOut(column)}`;
    return { observed, estimate, outcome };
  }
  const words = figureWithInterval(estimate, interval, boundsOf(comparison));
  const mean = `${withUnit(column, words.value)} on average (95% interval of the mean ${words.interval})`;
  const beyond = sides.map((side) => beyondInWords(sample, side)).join('');
  const few =
    fewDiffer === null
      ? null
      : `only ${grouped(fewDiffer)} of ${runs(n)} ${fewDiffer === 1 ? 'differs' : 'differ'} from ${figure(median)}, which says little of an average`;
  const because = [outcome === 'inconclusive' ? few : null, settled(needed)].filter((part) => part !== null);
  return {
    observed: `${mean}, ${runs(n)}${leftOut(column)}${beyond}${spreadAtEnd(column)}`,
    estimate,
    ...interval,
    outcome,
    needed,
    because: because.length === 0 ? null : because.join('; '),
  };
}

function beyondInWords(sample: OrderedSample, side: Side): string {
  const share = 1 - countKeeping(sample, side) / sample.n;
  if (share === 0) return '';
  return `, ${side.direction === 'atMost' ? 'above' : 'below'} the limit in ${percentage(share)} of runs`;
}
