/** Figures that metrics, the report and the first screen have in common. */
import type { Simulation } from '../../capability/simulation.ts';
import { allCalls } from './all-calls.ts';
import type { ParameterStore } from './machine.ts';
import type { BootRecord } from './records.ts';

export function deniedCount(store: ParameterStore, simulation: Simulation): number {
  const ofCalls = allCalls(store, simulation).filter(({ status }) => status.startsWith('AccessDenied'));
  return (
    ofCalls.length + store.boots.filter(({ refusal }) => refusal?.error.startsWith('AccessDenied')).length
  );
}

export interface BootCounts {
  readonly count: number;
  readonly throttled: number;
  readonly failed: number;
  readonly secondsMax: number | null;
}

export function bootCounts(boots: readonly BootRecord[]): BootCounts {
  const done = boots.filter(({ endedMs, refusal }) => endedMs !== null && refusal === null);
  return {
    count: boots.length,
    throttled: boots.filter((boot) => boot.throttled > 0).length,
    failed: boots.filter(({ refusal }) => refusal !== null).length,
    secondsMax:
      done.length === 0
        ? null
        : done.reduce((most, { beganMs, endedMs }) => Math.max(most, endedMs! - beganMs), 0) / 1000,
  };
}
