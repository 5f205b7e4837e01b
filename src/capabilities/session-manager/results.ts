/** Sessions as results have them. */
import type { ResultSpec } from '../../capability/results.ts';
import {
  instant,
  instantOrNothing,
  listOf,
  oneOf,
  said,
  text,
  textOrNothing,
} from '../../fields/json-parts.ts';
import { exactly } from '../../fields/json-schema.ts';
import { isoTime, isoTimeOrNull } from '../../world/time.ts';
import { type SessionAttempt, sessionAttempts } from './attempts.ts';
import type { Machine } from './machine.ts';
import { type SessionEnd, type SessionStatus, sessionEnds, sessionStatuses } from './state.ts';

export interface SessionResult {
  readonly id: string;
  readonly sessionId: string | null;
  readonly target: string;
  readonly document: string;
  readonly by: string | null;
  readonly reason: string | null;
  readonly status: SessionStatus | null;
  readonly error: string | null;
  readonly missing: string | null;
  readonly why: string | null;
  readonly remedy: string | null;
  readonly start: string;
  readonly connected: string | null;
  readonly end: string | null;
  readonly endedBy: SessionEnd | null;
  readonly command: string | null;
  readonly logs: readonly { readonly to: string; readonly name: string; readonly loss: string | null }[];
  readonly history: readonly { readonly at: string; readonly status: SessionStatus; readonly why: string }[];
}

export const sessionSchema = exactly({
  id: said('That of its StartSession action.', text),
  sessionId: said('As AWS makes it. Null: AWS refused the call.', textOrNothing),
  target: said('The node, as the call names it.', text),
  document: text,
  by: said('The principal that starts it. Null: someone who may do everything.', textOrNothing),
  reason: textOrNothing,
  status: said('At the end of the run. Null: AWS refused the call.', oneOf(...sessionStatuses, null)),
  error: said('What AWS answers, or the session says. Null: nothing.', textOrNothing),
  missing: said('The prerequisite that it lacks first, such as endpoint. Null: none.', textOrNothing),
  why: said('That in a sentence.', textOrNothing),
  remedy: textOrNothing,
  start: instant,
  connected: instantOrNothing,
  end: instantOrNothing,
  endedBy: said('Null: it is open at the end of the run, or never was.', oneOf(...sessionEnds, null)),
  command: said('The patch run whose reboot cut it. Null: none.', textOrNothing),
  logs: said(
    'Where its log went, once it is over.',
    listOf(
      exactly({
        to: text,
        name: text,
        loss: said('Why there is no log. Null: it is there.', textOrNothing),
      }),
    ),
  ),
  history: said(
    'What happened to it, in the order of time.',
    listOf(exactly({ at: instant, status: oneOf(...sessionStatuses), why: text })),
  ),
});

export const sessionResults: ResultSpec<Machine> = {
  lists: [
    {
      place: 80,
      key: 'sessions',
      schema: said('Every StartSession that was due, in the order of time.', listOf(sessionSchema)),
      listOf: (machine, simulation): SessionResult[] => sessionAttempts(machine, simulation).map(resultOf),
    },
  ],
};

export function resultOf({ action, request, session, missing, error }: SessionAttempt): SessionResult {
  return {
    id: action.id,
    sessionId: session?.awsId ?? null,
    target: request.target,
    document: request.document,
    by: action.as ?? null,
    reason: request.reason,
    status: session?.status ?? null,
    error: error ?? session?.missing?.obstacle.error ?? null,
    missing: missing?.prerequisite.name ?? null,
    why: missing?.obstacle.why ?? null,
    remedy: missing?.obstacle.remedy ?? null,
    start: isoTime(action.atMs),
    connected: isoTimeOrNull(session?.connectedMs ?? null),
    end: isoTimeOrNull(session?.endedMs ?? null),
    endedBy: session?.endedBy ?? null,
    command: session?.command ?? null,
    logs: (session?.logs ?? []).map(({ target: { to, name }, loss }) => ({ to, name, loss })),
    history: (session?.history ?? []).map(({ atMs, status, why }) => ({ at: isoTime(atMs), status, why })),
  };
}
