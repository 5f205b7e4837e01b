/** Inventory in words. */
import type { Block } from '../../blocks/block.ts';
import { count, duration } from '../../blocks/numbers.ts';
import type { Coverage } from './coverage.ts';

export function ageWords(atMs: number | null, nowMs: number): string {
  return atMs === null ? '-' : duration(nowMs - atMs);
}

/** What each type covers: `never` counts nodes without a report, `outdated` reports that are no longer true. */
export function coverageTable(coverage: readonly Coverage[], nowMs: number): Block {
  return {
    kind: 'table',
    head: ['type', 'nodes', 'never', 'stale', 'outdated', 'oldest'],
    rows: coverage.map(({ type, nodes, never, stale, outdated, oldestMs }) => [
      type.name,
      count(nodes),
      count(never),
      count(stale),
      outdated === null ? '-' : count(outdated),
      ageWords(oldestMs, nowMs),
    ]),
    numeric: [1, 2, 3, 4],
  };
}
