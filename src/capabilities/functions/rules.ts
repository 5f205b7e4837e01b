/**
 * Who may invoke a function, and when an asynchronous invocation that failed is tried again.
 *
 * AWS: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
import { policyAllows } from '../../aws/resource-policies.ts';
import { documentName } from '../../cloudformation/document-spec.ts';
import { type Nouns, nounsIn } from '../../cloudformation/nouns.ts';
import type { InvocationRequest } from './request.ts';
import { type Callee, eventInvokeConfig, lambdaFunction, permission, stateMachine } from './resources.ts';

interface World {
  readonly nouns: Nouns;
}

/** By its ARN, a version or an alias included, its name or its logical id; undefined: it is not in the file. */
export function calleeOf(
  { nouns }: World,
  kind: InvocationRequest['kind'],
  wanted: string,
): Callee | undefined {
  const all: ReadonlyMap<string, Callee> =
    kind === 'function' ? nounsIn(nouns, lambdaFunction) : nounsIn(nouns, stateMachine);
  const short = documentName(wanted);
  return [...all.values()].find(
    ({ arn, name, logicalId }) => arn === wanted || name === short || logicalId === short,
  );
}

/** What `model.functions` may call it: its logical id, its name. */
export function namesOfCallee(
  world: World,
  kind: InvocationRequest['kind'],
  wanted: string,
): readonly string[] {
  const found = calleeOf(world, kind, wanted);
  return found === undefined ? [documentName(wanted)] : [found.logicalId, found.name];
}

/**
 * Why the service may not invoke the function; null: it may. A function that is not in the file is taken to be set up well.
 *
 * AWS: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-lambda-permissions
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-troubleshooting.html#eb-lam-function-not-invoked
 */
export function invokeObstacle(
  world: World,
  name: string,
  service: string,
  sourceArn: string,
): string | null {
  const found = calleeOf(world, 'function', name);
  if (found === undefined) return null;
  const own = [...nounsIn(world.nouns, permission).values()].filter(({ function: of }) =>
    [found.name, found.logicalId].includes(of),
  );
  const caller = { service, keys: { 'aws:sourcearn': sourceArn } };
  const statements = own.map(({ statement }) => statement);
  if (policyAllows(statements, caller, 'lambda:InvokeFunction')) return null;
  return `no AWS::Lambda::Permission lets ${service} invoke ${found.logicalId}`;
}

/** #invocation-async-errors: one minute before the second attempt, two before the third. */
const waitsMs = [60_000, 120_000];

interface Retries {
  readonly retriesMax: number;
  readonly ageMaxMs: number;
}

/** How long after an attempt that failed the next is made; null: none is. `attempt` counts from 1. */
export function retryAfterMs(
  attempt: number,
  ageMs: number,
  { retriesMax, ageMaxMs }: Retries,
): number | null {
  const waitMs = attempt <= retriesMax ? waitsMs[attempt - 1] : undefined;
  return waitMs === undefined || ageMs + waitMs > ageMaxMs ? null : waitMs;
}

const usual: Retries = { retriesMax: 2, ageMaxMs: 21_600_000 };

/** Of an execution of a state machine that failed there is no second, nor of an invocation whose answer is waited for. */
export function retriesOf({ nouns }: World, { kind, name, isAnswered }: InvocationRequest): Retries {
  if (kind === 'state machine' || isAnswered) return { ...usual, retriesMax: 0 };
  const callee = calleeOf({ nouns }, kind, name);
  const names = [callee?.name, callee?.logicalId, documentName(name)];
  return [...nounsIn(nouns, eventInvokeConfig).values()].find((one) => names.includes(one.function)) ?? usual;
}
