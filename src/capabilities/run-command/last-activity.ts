import type { Command } from './state.ts';

/** When the last invocation ended; the end of the run where one has not. */
export function lastActivityMs(commands: readonly Command[], endMs: number): number {
  let lastMs = Number.NEGATIVE_INFINITY;
  for (const { finishedMs, lastEndedMs, createdMs } of commands) {
    lastMs = Math.max(lastMs, finishedMs === null ? endMs : (lastEndedMs ?? createdMs));
  }
  return lastMs;
}
