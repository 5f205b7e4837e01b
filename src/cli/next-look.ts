/** How many replications there are to be, as the command line and the scenario want it. */
import { exactly, type NextLook, untilPrecise } from '../experiment/stopping.ts';
import type { ReplicationsWanted } from './declare/many-runs.ts';

/** `defaultCount`: where neither of them says how many. */
export function nextLookFor(
  { count, only, precision, atMost }: ReplicationsWanted,
  defaultCount: number,
): NextLook {
  if (only !== null) return exactly(1);
  // Without a number of its own, a precision begins with as few as can be judged.
  if (precision !== null) return untilPrecise(precision, { atLeast: count ?? 1, atMost });
  return exactly(count ?? defaultCount);
}
