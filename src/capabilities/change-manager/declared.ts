/** Change requests that the file asks for, and the templates that they are made by. */
import type { ExecutionSource } from '../../capability/execution-source.ts';
import { madeBy } from '../../cloudformation/call-spec.ts';
import { oncePer } from '../../fields/fields.ts';
import type { Action } from '../../world/actions.ts';
import type { Scenario } from '../../world/scenario.ts';
import { calendarsOf } from '../change-calendar/facts.ts';
import { contentsOf } from '../documents/facts.ts';
import { type ChangeRequestCall, startChangeRequestExecution } from './calls.ts';
import { changeManagerOf, everyCalendar } from './model.ts';
import { type ChangeTemplate, templateType } from './template.ts';
import { workflowOf } from './workflow.ts';

export interface DeclaredRequest {
  readonly action: Action;
  readonly call: ChangeRequestCall;
  readonly template: ChangeTemplate;
}

/** In the order of the file. */
export const requestsIn = oncePer((scenario: Scenario): readonly DeclaredRequest[] => {
  if (!asksForChanges(scenario)) return [];
  const templates = contentsOf(scenario, templateType);
  return scenario.actions.flatMap((action) => {
    const call = madeBy(action, startChangeRequestExecution);
    const template = call && templates.get(call.template);
    return template === undefined ? [] : [{ action, call: call!, template }];
  });
});

/** In the order of the file. */
export function idsIn({ actions }: Pick<Scenario, 'actions'>): readonly string[] {
  return actions.filter(({ call }) => call === startChangeRequestExecution.call).map(({ id }) => id);
}

export function asksForChanges({ actions }: Pick<Scenario, 'actions'>): boolean {
  return actions.some(({ call }) => call === startChangeRequestExecution.call);
}

export function startedByRequests(scenario: Scenario): ExecutionSource[] {
  return requestsIn(scenario).map(({ action: { id, account }, call, template }) => ({
    id,
    document: call.template,
    parameters: call.parameters,
    account,
    runbook: workflowOf(template, call),
  }));
}

/** Names of the calendars that Change Manager asks before a runbook begins, in the account and Region of the request. */
export function calendarsAsked(scenario: Scenario, account = ''): readonly string[] {
  const own = calendarsOf(scenario).filter((one) => one.account === account);
  const { calendars } = changeManagerOf(scenario);
  return own
    .map(({ name }) => name)
    .filter((name) => calendars.includes(everyCalendar) || calendars.includes(name));
}
