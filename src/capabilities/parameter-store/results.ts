/** Calls of Parameter Store as results have them. */
import type { ResultSpec } from '../../capability/results.ts';
import { count, instant, listOf, said, text, textOrNothing } from '../../fields/json-parts.ts';
import { exactly, type JsonSchema } from '../../fields/json-schema.ts';
import { isoTime } from '../../world/time.ts';
import { missingRight } from './access.ts';
import { allCalls } from './all-calls.ts';
import type { Machine } from './machine.ts';
import type { CallRecord } from './records.ts';

export interface ParameterCallResult {
  readonly id: string;
  readonly call: string;
  readonly by: string | null;
  readonly names: readonly string[];
  readonly at: string;
  readonly endedAt: string;
  readonly attempts: number;
  readonly throttled: number;
  readonly status: string;
  readonly error: string | null;
  readonly lacks: string | null;
  readonly because: string | null;
  readonly parameters: readonly { readonly name: string; readonly version: number; readonly type: string }[];
  readonly invalid: readonly string[];
}

export const parameterCallSchema: JsonSchema = exactly({
  id: said('Of the action.', text),
  call: text,
  by: said('The principal that made it. Null: someone who may do everything.', textOrNothing),
  names: said('As the call has them: names, or the path.', listOf(text)),
  at: said('When it was made.', instant),
  endedAt: said('When it had its answer.', instant),
  attempts: said('Attempts of the client.', count),
  throttled: said('Those that AWS answered with ThrottlingException.', count),
  status: said('Success, or the name of the error of AWS.', text),
  error: said('What AWS says. Null: nothing went wrong.', textOrNothing),
  lacks: said('The right that the caller lacks. Null: none.', textOrNothing),
  because: said(
    'Which statement denies it, that none allows it, or that the key is disabled. Null: none of them.',
    textOrNothing,
  ),
  parameters: said(
    'What was read or written, without values.',
    listOf(exactly({ name: text, version: count, type: text })),
  ),
  invalid: said('Names that GetParameters did not find; labels that were not attached.', listOf(text)),
});

export function callResultOf(record: CallRecord): ParameterCallResult {
  const { id, call, by, names, attempts, throttled, status, refusal, invalid } = record;
  const denial = refusal !== null && 'action' in refusal ? refusal : null;
  return {
    id,
    call,
    by,
    names,
    at: isoTime(record.requestedMs),
    endedAt: isoTime(record.endedMs),
    attempts,
    throttled,
    status,
    error: refusal?.message ?? null,
    lacks: missingRight(refusal)?.action ?? null,
    because: denial?.because ?? null,
    parameters: record.parameters.map(({ name, version, type }) => ({ name, version, type })),
    invalid,
  };
}

export const parameterResults: ResultSpec<Machine> = {
  lists: [
    {
      place: 55,
      key: 'parameterCalls',
      schema: said('Calls of actions, in the order in which they ended.', listOf(parameterCallSchema)),
      listOf: ({ parameters }, simulation) => allCalls(parameters, simulation).map(callResultOf),
    },
  ],
};
