/** What is to be done later, as a function instead of numbers: executions are few beside nodes. */
import type { Kernel } from '../../kernel/kernel.ts';

export class Timers {
  private readonly kernel: Kernel;
  private readonly due: number;
  private readonly waiting: ((() => void) | null)[] = [];

  constructor(kernel: Kernel) {
    this.kernel = kernel;
    this.due = kernel.on('automation/timer-due', (_, index) => {
      const then = this.waiting[index];
      this.waiting[index] = null;
      then?.();
    });
  }

  clear(): void {
    this.waiting.length = 0;
  }

  whenInstantEnds(then: () => void): void {
    this.kernel.whenInstantEnds(this.due, 0, this.waiting.push(then) - 1);
  }

  after(delayMs: number, then: () => void): void {
    const index = this.waiting.push(then) - 1;
    this.kernel.schedule(this.kernel.nowMs + Math.ceil(delayMs), this.due, 0, index);
  }
}
