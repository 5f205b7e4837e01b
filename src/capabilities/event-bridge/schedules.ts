/** When rules with a schedule come due: those of a scenario, and those of a bare template as far as they can be known. */
import type { Schedule } from '../../aws/schedule/schedule.ts';
import type {
  Scheduled,
  ScheduleInTemplate,
  ScheduleSpec,
  TemplateRead,
} from '../../capability/scheduled.ts';
import { Unknown } from '../../fields/unknown.ts';
import { rulesOf } from './resources/index.ts';
import { rule, scheduleOf } from './resources/rules.ts';
import { schedule, scheduleOf as scheduleOfTiming, type Timing } from './resources/schedules.ts';
import type { Rule } from './state.ts';

export const ruleSchedules: ScheduleSpec = {
  of: (scenario) => rulesOf(scenario).flatMap(scheduledBy),
  inTemplate: ({ stack, refusals }, fromMs) => [
    ...[...stack.seen(rule)].flatMap(([logicalId, seen]) =>
      inTemplate('rule', logicalId, seen, refusals, () =>
        scheduleOf(String(seen.ScheduleExpression), fromMs),
      ),
    ),
    ...[...stack.seen(schedule)].flatMap(([logicalId, seen]) =>
      inTemplate('schedule', logicalId, seen, refusals, () => scheduleOfTiming(seen as Timing, fromMs)),
    ),
  ],
};

/** What says when a schedule is due. */
const timingKeys = ['ScheduleExpression', 'ScheduleExpressionTimezone', 'StartDate', 'EndDate'] as const;

type Written = Readonly<Partial<Record<(typeof timingKeys)[number] | 'Name' | 'State', unknown>>>;

function inTemplate(
  kind: Rule['kind'],
  logicalId: string,
  seen: Written,
  refusals: TemplateRead['refusals'],
  scheduleOf: () => Schedule | null,
): ScheduleInTemplate[] {
  if (seen.ScheduleExpression === undefined) return [];
  const refused = refusals.filter(
    ({ path }) => path[1] === logicalId && timingKeys.some((key) => key === path[3]),
  );
  const open = timingKeys.filter((key) => seen[key] instanceof Unknown);
  if (open.length > 0 || refused.length > 0) {
    const undecided = open.map((key) => ['Resources', logicalId, 'Properties', key]);
    return [{ scheduled: null, undecided: refused.length > 0 ? [] : undecided, refused }];
  }
  const name = typeof seen.Name === 'string' ? seen.Name : logicalId;
  const isEnabled = seen.State !== 'DISABLED';
  const [scheduled = null] = scheduledBy({ kind, logicalId, name, schedule: scheduleOf(), isEnabled });
  return [{ scheduled, undecided: [], refused }];
}

type Due = Pick<Rule, 'kind' | 'logicalId' | 'name' | 'schedule' | 'isEnabled'>;

function scheduledBy({ kind, logicalId, name, schedule, isEnabled }: Due): Scheduled[] {
  if (schedule === null) return [];
  return [{ kind, logicalId, name, schedule, durationHours: null, cutoffHours: 0, enabled: isEnabled }];
}
