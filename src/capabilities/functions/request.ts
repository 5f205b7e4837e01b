/** What is asked of a function or a state machine. */

export interface InvocationRequest {
  /** Unique in the simulation: what the journal prints. */
  readonly id: string;
  readonly kind: 'function' | 'state machine';
  /** Its ARN, its name or its logical id. */
  readonly name: string;
  /** Logical id of what invokes it, such as a rule. Null: nothing of the file. */
  readonly source: string | null;
  /** What it is given, as plain data. */
  readonly payload: unknown;
  /** The node that it is about, by its index; null: it is about none. */
  readonly node: number | null;
  /** What it is about: the name of a node, of an alarm, the id of a command. */
  readonly resource: string;
  /** Names its draws together with its name and node: the place of an event in time, never a count of what happened before. */
  readonly occurrence: number;
  readonly requestedMs: number;
  /** What invokes it waits for its answer, and tries again itself. */
  readonly isAnswered?: boolean;
}

/** An invocation that is over. */
export interface Invocation {
  readonly request: InvocationRequest;
  /** The key of `model.functions`. */
  readonly function: string;
  readonly hasFailed: boolean;
  /** What it returns; undefined: it has failed, or nothing is said of that. */
  readonly answer: unknown;
  /** How often it was tried: Lambda tries an asynchronous invocation that fails twice more. */
  readonly attempts: number;
}
