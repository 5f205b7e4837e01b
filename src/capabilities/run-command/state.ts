/**
 * Commands and their invocations.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/monitor-commands.html
 */

import type { Limit } from '../../aws/rate-control.ts';
import { Rollout, type RolloutSettings } from '../../aws/rollout.ts';
import type { CauseId } from '../../capability/causes.ts';
import { type Document, executionTimeoutSeconds } from '../../capability/documents.ts';
import { fail } from '../../kernel/assert.ts';
import type { CommandRequest } from './request.ts';
import {
  type CommandStatus,
  type InvocationStatus,
  invocationStatuses,
  mayBecome,
  statusIndexOf,
} from './statuses.ts';

/** Where an invocation is, in addition to AWS's status. */
export const stage = {
  unsent: 0,
  sent: 1,
  /** Refused by a busy agent, and offered again when it has room. */
  delayed: 2,
  /** In the agent's buffer. */
  queued: 3,
  running: 4,
  /** Over, but the node could not say so yet. */
  resultHeld: 5,
  ended: 6,
} as const;

export interface HeldResult {
  readonly status: InvocationStatus;
  readonly exitCode: number;
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
  /** How long the agent lets it run. */
  readonly executionTimeoutMs: number;

  status: CommandStatus = 'Pending';
  /** When sent, acknowledged and ended; 0 where it has not happened. */
  readonly sentMs: Float64Array;
  readonly acknowledgedMs: Float64Array;
  readonly endedMs: Float64Array;
  readonly stages: Uint8Array;
  readonly exitCodes: Int16Array;
  /** Results that a node could not send yet. */
  readonly heldResults = new Map<number, HeldResult>();
  readonly interrupted = new Set<number>();
  /** The missing prerequisite that made the document fail. */
  readonly obstructed = new Map<number, CauseId>();

  acknowledgedCount = 0;
  /** Of those that were never sent to: closed or cancelled, not Terminated. */
  unsentCancelledCount = 0;
  firstSentMs: number | null = null;
  lastEndedMs: number | null = null;
  haltedMs: number | null = null;
  /** Its alarm has stopped it: when, and as which cause. */
  stopped: { readonly atMs: number; readonly cause: CauseId } | null = null;
  finishedMs: number | null = null;
  peakConcurrencyCount = 0;
  downCount = 0;
  peakDownCount = 0;
  /** A look at it is due at the end of this instant. */
  isSettling = false;
  /** Those that were really sent to: one that was cancelled before its turn is not. */
  sentToCount = 0;

  /** The cause of what is cancelled after it was sent. */
  cancelledFor: CauseId = 'CANCELLED';

  private readonly statusIndex: Uint8Array;
  /** How many are in each status, by its place in the list. */
  private readonly counts = new Float64Array(invocationStatuses.length);
  private readonly batchNumbers: Uint8Array;
  /** By node: its place in the sending order, plus one. A map where that would be an array of almost nothing. */
  private readonly positions: Uint32Array | null;
  private readonly fewPositions: ReadonlyMap<number, number>;

  constructor(options: {
    request: CommandRequest;
    index: number;
    nodes: Uint32Array;
    rollout: RolloutSettings;
    document: Document;
  }) {
    const { request, nodes, document } = options;
    this.request = request;
    this.index = options.index;
    this.nodes = nodes;
    this.rollout = new Rollout(options.rollout);
    this.maxConcurrency = request.maxConcurrency;
    this.maxErrors = request.maxErrors;
    this.executionTimeoutMs = executionTimeoutSeconds(document, request.parameters) * 1000;
    const count = nodes.length;
    this.counts[statusIndexOf.Pending] = count;
    // One piece of memory: seven would take longer to ask for than everything else here.
    const memory = new ArrayBuffer(29 * count);
    this.sentMs = new Float64Array(memory, 0, count);
    this.acknowledgedMs = new Float64Array(memory, 8 * count, count);
    this.endedMs = new Float64Array(memory, 16 * count, count);
    this.exitCodes = new Int16Array(memory, 24 * count, count);
    this.statusIndex = new Uint8Array(memory, 26 * count, count);
    this.batchNumbers = new Uint8Array(memory, 27 * count, count);
    this.stages = new Uint8Array(memory, 28 * count, count);
    this.positions = count < fewNodes ? null : indexPositions(nodes);
    this.fewPositions = new Map(
      this.positions === null ? Array.from(nodes, (node, position) => [node, position]) : [],
    );
  }

  get id(): string {
    return this.request.id;
  }

  get createdMs(): number {
    return this.request.requestedMs;
  }

  get isFinished(): boolean {
    return this.finishedMs !== null;
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

  /** How many invocations are in this status now. */
  countOf(status: InvocationStatus): number {
    return this.counts[statusIndexOf[status]]!;
  }

  /** That of every status. */
  get tally(): Readonly<Record<InvocationStatus, number>> {
    return Object.fromEntries(invocationStatuses.map((status) => [status, this.countOf(status)])) as Record<
      InvocationStatus,
      number
    >;
  }

  statusOf(position: number): InvocationStatus {
    return invocationStatuses[this.statusIndex[position]!]!;
  }

  /** The only function that changes a status. */
  changeStatus(position: number, next: InvocationStatus): void {
    const index = this.statusIndex[position]!;
    const nextIndex = statusIndexOf[next];
    // The message is made only for a defect: this is asked several times for every node.
    if (!mayBecome(index, nextIndex)) fail(`${this.id}: ${invocationStatuses[index]} cannot become ${next}`);
    this.statusIndex[position] = nextIndex;
    this.counts[index]! -= 1;
    this.counts[nextIndex]! += 1;
  }

  markSent(position: number, batchNumber: number, nowMs: number): void {
    this.stages[position] = stage.sent;
    this.batchNumbers[position] = batchNumber;
    this.sentMs[position] = nowMs;
    this.firstSentMs ??= nowMs;
    this.sentToCount += 1;
  }

  /** Nothing is sent to it any more. False: something was, or it has been withdrawn before. */
  withdraw(position: number, status: 'Terminated' | 'Cancelled', nowMs: number): boolean {
    if (this.stages[position] !== stage.unsent) return false;
    this.stages[position] = stage.ended;
    this.endedMs[position] = nowMs;
    this.changeStatus(position, status);
    if (status === 'Cancelled') this.unsentCancelledCount += 1;
    return true;
  }

  /** It answers its batch of the ramp: acknowledged or ended, whichever comes first. False: nothing waits for it. */
  answerBatch(position: number): boolean {
    const batchNumber = this.batchNumbers[position]!;
    if (batchNumber === 0) return false;
    this.batchNumbers[position] = 0;
    this.rollout.onAnswered(batchNumber);
    return true;
  }

  /** The node's place in the sending order; -1 when it is not a target. */
  positionOf(node: number): number {
    const { positions } = this;
    if (positions === null) return this.fewPositions.get(node) ?? -1;
    return node < positions.length ? positions[node]! - 1 : -1;
  }
}

const fewNodes = 64;

function indexPositions(nodes: Uint32Array): Uint32Array {
  let last = 0;
  for (const node of nodes) if (node > last) last = node;
  const positions = new Uint32Array(last + 1);
  for (let position = 0; position < nodes.length; position += 1) positions[nodes[position]!] = position + 1;
  return positions;
}

/**
 * The parent's status (#monitor-about-status). One invocation of five that succeeds beside four that are Undeliverable
 * makes a Success; none that succeeds makes a failure.
 *
 * ASSUMPTION command-status: AWS says "max-errors or more" for Failed and "not enough" for Incomplete; a command is
 * Failed when its errors exceed MaxErrors, which is also what halts it, and Incomplete with fewer.
 * ASSUMPTION command-status-without-success: without an error and without a success a command is DeliveryTimedOut,
 * Cancelled or Failed, as its invocations are.
 */
export function commandStatusAtEnd(command: Command): CommandStatus {
  const { rollout, targetCount, unsentCancelledCount } = command;
  const isCutShort = rollout.isClosed && unsentCancelledCount > 0;
  if (command.status === 'Cancelling' || isCutShort) return 'Cancelled';
  if (targetCount === 0) return 'NoInstancesInTag';
  if (rollout.isHalted) return 'Failed';
  if (rollout.errorCount > 0) return 'Incomplete';
  if (command.countOf('Success') > 0) return 'Success';
  if (command.countOf('DeliveryTimedOut') === targetCount) return 'DeliveryTimedOut';
  return command.countOf('Cancelled') === targetCount ? 'Cancelled' : 'Failed';
}
