/** What is asked of Automation. */
import type { Limit } from '../../aws/rate-control.ts';
import type { Target } from '../../aws/targets.ts';
import type { AlarmSettings } from '../../world/alarm-settings.ts';
import type { Runbook } from './content/runbook.ts';
import type { Location } from './target-locations.ts';

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
  /** In whose name steps call where the runbook has no role: a role of the file, or the ARN of a principal. Absent: someone who may do everything. */
  readonly caller?: string;
  /** A name under `accounts`; absent: that of `account`. */
  readonly account?: string | undefined;
  readonly rateControl?: RateControl;
  readonly mode?: 'Auto' | 'Interactive';
  readonly alarm?: AlarmSettings | null;
  /** What it runs, where that is more than the document says: a change request has the approvals of its template, and then its runbook. */
  readonly runbook?: Runbook;
}

export interface ExecutionTargets {
  readonly targets: readonly Target[];
  /** Of the key ParameterValues: targets that are no nodes. */
  readonly values: readonly string[];
}

/** One child for each target; the parent ends when every child has. */
export interface RateControl extends ExecutionTargets {
  /** The parameter that gets the target. */
  readonly targetParameterName: string | null;
  readonly targetMaps: readonly Readonly<Record<string, readonly string[]>>[];
  readonly locations: readonly Location<ExecutionTargets>[];
  readonly maxConcurrency: Limit;
  readonly maxErrors: Limit;
}
