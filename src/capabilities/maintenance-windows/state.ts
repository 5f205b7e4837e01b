/**
 * Executions of maintenance windows, and of their tasks.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_MaintenanceWindowExecution.html
 */

import type { Rollout } from '../../aws/rollout.ts';
import type { RunSource } from '../../capability/run-source.ts';
import { assert } from '../../kernel/assert.ts';
import type { MaintenanceWindow, MaintenanceWindowTask } from '../../world/maintenance.ts';
import type { Command } from '../run-command/facts.ts';
import { sourceOfTask } from './sources.ts';

/** One enumeration for executions, tasks and invocations. */
export const executionStatuses = [
  'PENDING',
  'IN_PROGRESS',
  'SUCCESS',
  'FAILED',
  'TIMED_OUT',
  'CANCELLING',
  'CANCELLED',
  'SKIPPED_OVERLAPPING',
] as const;
export type ExecutionStatus = (typeof executionStatuses)[number];

/** What may follow what. */
export const executionStatusesNext: Readonly<Record<ExecutionStatus, readonly ExecutionStatus[]>> = {
  PENDING: ['IN_PROGRESS', 'FAILED', 'TIMED_OUT', 'CANCELLED', 'SKIPPED_OVERLAPPING'],
  IN_PROGRESS: ['SUCCESS', 'FAILED', 'TIMED_OUT', 'CANCELLING', 'CANCELLED'],
  CANCELLING: ['CANCELLED'],
  SUCCESS: [],
  FAILED: [],
  TIMED_OUT: [],
  CANCELLED: [],
  SKIPPED_OVERLAPPING: [],
};

/** The one door for executions and tasks alike. */
export function changeExecutionStatus(subject: { status: ExecutionStatus }, next: ExecutionStatus): void {
  assert(executionStatusesNext[subject.status].includes(next), `${subject.status} cannot become ${next}`);
  subject.status = next;
}

export interface WindowExecution {
  readonly id: string;
  /** Its place among all executions of the run. */
  readonly index: number;
  readonly window: MaintenanceWindow;
  /** When the schedule says. */
  readonly nominalMs: number;
  readonly cutoffMs: number;
  readonly endMs: number;
  /** When it really opened; null while it has not. */
  openedMs: number | null;
  finishedMs: number | null;
  status: ExecutionStatus;
  statusDetails: string;
  readonly tasks: TaskExecution[];
  /** Tasks are being started or stopped one by one: the next priority waits until all have been. */
  isStartingTasks: boolean;
}

/** LAMBDA, STEP_FUNCTIONS and AUTOMATION: runs of the service, one a target, without any agent. */
export interface ServiceInvocations {
  readonly rollout: Rollout;
  readonly nodes: readonly (number | null)[];
  readonly tally: Record<'SUCCESS' | 'FAILED', number>;
  firstSentMs: number | null;
  lastEndedMs: number | null;
  peakConcurrencyCount: number;
  haltedMs: number | null;
  /** Why the other targets get no run, and since when. Null: all have one, or may still get one. */
  restLeftOut: { readonly reason: RestReason; readonly atMs: number } | null;
}

/** What keeps the rest of the targets of a group from a run of the service. */
export type RestReason = Extract<LeftOutReason, 'halt' | 'cutoff' | 'alarm'>;

/** Targets that no run was started for. */
export function unsentOf({ nodes, rollout }: ServiceInvocations): number[] {
  return nodes.slice(rollout.sentCount).filter((node) => node !== null);
}

/** What ended a task before the turn of a target group: the halt, the cutoff, its role, a call, or the end of the run. */
export type LeftOutReason = 'halt' | 'cutoff' | 'refused' | 'alarm' | 'active alarm' | 'cancelled' | 'end';

export interface TaskExecution {
  readonly execution: WindowExecution;
  readonly task: MaintenanceWindowTask;
  readonly source: RunSource;
  /** Its place in the execution's list. */
  readonly index: number;
  status: ExecutionStatus;
  statusDetails: string;
  startedMs: number | null;
  finishedMs: number | null;
  /** Which target group is being worked on. */
  groupIndex: number;
  readonly commands: Command[];
  readonly services: ServiceInvocations[];
  /** Nodes of target groups that never had their turn, why, and since when that was settled. */
  readonly neverSent: {
    readonly nodes: readonly number[];
    readonly reason: LeftOutReason;
    readonly atMs: number;
  }[];
  /** The groups after the present one have been left out. */
  isRestLeftOut: boolean;
  hasFailed: boolean;
  /** A command was delivered to no node in time. */
  hasTimedOut: boolean;
  /** The cutoff has passed, and nothing new starts. */
  startsNoMore: boolean;
  /** Its alarm has stopped it. */
  isStopped: boolean;
  /** The cutoff has kept it from completing. */
  isCutShort: boolean;
}

export function newTaskExecution(
  execution: WindowExecution,
  task: MaintenanceWindowTask,
  index: number,
): TaskExecution {
  return {
    execution,
    task,
    source: sourceOfTask(execution.window, task),
    index,
    status: 'PENDING',
    statusDetails: '',
    startedMs: null,
    finishedMs: null,
    groupIndex: 0,
    commands: [],
    services: [],
    neverSent: [],
    isRestLeftOut: false,
    hasFailed: false,
    hasTimedOut: false,
    startsNoMore: false,
    isStopped: false,
    isCutShort: false,
  };
}

/** ASSUMPTION task-without-nodes: a target that matches nothing leaves nothing to run, which is no failure. */
export const noInvocations = 'No invocations to execute.';

/** A start that came due while the window was disabled. AWS keeps no execution of it. */
export interface PassedStart {
  readonly id: string;
  readonly window: MaintenanceWindow;
  readonly nominalMs: number;
}

/** #execution: FAILED if a task is, else TIMED_OUT or CANCELLED if a task is, else SUCCESS. */
export function executionStatusOf(tasks: readonly { readonly status: ExecutionStatus }[]): ExecutionStatus {
  if (tasks.some(({ status }) => status === 'FAILED')) return 'FAILED';
  if (tasks.some(({ status }) => status === 'TIMED_OUT')) return 'TIMED_OUT';
  return tasks.some(({ status }) => status === 'CANCELLED') ? 'CANCELLED' : 'SUCCESS';
}
