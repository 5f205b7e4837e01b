/** How soon nodes have a patch, as arithmetic: hours from its release, and shares of the nodes that it applies to. */

/** A node that a patch applies to. */
export interface Wait {
  /** From the release until the patch was in effect, in milliseconds; null: it is not. */
  readonly tookMs: number | null;
  /** From the release to the end of the run. */
  readonly ageMs: number;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** 95% of 60 is 57, and not a little more, as floating point has it. */
const rounding = 1e-9;

/** When this share of the nodes had it, by how long each took, in order; null: it did not come to that. */
export function hoursTo(share: number, took: ArrayLike<number>, nodeCount: number): number | null {
  const needed = Math.ceil(share * nodeCount - rounding);
  return needed === 0 || took.length < needed ? null : took[needed - 1]! / hourMs;
}

/**
 * The share of nodes that had the patch in time. A node that lacks it and still has time counts on neither side: where a
 * run ends must not make a deadline missed. Null: no patch has been out for that long, so none was due.
 */
export function percentWithin(days: number, waits: readonly Wait[]): number | null {
  const limitMs = days * dayMs;
  if (!waits.some(({ ageMs }) => ageMs >= limitMs)) return null;
  let inTime = 0;
  let late = 0;
  for (const { tookMs, ageMs } of waits) {
    if (tookMs !== null && tookMs <= limitMs) inTime += 1;
    else if (ageMs >= limitMs) late += 1;
  }
  return (100 * inTime) / (inTime + late);
}

/** The shortest time within which this share of the nodes had the patch, by the count of `percentWithin`. */
export function hoursWithin(share: number, waits: readonly Wait[]): number | null {
  const took = inOrder(waits);
  // A node that still waits is late for every time up to its age, and counts for none that is longer.
  const open = waits.filter(({ tookMs }) => tookMs === null).map(({ ageMs }) => ageMs);
  open.sort((a, b) => a - b);
  const oldestMs = waits.reduce((oldest, { ageMs }) => Math.max(oldest, ageMs), 0);
  const times = [...took, ...open.map((ageMs) => ageMs + 1)].sort((a, b) => a - b);
  let inTime = 0;
  let settled = 0;
  for (const timeMs of times) {
    if (timeMs > oldestMs) return null;
    while (inTime < took.length && took[inTime]! <= timeMs) inTime += 1;
    while (settled < open.length && open[settled]! < timeMs) settled += 1;
    if (inTime > 0 && inTime >= share * (took.length + open.length - settled) - rounding)
      return timeMs / hourMs;
  }
  return null;
}

/** How long those took that have it, in order. */
export function inOrder(waits: readonly Wait[]): number[] {
  const took: number[] = [];
  for (const { tookMs } of waits) if (tookMs !== null) took.push(tookMs);
  return took.sort((a, b) => a - b);
}
