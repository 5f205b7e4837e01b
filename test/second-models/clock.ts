/** Time and chance of the second models: nothing of the simulator's kernel is used. */

interface Due {
  readonly at: number;
  readonly order: number;
  readonly act: () => void;
}

const isBefore = (one: Due, other: Due) =>
  one.at < other.at || (one.at === other.at && one.order < other.order);

/** Times are seconds since the start of the scenario. */
export class Clock {
  now = 0;
  readonly #heap: Due[] = [];
  #scheduled = 0;

  at(at: number, act: () => void): void {
    this.#scheduled += 1;
    const due = { at, order: this.#scheduled, act };
    let index = this.#heap.push(due) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isBefore(due, this.#heap[parent]!)) break;
      this.#heap[index] = this.#heap[parent]!;
      index = parent;
    }
    this.#heap[index] = due;
  }

  in(delay: number, act: () => void): void {
    this.at(this.now + delay, act);
  }

  /** What is due at `end` does not happen. */
  runUntil(end: number): void {
    for (let due = this.#first(); due !== undefined && due.at < end; due = this.#first()) {
      this.#removeFirst();
      this.now = due.at;
      due.act();
    }
    this.now = end;
  }

  #first(): Due | undefined {
    return this.#heap[0];
  }

  #removeFirst(): void {
    const last = this.#heap.pop()!;
    if (this.#heap.length === 0) return;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= this.#heap.length) break;
      if (child + 1 < this.#heap.length && isBefore(this.#heap[child + 1]!, this.#heap[child]!)) child += 1;
      if (!isBefore(this.#heap[child]!, last)) break;
      this.#heap[index] = this.#heap[child]!;
      index = child;
    }
    this.#heap[index] = last;
  }
}

/** Chris Doty-Humphrey's sfc32: a generator unlike the simulator's. */
export function sfc32(seed: number): () => number {
  const state = new Uint32Array([0x9e3779b9, 0x243f6a88, seed, 1]);
  const next = () => {
    const [a, b, c, counter] = state as unknown as [number, number, number, number];
    const sum = (a + b + counter) >>> 0;
    state.set([b ^ (b >>> 9), (c + (c << 3)) >>> 0, (((c << 21) | (c >>> 11)) + sum) >>> 0, counter + 1]);
    return (sum + 0.5) / 4_294_967_296;
  };
  for (let i = 0; i < 15; i += 1) next();
  return next;
}
