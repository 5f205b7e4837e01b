/** What came of every StartSession of the file that was due: a session, or AWS’s refusal. */
import type { Simulation } from '../../capability/simulation.ts';
import { madeBy } from '../../cloudformation/call-spec.ts';
import type { Action } from '../../world/actions.ts';
import type { Scenario } from '../../world/scenario.ts';
import { type SessionRequest, startSession } from './calls.ts';
import type { Machine } from './machine.ts';
import type { Refusal, Session } from './state.ts';

export interface SessionAttempt {
  readonly action: Action;
  readonly request: SessionRequest;
  /** Null: AWS refused the call. */
  readonly session: Session | null;
  readonly refusal: Refusal | null;
  /** AWS’s error; null: it took the call. */
  readonly error: string | null;
  /** Its caller lacks a permission. */
  readonly isDenied: boolean;
  /** The statement of the file that denies it. Null: none does. */
  readonly statement: string | null;
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
    const refusal = machine.refusals.get(action.id) ?? null;
    const { error = null, statement = null } = refused.find((one) => one.action === action) ?? {};
    if (session === null && error === null) return [];
    return [
      { action, request, session, refusal, error, isDenied: error !== null && refusal === null, statement },
    ];
  });
  return attempts.sort((a, b) => a.action.atMs - b.action.atMs);
}
