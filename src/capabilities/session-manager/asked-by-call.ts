/** What a StartSession alone says of its session, in the run as before it. */
import type { Action } from '../../world/actions.ts';
import { accountNamed, type Scenario } from '../../world/scenario.ts';
import type { Asked } from './asked.ts';
import { awsSessionId } from './calls.ts';
import { preferencesFor, type SessionDocument } from './documents.ts';

export function askedByCall(
  scenario: Scenario,
  document: SessionDocument,
  action: Action,
): Pick<Asked, 'document' | 'preferences' | 'account' | 'sessionId' | 'caller'> {
  const { as, account = '' } = action;
  return {
    document,
    preferences: preferencesFor(scenario, document, account),
    account: accountNamed(scenario, account),
    sessionId: awsSessionId(scenario, action),
    caller: as === undefined ? undefined : scenario.principals.get(as),
  };
}
