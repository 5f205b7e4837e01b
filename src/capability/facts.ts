/**
 * How capabilities meet: one says that something has happened, others listen. A fact has a name in the past tense,
 * which is also what the journal prints, and at most three plain values, so that telling it allocates nothing.
 */
export type Listener<A, B, C> = (a: A, b: B, c: C) => void;

export type JournalValue = string | number | boolean | null | readonly string[];

/** `node` is an index here; the journal writes its name. */
export type JournalFields = { readonly node?: number } & Readonly<Record<string, JournalValue | undefined>>;

export interface JournalEntry {
  /** ISO 8601 in UTC, with milliseconds. */
  readonly at: string;
  readonly event: string;
  /** The node's name. */
  readonly node?: string;
  readonly [field: string]: JournalValue | undefined;
}

/** What a fact about a node is about. */
export type FactTopic =
  | 'machine'
  | 'reboot'
  | 'profile'
  | 'network'
  | 'connection'
  | 'tags'
  | 'run'
  | 'parameters'
  | 'package'
  | 'session'
  | 'inventory'
  | 'ops item'
  | 'config';

/** How `explain` tells a fact about one node. */
export interface FactStep {
  readonly about: FactTopic;
  readonly words: (entry: JournalEntry) => string;
}

/** What a capability can say has happened: declared once, in its `events.ts`. */
export interface FactKind<A, B, C> {
  readonly name: string;
  /** A sentence for the reference of events. */
  readonly meaning: string;
  /** What the journal writes beside `at`, `event` and `node`. Null: it is not in the journal. */
  readonly describe: ((a: A, b: B, c: C) => JournalFields) | null;
  /** Absent: it is no step of an explanation. */
  readonly step?: FactStep;
}

export function fact<A, B = void, C = void>(
  name: string,
  meaning: string,
  describe: FactKind<A, B, C>['describe'],
  step?: FactStep,
): FactKind<A, B, C> {
  return { name, meaning, describe, ...(step === undefined ? {} : { step }) };
}

/** A fact of one simulation, with those who listen to it. */
export class Fact<A, B = void, C = void> {
  readonly kind: FactKind<A, B, C>;
  private readonly listeners: Listener<A, B, C>[] = [];

  constructor(kind: FactKind<A, B, C>) {
    this.kind = kind;
  }

  listen(listener: Listener<A, B, C>): void {
    this.listeners.push(listener);
  }

  tell(a: A, b: B, c: C): void {
    for (let index = 0; index < this.listeners.length; index += 1) this.listeners[index]!(a, b, c);
  }
}

/** Any kind of fact, where the values do not matter. */
export type AnyFactKind = Pick<FactKind<unknown, unknown, unknown>, 'name' | 'meaning'>;
/** A fact whose values are not known, as the journal sees it. */
export type AnyFact = Fact<unknown, unknown, unknown>;

type FactKinds = Readonly<Record<string, AnyFactKind>>;

/** The facts of one capability. */
export interface FactSet<Kinds extends FactKinds = FactKinds> {
  /** The capability whose facts they are. */
  readonly name: string;
  readonly kinds: Kinds;
}

/** What `Facts.of` gives for a set: `FactsIn<typeof commandFacts>`. */
export type FactsIn<Set extends FactSet> = FactsOf<Set['kinds']>;

type FactsOf<Kinds extends FactKinds> = {
  readonly [Key in keyof Kinds]: Kinds[Key] extends FactKind<infer A, infer B, infer C>
    ? Fact<A, B, C>
    : never;
};

export function factSet<const Kinds extends FactKinds>(name: string, kinds: Kinds): FactSet<Kinds> {
  return { name, kinds };
}

/** The facts of one simulation, by the name of their set. A machine asks for a set once, when it is made. */
export class Facts {
  private readonly sets = new Map<string, Readonly<Record<string, AnyFact>>>();

  of<Kinds extends FactKinds>(set: FactSet<Kinds>): FactsOf<Kinds> {
    const known = this.sets.get(set.name) ?? this.open(set);
    return known as unknown as FactsOf<Kinds>;
  }

  /** All of a set, in the order in which it declares them. */
  allOf(set: FactSet): readonly AnyFact[] {
    return Object.values(this.sets.get(set.name) ?? this.open(set));
  }

  /** How the fact of this name is told; undefined: it is no step. */
  stepOf(name: string): FactStep | undefined {
    for (const set of this.sets.values()) {
      const found = Object.values(set).find(({ kind }) => kind.name === name);
      if (found !== undefined) return found.kind.step;
    }
    return undefined;
  }

  private open({ name, kinds }: FactSet): Readonly<Record<string, AnyFact>> {
    const opened = Object.fromEntries(
      Object.entries(kinds).map(([key, kind]) => [key, new Fact(kind as AnyFact['kind'])]),
    );
    this.sets.set(name, opened);
    return opened;
  }
}
