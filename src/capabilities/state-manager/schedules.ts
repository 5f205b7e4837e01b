/** When associations come due, beside what they do at once: those of a scenario, and those of a bare template. */
import { isScheduleProblem, parseScheduleExpression } from '../../aws/schedule/schedule.ts';
import { deniedCalls } from '../../capability/denied-calls.ts';
import type {
  Scheduled,
  ScheduleInTemplate,
  ScheduleSpec,
  TemplateRead,
} from '../../capability/scheduled.ts';
import { isKnown } from '../../fields/unknown.ts';
import type { Definition } from './definition.ts';
import { association } from './resources.ts';
import { scheduleOf } from './rules.ts';
import { declaredAssociations } from './sources.ts';

export const associationSchedules: ScheduleSpec = {
  of: (scenario) =>
    declaredAssociations(scenario).flatMap(({ id, createdBy, definition }) => {
      const created = createdBy === null ? null : scenario.actions[createdBy]!;
      if (created !== null && deniedCalls(scenario).has(created)) return [];
      const createdMs = created?.atMs ?? null;
      return scheduled(id, definition, createdMs ?? scenario.startMs, createdMs !== null);
    }),
  inTemplate: (template, fromMs) =>
    [...template.stack.types]
      .filter(([, type]) => type === association.type)
      .flatMap(([logicalId]) => associationIn(logicalId, template, fromMs)),
};

/** None without a schedule. */
function scheduled(
  logicalId: string,
  definition: Pick<Definition, 'name' | 'expression' | 'offsetDays'>,
  sinceMs: number,
  isNew: boolean,
): Scheduled[] {
  const schedule = scheduleOf(definition, sinceMs, isNew);
  if (schedule === null) return [];
  return [
    {
      logicalId,
      name: definition.name,
      schedule,
      kind: 'association',
      durationHours: null,
      cutoffHours: 0,
      enabled: true,
    },
  ];
}

/** As if it were created at that instant. */
function associationIn(
  logicalId: string,
  { stack, refusals }: TemplateRead,
  fromMs: number,
): ScheduleInTemplate[] {
  const refused = refusals.filter(({ path }) => path[1] === logicalId);
  const seen = stack.seen(association).get(logicalId);
  const written = { text: seen?.ScheduleExpression, offsetDays: seen?.ScheduleOffset ?? 0 };
  if (refused.length > 0 || seen === undefined) return [{ scheduled: null, undecided: [], refused }];
  if (!isKnown<{ text: string | undefined; offsetDays: number }>(written)) {
    const path = ['Resources', logicalId, 'Properties', 'ScheduleExpression'];
    return [{ scheduled: null, undecided: [path], refused }];
  }
  if (written.text === undefined) return [];
  const expression = parseScheduleExpression(written.text, 'association');
  if (isScheduleProblem(expression)) return [{ scheduled: null, undecided: [], refused }];
  const name = typeof seen.AssociationName === 'string' ? seen.AssociationName : logicalId;
  const [one = null] = scheduled(
    logicalId,
    { name, expression, offsetDays: written.offsetDays },
    fromMs,
    true,
  );
  return [{ scheduled: one, undecided: [], refused }];
}
