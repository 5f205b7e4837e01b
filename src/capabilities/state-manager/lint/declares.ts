/** What associations declare for rules of any capability, and what AWS refuses of them. */
import {
  type DeclaredRun,
  documentNameIn,
  type OutsideWindow,
  unsaid,
} from '../../../capability/lint/declared-run.ts';
import { plainSchedule, readSchedule } from '../../../capability/lint/declared-schedule.ts';
import { readTargets } from '../../../capability/lint/declared-targets.ts';
import { type Reached, reachedBySource } from '../../../capability/lint/reached.ts';
import type { Resource } from '../../../capability/lint/resource.ts';
import type { Declares, Subject } from '../../../capability/lint/subject.ts';
import { entry, isGiven, itemsOf, textOf, type Value } from '../../../cloudformation/value.ts';
import type { DataPath } from '../../../diagnostics/problem.ts';
import { areTagsFixed } from '../../managed-nodes/lint/facts.ts';
import { createAssociation } from '../calls.ts';
import { association } from '../resources.ts';
import { declaredAssociations } from '../sources.ts';

/** One of the resources, or one that a call creates. */
export interface WrittenAssociation {
  readonly id: string;
  readonly at: DataPath;
  readonly isCreatedByCall: boolean;
  readonly resource: Resource | null;
  property(...keys: string[]): Value | undefined;
}

export function writtenAssociations(subject: Subject): WrittenAssociation[] {
  return [
    ...subject.ofType(association.type).map((resource) => ({
      id: resource.logicalId,
      at: resource.at,
      isCreatedByCall: false,
      resource,
      property: (...keys: string[]) => subject.property(resource, ...keys),
    })),
    ...subject.actions
      .filter(({ call }) => call === createAssociation.call)
      .map(({ id, path, request }) => ({
        id,
        at: path,
        isCreatedByCall: true,
        resource: null,
        property: (...keys: string[]) => entry(request, ...keys),
      })),
  ];
}

export const nameOf = ({ id }: Pick<WrittenAssociation, 'id'>): string => `the association ${id}`;

export const associationDeclares: Declares = {
  runs: (subject) => writtenAssociations(subject).map((one) => runOf(one, subject)),
  targets: (subject) =>
    writtenAssociations(subject)
      // There a target may be anything that the runbook takes.
      .filter((one) => one.property('AutomationTargetParameterName') === undefined)
      .flatMap((one) => readTargets('association', nameOf(one), one.property('Targets'))),
  roles: (subject) =>
    writtenAssociations(subject).map((one) => {
      const value = itemsOf(one.property('Parameters', 'AutomationAssumeRole'))[0];
      return { purpose: 'runbook' as const, by: nameOf(one), label: one.id, value, action: null };
    }),
  schedules: (subject) =>
    subject
      .ofType(association.type)
      .flatMap((resource) =>
        readSchedule(resource, 'ScheduleExpression', 'association', (expression) =>
          plainSchedule(expression, subject.todayMs),
        ),
      ),
};

function runOf(written: WrittenAssociation, subject: Subject): DeclaredRun {
  const parameters = written.property('Parameters');
  const output = written.property('OutputLocation');
  return {
    ...unsaid,
    name: nameOf(written),
    label: nameOf(written),
    at: written.at,
    document: documentNameIn(written.property('Name')),
    parameters,
    path: parameters?.path ?? written.at,
    concurrency: written.property('MaxConcurrency'),
    errors: written.property('MaxErrors'),
    output: {
      isKept: isGiven(output),
      bucket: entry(output, 'S3Location', 'OutputS3BucketName'),
      setting: 'OutputLocation with an S3Location',
    },
    outsideWindow: whenItRuns(written),
    reach: () => reachedBy(written.id, subject),
  };
}

export function reachedBy(id: string, subject: Subject): Reached[] {
  const { scenario } = subject;
  if (scenario === null) return [];
  return declaredAssociations(scenario)
    .filter(({ associationId }) => associationId === id)
    .flatMap(({ source }) => reachedBySource(source, scenario.fleet, areTagsFixed(subject)));
}

/** A change calendar says when it may run. */
function whenItRuns({ property }: WrittenAssociation): OutsideWindow | null {
  if (property('CalendarNames') !== undefined) return null;
  const isScheduled = isTrue(property('ApplyOnlyAtCronInterval'));
  if (property('ScheduleExpression') === undefined) {
    return { when: 'as soon as it is made or changed, and on every node that comes to match', isScheduled };
  }
  return {
    when: isScheduled
      ? 'on its own schedule, with no cutoff'
      : 'as soon as it is made or changed, then on its own schedule, with no cutoff',
    isScheduled,
  };
}

export function isTrue(value: Value | undefined): boolean {
  return textOf(value)?.toLowerCase() === 'true';
}
