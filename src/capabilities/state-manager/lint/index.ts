/** What goes wrong with associations. */
import type { LintSpec } from '../../../capability/lint-rule.ts';
import { association } from '../resources.ts';
import { associationDeclares } from './declares.ts';
import { associationRules } from './rules.ts';

export const associationLint: LintSpec = {
  declares: associationDeclares,
  rules: associationRules,
  checks: [
    {
      rule: 'schedule-invalid',
      refusals: [
        {
          of: association.type,
          keys: ['ScheduleExpression', 'ScheduleOffset', 'ApplyOnlyAtCronInterval', 'Duration'],
          codes: ['bad-schedule', 'bad-value'],
        },
      ],
    },
  ],
};
