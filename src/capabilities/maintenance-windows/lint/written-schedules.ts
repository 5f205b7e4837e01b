/** Every schedule expression of a file, as it is written and as its reader takes it. */
import { type Dialect, isScheduleProblem, parseScheduleExpression } from '../../../aws/schedule/schedule.ts';
import type { Resource, Subject } from '../../../capability/lint/subject.ts';
import { minuteMs } from '../../../capability/lint/windows.ts';
import { textOf, type Value } from '../../../cloudformation/value.ts';

export interface Written {
  readonly resource: Resource;
  readonly key: 'Schedule' | 'ScheduleExpression';
  readonly dialect: Dialect;
  readonly value: Value;
  readonly text: string;
  readonly parsed: ReturnType<typeof parseScheduleExpression>;
}

const places = [
  { type: 'AWS::SSM::MaintenanceWindow', key: 'Schedule', dialect: 'window' },
  { type: 'AWS::SSM::Association', key: 'ScheduleExpression', dialect: 'association' },
  { type: 'AWS::Events::Rule', key: 'ScheduleExpression', dialect: 'rule' },
] as const;

export function writtenSchedules(subject: Subject): Written[] {
  return places.flatMap(({ type, key, dialect }) =>
    subject.ofType(type).flatMap((resource): Written[] => {
      const value = subject.property(resource, key);
      const text = textOf(value);
      if (value === undefined || text === null) return [];
      return [{ resource, key, dialect, value, text, parsed: parseScheduleExpression(text, dialect) }];
    }),
  );
}

/** A rate that any other would take; null otherwise. */
export function tooOftenForAssociation({ dialect, text }: Written): number | null {
  const parsed = dialect === 'association' ? parseScheduleExpression(text, 'window') : null;
  if (parsed === null || isScheduleProblem(parsed) || parsed.kind !== 'rate') return null;
  return parsed.periodMs < 30 * minuteMs ? parsed.periodMs : null;
}
