/**
 * Whether draws behave like chance along every direction in which a simulation reads them. Limits in standard deviations,
 * set for about one false alarm in ten thousand changes of the generator; seeds are fixed, so a run never flickers.
 */
import { describe, expect, test } from 'vitest';
import { RandomStreams } from '../../src/kernel/random.ts';
import { threefryKey } from '../../src/kernel/threefry.ts';
import { correlationZ, uniformityZ } from './statistics.ts';
import { threefry4x32 } from './threefry.ts';

const zMax = 4.5;

/** Draws along one word of the counter, the others standing at `start`. */
const directions: Record<string, (seed: string, count: number, start: number) => Float64Array> = {
  ordinals: (seed, count, start) => drawn(seed, count, (stream, i) => stream.uniform(start + i, start)),
  occurrences: (seed, count, start) => drawn(seed, count, (stream, i) => stream.uniform(start, start + i)),
  parts: (seed, count, start) => drawn(seed, count, (stream, i) => stream.uniform(start, start, i)),
  replications: (seed, count, start) =>
    drawn(seed, count, (stream, i, streams) => {
      streams.replication = i;
      return stream.uniform(start, start);
    }),
};

function drawn(
  seed: string,
  count: number,
  draw: (stream: ReturnType<RandomStreams['stream']>, i: number, streams: RandomStreams) => number,
): Float64Array {
  const streams = new RandomStreams(seed);
  const stream = streams.stream('quality');
  return Float64Array.from({ length: count }, (_, i) => draw(stream, i, streams));
}

function worst(zs: Iterable<number>): number {
  return Math.max(...Array.from(zs, Math.abs));
}

describe.each(Object.entries(directions))('draws along %s', (_name, along) => {
  const count = 32_768;
  const starts = [0, 1, 1000, 28_927_000];

  test('fill 256 cells evenly', () => {
    const zs = starts.map((start) => {
      const cells = new Int32Array(256);
      for (const u of along('cells', count, start)) cells[Math.floor(u * 256)]! += 1;
      return uniformityZ(cells);
    });
    expect(worst(zs)).toBeLessThan(zMax);
  });

  test('fill 64 times 64 cells evenly, two neighbours at a time', () => {
    const zs = starts.map((start) => {
      const us = along('pairs', count, start);
      const cells = new Int32Array(4096);
      for (let i = 0; i < count; i += 2)
        cells[Math.floor(us[i]! * 64) * 64 + Math.floor(us[i + 1]! * 64)]! += 1;
      return uniformityZ(cells);
    });
    expect(worst(zs)).toBeLessThan(zMax);
  });

  test('do not follow one another at lags 1, 2, 8 and 200', () => {
    const zs = starts.flatMap((start) => {
      const us = along('lags', count, start);
      return [1, 2, 8, 200].map((lag) => correlationZ(us.subarray(0, count - lag), us.subarray(lag)));
    });
    expect(worst(zs)).toBeLessThan(zMax);
  });
});

test('the same subjects under neighbouring seeds, names, occurrences and replications have nothing in common', () => {
  const count = 20_000;
  const of = (seed: string, path: string[], occurrence: number, replication: number) => {
    const streams = new RandomStreams(seed);
    streams.replication = replication;
    const stream = streams.stream(...path);
    return Float64Array.from({ length: count }, (_, ordinal) => stream.uniform(ordinal, occurrence));
  };
  const plain = of('1', ['install', 'KB1'], 0, 0);
  const neighbours = [
    of('2', ['install', 'KB1'], 0, 0),
    of('11', ['install', 'KB1'], 0, 0),
    of('1', ['install', 'KB2'], 0, 0),
    of('1', ['reboot', 'KB1'], 0, 0),
    of('1', ['install', 'KB1', ''], 0, 0),
    of('1', ['install', 'KB1'], 1, 0),
    of('1', ['install', 'KB1'], 0, 1),
  ];
  expect(worst(neighbours.map((one) => correlationZ(plain, one)))).toBeLessThan(zMax);
});

test('each bit of counter and key turns over each used bit of the output half the time', () => {
  const trialCount = 400;
  const usedBitsOf = (block: Int32Array) => [block[0]! >>> 6, block[1]! >>> 6] as const;
  const flips = new Int32Array(256 * 52);
  const inputs = new RandomStreams('avalanche').stream('inputs');
  for (let trial = 0; trial < trialCount; trial += 1) {
    const words = Int32Array.from({ length: 8 }, (_, i) => Math.floor(inputs.uniform(trial, i) * 4294967296));
    const output = (flipped: number) => {
      const [a, b, c, d, ...counter] = words.map((one, i) =>
        i === flipped >> 5 ? one ^ (1 << (flipped & 31)) : one,
      );
      return usedBitsOf(threefry4x32(threefryKey(a!, b!, c!, d!), counter, 13));
    };
    const [first, second] = output(-1 << 5);
    for (let bit = 0; bit < 256; bit += 1) {
      const [firstFlipped, secondFlipped] = output(bit);
      for (let out = 0; out < 26; out += 1) {
        flips[bit * 52 + out]! += ((first ^ firstFlipped) >>> out) & 1;
        flips[bit * 52 + 26 + out]! += ((second ^ secondFlipped) >>> out) & 1;
      }
    }
  }
  const zs = Array.from(flips, (count) => (count - trialCount / 2) / Math.sqrt(trialCount / 4));
  expect(worst(zs)).toBeLessThan(5.6);
});

test('fleet means vary between replications as much as independent draws make them', () => {
  // A generator that mixes the replication in by exclusive or gives every replication the same mean.
  const streams = new RandomStreams('replications');
  const stream = streams.stream('x');
  const means = Array.from({ length: 256 }, (_, replication) => {
    streams.replication = replication;
    let sum = 0;
    for (let ordinal = 0; ordinal < 256; ordinal += 1) sum += stream.uniform(ordinal, 0);
    return sum / 256;
  });
  const mean = means.reduce((sum, one) => sum + one, 0) / means.length;
  const squares = means.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  // Chi-square with 255 degrees of freedom: sd 22.6.
  const statistic = squares * 12 * 256;
  expect(Math.abs(statistic - 255) / Math.sqrt(2 * 255)).toBeLessThan(4);
});

test('no two of a million draws are equal', () => {
  // 32 bits of state would make about 128 of them equal.
  const stream = new RandomStreams('equal').stream('x');
  const draws = Float64Array.from({ length: 2 ** 20 }, (_, i) => stream.uniform(i & 0x3ff, i >> 10)).sort();
  let equalCount = 0;
  for (let i = 1; i < draws.length; i += 1) if (draws[i] === draws[i - 1]) equalCount += 1;
  expect(equalCount).toBe(0);
});

test('the first draws of consecutive seeds are as good as the draws of one', () => {
  const count = 5000;
  const draws = Float64Array.from({ length: count }, (_, seed) =>
    new RandomStreams(`${seed}`).stream('x').uniform(0, 0),
  );
  const cells = new Int32Array(50);
  for (const u of draws) cells[Math.floor(u * 50)]! += 1;
  expect(Math.abs(uniformityZ(cells))).toBeLessThan(zMax);
  expect(Math.abs(correlationZ(draws.subarray(1), draws.subarray(0, count - 1)))).toBeLessThan(zMax);
});
