/** What rules of EventBridge declare for rules of lint, and the rules about them. */
import { plainSchedule, readSchedule } from '../../../capability/lint/declared-schedule.ts';
import type { LintSpec } from '../../../capability/lint-rule.ts';
import { rule } from '../resources/rules.ts';
import { schedule } from '../resources/schedules.ts';
import { deliveryRules } from './delivery.ts';
import { patternNever } from './patterns.ts';
import { declaredTargetRoles, targetRules } from './targets.ts';

export const eventBridgeLint: LintSpec = {
  rules: [patternNever, ...targetRules, ...deliveryRules],
  checks: [
    {
      rule: 'schedule-invalid',
      refusals: [rule, schedule].map(({ type }) => ({
        of: type,
        keys: ['ScheduleExpression'],
        codes: ['bad-schedule'],
      })),
    },
  ],
  declares: {
    roles: declaredTargetRoles,
    schedules: (subject) =>
      subject
        .ofType(rule.type)
        .flatMap((one) =>
          readSchedule(one, 'ScheduleExpression', 'rule', (expression) =>
            plainSchedule(expression, subject.todayMs),
          ),
        ),
  },
};
