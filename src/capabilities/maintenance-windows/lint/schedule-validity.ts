/**
 * Schedules, and what belongs to them, that AWS refuses.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/reference-cron-and-rate-expressions.html
 */
import { type Dialect, isScheduleProblem } from '../../../aws/schedule/schedule.ts';
import { isTimezone } from '../../../aws/schedule/zone.ts';
import type { Resource, Subject } from '../../../capability/lint/subject.ts';
import { parameterBehind, timeOf, wholeFrom } from '../../../capability/lint/windows.ts';
import type { Report } from '../../../capability/lint-rule.ts';
import { textOf, type Value } from '../../../cloudformation/value.ts';
import { tooOftenForAssociation, writtenSchedules } from './written-schedules.ts';

const consumers: Readonly<Record<Dialect, string>> = {
  window: 'a maintenance window',
  association: 'an association',
  rule: 'an EventBridge rule',
};

/** ` (the default of Cron)` */
function defaultOf(subject: Subject, { path }: Value): string {
  const name = parameterBehind(subject, path);
  return name === null ? '' : ` (from the default of ${name})`;
}

export function checkInvalid(subject: Subject, report: Report): void {
  for (const written of writtenSchedules(subject)) {
    const { resource, key, dialect, value, text, parsed } = written;
    if (!isScheduleProblem(parsed) || tooOftenForAssociation(written) !== null) continue;
    const field = parsed.field === undefined ? '' : `field ${parsed.field}: `;
    report(
      value.path,
      `${key} of ${resource.logicalId}${defaultOf(subject, value)} is nothing that ${consumers[dialect]} takes: ${field}${parsed.message}`,
      parsed.help === undefined ? { help: exampleFor(dialect, text) } : { help: parsed.help },
    );
  }
  for (const window of subject.ofType('AWS::SSM::MaintenanceWindow')) {
    reportTimezone(window, subject, report);
    reportOffset(window, 'Schedule', subject, report);
    reportPeriod(window, subject, report);
  }
  for (const association of subject.ofType('AWS::SSM::Association')) {
    reportOffset(association, 'ScheduleExpression', subject, report);
    reportCronOnly(association, subject, report);
  }
}

function exampleFor(dialect: Dialect, text: string): string {
  if (text.startsWith('rate'))
    return `for example rate(${dialect === 'association' ? '12 hours' : '7 days'})`;
  return 'for example cron(0 2 ? * SUN *), which is 02:00 every Sunday';
}

function reportTimezone({ logicalId, ...window }: Resource, subject: Subject, report: Report): void {
  const value = subject.property({ logicalId, ...window }, 'ScheduleTimezone');
  const zone = textOf(value);
  if (value === undefined || zone === null || isTimezone(zone)) return;
  report(
    value.path,
    `ScheduleTimezone of ${logicalId}${defaultOf(subject, value)} is ${zone === '' ? 'empty' : zone}, which is no zone of the IANA database: AWS refuses it`,
    { help: 'write a name such as Europe/Berlin, America/New_York or UTC' },
  );
}

function reportOffset(
  resource: Resource,
  key: 'Schedule' | 'ScheduleExpression',
  subject: Subject,
  report: Report,
): void {
  const value = subject.property(resource, 'ScheduleOffset');
  const text = textOf(value);
  const schedule = textOf(subject.property(resource, key));
  if (value === undefined || text === null) return;
  if (wholeFrom(value, 1, 6) === null) {
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

function reportPeriod(window: Resource, subject: Subject, report: Report): void {
  const end = subject.property(window, 'EndDate');
  const startMs = timeOf(subject.property(window, 'StartDate'));
  const endMs = timeOf(end);
  if (end === undefined || typeof startMs !== 'number' || typeof endMs !== 'number' || startMs < endMs)
    return;
  report(end.path, `${window.logicalId} ends before it begins: EndDate is not after StartDate`, {
    help: 'write an EndDate after StartDate, or none',
  });
}

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateAssociation.html */
function reportCronOnly(association: Resource, subject: Subject, report: Report): void {
  const value = subject.property(association, 'ApplyOnlyAtCronInterval');
  const schedule = textOf(subject.property(association, 'ScheduleExpression'));
  if (
    value === undefined ||
    textOf(value)?.toLowerCase() !== 'true' ||
    schedule?.startsWith('rate(') !== true
  )
    return;
  report(
    value.path,
    `ApplyOnlyAtCronInterval of ${association.logicalId} is for cron expressions, and ${schedule} is a rate: AWS refuses it`,
    { help: 'remove it, or write the schedule as cron(…)' },
  );
}
