/** What AWS charges for: advanced parameters over time, and interactions. */
import { monthlyCost } from './prices.ts';
import type { Parameter } from './store.ts';

export class UsageMeter {
  private advancedCount = 0;
  private advancedMs = 0;
  private countedToMs = 0;
  private chargedInteractions = 0;

  clear(startMs: number): void {
    this.advancedCount = 0;
    this.advancedMs = 0;
    this.countedToMs = startMs;
    this.chargedInteractions = 0;
  }

  /** From now on there are this many more, or fewer. */
  changeAdvanced(change: number, nowMs: number): void {
    this.advancedMs += this.advancedCount * (nowMs - this.countedToMs);
    this.countedToMs = nowMs;
    this.advancedCount += change;
  }

  /** One interaction with each of them. Standard parameters cost something under higher throughput only. */
  count(parameters: readonly Pick<Parameter, 'tier'>[], isHighThroughput: boolean): void {
    this.chargedInteractions += isHighThroughput
      ? parameters.length
      : parameters.filter(({ tier }) => tier === 'Advanced').length;
  }

  /** In US dollars. */
  monthlyCost(startMs: number, endMs: number): number {
    const { chargedInteractions } = this;
    const advancedMs = this.advancedMs + this.advancedCount * (endMs - this.countedToMs);
    return monthlyCost({ advancedMs, chargedInteractions, runMs: endMs - startMs });
  }
}
