/** SendCommand: what is asked of Run Command, and plain questions about it. */
import type { SendCommand } from '../../world/actions.ts';

/** A SendCommand, by an operator or by a window task, with what names its draws. */
export interface CommandRequest extends SendCommand {
  /** Unique in the run: an action's id, or the execution's, the task's and the target group's. */
  readonly id: string;
  /** The task's or action's id: the subject of its draws. */
  readonly sourceId: string;
  /** Which of the task's target groups; 0 for all else. */
  readonly part: number;
  /** Occurrence of its draws: epoch minute of the window's nominal start; 0 for an operator's. */
  readonly occurrence: number;
  /** The window execution that it belongs to: its nodes share one patch snapshot. Null for an operator's. */
  readonly windowExecutionId: string | null;
  /** The role may not send commands: every invocation ends AccessDenied. */
  readonly isAccessDenied: boolean;
}

/** What AWS-RunPatchBaseline is asked to do; null: another document, or it does not say. */
export function patchOperationOf(
  documentName: string,
  parameters: CommandRequest['parameters'],
): 'Install' | 'Scan' | null {
  if (documentName !== 'AWS-RunPatchBaseline') return null;
  const operation = parameters['Operation']?.[0];
  return operation === 'Install' || operation === 'Scan' ? operation : null;
}

/** Sent by hand, not by a window. */
export function isOperators({ windowExecutionId }: CommandRequest): boolean {
  return windowExecutionId === null;
}
