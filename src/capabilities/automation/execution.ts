/**
 * Executions of runbooks and their steps.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_AutomationExecution.html and
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StepExecution.html
 */
import type { CauseId } from '../../capability/causes.ts';
import type { Runbook, Step, Value, ValueMap } from './content/runbook.ts';
import type { ExecutionRequest } from './request.ts';

export const executionStatuses = [
  'Pending',
  'InProgress',
  'Waiting',
  'Success',
  'TimedOut',
  'Cancelling',
  'Cancelled',
  'Failed',
] as const;
export type ExecutionStatus = (typeof executionStatuses)[number];
/** `Exited`: an inner step of a loop jumped out of it. */
export type StepStatus = ExecutionStatus | 'Exited';

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_FailureDetails.html */
export interface Failure {
  readonly stage: 'InputValidation' | 'PreVerification' | 'Invocation' | 'PostVerification';
  readonly type: 'Action' | 'Permission' | 'Throttling' | 'Verification' | 'Internal';
  /** As AWS says it. */
  readonly message: string;
}

/** Of an approver. */
export interface Decision {
  readonly by: string;
  readonly approves: boolean;
  readonly atMs: number;
  /** By someone who may do everything: it stands for that of any approver. */
  readonly isOfAnyone: boolean;
}

export interface StepExecution {
  readonly step: Step;
  /** Of the loops that it is inside of, outermost first: which iteration, from 1. */
  readonly iterations: readonly number[];
  /** How often the step had begun before in this execution. */
  readonly turn: number;
  status: StepStatus;
  attemptCount: number;
  readonly startedMs: number;
  /** Null: it is not over. */
  endedMs: number | null;
  outputs: ValueMap;
  failure: Failure | null;
  /** Of a branch that has chosen: the step to go to. */
  goTo: string | null;
  /** Of approvals: who said what, and when. */
  readonly decisions: Decision[];
  /** What keeps a step that is held, to nodes that it was to patch. Null: nothing does, or what does is no cause. */
  heldFor: CauseId | null;
  /** Where it ran something of its own, such as a command or a child: by its id. */
  started: string | null;
}

/** The steps that an execution is in: those of the runbook, or of a loop. */
export interface Frame {
  readonly steps: readonly Step[];
  /** The place of the step that began last. */
  at: number;
  /** The loop; null: the runbook itself. */
  readonly loop: StepExecution | null;
  /** From 1. */
  iteration: number;
  /** What a for-each loop goes through; null: it is a do-while. */
  readonly items: readonly Value[] | null;
}

export interface Execution {
  readonly request: ExecutionRequest;
  /** The name of the runbook alone. */
  readonly document: string;
  /** Null: nothing is known of its steps. */
  readonly runbook: Runbook | null;
  status: ExecutionStatus;
  /** Why it failed, where something other than its steps decided. */
  failure: string | null;
  /** What that was, to nodes that it was to patch. Null: its steps decided, or it was cancelled. */
  endedFor: CauseId | null;
  readonly requestedMs: number;
  /** Null: it waits in the queue. */
  startedMs: number | null;
  /** Null: it is not over. */
  endedMs: number | null;
  readonly parameters: Record<string, Value>;
  readonly variables: Record<string, Value>;
  /** In the order in which they began. */
  readonly steps: StepExecution[];
  /** How often each step has begun. */
  readonly turns: Map<Step, number>;
  readonly frames: Frame[];
  outputs: ValueMap;
  /** Of one that targets or locations divide: those that it started. */
  readonly children: Execution[];
  readonly parent: Execution | null;
}

export function isOver({ status }: Pick<Execution, 'status'>): boolean {
  return status === 'Success' || status === 'TimedOut' || status === 'Cancelled' || status === 'Failed';
}

/** Where it failed and why, in words that follow `failed`; null: it did not, or nothing is known of its steps. */
export function failureOf({ failure, steps }: Pick<Execution, 'failure' | 'steps'>): string | null {
  if (failure !== null) return `before its first step: ${failure}`;
  const failed = steps.findLast((one) => one.failure !== null);
  return failed === undefined ? null : `at ${failed.step.name}: ${failed.failure!.message}`;
}
