/** When rules with a schedule come due: those of a scenario, and those of a bare template as far as they can be known. */
import type { Scheduled, ScheduleInTemplate, ScheduleSpec } from '../../capability/scheduled.ts';
import { Unknown } from '../../fields/unknown.ts';
import { rulesOf } from './resources/index.ts';
import { rule, scheduleOf } from './resources/rules.ts';
import type { Rule } from './state.ts';

export const ruleSchedules: ScheduleSpec = {
  of: (scenario) => rulesOf(scenario).flatMap(scheduledBy),
  inTemplate: ({ stack, refusals }, fromMs) =>
    [...stack.seen(rule)].flatMap(([logicalId, seen]): ScheduleInTemplate[] => {
      const { ScheduleExpression: text, Name, State } = seen;
      if (text === undefined) return [];
      const refused = refusals.filter(
        ({ path }) => path[1] === logicalId && path[3] === 'ScheduleExpression',
      );
      if (text instanceof Unknown || refused.length > 0) {
        const undecided = ['Resources', logicalId, 'Properties', 'ScheduleExpression'];
        return [{ scheduled: null, undecided: refused.length > 0 ? [] : [undecided], refused }];
      }
      const name = typeof Name === 'string' ? Name : logicalId;
      const schedule = scheduleOf(text, fromMs);
      const scheduled = scheduledBy({ logicalId, name, schedule, isEnabled: State !== 'DISABLED' });
      return [{ scheduled: scheduled[0] ?? null, undecided: [], refused }];
    }),
};

type Due = Pick<Rule, 'logicalId' | 'name' | 'schedule' | 'isEnabled'>;

function scheduledBy({ logicalId, name, schedule, isEnabled }: Due): Scheduled[] {
  if (schedule === null) return [];
  return [
    { kind: 'rule', logicalId, name, schedule, durationHours: null, cutoffHours: 0, enabled: isEnabled },
  ];
}
