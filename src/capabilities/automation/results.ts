/** Executions of runbooks as results have them. */
import type { ResultSpec } from '../../capability/results.ts';
import {
  count,
  flag,
  instant,
  instantOrNothing,
  listOf,
  oneOf,
  said,
  text,
  textOrNothing,
} from '../../fields/json-parts.ts';
import { exactly } from '../../fields/json-schema.ts';
import { isoTime, isoTimeOrNull } from '../../world/time.ts';
import {
  type Execution,
  type ExecutionStatus,
  executionStatuses,
  type StepExecution,
  type StepStatus,
} from './execution.ts';
import type { Machine } from './machine.ts';

export interface AutomationResult {
  readonly id: string;
  readonly parent: string | null;
  readonly source: string;
  readonly document: string;
  readonly resource: string;
  readonly status: ExecutionStatus;
  readonly failure: string | null;
  readonly start: string;
  readonly end: string | null;
  readonly steps: readonly StepResult[];
}

export interface StepResult {
  readonly name: string;
  readonly action: string;
  /** Of the loops that it is inside of, outermost first, from 1. */
  readonly iterations: readonly number[];
  readonly status: StepStatus;
  readonly attempts: number;
  readonly failure: string | null;
  readonly decisions: readonly { readonly by: string; readonly approves: boolean; readonly at: string }[];
  /** What it started elsewhere. */
  readonly started: string | null;
  readonly start: string;
  readonly end: string | null;
}

export const stepSchema = exactly({
  name: text,
  action: said('Such as aws:sleep.', text),
  iterations: said(
    'Of the loops that it is inside of, outermost first: which iteration, from 1.',
    listOf(count),
  ),
  status: oneOf(...executionStatuses, 'Exited'),
  attempts: count,
  failure: said('Why it failed, as AWS says it. Null: it did not.', textOrNothing),
  decisions: said(
    'Of an approval: who has said what, and when.',
    listOf(exactly({ by: text, approves: flag, at: instant })),
  ),
  started: said('The id of what it started elsewhere, such as a command. Null: nothing.', textOrNothing),
  start: instant,
  end: instantOrNothing,
});

export const automationSchema = exactly({
  id: text,
  parent: said('The execution that started it. Null: none did.', textOrNothing),
  source: said('What started it: a rule, a remediation, a task, an action.', text),
  document: said('The runbook.', text),
  resource: said('What it is about, such as the name of a node.', text),
  status: oneOf(...executionStatuses),
  failure: said('Why it failed before its first step. Null: it did not.', textOrNothing),
  start: instant,
  end: instantOrNothing,
  steps: said(
    'In the order in which they began; those never reached are not among them.',
    listOf(stepSchema),
  ),
});

export const automationResults: ResultSpec<Machine> = {
  lists: [
    {
      place: 40,
      key: 'automations',
      schema: said('In the order in which they were started.', listOf(automationSchema)),
      listOf: ({ automation: { executions } }): AutomationResult[] => executions.map(resultOf),
    },
  ],
};

export function resultOf(execution: Execution): AutomationResult {
  const { request, document, status, failure, requestedMs, startedMs, endedMs, parent, steps } = execution;
  return {
    id: request.id,
    parent: parent === null ? null : parent.request.id,
    source: request.source,
    document,
    resource: request.resource,
    status,
    failure,
    start: isoTime(startedMs ?? requestedMs),
    end: isoTimeOrNull(endedMs),
    steps: steps.map(stepResultOf),
  };
}

function stepResultOf(record: StepExecution): StepResult {
  const { step, iterations, status, attemptCount, failure, decisions, started, startedMs, endedMs } = record;
  return {
    name: step.name,
    action: step.action,
    iterations,
    status,
    attempts: attemptCount,
    failure: failure === null ? null : failure.message,
    decisions: decisions.map(({ by, approves, atMs }) => ({ by, approves, at: isoTime(atMs) })),
    started,
    start: isoTime(startedMs),
    end: isoTimeOrNull(endedMs),
  };
}
