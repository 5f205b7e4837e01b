/** What a run holds of rules, of the resources that they evaluate and of remediations. */
import type { InputParameters } from './inventory-rules.ts';
import type { EvaluationResult, ManagedRule, RetryLimits, Scope } from './rules.ts';

export interface ConfigRule {
  readonly logicalId: string;
  readonly name: string;
  /** Null: a rule of one's own, or a managed one that is not simulated. It has results only by the fault breakRule. */
  readonly managed: ManagedRule | null;
  readonly identifier: string;
  /** Whose resources it evaluates: a name under `accounts`, or '' for that of `account`. */
  readonly account: string;
  readonly scope: Scope;
  /** InputParameters, as far as they are text. */
  readonly parameters: InputParameters;
}

export interface Remediation {
  readonly logicalId: string;
  /** Logical id or name of the rule. */
  readonly rule: string;
  /** A name under `accounts`, or '' for that of `account`. */
  readonly account: string;
  /** The runbook, by its name. */
  readonly document: string;
  readonly isAutomatic: boolean;
  readonly limits: RetryLimits;
  readonly concurrencyPercentage: number;
  readonly errorPercentage: number;
  /** By parameter: its values; null: the id of the resource. */
  readonly parameters: Readonly<Record<string, readonly string[] | null>>;
}

/** A resource as one rule sees it. */
export interface Resource {
  readonly rule: RuleState;
  readonly type: string;
  /** AWS's id. */
  readonly id: string;
  /** For people: the name of the node, else the id. */
  readonly name: string;
  readonly node: number | null;
  /** Its place in the list of all. */
  readonly index: number;
  result: EvaluationResult;
  /** When the result was recorded; null: at `start`, or never. */
  resultMs: number | null;
  /** By a fault, until a remediation succeeds. */
  isBroken: boolean;
  /** By a remediation, until a report says otherwise. */
  isRepaired: boolean;
  /** A remediation has succeeded and no evaluation has followed yet. */
  awaitsEvaluation: boolean;
}

export interface RuleState {
  readonly rule: ConfigRule;
  /** By id, in the order in which they were first seen. */
  readonly resources: Map<string, Resource>;
  /** Results that were another than the one before. */
  changeCount: number;
  /** Grows with all that may make a resource due for remediation. */
  revision: number;
}

export interface ComplianceChange {
  readonly resource: Resource;
  readonly from: EvaluationResult;
  readonly to: EvaluationResult;
  /** When the result before was recorded; null: at `start`, or never. */
  readonly fromMs: number | null;
  readonly atMs: number;
}

/** AWS: https://docs.aws.amazon.com/config/latest/APIReference/API_RemediationExecutionStatus.html */
export const remediationStates = ['QUEUED', 'IN_PROGRESS', 'SUCCEEDED', 'FAILED'] as const;
export type RemediationStatus = (typeof remediationStates)[number];

/** What a remediation has done about one resource. */
export interface Remediated {
  readonly of: RemediationState;
  readonly resource: Resource;
  /** Null: it was never started. */
  status: RemediationStatus | null;
  attemptCount: number;
  failedCount: number;
  /** Where and why the last attempt failed; null: it did not, or nothing is known of the steps. */
  failure: string | null;
  /** The last failures of automatic attempts, up to as many as are allowed. */
  readonly failedMs: number[];
  /** When an exception was written that keeps automatic attempts away. */
  exceptionMs: number | null;
}

/** Resources that are remediated together: those of a snapshot, of a retry or of a call. */
export interface Wave {
  readonly isAutomatic: boolean;
  readonly ones: readonly Remediated[];
  /** How many resources percentages are of: a retry keeps those of its snapshot. */
  readonly base: number;
  next: number;
  inFlightCount: number;
  errorCount: number;
  isStopped: boolean;
}

export interface RemediationState {
  readonly remediation: Remediation;
  /** Undefined: the file has no such rule. */
  readonly rule: RuleState | undefined;
  readonly remediated: Map<Resource, Remediated>;
  /** Of its rule when a snapshot last found nothing to begin: until that changes, none does. Null: the last one found something. */
  idleRevision: number | null;
  /** Of an automatic remediation there is one at a time. */
  readonly waves: Set<Wave>;
  /** Resources of the wave that ErrorPercentage stopped; null: it is not stopped. */
  stopped: ReadonlySet<Resource> | null;
  attemptCount: number;
  failedCount: number;
  exceptionCount: number;
  stopCount: number;
  /** Of the last time that it was stopped. */
  errorCountAtStop: number;
  notStartedCount: number;
  peakConcurrencyCount: number;
}
