/** Replications come back in whatever order; what is made of them does not know. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { capabilities } from '../../src/capabilities/index.ts';
import { withCapabilities } from '../../src/capability/registry.ts';
import type { ReplicationPlan, Workplace } from '../../src/experiment/replicate.ts';
import type { Batch } from '../../src/experiment/replicator.ts';
import { exactly } from '../../src/experiment/stopping.ts';
import type { Scenario } from '../../src/world/scenario.ts';
import { replicated } from '../support/replicated.ts';

/** Stands for a simulation: a value that tells variant and replication. */
function rowsOf({ variant, first, count }: Batch): Float64Array {
  return Float64Array.from({ length: count }, (_, index) => 1_000_000 * variant + first + index);
}

/** Answers its batches in an order of its own. */
function shuffledWorkplace(lanes: number, pick: (waiting: number) => number): Workplace & { open: number } {
  const waiting: (() => void)[] = [];
  const place = {
    lanes,
    open: 0,
    async run(batch: Batch) {
      place.open += 1;
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        setImmediate(() => waiting.splice(pick(waiting.length), 1)[0]!());
      });
      return rowsOf(batch);
    },
    async close() {},
  };
  return place;
}

function planFor(variantCount: number, options: Partial<ReplicationPlan>): ReplicationPlan {
  const scenario = withCapabilities({} as Scenario, capabilities);
  let clock = 0;
  return {
    variants: Array.from({ length: variantCount }, () => ({ scenario, metrics: ['nodes.total'] })),
    first: 0,
    nextLook: exactly(100),
    workplace: async () => shuffledWorkplace(3, () => 0),
    onProgress: () => {},
    signal: new AbortController().signal,
    nowMs: () => {
      clock += 7;
      return clock;
    },
    ...options,
  };
}

const valuesOf = ({ columns }: Awaited<ReturnType<typeof replicated>>) =>
  columns.map((each) => [...each.column('nodes.total').values()]);
const inOrder = (count: number, variant = 0, first = 0) =>
  Array.from({ length: count }, (_, index) => 1_000_000 * variant + first + index);

test('replications are in order, whatever the lanes and whoever answers first', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 8 }),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 150 }),
      fc.infiniteStream(fc.nat()),
      async (lanes, variantCount, count, numbers) => {
        const place = shuffledWorkplace(lanes, (waiting) => numbers.next().value % waiting);
        const result = await replicated(
          planFor(variantCount, { nextLook: exactly(count), workplace: async () => place }),
        );
        expect(valuesOf(result)).toEqual(
          Array.from({ length: variantCount }, (_, variant) => inOrder(count, variant)),
        );
      },
    ),
    { numRuns: 60 },
  );
});

test('one later replication is asked for by its number', async () => {
  const result = await replicated(planFor(2, { first: 37, nextLook: exactly(1) }));
  expect(valuesOf(result)).toEqual([[37], [1_000_037]]);
});

test('an interruption keeps the longest prefix that all variants have', async () => {
  const interruption = new AbortController();
  let turn = 0;
  const place = shuffledWorkplace(4, (waiting) => {
    turn += 1;
    return turn % waiting;
  });
  const result = await replicated(
    planFor(3, {
      nextLook: exactly(5_000),
      workplace: async () => place,
      signal: interruption.signal,
      onProgress: (done) => {
        if (done >= 40) interruption.abort();
      },
    }),
  );
  expect(result.isInterrupted).toBe(true);
  expect(result.count).toBeGreaterThanOrEqual(40);
  expect(result.count).toBeLessThan(5_000);
  expect(valuesOf(result)).toEqual([0, 1, 2].map((variant) => inOrder(result.count, variant)));
});

test('a look is taken at exactly the number that it was announced for', async () => {
  const looks: number[] = [];
  const result = await replicated(
    planFor(2, {
      nextLook: (count) => {
        looks.push(count);
        return count >= 68 ? null : [30, 45, 68].find((each) => each > count)!;
      },
    }),
  );
  expect(looks).toEqual([0, 30, 45, 68]);
  expect(result.count).toBe(68);
});

test('a replication that fails ends everything, with its number', async () => {
  const place: Workplace = {
    lanes: 2,
    run: async (batch) =>
      batch.first + batch.count > 17 && batch.first <= 17
        ? { variant: batch.variant, replication: 17, reason: 'defect', message: 'lost its way' }
        : rowsOf(batch),
    close: async () => {},
  };
  const failing = replicated(planFor(1, { workplace: async () => place }));
  await expect(failing).rejects.toMatchObject({ failure: { replication: 17, reason: 'defect' } });
});

test('of replications that fail the first is named, whoever answers first', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 8 }),
      fc.integer({ min: 1, max: 3 }),
      fc.infiniteStream(fc.nat()),
      async (lanes, variantCount, numbers) => {
        const place = shuffledWorkplace(lanes, (waiting) => numbers.next().value % waiting);
        const run = async (batch: Batch) => {
          const rows = await place.run(batch);
          // The last variant fails from replication 17 on, and each before it five later.
          const replication = Math.max(batch.first, 17 + 5 * (variantCount - 1 - batch.variant));
          return batch.first + batch.count > replication
            ? { variant: batch.variant, replication, reason: 'defect' as const, message: '' }
            : rows;
        };
        const failing = replicated(planFor(variantCount, { workplace: async () => ({ ...place, run }) }));
        await expect(failing).rejects.toMatchObject({
          failure: { replication: 17, variant: variantCount - 1 },
        });
      },
    ),
    { numRuns: 60 },
  );
});

test('progress never goes back, and ends at what was wanted', async () => {
  const done: number[] = [];
  await replicated(planFor(2, { onProgress: (count) => done.push(count) }));
  expect(done).toEqual([...done].sort((a, b) => a - b));
  expect(done.at(-1)).toBe(100);
});
