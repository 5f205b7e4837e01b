/** Executions of runbooks as results have them. */
import type { ResultSpec } from '../../capability/results.ts';
import {
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
import { type ExecutionStatus, executionStatuses } from './execution.ts';
import type { Machine } from './machine.ts';

export interface AutomationResult {
  readonly id: string;
  readonly source: string;
  readonly document: string;
  readonly resource: string;
  readonly status: ExecutionStatus;
  readonly failure: string | null;
  readonly start: string;
  readonly end: string | null;
}

const automationSchema = exactly({
  id: text,
  source: said('What started it: a rule, a remediation, an action.', text),
  document: said('The runbook.', text),
  resource: said('What it is about, such as the name of a node.', text),
  status: oneOf(...executionStatuses),
  failure: said('Why it failed before its first step. Null: it did not.', textOrNothing),
  start: instant,
  end: instantOrNothing,
});

export const automationResults: ResultSpec<Machine> = {
  lists: [
    {
      place: 40,
      key: 'automations',
      schema: said('In the order in which they were started.', listOf(automationSchema)),
      listOf: ({ automation: { executions } }): AutomationResult[] =>
        executions.map(({ request, document, status, failure, requestedMs, startedMs, endedMs }) => ({
          id: request.id,
          source: request.source,
          document,
          resource: request.resource,
          status,
          failure,
          start: isoTime(startedMs ?? requestedMs),
          end: isoTimeOrNull(endedMs),
        })),
    },
  ],
};
