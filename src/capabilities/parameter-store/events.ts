/** What happens to parameters, and to those who read them. */
import { actionRefused } from '../../capability/calls.ts';
import { fact, factSet } from '../../capability/facts.ts';
import type { ParameterPolicy } from './policies.ts';
import type { CallRecord } from './records.ts';
import type { Parameter } from './store.ts';

export type ChangeOperation = 'Create' | 'Update' | 'Delete' | 'LabelParameterVersion';

/** A change of a parameter, as AWS tells EventBridge of it. */
export interface ParameterChange {
  readonly operation: ChangeOperation;
  readonly parameter: Parameter;
  /** A name under `accounts`; '' is that of `account`. */
  readonly account: string;
  /** Of a value that AWS does not take for an image: what it says. Null: it went well. */
  readonly exception: string | null;
}

export interface PolicyAction {
  readonly parameter: Parameter;
  readonly policy: ParameterPolicy;
  readonly account: string;
}

export const parameterFacts = factSet('parameter-store', {
  actionRefused: actionRefused('parameter-store'),
  parameterChanged: fact(
    'parameter-store/parameter-changed',
    'A parameter was created, updated, labelled or deleted; `exception`: AWS did not take its value.',
    ({ operation, parameter: { name, versions }, exception }: ParameterChange) => ({
      parameter: name,
      operation,
      version: versions.at(-1)!.version,
      ...(exception === null ? {} : { exception }),
    }),
  ),
  policyActed: fact(
    'parameter-store/policy-acted',
    'A scan of AWS found a policy of a parameter due.',
    ({ parameter: { name }, policy: { type } }: PolicyAction) => ({ parameter: name, policy: type }),
  ),
  callThrottled: fact(
    'parameter-store/call-throttled',
    'AWS answered an attempt at a call of an action with ThrottlingException: Rate exceeded.',
    (action: string, call: string, attempt: number) => ({ action, call, attempt }),
  ),
  callEnded: fact(
    'parameter-store/call-ended',
    'A call of an action has its answer: `Success`, or the name of an error.',
    ({ id, call, status, attempts }: CallRecord) => ({ action: id, call, status, attempts }),
  ),
  readBegan: fact(
    'parameter-store/boot-read-began',
    'A node that booted begins to read its parameters.',
    (node: number) => ({ node }),
    { about: 'parameters', words: () => 'begins to read its parameters' },
  ),
  readThrottled: fact(
    'parameter-store/boot-read-throttled',
    'AWS answered an attempt of the node with ThrottlingException: Rate exceeded.',
    (node: number, call: string, attempt: number) => ({ node, call, attempt }),
    { about: 'parameters', words: ({ call, attempt }) => `${call} is throttled (attempt ${attempt})` },
  ),
  readEnded: fact(
    'parameter-store/boot-read-ended',
    'The node has its parameters, or has given up: `status` is `Success`, or the name of an error.',
    (node: number, status: string) => ({ node, status }),
    {
      about: 'parameters',
      words: ({ status }) =>
        status === 'Success' ? 'has its parameters' : `does not get its parameters: ${status}`,
    },
  ),
});
