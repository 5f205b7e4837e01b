/**
 * Threefry-4x32, a counter-based generator: four counter words and four key words in, four random words out, nothing
 * remembered. Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC'11,
 * https://doi.org/10.1145/2063384.2063405; its published vectors are tests here.
 */

/** Four words and their parity, which the key schedule adds. */
export type ThreefryKey = Int32Array;

/** The constant of Skein's key schedule. */
const parity = 0x1bd11bda;

export function threefryKey(a: number, b: number, c: number, d: number): ThreefryKey {
  return Int32Array.of(a, b, c, d, parity ^ a ^ b ^ c ^ d);
}

/** 12 rounds is the least that the authors found no test to break; 13 is the fewest that they publish vectors for. */
const roundCount = 13;

/** Two rotations a round, repeating after eight rounds. */
const rotations: readonly (readonly [number, number])[] = [
  [10, 26],
  [11, 21],
  [13, 27],
  [23, 5],
  [6, 20],
  [17, 11],
  [25, 10],
  [18, 20],
];

/** As the authors define it, for any number of rounds. Plain and slow: draws go through `mixIntoBlock`. */
export function threefry4x32(
  key: ThreefryKey,
  counter: ArrayLike<number>,
  rounds: number = roundCount,
): Int32Array {
  const x = Int32Array.from({ length: 4 }, (_, word) => counter[word]! + key[word]!);
  for (let round = 0; round < rounds; round += 1) {
    const [first, second] = rotations[round % 8]!;
    // Odd rounds cross the pairs.
    const [b, d] = round % 2 === 0 ? ([1, 3] as const) : ([3, 1] as const);
    x[0]! += x[b]!;
    x[b] = rotate(x[b]!, first) ^ x[0]!;
    x[2]! += x[d]!;
    x[d] = rotate(x[d]!, second) ^ x[2]!;
    if (round % 4 === 3) {
      const injection = (round + 1) / 4;
      for (let word = 0; word < 4; word += 1) x[word]! += key[(injection + word) % 5]!;
      x[3]! += injection;
    }
  }
  return x;
}

function rotate(x: number, by: number): number {
  return (x << by) | (x >>> (32 - by));
}

/**
 * The same 13 rounds, written out: a loop over tables takes twice the time, and this is most of the price of a draw.
 * Only words 0 and 1 are kept, all that a draw needs. They are left in `block`, because a number returned from a function
 * too large to be inlined is put on the heap.
 */
export function mixIntoBlock(
  block: Int32Array,
  key: ThreefryKey,
  counter0: number,
  counter1: number,
  counter2: number,
  counter3: number,
): void {
  const k0 = key[0]!;
  const k1 = key[1]!;
  const k2 = key[2]!;
  const k3 = key[3]!;
  const k4 = key[4]!;
  let a = (counter0 + k0) | 0;
  let b = (counter1 + k1) | 0;
  let c = (counter2 + k2) | 0;
  let d = (counter3 + k3) | 0;
  a = (a + b) | 0;
  b = ((b << 10) | (b >>> 22)) ^ a;
  c = (c + d) | 0;
  d = ((d << 26) | (d >>> 6)) ^ c;
  a = (a + d) | 0;
  d = ((d << 11) | (d >>> 21)) ^ a;
  c = (c + b) | 0;
  b = ((b << 21) | (b >>> 11)) ^ c;
  a = (a + b) | 0;
  b = ((b << 13) | (b >>> 19)) ^ a;
  c = (c + d) | 0;
  d = ((d << 27) | (d >>> 5)) ^ c;
  a = (a + d) | 0;
  d = ((d << 23) | (d >>> 9)) ^ a;
  c = (c + b) | 0;
  b = ((b << 5) | (b >>> 27)) ^ c;
  // Key injection 1.
  a = (a + k1) | 0;
  b = (b + k2) | 0;
  c = (c + k3) | 0;
  d = (d + k4 + 1) | 0;
  a = (a + b) | 0;
  b = ((b << 6) | (b >>> 26)) ^ a;
  c = (c + d) | 0;
  d = ((d << 20) | (d >>> 12)) ^ c;
  a = (a + d) | 0;
  d = ((d << 17) | (d >>> 15)) ^ a;
  c = (c + b) | 0;
  b = ((b << 11) | (b >>> 21)) ^ c;
  a = (a + b) | 0;
  b = ((b << 25) | (b >>> 7)) ^ a;
  c = (c + d) | 0;
  d = ((d << 10) | (d >>> 22)) ^ c;
  a = (a + d) | 0;
  d = ((d << 18) | (d >>> 14)) ^ a;
  c = (c + b) | 0;
  b = ((b << 20) | (b >>> 12)) ^ c;
  // Key injection 2.
  a = (a + k2) | 0;
  b = (b + k3) | 0;
  c = (c + k4) | 0;
  d = (d + k0 + 2) | 0;
  a = (a + b) | 0;
  b = ((b << 10) | (b >>> 22)) ^ a;
  c = (c + d) | 0;
  d = ((d << 26) | (d >>> 6)) ^ c;
  a = (a + d) | 0;
  d = ((d << 11) | (d >>> 21)) ^ a;
  c = (c + b) | 0;
  b = ((b << 21) | (b >>> 11)) ^ c;
  a = (a + b) | 0;
  b = ((b << 13) | (b >>> 19)) ^ a;
  c = (c + d) | 0;
  d = ((d << 27) | (d >>> 5)) ^ c;
  a = (a + d) | 0;
  d = ((d << 23) | (d >>> 9)) ^ a;
  c = (c + b) | 0;
  b = ((b << 5) | (b >>> 27)) ^ c;
  // Key injection 3.
  a = (a + k3) | 0;
  b = (b + k4) | 0;
  c = (c + k0) | 0;
  d = (d + k1 + 3) | 0;
  a = (a + b) | 0;
  b = ((b << 6) | (b >>> 26)) ^ a;
  c = (c + d) | 0;
  d = ((d << 20) | (d >>> 12)) ^ c;
  block[0] = a;
  block[1] = b;
}
