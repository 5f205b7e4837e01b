/** Threefry-4x32 as its authors write it: https://doi.org/10.1145/2063384.2063405. */
import type { ThreefryKey } from '../../src/kernel/threefry.ts';

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

/** As the authors define it, for any number of rounds. */
export function threefry4x32(key: ThreefryKey, counter: ArrayLike<number>, rounds: number): Int32Array {
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
