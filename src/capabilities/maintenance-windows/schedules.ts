/**
 * When windows are open: those of a scenario, and those of a bare template as far as their text says.
 *
 * AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ssm-maintenancewindow.html
 */
import type { QuestionKey } from '../../aws/schedule/question.ts';
import type { Resource } from '../../capability/lint/resource.ts';
import type { Subject } from '../../capability/lint/subject.ts';
import type { ScheduleInTemplate, ScheduleProblem, ScheduleSpec } from '../../capability/scheduled.ts';
import { textOf } from '../../cloudformation/value.ts';
import { parseTime } from '../../fields/quantities.ts';
import { maintenanceWindow } from './resources/windows.ts';
import { windowWritten } from './written-window.ts';

const plainProperties = [
  'Name',
  'Schedule',
  'ScheduleTimezone',
  'ScheduleOffset',
  'Duration',
  'Cutoff',
] as const;
const dateProperties = ['StartDate', 'EndDate'] as const;

/** Without these AWS creates no window. */
const requiredProperties: readonly string[] = ['Schedule', 'Duration', 'Cutoff'];

/** A name says nothing of when. */
const decidesNothing: readonly string[] = ['Name'];

const propertyOf: Readonly<Partial<Record<QuestionKey, string>>> = {
  timezone: 'ScheduleTimezone',
  offset: 'ScheduleOffset',
  duration: 'Duration',
  'start-date': 'StartDate',
  'end-date': 'EndDate',
};

export const windowSchedules: ScheduleSpec = {
  of: ({ windows }) => windows,
  inTemplate: (subject, fromMs) =>
    subject.ofType(maintenanceWindow.type).map((resource) => windowIn(resource, subject, fromMs)),
};

/** What a template says of one window, and what of that cannot be known. */
interface Written {
  readonly texts: Readonly<Partial<Record<(typeof plainProperties)[number], string>>>;
  readonly dates: { readonly startDateMs?: number; readonly endDateMs?: number };
  readonly problems: readonly ScheduleProblem[];
}

function windowIn(resource: Resource, subject: Subject, fromMs: number): ScheduleInTemplate {
  const { texts, dates, problems } = writtenOf(resource, subject);
  if (problems.length > 0) return { scheduled: null, problems };
  const window = windowWritten(resource.logicalId, { ...texts, ...dates }, fromMs);
  if (window === null || !('problem' in window)) return { scheduled: window, problems };
  const { key, message, help, awsError } = window.problem;
  const path = [...resource.path, propertyOf[key] ?? 'Schedule'];
  return {
    scheduled: null,
    problems: [{ severity: 'error', code: 'bad-window', message, help, awsError, path }],
  };
}

function writtenOf(resource: Resource, subject: Subject): Written {
  const texts: Record<string, string> = {};
  const dates: Record<string, number> = {};
  const problems: ScheduleProblem[] = [];
  for (const property of [...plainProperties, ...dateProperties]) {
    const path = [...resource.path, property];
    const value = subject.property(resource, property);
    const isLeftOut = value === undefined || value.kind === 'absent';
    const text = textOf(value);
    if (text === null) {
      if (decidesNothing.includes(property) || (isLeftOut && !requiredProperties.includes(property)))
        continue;
      const message = isLeftOut
        ? `expected ${property}: without it nothing can be said of when the window is open`
        : 'only its deployment decides this: nothing can be said of when the window is open';
      problems.push({ severity: 'warning', code: 'unknown-window', message, path });
    } else if (property === 'StartDate' || property === 'EndDate') {
      const atMs = parseTime(text);
      if (typeof atMs === 'number') dates[property === 'StartDate' ? 'startDateMs' : 'endDateMs'] = atMs;
      else {
        const { message, options } = atMs;
        problems.push({ severity: 'error', code: 'bad-value', message, help: options.help, path });
      }
    } else texts[property] = text;
  }
  return { texts, dates, problems };
}
