/** ScheduleOffset, of whatever has a schedule. */
import { numberWithin, textOf } from '../../cloudformation/value.ts';
import type { Report } from '../lint-rule.ts';
import type { Resource } from './resource.ts';
import type { Subject } from './subject.ts';

export function reportOffset(resource: Resource, key: string, subject: Subject, report: Report): void {
  const value = subject.property(resource, 'ScheduleOffset');
  const text = textOf(value);
  const schedule = textOf(subject.property(resource, key));
  if (value === undefined || text === null) return;
  if (numberWithin(value, 1, 6) === null) {
    report(value.path, `ScheduleOffset of ${resource.logicalId} is ${text}: it is in days, from 1 to 6`, {
      help: 'leave it out to start on the day of the expression itself',
    });
  } else if (schedule !== null && /^(rate|at)\(/.test(schedule)) {
    report(
      value.path,
      `ScheduleOffset of ${resource.logicalId} moves the day of a cron expression, and ${schedule} has none: AWS refuses it`,
      { help: 'remove ScheduleOffset, or write the schedule as cron(…)' },
    );
  }
}
