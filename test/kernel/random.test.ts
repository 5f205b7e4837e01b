import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RandomStreams } from '../../src/kernel/random.ts';
import { mixInto, threefryKey } from '../../src/kernel/threefry.ts';
import { threefry4x32 } from './threefry.ts';

const word = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const ordinal = fc.nat();

const hexOf = (words: Int32Array) => [...words].map((one) => (one >>> 0).toString(16).padStart(8, '0'));

describe('Threefry-4x32', () => {
  // Random123's kat_vectors, https://github.com/DEShawResearch/random123/blob/main/tests/kat_vectors
  test.each([
    {
      rounds: 13,
      key: [0, 0, 0, 0],
      counter: [0, 0, 0, 0],
      yields: '531c7e4f 39491ee5 2c855a92 3d6abf9a',
    },
    {
      rounds: 13,
      key: [-1, -1, -1, -1],
      counter: [-1, -1, -1, -1],
      yields: 'c4189358 1c9cc83a d5881c67 6a0a89e0',
    },
    {
      rounds: 13,
      key: [0xa4093822, 0x299f31d0, 0x082efa98, 0xec4e6c89],
      counter: [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      yields: '4aa71d8f 734738c2 431fc6a8 ae6debf1',
    },
    {
      rounds: 20,
      key: [0, 0, 0, 0],
      counter: [0, 0, 0, 0],
      yields: '9c6ca96a e17eae66 fc10ecd4 5256a7d8',
    },
  ])('meets the published vector $yields', ({ rounds, key, counter, yields }) => {
    const [a, b, c, d] = key as [number, number, number, number];
    expect(hexOf(threefry4x32(threefryKey(a, b, c, d), counter, rounds)).join(' ')).toBe(yields);
  });

  test('written out yields the same words as in a loop, for as many blocks as are asked for', () => {
    fc.assert(
      fc.property(fc.array(word, { minLength: 8, maxLength: 8 }), (words) => {
        const [a, b, c, d, e, f, g, h] = words as [
          number,
          number,
          number,
          number,
          number,
          number,
          number,
          number,
        ];
        const key = threefryKey(a, b, c, d);
        const mixed = new Int32Array(8);
        mixInto(mixed, 3, key, e, f, g, h);
        const plain = [0, 1, 2].map((at) => threefry4x32(key, [e + at, f, g, h], 13));
        expect([...mixed]).toEqual([
          ...plain.flatMap((one) => [...one.subarray(0, 2)]),
          ...plain[2]!.subarray(2),
        ]);
      }),
    );
  });
});

describe('a stream', () => {
  test('yields the numbers it always did', () => {
    const streams = new RandomStreams('20250105');
    const stream = streams.stream('patch-manager/install', 'ALAS2-2024-2701', 'web');
    const empty = new RandomStreams('').stream();
    const long = new RandomStreams('Zürich 中').stream('a name longer than one block of the hash', '');
    const drawn = [
      stream.uniform(1, 0),
      stream.uniform(2, 0),
      stream.uniform(1, 1),
      stream.uniform(1, 0, 1),
      empty.uniform(0, 0),
      long.uniform(2147483647, 2147483647),
    ];
    streams.replication = 1;
    drawn.push(stream.uniform(1, 0), stream.uniformInEveryReplication(1, 0));
    expect(drawn).toEqual([
      0.05407203083852463, 0.4023150151333371, 0.010531789154269222, 0.18913784231967334, 0.6449127396706532,
      0.4735524559334058, 0.13711001865700323, 0.05407203083852463,
    ]);
  });

  test('yields nothing but numbers strictly between 0 and 1, to the last bit', () => {
    // The smallest and the largest that 52 bits can make.
    expect(0.5 * 2.220446049250313e-16).toBeGreaterThan(0);
    expect(67108863 / 67108864 + 67108863.5 * 2.220446049250313e-16).toBe(1 - 2 ** -53);
    fc.assert(
      fc.property(fc.string(), ordinal, ordinal, (seed, subject, occurrence) => {
        const u = new RandomStreams(seed).stream('x').uniform(subject, occurrence);
        expect(u).toBeGreaterThan(0);
        expect(u).toBeLessThan(1);
        expect(1 - (1 - u)).toBe(u);
      }),
    );
  });

  test('is one stream however often it is asked for', () => {
    const streams = new RandomStreams('1');
    expect(streams.stream('a', 'b')).toBe(streams.stream('a', 'b'));
  });

  test('is told apart from its neighbours by where a path is divided', () => {
    const streams = new RandomStreams('1');
    const paths = [['ab'], ['a', 'b'], ['a,b'], ['a","b'], ['ab', ''], ['', 'ab'], ['b', 'a'], []];
    const draws = paths.map((path) => streams.stream(...path).uniform(0, 0));
    expect(new Set(draws).size).toBe(paths.length);
  });

  test('draws what it draws whatever else is drawn, and in whatever order', () => {
    const request = fc.record({
      path: fc.array(fc.constantFrom('a', 'b', 'web', 'batch'), { maxLength: 3 }),
      ordinal: fc.nat({ max: 5 }),
      occurrence: fc.nat({ max: 3 }),
      replication: fc.nat({ max: 2 }),
      part: fc.nat({ max: 1 }),
    });
    type Request = typeof request extends fc.Arbitrary<infer One> ? One : never;
    const drawAll = (requests: readonly Request[]) => {
      const streams = new RandomStreams('order');
      return new Map(
        requests.map((one) => {
          streams.replication = one.replication;
          const u = streams.stream(...one.path).uniform(one.ordinal, one.occurrence, one.part);
          return [JSON.stringify(one), u];
        }),
      );
    };
    fc.assert(
      fc.property(fc.array(request), fc.array(request), (some, others) => {
        const alone = drawAll(some);
        const among = drawAll([...others, ...some.toReversed()]);
        for (const [name, u] of alone) expect(among.get(name)).toBe(u);
      }),
    );
  });

  test('gives identifiers that no replication changes, where asked', () => {
    const streams = new RandomStreams('1');
    const stream = streams.stream('ids');
    const plain = stream.uniform(3, 4);
    streams.replication = 7;
    expect(stream.uniformInEveryReplication(3, 4)).toBe(plain);
    expect(stream.uniform(3, 4)).not.toBe(plain);
  });
});

describe('a seed', () => {
  test('is not taken for another one, where seedrandom alone would', () => {
    const seeds = [
      '1',
      '11',
      '111',
      '12',
      '1212',
      '',
      '0',
      '\0',
      '中',
      '-',
      'ab',
      'abab',
      '\u0101',
      '\u0001',
      'x'.repeat(300),
    ];
    const draws = seeds.map((seed) => new RandomStreams(seed).stream('x').uniform(0, 0));
    expect(new Set(draws).size).toBe(seeds.length);
  });

  test('may be any text, even half a character', () => {
    expect(new RandomStreams('\ud800').stream('x').uniform(0, 0)).toBeGreaterThan(0);
  });
});
