/** What rules of EventBridge declare for rules of lint. */
import { plainSchedule, readSchedule } from '../../../capability/lint/declared-schedule.ts';
import type { LintSpec } from '../../../capability/lint-rule.ts';
import { rule } from '../resources/rules.ts';

export const eventBridgeLint: LintSpec = {
  declares: {
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
