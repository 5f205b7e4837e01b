/**
 * How capabilities meet: one says that something has happened, others listen. A fact has a name in the past tense,
 * which is also what the journal prints, and at most three plain values, so that telling it allocates nothing.
 */
export type Listener<A, B, C> = (a: A, b: B, c: C) => void;

export class Fact<A, B = void, C = void> {
  readonly name: string;
  /** What the journal writes beside `at`, `event` and `node`. */
  readonly describe: (a: A, b: B, c: C) => JournalFields;
  private readonly listeners: Listener<A, B, C>[] = [];

  constructor(name: string, describe: (a: A, b: B, c: C) => JournalFields) {
    this.name = name;
    this.describe = describe;
  }

  listen(listener: Listener<A, B, C>): void {
    this.listeners.push(listener);
  }

  tell(a: A, b: B, c: C): void {
    for (let index = 0; index < this.listeners.length; index += 1) this.listeners[index]!(a, b, c);
  }
}

export type JournalValue = string | number | boolean | null;

/** `node` is an index here; the journal writes its name. */
export type JournalFields = { readonly node?: number } & Readonly<Record<string, JournalValue | undefined>>;
