/** What came of every StartChangeRequestExecution of the file that was due: a change request, or AWS’s refusal. */
import type { Denial, Simulation } from '../../capability/simulation.ts';
import type { Action } from '../../world/actions.ts';
import type { ChangeRequestCall } from './calls.ts';
import { requestsIn } from './declared.ts';
import type { Machine } from './machine.ts';
import type { ChangeRequest } from './state.ts';

export interface ChangeAttempt {
  readonly action: Action;
  readonly call: ChangeRequestCall;
  /** Null: AWS refused the call. */
  readonly request: ChangeRequest | null;
  /** AWS’s error; null: it took the call. */
  readonly error: string | null;
  /** Null: its caller may make the call. */
  readonly denial: Denial | null;
}

/** In the order of time; a call that was not due is not among them. */
export function changeAttempts(
  { changes }: Machine,
  { scenario, refused }: Pick<Simulation, 'scenario' | 'refused'>,
): readonly ChangeAttempt[] {
  if (changes === null) return [];
  const attempts = requestsIn(scenario).flatMap(({ action, call }): ChangeAttempt[] => {
    const request = changes.find(action.id) ?? null;
    const { error = null, denial = null } = refused.find((one) => one.action === action) ?? {};
    return request === null && error === null ? [] : [{ action, call, request, error, denial }];
  });
  return attempts.sort((a, b) => a.action.atMs - b.action.atMs);
}
