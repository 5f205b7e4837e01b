/** Figures that metrics, the report and the first screen have in common. */
import type { Simulation } from '../../capability/simulation.ts';
import { parameterCalls } from './calls.ts';
import type { ParameterStore } from './machine.ts';

/** Those refused before the store was asked are among the calls that AWS has refused. */
export function deniedCount({ boots }: ParameterStore, { refused }: Simulation): number {
  const names = parameterCalls.map(({ call }) => call);
  const ofCalls = refused.filter(
    ({ action, error }) => names.includes(action.call) && error.startsWith('AccessDenied'),
  );
  return ofCalls.length + boots.filter(({ refusal }) => refusal?.error.startsWith('AccessDenied')).length;
}
