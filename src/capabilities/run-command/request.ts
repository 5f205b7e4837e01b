import type { DocumentRun } from '../../capability/document-run.ts';
import type { SendCommand } from '../../world/actions.ts';

/** A SendCommand, whatever calls it: one run of its document. */
export interface CommandRequest extends SendCommand, DocumentRun {
  /** Id of what waits for the command, such as the execution of a window. Null: it stands by itself. */
  readonly ownerId: string | null;
  /** The role may not send commands: every invocation ends AccessDenied. */
  readonly isAccessDenied: boolean;
}

/** Reported by itself, not as a part of what waits for it. */
export function isManual({ ownerId }: CommandRequest): boolean {
  return ownerId === null;
}
