/** However runs are divided into blocks, what is made of the blocks is what one machine makes of all of them. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import {
  check,
  checkBlock,
  compare,
  compareBlock,
  type ReadSideFile,
  simulate,
  simulateBlock,
} from '../../src/index.ts';

// Machines that are busy with other things need a while.
vi.setConfig({ testTimeout: 240_000 });

/** Three nodes, a scan that fails now and then, and minutes that are null where it does not end. */
const scenario = `
name: small
start: 2025-01-04T00:00:00Z
end: 2025-01-04T01:04:00Z
fleet:
  web: { count: 3, os: AMAZON_LINUX_2 }
model:
  patching: { scan: { exponential: { mean: 1m } } }
faults:
  - { id: down, at: 2025-01-04T00:30:00Z, nodes: { group: web, share: 30% }, action: stop }
actions:
  - id: scan
    at: 2025-01-04T01:00:00Z
    SendCommand:
      DocumentName: AWS-RunPatchBaseline
      Targets: [{ Key: "InstanceIds", Values: [web-0001, web-0002, web-0003] }]
      Parameters: { Operation: [Scan] }
      MaxConcurrency: "1"
expect:
  nodes.online: { p95: "<= 3" }
  command.scan.succeeded: { mean: ">= 0.5" }
`;

interface Part {
  readonly first: number;
  readonly replications: number;
}

/** Blocks that cover the runs, with overlaps, in any order. */
const divided = fc
  .record({
    count: fc.integer({ min: 2, max: 60 }),
    cuts: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 5 }),
    extra: fc.array(
      fc.tuple(fc.double({ min: 0, max: 0.99, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
      { maxLength: 2 },
    ),
    order: fc.infiniteStream(fc.nat()),
  })
  .map(({ count, cuts, extra, order }) => {
    const starts = [...new Set([0, ...cuts.map((cut) => Math.floor(cut * count)), count])].sort(
      (a, b) => a - b,
    );
    const parts: Part[] = starts
      .slice(0, -1)
      .map((first, index) => ({ first, replications: starts[index + 1]! - first }));
    for (const [from, length] of extra) {
      const first = Math.floor(from * count);
      parts.push({ first, replications: Math.max(1, Math.floor(length * (count - first))) });
    }
    const keyed = parts.map((part) => ({ part, key: order.next().value as number }));
    return { count, parts: keyed.sort((a, b) => a.key - b.key).map(({ part }) => part) };
  });

async function holds(
  make: (part: Part) => Promise<Uint8Array>,
  answer: (options: { replications: number; blocks?: readonly Uint8Array[] }) => Promise<unknown>,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(divided, async ({ count, parts }) => {
      const blocks: Uint8Array[] = [];
      for (const part of parts) blocks.push(await make(part));
      const merged = await answer({ replications: count, blocks });
      expect(JSON.stringify(merged)).toBe(JSON.stringify(await answer({ replications: count })));
    }),
    { numRuns: 25 },
  );
}

test('simulate: any division into blocks, in any order, gives the same result', () =>
  holds(
    (part) => simulateBlock(scenario, part),
    (options) => simulate(scenario, options),
  ));

test('compare: any division into blocks gives the same comparison of variants and seeds', () => {
  const asked = {
    vary: { 'actions[0].SendCommand.MaxConcurrency': ['1', '2', '100%'] },
    metrics: ['command.*', 'nodes.online'],
    goal: 'min command.scan.minutes',
    subjectTo: ['command.scan.failed p95 <= 2'],
    set: { 'fleet.web.count': 4 },
    seed: 7,
  };
  return holds(
    (part) => compareBlock(scenario, { ...asked, ...part }),
    (options) => compare(scenario, { ...asked, ...options }),
  );
});

test('check: any division into blocks gives the same verdict', () =>
  holds(
    (part) => checkBlock(scenario, part),
    (options) => check(scenario, options),
  ));

test('a block is the same bytes as the part of a larger one with the same runs', async () => {
  const [whole, part] = [
    await simulateBlock(scenario, { replications: 9 }),
    await simulateBlock(scenario, { first: 4, replications: 2 }),
  ];
  const rowsOf = (bytes: Uint8Array) => {
    const buffer = Buffer.from(bytes);
    return buffer.subarray(16 + buffer.readUInt32LE(12), -32);
  };
  const length = rowsOf(whole).length / 9;
  expect(rowsOf(part).equals(rowsOf(whole).subarray(4 * length, 6 * length))).toBe(true);
  // Null is one NaN, the same on every machine.
  const nulls = Array.from({ length: rowsOf(whole).length / 8 }, (_, index) =>
    rowsOf(whole).readBigUInt64LE(8 * index),
  ).filter((bits) => (bits & 0x7ff0000000000000n) === 0x7ff0000000000000n);
  expect(nulls.length).toBeGreaterThan(0);
  expect(new Set(nulls)).toEqual(new Set([0x7ff8000000000000n]));
});

test('missing runs are refused, and listed where they are accepted', async () => {
  const blocks = [
    await checkBlock(scenario, { first: 6, replications: 4 }),
    await checkBlock(scenario, { first: 1, replications: 3 }),
  ];
  await expect(check(scenario, { blocks })).rejects.toThrow('3 of 10 runs are in no block: 0 and 4 to 5;');
  const { files } = await check(scenario, { blocks, partial: true });
  expect(files[0]).toMatchObject({
    replications: 7,
    partial: {
      of: 10,
      missing: [
        { first: 0, last: 0 },
        { first: 4, last: 5 },
      ],
    },
  });
  await expect(check(scenario, { blocks, partial: true, replications: 20 })).rejects.toThrow(
    'replications 20: the blocks are of 10 runs',
  );
});

test('blocks of another scenario, or of side files that have changed, are refused', async () => {
  const text = scenario.replace(
    'exponential: { mean: 1m }',
    'empirical: { file: scans.csv, column: s, unit: s }',
  );
  const read =
    (seconds: string): ReadSideFile =>
    () =>
      `s\n${seconds}\n60\n`;
  const block = await simulateBlock(text, { replications: 3, read: read('30') });
  const options = { replications: 3, blocks: [block] };
  await expect(simulate(text, { ...options, read: read('31') })).rejects.toThrow(
    'block 1: it was not made from scenario.yaml as it is here: other content, settings or seeds',
  );
  await expect(simulate(text, { ...options, read: read('30'), seed: 8 })).rejects.toThrow('other options');
  expect(await simulate(text, { ...options, read: read('30') })).toMatchObject({ replications: 3 });
  await expect(simulate(scenario, { blocks: [block] })).rejects.toThrow('add replications');
  await expect(simulate(scenario, { replications: 3, blocks: [] })).rejects.toThrow('expected blocks');
});

/** The text of what it ends in, which is never a defect. */
async function refusal(blocks: readonly Uint8Array[]): Promise<string> {
  try {
    await simulate(scenario, { replications: 4, blocks });
    return '';
  } catch (error) {
    expect(error).toMatchObject({ name: 'UsageError' });
    return (error as Error).message;
  }
}

test('a block of which any byte was changed, or that ends anywhere, is refused', async () => {
  const block = await simulateBlock(scenario, { replications: 4 });
  expect(await refusal([block])).toBe('');
  await fc.assert(
    fc.asyncProperty(fc.nat(block.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
      const changed = Uint8Array.from(block);
      changed[at]! ^= change;
      expect(await refusal([changed])).toMatch(/^block 1: /);
      expect(await refusal([block.subarray(0, at)])).toMatch(/^block 1: (it is cut short|expected a block)/);
    }),
  );
});

test('whatever a header says, and however it is sealed, the answer is a refusal and no defect', async () => {
  const block = Buffer.from(await simulateBlock(scenario, { replications: 4 }));
  const length = block.readUInt32LE(12);
  const header = JSON.parse(block.subarray(16, 16 + length).toString());
  const hostile = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom('', '../x', '\u0000', 'NaN', -1, 0.5, 2 ** 31, 1e300, '__proto__', []),
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...Object.keys(header)), hostile, async (key, value) => {
      if (JSON.stringify(value) === JSON.stringify(header[key])) return;
      const json = Buffer.from(JSON.stringify({ ...header, [key]: value }));
      const padded = Buffer.concat([json, Buffer.alloc((8 - (json.length % 8)) % 8, ' ')]);
      const start = Buffer.from(block.subarray(0, 16));
      start.writeUInt32LE(padded.length, 12);
      const body = Buffer.concat([start, padded, block.subarray(16 + length, -32)]);
      const sealed = Buffer.concat([body, createHash('sha256').update(body).digest()]);
      const said = await refusal([sealed]);
      // Where the runs begin and how many there are to be in all is for each block to say.
      if (said === '') expect(['first', 'total']).toContain(key);
    }),
    { numRuns: 300 },
  );
});
