import { describe, expect, test, vi } from 'vitest';
import { firstDifferentBlock, JournalHasher, RollingHash } from '../../src/experiment/journal-blocks.ts';
import type { JournalEntry } from '../../src/result/journal.ts';
import { isoTime } from '../../src/world/time.ts';

// Machines that are busy with other things need a while.
vi.setConfig({ testTimeout: 60_000 });

const start = Date.parse('2025-01-04T00:00:00Z');

function entry(index: number, event = 'run-command/invocation-sent'): JournalEntry {
  return { at: isoTime(start + 1000 * index), event, node: `web-${index}` };
}

function journal(count: number, changes: Readonly<Record<number, string>> = {}): JournalEntry[] {
  return Array.from({ length: count }, (_, index) => entry(index, changes[index]));
}

function blocksOf(entries: readonly JournalEntry[]) {
  const hasher = new JournalHasher();
  for (const one of entries) hasher.sink(one);
  return hasher.blocks();
}

describe('the hash', () => {
  test.each([
    ['', 'cbf29ce484222325'],
    ['a', 'af63dc4c8601ec8c'],
    ['foobar', '85944171f73967e8'],
  ])('of %j is the published one', (text, hash) => {
    const rolling = new RollingHash();
    rolling.add(text);
    expect(rolling.text()).toBe(hash);
  });

  test('rolls on: of two texts in turn it is that of both together', () => {
    const [inTurn, together] = [new RollingHash(), new RollingHash()];
    inTurn.add('Taipei ');
    inTurn.add('台北');
    together.add('Taipei 台北');
    expect(inTurn.text()).toBe(together.text());
  });
});

describe('blocks of a journal', () => {
  test('are a thousand events each, and what is left', () => {
    const blocks = blocksOf(journal(2500));
    expect(blocks.map(({ events }) => events)).toEqual([1000, 2000, 2500]);
    expect(blocks[0]!.until).toBe(isoTime(start + 999_000));
  });

  test('of an empty journal there is none', () => {
    expect(blocksOf([])).toEqual([]);
  });

  test('of a long journal stay few, by growing', () => {
    const hasher = new JournalHasher();
    const one = entry(0);
    for (let count = 0; count < 300_500; count += 1) hasher.sink(one);
    const blocks = hasher.blocks();
    expect(blocks.length).toBeLessThanOrEqual(257);
    expect(blocks.slice(0, 2).map(({ events }) => events)).toEqual([2000, 4000]);
    expect(blocks.at(-1)!.events).toBe(300_500);
  });
});

describe('the first difference of two journals', () => {
  test('is in no block if they are the same', () => {
    expect(firstDifferentBlock(blocksOf(journal(2500)), blocksOf(journal(2500)))).toBeNull();
  });

  test('is in the block of the first event that differs, whatever differs later', () => {
    const ours = blocksOf(journal(3500, { 1700: 'changed', 3100: 'changed' }));
    expect(firstDifferentBlock(blocksOf(journal(3500)), ours)).toEqual({
      block: 2,
      firstEvent: 1001,
      lastEvent: 2000,
      from: isoTime(start + 999_000),
      until: isoTime(start + 1_999_000),
    });
  });

  test('is at the end of ours if ours is a beginning of the other', () => {
    expect(firstDifferentBlock(blocksOf(journal(3500)), blocksOf(journal(2000)))).toEqual({
      block: 3,
      firstEvent: 2001,
      lastEvent: 2000,
      from: isoTime(start + 1_999_000),
      until: null,
    });
  });

  test('is behind the end of the other if the other is a beginning of ours', () => {
    const difference = firstDifferentBlock(blocksOf(journal(2000)), blocksOf(journal(2400)));
    expect(difference).toMatchObject({ block: 3, firstEvent: 2001, lastEvent: 2400 });
  });

  test('is found between blocks of two sizes, on the coarser grid', () => {
    const fine = blocksOf(journal(5000));
    const coarse = fine.filter(({ events }) => events % 2000 === 0 || events === 5000);
    expect(firstDifferentBlock(coarse, fine)).toBeNull();
    const changed = blocksOf(journal(5000, { 2100: 'changed' }));
    expect(firstDifferentBlock(coarse, changed)).toMatchObject({ firstEvent: 2001, lastEvent: 4000 });
  });
});
