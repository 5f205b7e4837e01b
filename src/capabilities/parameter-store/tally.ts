/** Figures that metrics, the report and the first screen have in common. */
import type { Simulation } from '../../capability/simulation.ts';
import { parameterCalls } from './calls.ts';
import type { ParameterStore } from './machine.ts';
import type { BootRecord } from './records.ts';

/** Those refused before the store was asked are among the calls that AWS has refused. */
export function deniedCount({ boots }: ParameterStore, { refused }: Simulation): number {
  const names = parameterCalls.map(({ call }) => call);
  const ofCalls = refused.filter(
    ({ action, error }) => names.includes(action.call) && error.startsWith('AccessDenied'),
  );
  return ofCalls.length + boots.filter(({ refusal }) => refusal?.error.startsWith('AccessDenied')).length;
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
