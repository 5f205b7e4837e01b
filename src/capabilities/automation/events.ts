/** What executions of runbooks tell. */
import { fact, factSet } from '../../capability/facts.ts';
import type { Execution, ExecutionRequest } from './request.ts';

const described = ({ request: { id, source }, document, status }: Execution) => ({
  execution: id,
  source,
  document,
  status,
});

export const automationFacts = factSet('automation', {
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
  /** Told once of each request that was started, with its last status. */
  executionFinished: fact('automation/execution-finished', 'An execution of a runbook has ended.', described),
});
