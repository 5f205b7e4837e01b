/** What runs documents and is not simulated yet: associations. */
import { entry, isGiven, itemsOf, numberWithin, textOf, type Value } from '../../cloudformation/value.ts';
import type { LintSpec, Report } from '../lint-rule.ts';
import { type DeclaredRun, documentNameIn, type OutsideWindow, unsaid } from './declared-run.ts';
import { plainSchedule, readSchedule } from './declared-schedule.ts';
import { readTargets } from './declared-targets.ts';
import type { Resource } from './resource.ts';
import type { Subject } from './subject.ts';

const associationType = 'AWS::SSM::Association';

/** Types of Systems Manager among them. */
export const unsimulatedTypes: readonly string[] = [associationType];

export const unsimulated: LintSpec = {
  checks: [{ rule: 'schedule-invalid', check: checkAssociations }],
  declares: {
    runs: (subject) => subject.ofType(associationType).map((association) => runOf(association, subject)),
    targets: (subject) =>
      subject
        .ofType(associationType)
        // There a target may be anything that the runbook takes.
        .filter((one) => subject.property(one, 'AutomationTargetParameterName') === undefined)
        .flatMap((one) => readTargets('association', nameOf(one), subject.property(one, 'Targets'))),
    roles: (subject) =>
      subject.ofType(associationType).map((one) => {
        const value = itemsOf(subject.property(one, 'Parameters', 'AutomationAssumeRole'))[0];
        return { purpose: 'runbook' as const, by: nameOf(one), label: one.logicalId, value, action: null };
      }),
    schedules: (subject) =>
      subject
        .ofType(associationType)
        .flatMap((resource) =>
          readSchedule(resource, 'ScheduleExpression', 'association', (expression) =>
            plainSchedule(expression, subject.todayMs),
          ),
        ),
  },
};

const nameOf = ({ logicalId }: Resource): string => `the association ${logicalId}`;

function runOf(association: Resource, subject: Subject): DeclaredRun {
  const parameters = subject.property(association, 'Parameters');
  const output = subject.property(association, 'OutputLocation');
  return {
    ...unsaid,
    name: nameOf(association),
    label: nameOf(association),
    at: association.at,
    document: documentNameIn(subject.property(association, 'Name')),
    parameters,
    path: parameters?.path ?? association.path,
    concurrency: subject.property(association, 'MaxConcurrency'),
    errors: subject.property(association, 'MaxErrors'),
    output: {
      isKept: isGiven(output),
      bucket: entry(output, 'S3Location', 'OutputS3BucketName'),
      setting: 'OutputLocation with an S3Location',
    },
    outsideWindow: whenItRuns(association, subject),
  };
}

/** A change calendar says when it may run. */
function whenItRuns(association: Resource, subject: Subject): OutsideWindow | null {
  if (subject.property(association, 'CalendarNames') !== undefined) return null;
  const schedule = subject.property(association, 'ScheduleExpression');
  const isScheduled = isTrue(subject.property(association, 'ApplyOnlyAtCronInterval'));
  if (schedule === undefined) {
    return { when: 'as soon as it is made or changed, and on every node that comes to match', isScheduled };
  }
  return {
    when: isScheduled
      ? 'on its own schedule, with no cutoff'
      : 'as soon as it is made or changed, then on its own schedule, with no cutoff',
    isScheduled,
  };
}

function isTrue(value: Value | undefined): boolean {
  return textOf(value)?.toLowerCase() === 'true';
}

function checkAssociations(subject: Subject, report: Report): void {
  for (const association of subject.ofType(associationType)) {
    reportOffset(association, subject, report);
    reportCronOnly(association, subject, report);
  }
}

function reportOffset(resource: Resource, subject: Subject, report: Report): void {
  const value = subject.property(resource, 'ScheduleOffset');
  const text = textOf(value);
  const schedule = textOf(subject.property(resource, 'ScheduleExpression'));
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

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateAssociation.html */
function reportCronOnly(association: Resource, subject: Subject, report: Report): void {
  const value = subject.property(association, 'ApplyOnlyAtCronInterval');
  const schedule = textOf(subject.property(association, 'ScheduleExpression'));
  if (value === undefined || !isTrue(value) || schedule?.startsWith('rate(') !== true) return;
  report(
    value.path,
    `ApplyOnlyAtCronInterval of ${association.logicalId} is for cron expressions, and ${schedule} is a rate: AWS refuses it`,
    { help: 'remove it, or write the schedule as cron(…)' },
  );
}
