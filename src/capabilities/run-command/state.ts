/**
 * Commands and their invocations.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/monitor-commands.html
 */

import type { Limit } from '../../aws/rate-control.ts';
import { Rollout, type RolloutSettings } from '../../aws/rollout.ts';
import { fail } from '../../kernel/assert.ts';
import type { CommandRequest } from './request.ts';

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
  // Delayed: an attempt to send failed and is tried again.
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

const statusIndexOf = Object.fromEntries(
  invocationStatuses.map((status, index) => [status, index]),
) as Record<InvocationStatus, number>;

export function isTerminal(status: InvocationStatus): boolean {
  return invocationStatusesNext[status].length === 0;
}

/** #monitor-about-status: what counts against MaxErrors. Nodes that nobody hears of do not. */
export function countsAsError(status: InvocationStatus): boolean {
  return status === 'Failed' || status === 'ExecutionTimedOut';
}

export type CommandStatus =
  | 'Pending'
  | 'InProgress'
  | 'Cancelling'
  | 'Success'
  | 'Incomplete'
  | 'Failed'
  | 'Cancelled'
  | 'NoInstancesInTag';

/** Where an invocation is, besides what AWS calls its status. */
export const stage = { unsent: 0, sent: 1, queued: 2, running: 3, resultHeld: 4, ended: 5 } as const;
export type Stage = (typeof stage)[keyof typeof stage];

export interface HeldResult {
  readonly status: InvocationStatus;
  readonly exitCode: number | null;
  /** Something from outside took the node down in the middle of it. */
  readonly wasInterrupted: boolean;
}

export class Command {
  readonly request: CommandRequest;
  readonly index: number;
  /** Nodes in the order in which they are sent to. */
  readonly nodes: Uint32Array;
  readonly rollout: Rollout;
  readonly maxConcurrency: Limit;
  readonly maxErrors: Limit;
  readonly createdMs: number;

  status: CommandStatus = 'Pending';
  readonly tally: Record<InvocationStatus, number>;
  /** When sent, acknowledged and ended; 0 where it has not happened. */
  readonly sentMs: Float64Array;
  readonly acknowledgedMs: Float64Array;
  readonly endedMs: Float64Array;
  readonly stages: Uint8Array;
  readonly exitCodes: Int16Array;
  /** Results that a node could not send yet. */
  readonly heldResults = new Map<number, HeldResult>();
  readonly interrupted = new Set<number>();
  /** Groups whose agent is too old for the document. */
  readonly tooOldAgents = new Set<number>();
  /** By group: what keeps the document from running there. */
  readonly obstacles = new Map<number, 'UNSUPPORTED_PLATFORM' | 'AGENT_TOO_OLD' | null>();

  acknowledgedCount = 0;
  /** Of those that were never sent to: closed or cancelled, not Terminated. */
  unsentCancelledCount = 0;
  firstSentMs: number | null = null;
  lastEndedMs: number | null = null;
  haltedMs: number | null = null;
  finishedMs: number | null = null;
  peakConcurrencyCount = 0;
  downCount = 0;
  peakDownCount = 0;
  /** Somebody asked to cancel it; the rest is best effort. */
  isCancelling = false;
  isSettling = false;

  private readonly statusIndex: Uint8Array;
  private readonly batchNumbers: Uint8Array;
  private positions: Map<number, number> | Uint32Array | undefined;

  constructor(options: {
    request: CommandRequest;
    index: number;
    nodes: Uint32Array;
    rollout: RolloutSettings;
    createdMs: number;
  }) {
    const { request, nodes } = options;
    this.request = request;
    this.index = options.index;
    this.nodes = nodes;
    this.rollout = new Rollout(options.rollout);
    this.maxConcurrency = request.maxConcurrency;
    this.maxErrors = request.maxErrors;
    this.createdMs = options.createdMs;
    const count = nodes.length;
    this.tally = Object.fromEntries(invocationStatuses.map((name) => [name, 0])) as Record<
      InvocationStatus,
      number
    >;
    this.tally.Pending = count;
    this.statusIndex = new Uint8Array(count);
    this.batchNumbers = new Uint8Array(count);
    this.stages = new Uint8Array(count);
    this.exitCodes = new Int16Array(count);
    this.sentMs = new Float64Array(count);
    this.acknowledgedMs = new Float64Array(count);
    this.endedMs = new Float64Array(count);
  }

  get id(): string {
    return this.request.id;
  }

  get targetCount(): number {
    return this.nodes.length;
  }

  get maxConcurrencyCount(): number {
    return this.rollout.settings.maxConcurrencyCount;
  }

  get maxErrorsCount(): number {
    return this.rollout.settings.maxErrorsCount;
  }

  statusOf(position: number): InvocationStatus {
    return invocationStatuses[this.statusIndex[position]!]!;
  }

  /** The one door: nobody else changes a status. */
  changeStatus(position: number, next: InvocationStatus): void {
    const status = this.statusOf(position);
    // The message is made only for a defect: this is asked several times for every node.
    if (!invocationStatusesNext[status].includes(next)) fail(`${this.id}: ${status} cannot become ${next}`);
    this.statusIndex[position] = statusIndexOf[next];
    this.tally[status] -= 1;
    this.tally[next] += 1;
  }

  markSent(position: number, batchNumber: number, nowMs: number): void {
    this.stages[position] = stage.sent;
    this.batchNumbers[position] = batchNumber;
    this.sentMs[position] = nowMs;
    this.firstSentMs ??= nowMs;
  }

  /** It has answered its batch of the ramp: acknowledged or ended, whichever came first. */
  answerBatch(position: number): void {
    const batchNumber = this.batchNumbers[position]!;
    if (batchNumber === 0) return;
    this.batchNumbers[position] = 0;
    this.rollout.onAnswered(batchNumber);
  }

  /** Where in the sending order the node stands; -1 when it is not a target. */
  positionOf(node: number): number {
    this.positions ??= indexPositions(this.nodes);
    if (this.positions instanceof Map) return this.positions.get(node) ?? -1;
    return (this.positions[node] ?? 0) - 1;
  }
}

/** A map for few nodes, one array over all nodes for many. */
function indexPositions(nodes: Uint32Array): Map<number, number> | Uint32Array {
  if (nodes.length < 64) return new Map(Array.from(nodes, (node, position) => [node, position]));
  let last = 0;
  for (const node of nodes) if (node > last) last = node;
  const positions = new Uint32Array(last + 1);
  for (let position = 0; position < nodes.length; position += 1) positions[nodes[position]!] = position + 1;
  return positions;
}

/**
 * The parent's status. A command without an error is Success, with up to MaxErrors of them Incomplete, with more
 * Failed; one of which no invocation at all succeeded is Failed (#monitor-about-status: five invocations, all
 * Undeliverable).
 */
export function commandStatusAtEnd(command: Command): CommandStatus {
  const { tally, rollout, targetCount } = command;
  if (command.isCancelling) return 'Cancelled';
  if (targetCount === 0) return 'NoInstancesInTag';
  const { maxErrorsCount } = rollout.settings;
  if (rollout.isHalted || rollout.errorCount > maxErrorsCount) return 'Failed';
  if (rollout.errorCount > 0) return 'Incomplete';
  return tally.Success === 0 && rollout.sentCount > 0 ? 'Failed' : 'Success';
}
