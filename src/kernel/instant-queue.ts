/** First in, first out, on typed arrays: what waits for the end of an instant. */
export class InstantQueue {
  private types = new Int32Array(16);
  private subjects = new Int32Array(16);
  private args = new Float64Array(16);
  private taken = 0;
  private added = 0;

  get isEmpty(): boolean {
    return this.taken === this.added;
  }

  clear(): void {
    this.taken = 0;
    this.added = 0;
  }

  add(type: number, subject: number, argument: number): void {
    if (this.added === this.types.length) this.grow();
    this.types[this.added] = type;
    this.subjects[this.added] = subject;
    this.args[this.added] = argument;
    this.added += 1;
  }

  /** Index of the next entry; it can be read until the next one is added. */
  take(): number {
    const index = this.taken;
    this.taken += 1;
    if (this.taken === this.added) this.clear();
    return index;
  }

  typeOf(index: number): number {
    return this.types[index]!;
  }

  subjectOf(index: number): number {
    return this.subjects[index]!;
  }

  argumentOf(index: number): number {
    return this.args[index]!;
  }

  private grow(): void {
    const { types, subjects, args } = this;
    this.types = new Int32Array(2 * types.length);
    this.types.set(types);
    this.subjects = new Int32Array(2 * types.length);
    this.subjects.set(subjects);
    this.args = new Float64Array(2 * types.length);
    this.args.set(args);
  }
}
