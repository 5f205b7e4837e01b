/**
 * Schedules, and what belongs to them, that AWS refuses.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/reference-cron-and-rate-expressions.html
 */

import { type Dialect, isScheduleProblem } from '../../../aws/schedule/schedule.ts';
import { isTimezone } from '../../../aws/schedule/zone.ts';
import { tooOftenForAssociation } from '../../../capability/lint/declared-schedule.ts';
import type { Resource } from '../../../capability/lint/resource.ts';
import { reportOffset } from '../../../capability/lint/schedule-offset.ts';
import type { Subject } from '../../../capability/lint/subject.ts';
import { parameterBehind } from '../../../capability/lint/written.ts';
import type { Report } from '../../../capability/lint-rule.ts';
import { textOf, type Value } from '../../../cloudformation/value.ts';
import { timeOf, windowType } from './windows.ts';

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
  for (const written of subject.schedules) {
    const { resource, key, dialect, value, text, parsed } = written;
    if (!isScheduleProblem(parsed) || tooOftenForAssociation(written) !== null) continue;
    const field = parsed.field === undefined ? '' : `field ${parsed.field}: `;
    report(
      value.path,
      `${key} of ${resource.logicalId}${defaultOf(subject, value)} is nothing that ${consumers[dialect]} takes: ${field}${parsed.message}`,
      parsed.help === undefined ? { help: exampleFor(dialect, text) } : { help: parsed.help },
    );
  }
  for (const window of subject.ofType(windowType)) {
    reportTimezone(window, subject, report);
    reportOffset(window, 'Schedule', subject, report);
    reportPeriod(window, subject, report);
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
