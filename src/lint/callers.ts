/** Calls of `actions` whose principal may not make them, by the rule of the run itself. */

import { deniedCalls } from '../capability/denied-calls.ts';
import type { Subject } from '../capability/lint/subject.ts';
import type { Report, Rule } from '../capability/lint-rule.ts';

function checkCallers({ scenario }: Subject, report: Report): void {
  if (scenario === null) return;
  for (const [{ call, index, as }, { error, statement, verdict }] of deniedCalls(scenario)) {
    const help =
      statement === null
        ? `add a statement to principals.${as}${verdict.kind === 'session' ? '.sessionPolicy' : ''} that allows it`
        : `${statement} denies it: change it, or make the call as another principal`;
    report(['actions', index, 'as'], `AWS will refuse ${call} with ${error}`, { help });
  }
}

export const callerRules: readonly Rule[] = [
  {
    id: 'call-not-allowed',
    place: 480,
    severity: 'error',
    finds: 'a call of `actions` whose principal may not make it',
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html',
    check: checkCallers,
  },
];
