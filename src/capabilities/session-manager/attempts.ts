/** What came of every StartSession of the file that was due: a session, or AWS’s refusal. */
import type { Denial, Simulation } from '../../capability/simulation.ts';
import { madeBy } from '../../cloudformation/call-spec.ts';
import type { Action } from '../../world/actions.ts';
import type { Scenario } from '../../world/scenario.ts';
import { type SessionRequest, startSession } from './calls.ts';
import type { Machine } from './machine.ts';
import type { Missing } from './prerequisites.ts';
import type { Session } from './state.ts';

export interface SessionAttempt {
  readonly action: Action;
  readonly request: SessionRequest;
  /** Null: AWS refused the call. */
  readonly session: Session | null;
  /** What it lacked, of what AWS asks for. Null: nothing. */
  readonly missing: Missing | null;
  /** AWS’s error; null: it took the call. */
  readonly error: string | null;
  /** Null: its caller may make the call. */
  readonly denial: Denial | null;
}

/** In the order of the file. */
export function startsIn({ actions }: Scenario): readonly { action: Action; request: SessionRequest }[] {
  return actions.flatMap((action) => {
    const request = madeBy(action, startSession);
    return request === undefined ? [] : [{ action, request }];
  });
}

export function startsSessions({ actions }: Scenario): boolean {
  return actions.some((action) => action.call === startSession.call);
}

/** In the order of time; a call that was not due is not among them. */
export function sessionAttempts(
  { sessions: machine }: Machine,
  { scenario, refused }: Pick<Simulation, 'scenario' | 'refused'>,
): readonly SessionAttempt[] {
  if (machine === null) return [];
  const attempts = startsIn(scenario).flatMap(({ action, request }): SessionAttempt[] => {
    const session = machine.find(action.id) ?? null;
    const missing = session?.missing ?? machine.lacking.get(action.id) ?? null;
    const { error = null, denial = null } = refused.find((one) => one.action === action) ?? {};
    return session === null && error === null ? [] : [{ action, request, session, missing, error, denial }];
  });
  return attempts.sort((a, b) => a.action.atMs - b.action.atMs);
}
