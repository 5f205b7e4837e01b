/**
 * Which metrics have moved since a snapshot, and whether by more than they may. Each change is tested for equivalence, not
 * for difference: with the same random draws on both sides a change of a thousandth would be significant, and with few runs a large
 * one would not.
 */
import type { MetricMeaning } from '../capability/metrics.ts';
import { defaultTolerance, type MetricTable } from '../result/metric-table.ts';
import { rounded } from '../result/metrics.ts';
import { type Equivalence, equivalence, unpairedEquivalence } from '../statistics/equivalence.ts';
import { momentsOf } from '../statistics/moments.ts';
import type { Tolerance } from '../world/expectations.ts';
import type { MetricMove, Outcome } from './check.ts';
import { grouped, runs } from './gate-words.ts';
import { type Snapshot, type StoredMetric, type StoredValue, storedValuesMax } from './snapshot.ts';

export interface TwoSnapshots {
  readonly stored: Snapshot;
  readonly now: Snapshot;
  /** By metric, as `expect` gives them. */
  readonly tolerances: ReadonlyMap<string, Tolerance>;
  readonly metrics: MetricTable;
}

/** Together at most one claim of a movement in twenty is false, however many metrics there are. */
const alphaMoved = 0.05;

/** Of metrics that both have; worst first. */
export function movesOf({ stored, now, tolerances, metrics }: TwoSnapshots): {
  moved: MetricMove[];
  unchanged: number;
} {
  const shared = [...now.metrics].filter(([metric]) => stored.metrics.has(metric));
  const isPaired = stored.seed === now.seed;
  const moved = shared.flatMap(([metric, ours]) => {
    const theirs = stored.metrics.get(metric)!;
    const count = Math.min(theirs.values.length, ours.values.length);
    const before = columnOf(theirs, isPaired ? count : theirs.values.length);
    const after = columnOf(ours, isPaired ? count : ours.values.length);
    const meaning = metrics.of(metric);
    const tolerance = toleranceOf(meaning, tolerances.get(metric), before);
    const levels = { alphaMoved: alphaMoved / shared.length };
    const found = isPaired
      ? equivalence(before, after, tolerance, levels)
      : unpairedEquivalence(before, after, tolerance, { ...levels, isShare: ours.kind === 'share' });
    return found.outcome === 'unchanged'
      ? []
      : [moveOf(metric, { meaning, before, after, tolerance, found })];
  });
  return { moved: worstFirst(moved), unchanged: shared.length - moved.length };
}

function columnOf({ values }: StoredMetric, count: number): Float64Array {
  return Float64Array.from(values.slice(0, count), asNumber);
}

function asNumber(value: StoredValue): number {
  return value === null ? Number.NaN : Number(value);
}

function toleranceOf(metric: MetricMeaning, given: Tolerance | undefined, before: Float64Array): number {
  const mean = momentsOf(before.filter((value) => !Number.isNaN(value))).mean;
  const size = Number.isNaN(mean) ? 0 : Math.abs(mean);
  if (given === undefined) return defaultTolerance(metric, size);
  return 'relative' in given ? given.relative * size : given.absolute;
}

interface Movement {
  readonly meaning: MetricMeaning;
  readonly before: Float64Array;
  readonly after: Float64Array;
  readonly tolerance: number;
  readonly found: Equivalence;
}

const outcomes: Readonly<Record<Equivalence['outcome'], Outcome>> = {
  unchanged: 'pass',
  within: 'pass',
  moved: 'fail',
  inconclusive: 'inconclusive',
};

function moveOf(metric: string, movement: Movement): MetricMove {
  const { before, after, tolerance, found } = movement;
  const outcome = outcomes[found.outcome];
  const direction = directionOf(movement);
  const reasons = [
    nullsInWords(before, after),
    outcome === 'fail' && direction === 'better' ? 'better than the snapshot: --update if intended' : null,
    outcome === 'inconclusive' ? settledInWords(found.needed) : null,
  ].filter((reason) => reason !== null);
  return {
    metric,
    before: figureOf(movement.meaning, before),
    after: figureOf(movement.meaning, after),
    change: rounded(found.mean),
    low: rounded(found.low),
    high: rounded(found.high),
    tolerance: rounded(tolerance),
    direction,
    outcome,
    because: reasons.length === 0 ? null : reasons.join('; '),
  };
}

/** The mean; null where there is none, as for minutes if some runs never ended. */
function figureOf({ nullIsLongest }: MetricMeaning, values: Float64Array): number | null {
  const { n, mean } = momentsOf(values.filter((value) => !Number.isNaN(value)));
  return n === 0 || (nullIsLongest === true && n < values.length) ? null : rounded(mean);
}

function directionOf({ meaning, before, after, found }: Movement): MetricMove['direction'] {
  const nullsMore = nullCount(after) / after.length - nullCount(before) / before.length;
  // Minutes that vanish have become longer than any; of every other metric there is less.
  const byNulls = meaning.nullIsLongest ? nullsMore : -nullsMore;
  const isHigher = nullsMore === 0 ? (found.mean ?? 0) > 0 : byNulls > 0;
  const { better } = meaning;
  if (better === 'neither') return isHigher ? 'higher' : 'lower';
  return isHigher === (better === 'higher') ? 'better' : 'worse';
}

function nullCount(values: Float64Array): number {
  return values.filter((value) => Number.isNaN(value)).length;
}

function nullsInWords(before: Float64Array, after: Float64Array): string | null {
  const [was, is] = [nullCount(before), nullCount(after)];
  if (was / before.length === is / after.length) return null;
  return `null in ${grouped(is)} of ${runs(after.length)}, before in ${grouped(was)} of ${grouped(before.length)}`;
}

function settledInWords(needed: number | null): string {
  if (needed === null) return 'on the edge of its tolerance, where no number of runs settles it';
  if (needed > storedValuesMax)
    return `no ${grouped(storedValuesMax)} runs, all that a snapshot holds, would settle it: give it a wider tolerance`;
  return `about ${grouped(needed)} runs, in the snapshot too, would settle it (4 in 5)`;
}

const badness: readonly Outcome[] = ['fail', 'inconclusive', 'pass'];

/** By outcome; then figures of the whole fleet before those of groups and causes, which move with them; then by size. */
function worstFirst(moves: readonly MetricMove[]): MetricMove[] {
  const keys = moves.map((move) => ({
    move,
    rank: badness.indexOf(move.outcome),
    part: /^(group|cause)\./.test(move.metric) ? 1 : 0,
    size: sizeOf(move),
  }));
  return keys
    .sort((a, b) => a.rank - b.rank || a.part - b.part || (a.size === b.size ? 0 : b.size - a.size))
    .map(({ move }) => move);
}

/** In tolerances. */
function sizeOf({ change, tolerance }: MetricMove): number {
  if (change === null) return Number.MAX_VALUE;
  return tolerance === 0 ? Number.MAX_VALUE : Math.abs(change) / tolerance;
}
