/**
 * How long an invocation may wait to start, and how long the service waits for its end.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/monitor-commands.html
 */
import type { EventType, Kernel } from '../../kernel/kernel.ts';
import { type Command, stage } from './state.ts';

/**
 * A command that has not started by TimeoutSeconds does not run. One that starts in the very millisecond does.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_SendCommand.html
 */
export function isTooLateToStart(sentMs: number, timeoutSeconds: number, nowMs: number): boolean {
  return nowMs > sentMs + timeoutSeconds * 1000;
}

/**
 * Pending, Delayed and In Progress alike become Delivery Timed Out after the sum of TimeoutSeconds and the execution timeout
 * (#monitor-about-status, row Pending), so a node that never receives the command holds its slot that long.
 */
export function totalTimeoutMs({ request, executionTimeoutMs }: Command): number {
  return request.timeoutSeconds * 1000 + executionTimeoutMs;
}

interface Watched {
  readonly command: Command;
  readonly limitMs: number;
  nextPosition: number;
  isWaiting: boolean;
}

/**
 * One timer for all deadlines of a command, not one for each invocation: they fall due in the order of sending, so a
 * pointer walks along and only what is still open costs anything.
 */
export class DeadlineWatch {
  private readonly kernel: Kernel;
  private readonly expire: (commandIndex: number, position: number) => void;
  private readonly due: EventType;
  private readonly instantEnded: EventType;
  private watched: (Watched | undefined)[] = [];

  constructor(kernel: Kernel, expire: (commandIndex: number, position: number) => void) {
    this.kernel = kernel;
    this.expire = expire;
    // A result that arrives in the very millisecond of the deadline is in time.
    this.instantEnded = kernel.on('run-command/total-timeout-due-after-results', (index) => this.walk(index));
    this.due = kernel.on('run-command/total-timeout-due', (index) =>
      kernel.whenInstantEnds(this.instantEnded, index),
    );
  }

  /** `command` was sent to more nodes; each has `limitMs` from now. */
  start(command: Command, limitMs: number): void {
    let watched = this.watched[command.index];
    if (watched?.command !== command) {
      watched = { command, limitMs, nextPosition: 0, isWaiting: false };
      this.watched[command.index] = watched;
    }
    if (!watched.isWaiting) this.wait(watched);
  }

  private wait(watched: Watched): void {
    const { command } = watched;
    const { sentCount } = command.rollout;
    while (watched.nextPosition < sentCount && command.stages[watched.nextPosition] === stage.ended) {
      watched.nextPosition += 1;
    }
    watched.isWaiting = watched.nextPosition < sentCount;
    if (!watched.isWaiting) return;
    const atMs = command.sentMs[watched.nextPosition]! + watched.limitMs;
    this.kernel.schedule(Math.max(atMs, this.kernel.nowMs), this.due, command.index);
  }

  private walk(index: number): void {
    const watched = this.watched[index]!;
    const { command, limitMs } = watched;
    while (
      watched.nextPosition < command.rollout.sentCount &&
      command.sentMs[watched.nextPosition]! + limitMs <= this.kernel.nowMs
    ) {
      this.expire(index, watched.nextPosition);
      watched.nextPosition += 1;
    }
    this.wait(watched);
  }
}
