/** How a step calls AWS: at the rate that AWS takes, as often failing as the file says, and with an answer from the first that has one. */

import { answerFor, isAssumed, type Wanted } from '../content/answers.ts';
import type { Value, ValueMap } from '../content/runbook.ts';
import { leadsToUntold, select } from '../content/selectors.ts';
import { textOf } from '../content/values.ts';
import type { Failure } from '../execution.ts';
import { automationModelOf } from '../model.ts';
import { callNamed, serviceCall } from '../services/index.ts';
import { ApiError, accountOf } from '../services/service.ts';
import { type CalledApi, invocationFailure, type StepRun } from './action.ts';

/** What a call has answered. */
export interface Answered {
  readonly value: Value;
  /** The fleet has answered: what it knows to be absent is not made up. */
  readonly isOfFleet: boolean;
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-executeAwsApi.html: a call has 25 seconds. */
const callMaxMs = 25_000;

/** Inputs of a step that name the call, and none of its own. */
const ofStep = ['Service', 'Api', 'PropertySelector', 'DesiredValues'];

export function calledBy(inputs: ValueMap): CalledApi {
  return callNamed(textOf(inputs['Service'] ?? ''), textOf(inputs['Api'] ?? ''));
}

export function inputsOfCall(inputs: ValueMap): ValueMap {
  return Object.fromEntries(Object.entries(inputs).filter(([name]) => !ofStep.includes(name)));
}

/** Calls back with the answer, once the call has taken its time; what AWS refuses fails the attempt. */
export function callApi(
  run: StepRun,
  called: CalledApi,
  inputs: ValueMap,
  wanted: readonly Wanted[],
  then: (answered: Answered) => void,
): void {
  const model = automationModelOf(run.simulation.scenario);
  const waitMs = run.cloud.throttling.waitMs(called.api, accountOf(run), model.throttlingRetry);
  if (waitMs === null) return run.fail(throttled(called));
  const begins = serviceCall(called)?.begins ?? false;
  const callMs = begins ? run.durationMs(model.call) : run.durationMs(model.call, called);
  run.after(waitMs + Math.min(callMs, callMaxMs), () => {
    if (callMs > callMaxMs)
      return run.fail(invocationFailure(`${called.api} has not answered within 25 seconds`));
    if (run.isDrawnToFail(called)) return run.fail(invocationFailure(`${called.api} failed`));
    const answered = answerTo(run, called, inputs, wanted);
    if (answered instanceof ApiError) run.fail(refusedBy(answered, called));
    else then(answered);
  });
}

/** What the file says, else what the fleet knows, else what is wanted: decision 13. */
function answerTo(
  run: StepRun,
  called: CalledApi,
  inputs: ValueMap,
  wanted: readonly Wanted[],
): Answered | ApiError {
  const written = run.answer(called);
  if (written !== undefined) return { value: written, isOfFleet: false };
  const call = serviceCall(called);
  const known = call?.takesMadeUp || !isAssumed(inputs) ? call?.answer(inputs, run) : undefined;
  if (known instanceof ApiError) return known;
  if (known !== undefined) return { value: known, isOfFleet: true };
  return { value: assumedFor(wanted), isOfFleet: false };
}

/** The outputs of a step are the same for every target. */
const assumed = new WeakMap<readonly Wanted[], Value>();

function assumedFor(wanted: readonly Wanted[]): Value {
  const value = assumed.get(wanted) ?? answerFor(wanted);
  assumed.set(wanted, value);
  return value;
}

/**
 * What a selector finds. A property that the fleet knows nothing about is taken to be as the runbook wants it; one
 * of something that is not there, such as the first of no reservations, is not.
 */
export function foundIn({ value, isOfFleet }: Answered, wanted: Wanted): Value | undefined {
  const { selector } = wanted;
  const found = select(value, selector);
  if (found !== undefined || !isOfFleet) return found;
  return leadsToUntold(value, selector) ? select(answerFor([wanted]), selector) : undefined;
}

const throttled = ({ api }: CalledApi): Failure => ({
  stage: 'Invocation',
  type: 'Throttling',
  message: `ThrottlingException: Rate exceeded when calling ${api}`,
});

function refusedBy({ code, message }: ApiError, { api }: CalledApi): Failure {
  return invocationFailure(`${code}: ${message} (${api})`);
}

/** Asks again and again until `isDone` says so; the timeout of the step ends it. */
export function poll(run: StepRun, isDone: () => boolean | Failure, then: () => void): void {
  const state = isDone();
  if (state === true) return then();
  if (state !== false) return run.fail(state);
  run.after(automationModelOf(run.simulation.scenario).poll, () => poll(run, isDone, then));
}
