/** What is to be done later, as a function instead of numbers: executions are few beside nodes. */
import type { Kernel } from '../../kernel/kernel.ts';

export class Timers {
  private readonly kernel: Kernel;
  private readonly due: number;
  private readonly waiting: (() => void)[] = [];
  /** Places of `waiting` that may be used again. */
  private readonly free: number[] = [];

  constructor(kernel: Kernel) {
    this.kernel = kernel;
    this.due = kernel.on('automation/timer-due', (_, place) => {
      const then = this.waiting[place]!;
      this.free.push(place);
      then();
    });
  }

  clear(): void {
    this.waiting.length = 0;
    this.free.length = 0;
  }

  /** Once nothing else is left to happen at this instant. */
  whenInstantEnds(then: () => void): void {
    this.kernel.whenInstantEnds(this.due, 0, this.place(then));
  }

  /** What `forget` takes. */
  after(delayMs: number, then: () => void): number {
    const place = this.place(then);
    this.kernel.schedule(this.kernel.nowMs + Math.ceil(delayMs), this.due, 0, place);
    return place;
  }

  /** It is not done, and what it would have needed is let go of; its event still comes due. To be called before it is due. */
  forget(place: number): void {
    this.waiting[place] = nothing;
  }

  private place(then: () => void): number {
    const place = this.free.pop() ?? this.waiting.length;
    this.waiting[place] = then;
    return place;
  }
}

const nothing = (): void => {};
