import type { Limit } from '../../aws/rate-control.ts';
import type { Target } from '../../aws/targets.ts';
import type { DocumentRun } from '../../capability/document-run.ts';
import type { AlarmSettings } from '../../world/alarm-settings.ts';
import type { NotificationSettings } from '../../world/notification-settings.ts';

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_SendCommand.html */
export interface SendCommand extends CommandSettings {
  readonly alarm: AlarmSettings | null;
  readonly notifications: NotificationSettings | null;
}

/** What every command has; its alarm is that of its source. */
export interface CommandSettings {
  readonly documentName: string;
  /** Names or ids of nodes; empty when `targets` is used. */
  readonly instanceIds: readonly string[];
  readonly targets: readonly Target[];
  readonly parameters: Readonly<Record<string, readonly string[]>>;
  readonly maxConcurrency: Limit;
  readonly maxErrors: Limit;
  readonly timeoutSeconds: number;
  readonly hasOutputBucket: boolean;
}

/** A SendCommand, whatever calls it: one run of its document. */
export interface CommandRequest extends CommandSettings, DocumentRun {
  /** Id of what waits for the command, such as the execution of a window. Null: it is independent. */
  readonly ownerId: string | null;
  /** The role may not send commands: every invocation ends AccessDenied. */
  readonly isAccessDenied: boolean;
}

/** Reported by itself, not as a part of what waits for it. */
export function isManual({ ownerId }: CommandRequest): boolean {
  return ownerId === null;
}
