/** A session: one record, with a list of what happened to it. */
import { assert } from '../../kernel/assert.ts';
import type { Action } from '../../world/actions.ts';
import type { Asked } from './asked.ts';
import type { SessionRequest } from './calls.ts';
import type { LogTarget } from './logging.ts';
import type { Missing } from './prerequisites.ts';

/**
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_Session.html#systemsmanager-Type-Session-Status. Nothing
 * takes time between Terminating and Terminated here.
 */
export const sessionStatuses = ['Connecting', 'Connected', 'Disconnected', 'Terminated', 'Failed'] as const;
export type SessionStatus = (typeof sessionStatuses)[number];

/** What ends a session that has begun. */
export const sessionEnds = ['idle', 'maximum', 'call', 'exit', 'reboot', 'stop', 'agent', 'failure'] as const;
export type SessionEnd = (typeof sessionEnds)[number];

export interface SessionEvent {
  readonly atMs: number;
  readonly status: SessionStatus;
  readonly why: string;
}

export interface Session {
  /** That of the action. */
  readonly id: string;
  readonly awsId: string;
  readonly action: Action;
  readonly request: SessionRequest;
  readonly node: number;
  /** As it was when the session was asked for; once it is connected, as it was then. */
  asked: Asked;
  status: SessionStatus;
  connectedMs: number | null;
  endedMs: number | null;
  endedBy: SessionEnd | null;
  /** Of a reboot that a patch run asked for: the id of its command. */
  command: string | null;
  missing: Missing | null;
  /** Of each target that its log goes to; told once it is over. */
  logs: readonly WrittenLog[];
  /** When there is input for the last time. */
  inputUntilMs: number;
  /** Counts idle limits, so that an earlier one is recognised as stale. */
  epoch: number;
  readonly history: SessionEvent[];
}

export interface WrittenLog {
  readonly target: LogTarget;
  /** Why it is lost; null: it is written. */
  readonly loss: string | null;
}

const mayFollow: Readonly<Record<SessionStatus, readonly SessionStatus[]>> = {
  Connecting: ['Connected', 'Failed', 'Terminated'],
  Connected: ['Disconnected', 'Terminated'],
  Disconnected: ['Connected', 'Terminated'],
  Terminated: [],
  Failed: [],
};

export function isOver({ status }: Pick<Session, 'status'>): boolean {
  return mayFollow[status].length === 0;
}

export function changeStatus(session: Session, status: SessionStatus, atMs: number, why: string): void {
  assert(mayFollow[session.status].includes(status), `a session ${session.status} cannot become ${status}`);
  session.status = status;
  session.history.push({ atMs, status, why });
}
