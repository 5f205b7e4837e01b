import type { Limit } from '../aws/rate-control.ts';
import type { Schedule } from '../aws/schedule/schedule.ts';
import type { Target } from '../aws/targets.ts';
import type { AlarmSettings } from './alarm-settings.ts';
import type { NotificationSettings } from './notification-settings.ts';

/** AWS::SSM::MaintenanceWindow. */
export interface MaintenanceWindow {
  readonly logicalId: string;
  readonly name: string;
  /** A name under `accounts`; absent: that of `account`. */
  readonly account?: string;
  readonly schedule: Schedule;
  readonly durationHours: number;
  readonly cutoffHours: number;
  readonly enabled: boolean;
  readonly allowUnassociatedTargets: boolean;
  readonly tasks: readonly MaintenanceWindowTask[];
}

/** AWS::SSM::MaintenanceWindowTarget. */
export interface MaintenanceWindowTarget {
  readonly logicalId: string;
  readonly windowId: string;
  readonly resourceType: 'INSTANCE' | 'RESOURCE_GROUP';
  readonly targets: readonly Target[];
  /** OwnerInformation, which the events of its invocations have. */
  readonly owner: string | null;
}

export type TaskType = 'RUN_COMMAND' | 'AUTOMATION' | 'LAMBDA' | 'STEP_FUNCTIONS';

/** AWS::SSM::MaintenanceWindowTask. */
export interface MaintenanceWindowTask {
  readonly logicalId: string;
  readonly windowId: string;
  readonly taskType: TaskType;
  /** A document, or the function or state machine that `model.documents` names. */
  readonly taskName: string;
  readonly priority: number;
  /** What each command in turn is sent to; empty: a task without targets. */
  readonly targetGroups: readonly {
    readonly targets: readonly Target[];
    /** Null: nodes that the task itself names. */
    readonly windowTarget: Pick<MaintenanceWindowTarget, 'logicalId' | 'owner'> | null;
  }[];
  /** Null exactly for a task without targets. */
  readonly maxConcurrency: Limit | null;
  readonly maxErrors: Limit | null;
  readonly cutoffBehavior: 'CONTINUE_TASK' | 'CANCEL_TASK';
  /** Null: the service-linked role. */
  readonly serviceRole: string | null;
  /** The role that a runbook assumes for its steps, by logical id. Null: none of the file. */
  readonly runbookRole: string | null;
  readonly parameters: Readonly<Record<string, readonly string[]>>;
  readonly timeoutSeconds: number | null;
  readonly hasOutputBucket: boolean;
  readonly alarm: AlarmSettings | null;
  readonly notifications: NotificationSettings | null;
}
