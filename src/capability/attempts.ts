/** One run of a document that meant a node, and what became of it: what `explain` tells of windows and commands. */
import type { RunSource } from './run-source.ts';

export type AttemptKind =
  | 'sent'
  /** Among the targets, and its turn did not come. */
  | 'not sent'
  /** Meant by the targets, and not a managed node: silently not among them. */
  | 'missed'
  /** AWS refused the whole call. */
  | 'refused'
  /** Its target group never had its turn. */
  | 'left out'
  /** What starts the source came due and did not execute. */
  | 'skipped';

export interface Attempt {
  readonly kind: AttemptKind;
  readonly source: RunSource;
  /** The run, as the capability that sent it knows it. Null: it came to none. */
  readonly runId: string | null;
  /** What the run belongs to, such as the execution of a window. Null: it is independent. */
  readonly ownerId: string | null;
  readonly startedMs: number;
  /** When it was known what became of it; Infinity: not before the end. */
  readonly settledMs: number;
  /** AWS's word for what became of it. */
  readonly status: string;
  /** Absent: a command is behind it, which Run Command tells. */
  readonly told?: ToldAttempt;
}

/** What its sender says of it. */
export interface ToldAttempt {
  /** Of the rollout that it was part of. */
  readonly rollout: readonly string[];
  /** Of the run on this node. */
  readonly run: readonly string[];
  /** Where the console shows it, the line of the AWS CLI that does, and the page of AWS; absent: those of the link. */
  readonly console: string;
  readonly cli?: string;
  readonly page?: string;
}

/** What became of them decides about the cause in this order. */
export function inOrderOfOutcome(attempts: readonly Attempt[]): Attempt[] {
  return [...attempts].sort((a, b) => a.settledMs - b.settledMs || a.startedMs - b.startedMs);
}

/**
 * The one that decided: of those whose outcome is known the one that was asked last, and of those that were asked at once the
 * one that was over last. What still runs when the run ends has run out of time.
 */
export function decisiveAttempt(attempts: readonly Attempt[]): Attempt | null {
  const running = attempts.findLast(
    ({ status, settledMs }) => status === 'InProgress' && settledMs === Infinity,
  );
  if (running !== undefined) return running;
  const settled = attempts.filter(({ settledMs }) => settledMs !== Infinity);
  return settled.reduce<Attempt | null>(
    (last, one) => (last === null || one.startedMs >= last.startedMs ? one : last),
    null,
  );
}
