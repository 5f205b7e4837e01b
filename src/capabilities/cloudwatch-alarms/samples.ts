/** What a metric has been told of: samples, and a statistic of them over a period. */

/** Calls `add` with each value and how many samples have it, in `[fromMs, toMs)` by their timestamps. */
export interface Samples {
  each(fromMs: number, toMs: number, add: (value: number, count: number) => void): void;
  /** When they last changed; before that every period is alike. -Infinity: never. */
  readonly changedMs: number;
}

/**
 * A value that holds until it changes, and is reported once in `everyMs`. Null: nothing is reported.
 * ASSUMPTION alarm-sampling: a sample says how it is at the end of its interval.
 */
export class Gauge implements Samples {
  changedMs = Number.NEGATIVE_INFINITY;
  private readonly everyMs: number;
  private readonly onChange: () => void;
  private readonly times: number[] = [];
  private readonly values: (number | null)[] = [];

  constructor(everyMs: number, onChange: () => void = () => {}) {
    this.everyMs = everyMs;
    this.onChange = onChange;
  }

  get value(): number | null {
    return this.values.at(-1) ?? null;
  }

  /** As it has always been, before the run begins. */
  begin(value: number | null): void {
    this.times.length = 0;
    this.values.length = 0;
    this.times.push(Number.NEGATIVE_INFINITY);
    this.values.push(value);
    this.changedMs = Number.NEGATIVE_INFINITY;
  }

  set(atMs: number, value: number | null): void {
    if (value === this.value) return;
    this.changedMs = atMs;
    if (this.times.at(-1) === atMs) this.values[this.values.length - 1] = value;
    else {
      this.times.push(atMs);
      this.values.push(value);
    }
    this.onChange();
  }

  each(fromMs: number, toMs: number, add: (value: number, count: number) => void): void {
    const { everyMs, times, values } = this;
    let endMs = toMs;
    for (let index = times.length - 1; index >= 0 && endMs > fromMs; index -= 1) {
      // A change shows in the first sample whose interval ends after it.
      const beginMs = Math.max(fromMs, times[index]! - everyMs + 1);
      if (beginMs >= endMs) continue;
      const count = Math.ceil(endMs / everyMs) - Math.ceil(beginMs / everyMs);
      const value = values[index]!;
      if (value !== null && count > 0) add(value, count);
      endMs = beginMs;
    }
  }
}

/** Things that happen, each with the value of its one sample: nothing is reported where nothing happens. */
export class Occurrences implements Samples {
  changedMs = Number.NEGATIVE_INFINITY;
  private readonly onChange: () => void;
  private readonly times: number[] = [];
  private readonly counts: number[] = [];

  constructor(onChange: () => void = () => {}) {
    this.onChange = onChange;
  }

  begin(): void {
    this.times.length = 0;
    this.counts.length = 0;
    this.changedMs = Number.NEGATIVE_INFINITY;
  }

  happen(atMs: number): void {
    this.changedMs = atMs;
    if (this.times.at(-1) === atMs) this.counts[this.counts.length - 1]! += 1;
    else {
      this.times.push(atMs);
      this.counts.push(1);
    }
    this.onChange();
  }

  each(fromMs: number, toMs: number, add: (value: number, count: number) => void): void {
    for (let index = this.times.length - 1; index >= 0 && this.times[index]! >= fromMs; index -= 1) {
      if (this.times[index]! < toMs) add(1, this.counts[index]!);
    }
  }
}
