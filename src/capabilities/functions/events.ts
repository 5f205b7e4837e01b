/** What functions and state machines tell. */
import { fact, factSet } from '../../capability/facts.ts';
import type { Invocation, InvocationRequest } from './request.ts';

export const functionFacts = factSet('functions', {
  /** Told by what invokes it, once it is allowed to. */
  invocationRequested: fact(
    'functions/invocation-requested',
    'A function or a state machine is invoked.',
    ({ id, kind, source }: InvocationRequest) => ({ invocation: id, kind, source }),
  ),
  invocationFinished: fact(
    'functions/invocation-finished',
    'It has succeeded, or failed and is not tried again.',
    ({ request: { id }, function: name, hasFailed, attempts }: Invocation) => ({
      invocation: id,
      function: name,
      status: hasFailed ? 'Failed' : 'Success',
      attempts,
    }),
  ),
});
