/**
 * Chance. A draw is a function of who asks for what, never of when: seed, name of the stream, ordinal, occurrence and
 * replication go in, a number between 0 and 1 comes out. So one more subject, or another order of events, leaves every
 * other draw as it was, and two settings compared under one seed get the same draws.
 *
 * The mixing is Threefry-4x32 with 13 rounds: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2,
 * 3", SC'11, https://doi.org/10.1145/2063384.2063405. Why this one: docs/randomness.md.
 */
import seedrandom from 'seedrandom';
import { mixInto, type ThreefryKey, threefryKey } from './threefry.ts';

/** Half a character, which has no place in a text; encodeURIComponent would throw. */
const loneSurrogate = /[\ud800-\udfff]/gu;

/**
 * 128 bits from the text of a seed. The text goes in with a prefix and its length, in ASCII: seedrandom repeats a short
 * key until it is long, so that `1`, `11` and `111` would be one seed, and it keeps 8 bits of a character only.
 */
export function masterKey(seed: string): ThreefryKey {
  const text = encodeURIComponent(seed.replace(loneSurrogate, '\ufffd'));
  const generator = seedrandom(`fleetsim/1:${text.length}:${text}`);
  return threefryKey(generator.int32(), generator.int32(), generator.int32(), generator.int32());
}

const utf8 = new TextEncoder();

/** The most draws that are made at once: they lie in the first cache of a processor. */
export const drawsAtOnce = 256;

/** What the last draws left behind. */
const mixed = new Int32Array(2 * drawsAtOnce + 2);
const drawn = new Float64Array(drawsAtOnce);

/**
 * The key of one named stream: the path as JSON in UTF-8, hashed in blocks of 16 bytes by Matyas, Meyer and Oseas'
 * construction, its length in the last block. All 128 bits are kept, so two names never share a stream.
 */
export function streamKey(master: ThreefryKey, path: readonly string[]): ThreefryKey {
  const bytes = utf8.encode(JSON.stringify(path));
  const words = new Int32Array(4 * Math.ceil(bytes.length / 16) + 4);
  for (let index = 0; index < bytes.length; index += 1)
    words[index >> 2]! |= bytes[index]! << (8 * (index & 3));
  words[words.length - 4] = bytes.length;
  words[words.length - 1] = 0x80000000;

  let key = master;
  for (let start = 0; start < words.length; start += 4) {
    const [a, b, c, d] = [words[start]!, words[start + 1]!, words[start + 2]!, words[start + 3]!];
    mixInto(mixed, 1, key, a, b, c, d);
    key = threefryKey(mixed[0]! ^ a, mixed[1]! ^ b, mixed[2]! ^ c, mixed[3]! ^ d);
  }
  return key;
}

/** Twice 26 bits make 52. */
const twoToMinus26 = 1.4901161193847656e-8;
const twoToMinus52 = 2.220446049250313e-16;

function fraction(upper: number, lower: number): number {
  return (upper >>> 6) * twoToMinus26 + ((lower >>> 6) + 0.5) * twoToMinus52;
}

/** One named source of chance. The name, not the order of first use, decides what it yields. */
export class RandomStream {
  private readonly key: ThreefryKey;
  private readonly streams: RandomStreams;

  constructor(key: ThreefryKey, streams: RandomStreams) {
    this.key = key;
    this.streams = streams;
  }

  /**
   * Strictly between 0 and 1, in steps of 2^-52 from 2^-53: never 0, never 1, and 1 - u is exact. (One bit more would
   * round to 1 at the upper end.) `part` is for the thing that needs several numbers at once.
   */
  uniform(ordinal: number, occurrence: number, part = 0): number {
    mixInto(mixed, 1, this.key, ordinal, occurrence, this.streams.replication, part);
    return fraction(mixed[0]!, mixed[1]!);
  }

  /** The same of neighbouring ordinals, `drawsAtOnce` at most; good until the next call of any stream. */
  uniforms(ordinal: number, count: number): Float64Array {
    mixInto(mixed, count, this.key, ordinal, 0, this.streams.replication, 0);
    for (let at = 0; at < count; at += 1) drawn[at] = fraction(mixed[2 * at]!, mixed[2 * at + 1]!);
    return drawn;
  }

  /** For what must not differ between replications: names, identifiers. */
  uniformInEveryReplication(ordinal: number, occurrence: number): number {
    mixInto(mixed, 1, this.key, ordinal, occurrence, 0, 0);
    return fraction(mixed[0]!, mixed[1]!);
  }
}

/** Streams whose paths begin alike; the one that ends here, once it has been asked for. */
class Branch {
  stream: RandomStream | undefined;
  private readonly branches = new Map<string, Branch>();

  to(name: string): Branch {
    let branch = this.branches.get(name);
    if (branch === undefined) {
      branch = new Branch();
      this.branches.set(name, branch);
    }
    return branch;
  }
}

/** All streams of one seed. Streams read the replication at each draw, so one instance serves all of a run. */
export class RandomStreams {
  /** 0 is the plain run. A counter word of its own: added to the seed, it would make neighbouring seeds overlap. */
  replication = 0;
  private readonly master: ThreefryKey;
  /** A tree, so that looking a path up puts no text together. */
  private readonly root = new Branch();

  constructor(seed: string) {
    this.master = masterKey(seed);
  }

  /** `stream('agent/boot', 'web')`: from the general to the particular. Ask once, outside the hot loop. */
  stream(...path: string[]): RandomStream {
    let branch = this.root;
    for (let index = 0; index < path.length; index += 1) branch = branch.to(path[index]!);
    branch.stream ??= new RandomStream(streamKey(this.master, path), this);
    return branch.stream;
  }
}
