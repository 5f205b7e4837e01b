/** One noun for what makes a document run on nodes: a window's task, a manual command, later an association. */
import type { Limit } from '../aws/rate-control.ts';
import type { Target } from '../aws/targets.ts';
import type { AlarmSettings } from '../world/alarm-settings.ts';
import type { NotificationSettings } from '../world/notification-settings.ts';

/** A capability yields its sources from the scenario; `sourcesOf` is the one list of all. */
export interface RunSource {
  /** `task`, `command`: printed, and what the names of its metrics begin with; never compared. */
  readonly kind: string;
  readonly words: SourceWords;
  /** Logical id of the task, id of the action: the subject of its draws. Its metrics are `${kind}.${id}.…`. */
  readonly id: string;
  /** Logical id of what starts it, such as its window. Null: it is independent. */
  readonly parent: string | null;
  /** Whose nodes it reaches: a name under `accounts`; absent: that of `account`. */
  readonly account?: string;
  /** Null: nothing that an agent runs, such as a Lambda function or a state machine. */
  readonly document: string | null;
  readonly parameters: Readonly<Record<string, readonly string[]>>;
  /** Each is sent to in its turn, and percentages are of its own count of nodes. */
  readonly targetGroups: readonly TargetGroup[];
  /** Null: without targets there is nothing to limit. */
  readonly limits: { readonly maxConcurrency: Limit; readonly maxErrors: Limit } | null;
  /** The IAM role in whose name it sends, by its logical id. Null: the caller's own. */
  readonly role: string | null;
  /** Whether something ends its turn while it runs, as the cutoff of a window does. */
  readonly hasCutoff: boolean;
  /** The alarm that stops it. Null: none. */
  readonly alarm: AlarmSettings | null;
  /** Which statuses of its commands are told to a topic; absent: none. */
  readonly notifications?: NotificationSettings;
  /** AWS-managed policies that what has made it attaches to the instance profiles of its nodes. Absent: none. */
  readonly attachedPolicies?: readonly string[] | undefined;
  /** In which its times are told. */
  readonly timezone: string;
  /** Of one whose parameters name others by reference: as the file has it. Absent: it is that itself. */
  readonly written?: RunSource;
  /** Where the file says it, which is what `--set` calls it. */
  readonly pathOf: (property: SourceProperty) => readonly (string | number)[];
}

export interface TargetGroup {
  readonly targets: readonly Target[];
  /** Names or ids of nodes; empty where `targets` are given. */
  readonly instanceIds: readonly string[];
}

export type SourceProperty = 'AlarmConfiguration' | 'MaxConcurrency' | 'MaxErrors' | 'Parameters';

export interface SourceWords {
  /** `task Install of SundayWindow`, `command monday-by-hand`. */
  readonly name: string;
  /** What it makes of a command that ends Incomplete, such as `the task is SUCCESS`. Null: it shows that status. */
  readonly ofIncomplete: string | null;
}

/** The source as the file has it: metrics know it by that. */
export function asWritten(source: RunSource): RunSource {
  return source.written ?? source;
}
