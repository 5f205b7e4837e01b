/**
 * Rules of State Manager as functions of plain values.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/state-manager-about.html
 */

import type { Schedule } from '../../aws/schedule/schedule.ts';
import type { Definition } from './definition.ts';

/** #API_CreateAssociation_RequestParameters, ApplyOnlyAtCronInterval: without it, at once on creation and on every edit. */
export function runsAtOnce({ appliesOnlyAtCronInterval }: Definition): boolean {
  return !appliesOnlyAtCronInterval;
}

/**
 * Whether a change of its targets makes it run. ASSUMPTION association-runbooks: a runbook runs by its schedule only.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/state-manager-about.html
 */
export function followsTargets(version: {
  readonly definition: Definition;
  readonly startsRunbook: boolean;
}): boolean {
  const { appliesOnlyAtCronInterval, targetParameter } = version.definition;
  return !appliesOnlyAtCronInterval && !version.startsRunbook && targetParameter === null;
}

/** Longer than any ScheduleOffset: an association that existed before the run had its cron day before, too. */
const existsSinceMs = 8 * 86_400_000;

/**
 * When it comes due by its schedule, after what it does at once. A rate counts from its creation or last edit.
 * `isNew`: it was created, or edited, at `sinceMs`; otherwise the run began then. Null: it has no schedule.
 */
export function scheduleOf(
  { expression, offsetDays }: Pick<Definition, 'expression' | 'offsetDays'>,
  sinceMs: number,
  isNew: boolean,
): Schedule | null {
  if (expression === null) return null;
  const anchorMs =
    expression.kind === 'rate' ? sinceMs + expression.periodMs : isNew ? sinceMs : sinceMs - existsSinceMs;
  return { expression, timezone: 'UTC', offsetDays, startDateMs: null, endDateMs: null, anchorMs };
}

/** Whether an association is in effect on a node beside others whose document runs once there. */
export type Standing = 'in effect' | 'overridden' | 'in conflict';

/**
 * One that means every node gives way to one that means some, and is skipped there; two of a kind exclude each other, and both fail.
 * ASSUMPTION inventory-conflict: the agent lets the first of two go through until the other has run, too.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/inventory-about.html
 */
export function standingOf(meansAll: boolean, othersMeanAll: readonly boolean[]): Standing {
  if (meansAll && othersMeanAll.includes(false)) return 'overridden';
  return othersMeanAll.includes(meansAll) ? 'in conflict' : 'in effect';
}

/** https://docs.aws.amazon.com/general/latest/gr/ssm.html */
export const associationsPerRegion = 2000;
export const associationsPerNode = 20;

/**
 * A run that has been in progress for more than two hours is reported as stuck, also where it still runs
 * (amazon-ssm-agent, agent/association/schedulemanager: StuckAtInProgress).
 */
export const stuckAfterMs = 2 * 3_600_000;

/**
 * The agent's polls are one `pollMs` apart, each agent at a moment of its own: the first after `nowMs`, by arithmetic, so that
 * a node on which nothing is due costs nothing.
 */
export function nextPollAfter(nowMs: number, pollMs: number, phase: number): number {
  if (pollMs === 0) return nowMs;
  const phaseMs = Math.floor(phase * pollMs);
  return Math.floor((nowMs - phaseMs) / pollMs + 1) * pollMs + phaseMs;
}

export const overviewStatuses = ['Pending', 'Success', 'Failed'] as const;
export type OverviewStatus = (typeof overviewStatuses)[number];

/**
 * AssociationStatusName: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_AssociationStatus.html
 * ASSUMPTION association-overview: Failed if any of its nodes failed, Pending while one is not done, else Success.
 */
export function overviewOf(counts: Readonly<Record<AssociationStatus, number>>): OverviewStatus {
  if (counts.Failed + counts.TimedOut > 0) return 'Failed';
  return counts.Pending + counts.InProgress > 0 ? 'Pending' : 'Success';
}

/** SyncCompliance AUTO: Success is COMPLIANT, anything else NON_COMPLIANT (API_CreateAssociation.html). */
export function complianceOf(status: AssociationStatus): 'COMPLIANT' | 'NON_COMPLIANT' {
  return status === 'Success' ? 'COMPLIANT' : 'NON_COMPLIANT';
}

/** Detailed statuses of an association on a node. `Cancelled`: at the end of its Duration. */
export const associationStatuses = [
  'Pending',
  'InProgress',
  'Success',
  'Failed',
  'TimedOut',
  'Skipped',
  'Cancelled',
] as const;
export type AssociationStatus = (typeof associationStatuses)[number];

/** What may follow what. A change that is not listed here is a defect of fleetsim. */
export const associationStatusesNext: Readonly<Record<AssociationStatus, readonly AssociationStatus[]>> = {
  Pending: ['InProgress', 'Skipped'],
  InProgress: ['Success', 'Failed', 'TimedOut', 'Cancelled'],
  Success: [],
  Failed: [],
  TimedOut: [],
  Skipped: [],
  Cancelled: [],
};

/** What MaxErrors counts. */
export function countsAsError(status: AssociationStatus): boolean {
  return status === 'Failed' || status === 'TimedOut';
}

/**
 * Whether TargetLocationMaxErrors counts an account and Region. ASSUMPTION association-locations: where MaxErrors halted it, or
 * nodes failed and none succeeded.
 */
export function isLocationError(
  counts: Readonly<Record<AssociationStatus, number>>,
  isHalted: boolean,
): boolean {
  return isHalted || (counts.Failed + counts.TimedOut > 0 && counts.Success === 0);
}
