/**
 * The agent's workers: five commands at once, five more in its buffer; a further one is not taken
 * (amazon-ssm-agent, agent/appconfig/constants.go).
 */
import type { Command } from './state.ts';

export const workerCount = 5;
export const bufferCount = 5;

export interface Waiting {
  readonly command: Command;
  readonly position: number;
}

export class AgentQueues {
  private readonly running: Uint8Array;
  /** Only nodes on which something waits. */
  private readonly buffers = new Map<number, Waiting[]>();
  /** ASSUMPTION run-command-busy-agent: what a full agent refuses is offered again as soon as a place is free. */
  private readonly refused = new Map<number, Waiting[]>();

  constructor(nodeCount: number) {
    this.running = new Uint8Array(nodeCount);
  }

  clear(): void {
    this.running.fill(0);
    this.buffers.clear();
    this.refused.clear();
  }

  offer(node: number, command: Command, position: number): 'run' | 'buffered' | 'refused' {
    if (this.running[node]! < workerCount) {
      this.running[node]! += 1;
      return 'run';
    }
    const buffer = listIn(this.buffers, node);
    if (buffer.length < bufferCount) {
      buffer.push({ command, position });
      return 'buffered';
    }
    listIn(this.refused, node).push({ command, position });
    return 'refused';
  }

  release(node: number): void {
    this.running[node]! -= 1;
  }

  /** It ended before a worker took it. */
  remove(node: number, command: Command, position: number): void {
    const buffer = this.buffers.get(node) ?? [];
    const index = buffer.findIndex((one) => one.command === command && one.position === position);
    if (index >= 0) buffer.splice(index, 1);
  }

  /** The next in the buffer, if a worker is free; the worker is taken. */
  takeNext(node: number): Waiting | undefined {
    if (this.buffers.size === 0 || this.running[node]! >= workerCount) return undefined;
    const next = this.buffers.get(node)?.shift();
    if (next !== undefined) this.running[node]! += 1;
    return next;
  }

  /** One that was refused, if there is room for it now. */
  takeRefused(node: number): Waiting | undefined {
    if (this.refused.size === 0 || (this.buffers.get(node)?.length ?? 0) >= bufferCount) return undefined;
    return this.refused.get(node)?.shift();
  }
}

function listIn(lists: Map<number, Waiting[]>, node: number): Waiting[] {
  let list = lists.get(node);
  if (list === undefined) {
    list = [];
    lists.set(node, list);
  }
  return list;
}
