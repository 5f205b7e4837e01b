/**
 * The agent runs one association document at a time, beside the commands of Run Command; another one waits
 * (amazon-ssm-agent, agent/association/processor: a worker limit of 1).
 */
import type { Interval } from './state.ts';

export interface Work {
  readonly interval: Interval;
  readonly position: number;
}

export class NodeWorkers {
  /** By node, as a fleet looks in here for every step. */
  private readonly running: (Work | undefined)[];
  private readonly waiting = new Map<number, Work[]>();

  constructor(nodeCount: number) {
    this.running = new Array(nodeCount).fill(undefined);
  }

  clear(): void {
    this.running.fill(undefined);
    this.waiting.clear();
  }

  runningOn(node: number): Work | undefined {
    return this.running[node];
  }

  /** False: the worker is taken, and it waits. */
  offer(node: number, work: Work): boolean {
    if (this.running[node] === undefined) {
      this.running[node] = work;
      return true;
    }
    const queue = this.waiting.get(node);
    if (queue === undefined) this.waiting.set(node, [work]);
    else queue.push(work);
    return false;
  }

  release(node: number): void {
    this.running[node] = undefined;
  }

  /** The next that waits gets the worker; undefined: nothing waits, or the worker is taken. */
  takeNext(node: number): Work | undefined {
    if (this.waiting.size === 0 || this.running[node] !== undefined) return undefined;
    const queue = this.waiting.get(node);
    const next = queue?.shift();
    if (queue?.length === 0) this.waiting.delete(node);
    if (next !== undefined) this.running[node] = next;
    return next;
  }

  withdraw(node: number, { interval, position }: Work): void {
    const queue = this.waiting.get(node) ?? [];
    const index = queue.findIndex((one) => one.interval === interval && one.position === position);
    if (index >= 0) queue.splice(index, 1);
  }
}
