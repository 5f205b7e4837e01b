/** Expectations that so few runs cannot show to hold, known before anything is simulated. */
import { clopperPearson, firstFrom } from '../statistics/intervals.ts';
import { runsForShareGate } from '../statistics/sample-size.ts';
import type { Expectation } from '../world/expectations.ts';
import { grouped, runs } from './gate-words.ts';
import { keeps, type Side, sidesOf } from './sides.ts';

export interface CannotPass {
  readonly expectation: Expectation;
  /** The fewest runs with which it can. Null: no practical number. */
  readonly needed: number | null;
  /** What is the matter, and what to do. */
  readonly message: string;
}

const quantiles: Readonly<Record<string, number>> = { p5: 0.05, p50: 0.5, p95: 0.95 };
const runsMax = 1_000_000;

/** Gates that are inconclusive whatever this number of replications shows. Of one run every value is taken as it is. */
export function cannotPass(
  expectations: readonly Expectation[],
  replications: number,
  alpha = 0.05,
): CannotPass[] {
  if (replications < 2) return [];
  return expectations.flatMap((expectation): CannotPass[] => {
    const canPass = passable(expectation, alpha);
    if (canPass === null || canPass(replications)) return [];
    const needed = firstFrom(2, runsMax, canPass);
    const name = `${expectation.metric}: ${expectation.statistic} ${expectation.expected}`;
    const cannot = `${name} cannot pass with ${runs(replications)}, whatever they show`;
    return needed === runsMax
      ? [{ expectation, needed: null, message: `${cannot}, nor with more: allow a wider range` }]
      : [
          {
            expectation,
            needed,
            message: `${cannot}: it takes ${grouped(needed)}. Ask for --replications ${needed}, or allow more`,
          },
        ];
  });
}

/** With how many runs the most favourable outcome passes. Null: with any number. */
function passable({ statistic, comparison }: Expectation, alpha: number): ((n: number) => boolean) | null {
  const sides = sidesOf(comparison);
  const p = quantiles[statistic];
  if (p !== undefined) {
    // Each side on its own: a run can keep to both.
    const shares = sides.map(({ direction }) => (direction === 'atMost' ? p : 1 - p));
    const needed = Math.max(...shares.map((share) => runsForShareGate(share, 0, alpha)));
    return (n) => n >= needed;
  }
  if (statistic !== 'share') return null;
  return (n) => {
    // Of all outcomes that show the lower side, the one with the fewest leaves most room above.
    const lower = sides.filter(({ direction }) => direction === 'atLeast');
    const fewest = firstFrom(0, n + 1, (trueCount) => isShown(lower, trueCount, n, alpha));
    return fewest <= n && isShown(sides, fewest, n, alpha);
  };
}

function isShown(sides: readonly Side[], trueCount: number, n: number, alpha: number): boolean {
  const { low, high } = clopperPearson(trueCount, n, alpha);
  return sides.every((side) => keeps(side, side.direction === 'atLeast' ? low : high));
}
