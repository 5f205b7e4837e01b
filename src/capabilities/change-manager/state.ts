/** A change request: one record, with a list of what happened to it. */
import { assert } from '../../kernel/assert.ts';
import type { Action } from '../../world/actions.ts';
import type { Execution, Hold } from '../automation/facts.ts';
import type { ChangeRequestCall } from './calls.ts';
import type { ChangeTemplate } from './template.ts';

/**
 * Those of change requests among the statuses of executions and of OpsItems.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_AutomationExecution.html and
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_OpsItem.html
 */
export const changeStatuses = [
  'Pending',
  'PendingApproval',
  'Approved',
  'Scheduled',
  'PendingChangeCalendarOverride',
  'ChangeCalendarOverrideApproved',
  'ChangeCalendarOverrideRejected',
  'RunbookInProgress',
  'CompletedWithSuccess',
  'CompletedWithFailure',
  'Rejected',
  'TimedOut',
  'Cancelled',
  'Failed',
] as const;
export type ChangeStatus = (typeof changeStatuses)[number];

export interface ChangeEvent {
  readonly atMs: number;
  readonly status: ChangeStatus;
  readonly why: string;
}

export interface ChangeRequest {
  /** That of the action, and of the execution that it is. */
  readonly id: string;
  readonly action: Action;
  readonly call: ChangeRequestCall;
  readonly template: ChangeTemplate;
  /** Whether it does without approvals. */
  readonly isAutoApproved: boolean;
  status: ChangeStatus;
  readonly createdMs: number;
  approvedMs: number | null;
  /** When its runbook began. */
  ranMs: number | null;
  endedMs: number | null;
  /** When a closed calendar first kept it. */
  heldMs: number | null;
  /** Who has decided about the closed calendar. */
  readonly overrides: { readonly by: string; readonly approves: boolean; readonly atMs: number }[];
  execution: Execution | null;
  /** What lets its runbook go on, while it waits for its time or its calendar. */
  hold: Hold | null;
  readonly history: ChangeEvent[];
}

const ends = ['Cancelled', 'Failed'] as const;
const waits = ['Scheduled', 'PendingChangeCalendarOverride', 'RunbookInProgress', ...ends] as const;

const mayFollow: Readonly<Record<ChangeStatus, readonly ChangeStatus[]>> = {
  Pending: ['PendingApproval', 'Approved', ...ends],
  PendingApproval: ['Approved', 'Rejected', 'TimedOut', ...ends],
  Approved: waits,
  Scheduled: waits,
  PendingChangeCalendarOverride: [
    'ChangeCalendarOverrideApproved',
    'ChangeCalendarOverrideRejected',
    'RunbookInProgress',
    ...ends,
  ],
  ChangeCalendarOverrideApproved: ['RunbookInProgress', ...ends],
  ChangeCalendarOverrideRejected: ['RunbookInProgress', ...ends],
  RunbookInProgress: ['CompletedWithSuccess', 'CompletedWithFailure', ...ends],
  CompletedWithSuccess: [],
  CompletedWithFailure: [],
  Rejected: [],
  TimedOut: [],
  Cancelled: [],
  Failed: [],
};

export function isOver({ status }: Pick<ChangeRequest, 'status'>): boolean {
  return mayFollow[status].length === 0;
}

export function changeStatus(request: ChangeRequest, status: ChangeStatus, atMs: number, why: string): void {
  const { status: before } = request;
  assert(mayFollow[before].includes(status), `a change request ${before} cannot become ${status}`);
  request.status = status;
  request.history.push({ atMs, status, why });
}
