/** Inventory in words. */
import type { Block } from '../../blocks/block.ts';
import { count, duration } from '../../blocks/numbers.ts';
import type { Coverage } from './coverage.ts';
import type { SyncState } from './syncs.ts';

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

/** What each resource data sync has written. */
export function syncBlocks(states: readonly SyncState[], nowMs: number): Block[] {
  if (states.length === 0) return [];
  return [
    {
      kind: 'table',
      head: ['data sync', 'bucket', 'status', 'objects', 'behind', 'last write'],
      rows: states.map(({ sync, status, objects, behind, lastMs }) => [
        sync.logicalId,
        sync.bucket ?? '',
        status,
        count(objects),
        count(behind),
        lastMs === null ? 'never' : `${ageWords(lastMs, nowMs)} ago`,
      ]),
      numeric: [3, 4],
    },
  ];
}
