/** A defect of fleetsim itself. What a user can get wrong is a value, never this. */
export class AssertionError extends Error {
  override readonly name = 'FleetsimDefect';
}

/** Always on: a run that has gone wrong must not produce figures. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) fail(message);
}

/** For hot paths, where building the message of an assertion that holds would cost more than the check. */
export function fail(message: string): never {
  throw new AssertionError(message);
}
