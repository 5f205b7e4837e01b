/** What executions of runbooks tell. */
import { actionRefused } from '../../capability/calls.ts';
import { fact, factSet } from '../../capability/facts.ts';
import type { Execution, StepExecution } from './execution.ts';
import type { Hold } from './hold.ts';
import type { ExecutionRequest } from './request.ts';

const described = ({ request: { id, source }, document, status }: Execution) => ({
  execution: id,
  source,
  document,
  status,
});

const ofStep = (
  { request: { id } }: Execution,
  { step: { name, action }, iterations, attemptCount, status, failure }: StepExecution,
) => ({
  execution: id,
  step: name,
  action,
  ...(iterations.length === 0 ? {} : { iterations: iterations.join('.') }),
  ...(attemptCount > 1 ? { attempts: attemptCount } : {}),
  status,
  ...(failure === null ? {} : { failure: failure.message }),
});

export const automationFacts = factSet('automation', {
  actionRefused: actionRefused('automation'),
  /** Told by what starts it, once it is allowed to. */
  executionRequested: fact(
    'automation/execution-requested',
    'A runbook is to be started.',
    ({ id, source, document }: ExecutionRequest) => ({ execution: id, source, document }),
  ),
  /** Told of the execution whose status is InProgress. */
  executionStarted: fact<Execution>(
    'automation/execution-started',
    'An execution of a runbook has begun.',
    null,
  ),
  stepStarted: fact<Execution, StepExecution>('automation/step-started', 'A step has begun.', ofStep),
  /** A step waits until what asked for the execution lets it go on. */
  stepHeld: fact<Hold>('automation/step-held', 'A step is held until what started it lets it go on.', null),
  stepFinished: fact<Execution, StepExecution>('automation/step-finished', 'A step is over.', ofStep),
  /** Told once of each request that was started, with its last status. */
  executionFinished: fact('automation/execution-finished', 'An execution of a runbook has ended.', described),
});
