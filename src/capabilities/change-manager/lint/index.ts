import type { Subject } from '../../../capability/lint/subject.ts';
import type { LintSpec } from '../../../capability/lint-rule.ts';
import { calendarsAsked, requestsIn } from '../declared.ts';
import { levelCheck, requestRules } from './requests.ts';

export const changeLint: LintSpec = {
  rules: requestRules,
  checks: [levelCheck],
  declares: {
    calendars: ({ scenario }: Subject) =>
      scenario === null
        ? []
        : requestsIn(scenario).flatMap(({ action: { account } }) => calendarsAsked(scenario, account)),
  },
};
