/** Every call of `actions`: those that the store has answered, and those that IAM denied before. */
import type { RefusedCall, Simulation } from '../../capability/simulation.ts';
import { madeBy } from '../../cloudformation/call-spec.ts';
import { type Denial, ownWords } from './access.ts';
import {
  deleteParameter,
  deleteParameters,
  labelParameterVersion,
  parameterCalls,
  putParameter,
  readSpecs,
  unlabelParameterVersion,
} from './calls.ts';
import type { ParameterStore } from './machine.ts';
import type { CallRecord } from './records.ts';
import type { Refusal } from './refusal.ts';

/** In the order in which they ended. */
export function allCalls({ calls }: ParameterStore, { refused }: Simulation): readonly CallRecord[] {
  const names = parameterCalls.map(({ call }) => call);
  const known = new Set(calls.map(({ id }) => id));
  const denied = refused.filter(({ action: { call, id } }) => names.includes(call) && !known.has(id));
  if (denied.length === 0) return calls;
  return [...calls, ...denied.map(deniedRecord)].sort((a, b) => a.endedMs - b.endedMs);
}

function deniedRecord({ action, error, denial }: RefusedCall): CallRecord {
  const { id, call, as = null, atMs } = action;
  const [name, message = ''] = error.split(/: (.*)/s) as [string, string?];
  const told = { error: name, message };
  const right = `ssm:${call}`;
  const because = denial && ownWords({ name: as ?? '' }, right, denial.verdict);
  const refusal: Refusal | Denial = because === null ? told : { ...told, action: right, because };
  return {
    id,
    call,
    by: as,
    names: namesOf(action),
    requestedMs: atMs,
    endedMs: atMs,
    attempts: 1,
    throttled: 0,
    status: refusal.error,
    refusal,
    parameters: [],
    invalid: [],
  };
}

function namesOf(action: RefusedCall['action']): readonly string[] {
  const read = [...readSpecs.map((spec) => madeBy(action, spec)), madeBy(action, deleteParameters)].find(
    (made) => made !== undefined,
  );
  if (read !== undefined) return read.names;
  const written = [putParameter, labelParameterVersion, unlabelParameterVersion, deleteParameter].map(
    (spec) => madeBy<string, never, { readonly name: string }>(action, spec as never),
  );
  return written.flatMap((made) => made?.name ?? []);
}
