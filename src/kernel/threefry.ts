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

/**
 * 12 rounds is the least that the authors found no test to break; 13 is the fewest that they publish vectors for. They
 * are written out: a loop over tables takes twice the time, and this is most of the price of a draw.
 *
 * As many blocks as are asked for, each with a first counter of one more: a processor works on several at once. A block
 * leaves two words, all that a draw needs, the last one all four. They are not returned, because a number from a function
 * too large to be inlined is put on the heap.
 */
export function mixInto(
  words: Int32Array,
  blocks: number,
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
  for (let at = 0; at < blocks; at += 1) {
    let a = (counter0 + at + k0) | 0;
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
    words[2 * at] = a;
    words[2 * at + 1] = b;
    words[2 * at + 2] = c;
    words[2 * at + 3] = d;
  }
}
