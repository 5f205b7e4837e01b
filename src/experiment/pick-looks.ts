/** `--pick-within`: replications are added until the pick is settled, and looked at as seldom as can be. */
import type { Columns } from './columns.ts';
import { type GoalQuestion, goalOutcomeOf } from './pick.ts';

export interface Limits {
  readonly atLeast: number;
  readonly atMost: number;
}

/** The spread of the differences is not known from fewer. */
const firstLookMin = 30;

/** Each look at twice as many: one in ten more of them would cost more in caution than it saved in runs. */
export function pickLooks({ atLeast, atMost }: Limits): number[] {
  const looks: number[] = [];
  for (let look = Math.max(firstLookMin, atLeast); look < atMost; look *= 2) looks.push(look);
  return [...looks, atMost];
}

/**
 * What the driver asks between its rounds: how many replications there are to be before the next look; null: enough. `names`
 * of the variants, in the order of their columns.
 */
export function untilPicked(
  question: Omit<GoalQuestion, 'looks'>,
  names: readonly string[],
  limits: Limits,
): (count: number, columns: readonly Columns[]) => number | null {
  const looks = pickLooks(limits);
  return (count, columns) => {
    const next = looks.find((look) => look > count);
    if (next === undefined || count < looks[0]!) return next ?? null;
    const candidates = names.map((name, index) => ({ name, columns: columns[index]! }));
    return goalOutcomeOf(candidates, { ...question, looks: looks.length }).settled === true ? null : next;
  };
}
