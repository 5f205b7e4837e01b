/** What change requests tell. */
import { actionRefused } from '../../capability/calls.ts';
import { fact, factSet } from '../../capability/facts.ts';
import type { ChangeRequest } from './state.ts';

export const changeFacts = factSet('change-manager', {
  actionRefused: actionRefused('change-manager'),
  requestCreated: fact(
    'change-manager/request-created',
    'StartChangeRequestExecution has made a change request.',
    ({ id, call: { template, runbook }, action }: ChangeRequest) => ({
      changeRequest: id,
      template,
      runbook,
      by: action.as ?? null,
    }),
  ),
  statusChanged: fact(
    'change-manager/status-changed',
    'The status of a change request is another one.',
    ({ id, status, history }: ChangeRequest) => ({
      changeRequest: id,
      status,
      why: history.at(-1)!.why,
    }),
  ),
});
