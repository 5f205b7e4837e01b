/**
 * What AWS calls the state of a command and of its invocations, and what may follow what.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/monitor-commands.html
 */
import type { CauseId } from '../../capability/causes.ts';
import { fail } from '../../kernel/assert.ts';

/** Detailed statuses of an invocation, run together as the API returns them. */
export const invocationStatuses = [
  'Pending',
  'InProgress',
  'Delayed',
  'Success',
  'Failed',
  'ExecutionTimedOut',
  'DeliveryTimedOut',
  'Undeliverable',
  'InvalidPlatform',
  'AccessDenied',
  'Cancelled',
  'Terminated',
] as const;
export type InvocationStatus = (typeof invocationStatuses)[number];

/** What may follow what. A change that is not listed here is a defect of fleetsim. */
export const invocationStatusesNext: Readonly<Record<InvocationStatus, readonly InvocationStatus[]>> = {
  // Pending: not sent, or sent and not received. Terminated: the system stopped sending first.
  Pending: [
    'InProgress',
    'Delayed',
    'Undeliverable',
    'InvalidPlatform',
    'AccessDenied',
    'DeliveryTimedOut',
    'Cancelled',
    'Terminated',
  ],
  // Delayed: an attempt to send failed and is tried again, as with an agent that is full.
  Delayed: ['InProgress', 'DeliveryTimedOut', 'Cancelled'],
  InProgress: ['Success', 'Failed', 'ExecutionTimedOut', 'DeliveryTimedOut', 'Cancelled'],
  Success: [],
  Failed: [],
  ExecutionTimedOut: [],
  DeliveryTimedOut: [],
  Undeliverable: [],
  InvalidPlatform: [],
  AccessDenied: [],
  Cancelled: [],
  Terminated: [],
};

/** Its place in the list: what a record of an invocation holds. */
export const statusIndexOf = Object.fromEntries(
  invocationStatuses.map((status, index) => [status, index]),
) as Record<InvocationStatus, number>;

/** The table above, by the places of both in the list: a fleet asks it several times for every node. */
const followers = Uint16Array.from(invocationStatuses, (status) =>
  invocationStatusesNext[status].reduce((bits, next) => bits | (1 << statusIndexOf[next]), 0),
);

export function mayBecome(statusIndex: number, nextIndex: number): boolean {
  return ((followers[statusIndex]! >> nextIndex) & 1) === 1;
}

export function isTerminal(status: InvocationStatus): boolean {
  return invocationStatusesNext[status].length === 0;
}

/** #monitor-about-status: what counts against MaxErrors. Undeliverable nodes do not. */
export function countsAsError(status: InvocationStatus): boolean {
  return status === 'Failed' || status === 'ExecutionTimedOut';
}

/** Detailed statuses of a command. */
export const commandStatuses = [
  'Pending',
  'InProgress',
  'Delayed',
  'Cancelling',
  'Success',
  'Incomplete',
  'Failed',
  'DeliveryTimedOut',
  'Cancelled',
  'AccessDenied',
  'RateExceeded',
  'NoInstancesInTag',
] as const;
export type CommandStatus = (typeof commandStatuses)[number];

/**
 * What may follow what. AWS lists Delayed, AccessDenied (of the caller to a resource group) and RateExceeded (more
 * targets than the account may have pending, a number that AWS does not publish); no run of fleetsim comes to them.
 */
export const commandStatusesNext: Readonly<Record<CommandStatus, readonly CommandStatus[]>> = {
  Pending: ['InProgress', 'Delayed', 'Cancelling', 'AccessDenied', 'RateExceeded'],
  Delayed: ['InProgress', 'Cancelling', 'DeliveryTimedOut'],
  InProgress: [
    'Cancelling',
    'Success',
    'Incomplete',
    'Failed',
    'DeliveryTimedOut',
    'Cancelled',
    'NoInstancesInTag',
  ],
  Cancelling: ['Cancelled'],
  Success: [],
  Incomplete: [],
  Failed: [],
  DeliveryTimedOut: [],
  Cancelled: [],
  AccessDenied: [],
  RateExceeded: [],
  NoInstancesInTag: [],
};

/** The only function that changes a command's status. */
export function changeCommandStatus(command: { status: CommandStatus }, next: CommandStatus): void {
  const { status } = command;
  if (!commandStatusesNext[status].includes(next)) fail(`a command: ${status} cannot become ${next}`);
  command.status = next;
}

/** `Status` of the API, which has fewer words than `StatusDetails`. */
export type CoarseStatus =
  | 'Pending'
  | 'InProgress'
  | 'Delayed'
  | 'Success'
  | 'Cancelled'
  | 'Failed'
  | 'TimedOut'
  | 'Cancelling';

/**
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CommandInvocation.html
 * ASSUMPTION terminated-status: AWS names no Status for Terminated; cancelled by the system is Cancelled.
 */
export function coarseStatus(details: InvocationStatus | CommandStatus): CoarseStatus {
  switch (details) {
    case 'ExecutionTimedOut':
    case 'DeliveryTimedOut':
      return 'TimedOut';
    case 'Undeliverable':
    case 'InvalidPlatform':
    case 'AccessDenied':
    case 'Incomplete':
    case 'RateExceeded':
      return 'Failed';
    case 'Terminated':
      return 'Cancelled';
    case 'NoInstancesInTag':
      return 'Success';
    default:
      return details;
  }
}

/** Who or what cancels a command, and the cause that this is for nodes which had not finished. */
export interface CancelReason {
  readonly by: 'operator' | 'cutoff';
  readonly cause: CauseId;
}
