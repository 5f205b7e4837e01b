/** Why an execution did not come to a step that would have patched a node. */
import type { CauseId } from '../../capability/causes.ts';
import { type Execution, isOver, type StepExecution } from './execution.ts';

/** Null: it is in progress, and waits for no approval. */
export function causeOf(execution: Execution): CauseId | null {
  if (unapproved(execution) !== null) return 'APPROVAL_MISSING';
  const held = heldStep(execution);
  if (held !== null) return held.heldFor;
  const { status } = execution;
  if (!isOver(execution) && status !== 'Cancelling') return null;
  for (let one: Execution | null = execution; one !== null; one = one.parent)
    if (one.endedFor !== null) return one.endedFor;
  return status === 'Cancelled' || status === 'Cancelling' ? 'CANCELLED' : 'AUTOMATION_FAILED';
}

/** The step that is held for a cause. Null: none is. */
export function heldStep(execution: Execution): StepExecution | null {
  const record = lastOpenOrFailed(execution);
  return record !== undefined && record.endedMs === null && record.heldFor !== null ? record : null;
}

export interface Unapproved {
  readonly execution: Execution;
  /** It waits, timed out while it did, or was rejected. */
  readonly record: StepExecution;
}

/** The step that lacks an approval: its own, or that of a child where every child that runs lacks one. Null: none does. */
export function unapproved(execution: Execution): Unapproved | null {
  const record = lastOpenOrFailed(execution);
  if (record?.step.action === 'aws:approve') {
    // One whose inputs or role are refused fails as any step does.
    const { status, decisions } = record;
    const isMissing =
      status === 'Waiting' || status === 'TimedOut' || decisions.some(({ approves }) => !approves);
    return isMissing && execution.status !== 'Cancelled' ? { execution, record } : null;
  }
  if (execution.status !== 'InProgress') return null;
  const running = execution.children.filter((child) => !isOver(child)).map(unapproved);
  return running.every((one) => one !== null) ? (running[0] ?? null) : null;
}

function lastOpenOrFailed({ steps }: Execution): StepExecution | undefined {
  return steps.findLast(({ endedMs, failure }) => endedMs === null || failure !== null);
}
