/** What is asked of Automation. */

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartAutomationExecution.html */
export interface ExecutionRequest {
  /** Unique in the simulation: what the journal prints. What waits for the execution knows it by this. */
  readonly id: string;
  /** Whose metrics it counts in, `automation.<source>.…`: the id that its starter yields in `executions`. */
  readonly source: string;
  /** The runbook, by its name or its ARN. */
  readonly document: string;
  readonly parameters: Readonly<Record<string, readonly string[]>>;
  /** The node that it is about, by its index; null: it is about none. */
  readonly node: number | null;
  /** What it is about: the name of a node, the id of a resource. */
  readonly resource: string;
  /** Names its draws together with its source and node: the place of its cause in time, never a count of what happened before. */
  readonly occurrence: number;
  readonly requestedMs: number;
}

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_AutomationExecution.html */
export const executionStatuses = ['InProgress', 'Success', 'Failed', 'TimedOut', 'Cancelled'] as const;
export type ExecutionStatus = (typeof executionStatuses)[number];

export interface Execution {
  readonly request: ExecutionRequest;
  /** The name of the runbook alone. */
  readonly document: string;
  readonly status: ExecutionStatus;
  /** Why it failed, where something other than its steps decided. */
  readonly failure: string | null;
  readonly startedMs: number;
  /** Null: it is in progress. */
  readonly endedMs: number | null;
}
