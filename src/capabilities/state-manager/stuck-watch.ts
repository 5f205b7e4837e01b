/**
 * Which runs have been in progress for two hours: one timer for all, since they begin in the order of time. ASSUMPTION
 * association-stuck: what is reported then is no error of the rollout.
 */
import type { EventType, Kernel } from '../../kernel/kernel.ts';
import { stuckAfterMs } from './rules.ts';
import { type Interval, stage } from './state.ts';

interface Begun {
  readonly interval: Interval;
  readonly position: number;
}

export class StuckWatch {
  private readonly kernel: Kernel;
  private readonly due: EventType;
  private readonly begun: Begun[] = [];
  private head = 0;
  private isWaiting = false;

  constructor(kernel: Kernel, onStuck: (interval: Interval, position: number) => void) {
    this.kernel = kernel;
    this.due = kernel.on('state-manager/stuck-due', () => {
      this.isWaiting = false;
      while (this.dueMs() === kernel.nowMs) {
        const { interval, position } = this.begun[this.head]!;
        this.head += 1;
        onStuck(interval, position);
      }
      this.forgetEnded();
      this.wait();
    });
  }

  clear(): void {
    this.begun.length = 0;
    this.head = 0;
    this.isWaiting = false;
  }

  start(interval: Interval, position: number): void {
    this.begun.push({ interval, position });
    if (!this.isWaiting) this.wait();
  }

  /** Of the oldest run that still goes on. */
  private dueMs(): number | null {
    while (this.head < this.begun.length) {
      const { interval, position } = this.begun[this.head]!;
      if (interval.stages[position] === stage.running)
        return interval.startedMs[position]! + stuckAfterMs + 1;
      this.head += 1;
    }
    this.forgetEnded();
    return null;
  }

  /** Where runs follow each other without a gap there always is one that goes on. */
  private forgetEnded(): void {
    this.begun.splice(0, this.head);
    this.head = 0;
  }

  private wait(): void {
    const dueMs = this.dueMs();
    if (dueMs === null) return;
    this.isWaiting = true;
    this.kernel.schedule(dueMs, this.due);
  }
}
