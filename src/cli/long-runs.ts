/** Which runs may take more than a second. They go on in another thread, since this one must listen for Ctrl-C. */
import { expectedStrikes } from '../world/faults.ts';
import { nodeCountOf } from '../world/fleet.ts';
import type { Scenario } from '../world/scenario.ts';

/** About so much is simulated in a second. */
const nodeWeeksOfLongRun = 100_000;
const weekMs = 7 * 24 * 3_600_000;

export function isLong({ fleet, faults, startMs, endMs }: Scenario): boolean {
  const nodeCount = nodeCountOf(fleet);
  const nodeWeeks = nodeCount * (1 + (endMs - startMs) / weekMs);
  // A node that is struck has about as much to do as in a week.
  const strikes = faults.map((fault) => expectedStrikes(fault, nodeCount, endMs - startMs));
  return strikes.reduce((sum, each) => sum + each, nodeWeeks) > nodeWeeksOfLongRun;
}
