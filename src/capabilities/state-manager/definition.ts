/**
 * What an association is, as the resource type and the calls have it.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateAssociation.html
 */
import * as z from 'zod/mini';
import { type Limit, parseLimit } from '../../aws/rate-control.ts';
import {
  isScheduleProblem,
  parseScheduleExpression,
  type ScheduleExpression,
} from '../../aws/schedule/schedule.ts';
import type { SourceProperty, TargetGroup } from '../../capability/run-source.ts';
import { documentName } from '../../cloudformation/document-spec.ts';
import type { Known, Seen } from '../../cloudformation/read-fields.ts';
import type { References } from '../../cloudformation/resource-spec.ts';
import { maxConcurrency, maxErrors } from '../../cloudformation/run-settings.ts';
import { targetList } from '../../cloudformation/targets.ts';
import type { KeysWithoutEffect } from '../../cloudformation/without-effect.ts';
import type { DataPath } from '../../diagnostics/problem.ts';
import { awsName, bucketName, documentParameters, documentVersion } from '../../fields/aws-fields.ts';
import { boolean, choice, integer, listOf, map, once, text } from '../../fields/fields.ts';
import type { AlarmSettings } from '../../world/alarm-settings.ts';
import { locationOf, targetLocations } from '../automation/facts.ts';
import { alarmConfiguration, alarmSettingsOf } from '../cloudwatch-alarms/facts.ts';
import { type AssociationLocation, locationDefaults } from './locations.ts';
import { groupOf } from './targets.ts';

export const complianceSeverities = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'UNSPECIFIED'] as const;
export type ComplianceSeverity = (typeof complianceSeverities)[number];

/** An association as it was created or last updated. */
export interface Definition {
  /** AssociationName; the logical id, or the id of the action, where it has none. */
  readonly name: string;
  readonly documentName: string;
  readonly parameters: Readonly<Record<string, readonly string[]>>;
  readonly target: TargetGroup;
  /** Where it runs; none: in its own account and Region. */
  readonly locations: readonly AssociationLocation[];
  /** Null: it runs once. */
  readonly expression: ScheduleExpression | null;
  readonly offsetDays: number;
  readonly appliesOnlyAtCronInterval: boolean;
  /** Null: what `model.stateManager` says. */
  readonly maxConcurrency: Limit | null;
  readonly maxErrors: Limit;
  readonly severity: ComplianceSeverity;
  /** SyncCompliance: a status of an association is its compliance only under AUTO. */
  readonly reportsCompliance: boolean;
  readonly calendarNames: readonly string[];
  readonly alarm: AlarmSettings | null;
  /** Null: a run has no end. */
  readonly durationHours: number | null;
  /** The parameter that takes the targets of a runbook; null: a document that runs on nodes. */
  readonly targetParameter: string | null;
  /** AWS-managed policies that what makes it attaches to the instance profiles of its nodes. */
  readonly attachedPolicies?: readonly string[];
  /** Where the file says it, if it has no association: what makes one says it for all of them. */
  readonly paths?: Readonly<Record<SourceProperty, DataPath>>;
}

/** #API_CreateAssociation_RequestParameters. Of the resource type too, save the last three, which are of the call alone. */
export const definitionFields = once(() => ({
  ApplyOnlyAtCronInterval: z.optional(boolean()),
  AssociationName: z.optional(awsName()),
  AutomationTargetParameterName: z.optional(text('the name of a parameter', { min: 1, max: 50 })),
  CalendarNames: z.optional(listOf(text('the name or the ARN of a calendar'))),
  ComplianceSeverity: z.optional(choice(...complianceSeverities)),
  DocumentVersion: z.optional(documentVersion()),
  InstanceId: z.optional(text('a node, such as web-0001 or i-0123456789abcdef0')),
  MaxConcurrency: z.optional(maxConcurrency()),
  MaxErrors: z.optional(maxErrors()),
  Name: text('a document, such as AWS-RunPatchBaseline', { pattern: /^[a-zA-Z0-9_\-.:/]{3,128}$/ }),
  OutputLocation: z.optional(
    map({
      S3Location: z.optional(
        map({
          OutputS3BucketName: z.optional(bucketName()),
          OutputS3KeyPrefix: z.optional(text('a prefix', { max: 500 })),
          OutputS3Region: z.optional(text('a Region', { min: 3, max: 20 })),
        }),
      ),
    }),
  ),
  Parameters: z.optional(documentParameters()),
  ScheduleExpression: z.optional(text('a schedule, such as "rate(1 day)"', { min: 1, max: 256 })),
  ScheduleOffset: z.optional(integer(1, 6)),
  SyncCompliance: z.optional(choice('AUTO', 'MANUAL')),
  Targets: z.optional(targetList(5)),
  AlarmConfiguration: z.optional(alarmConfiguration()),
  Duration: z.optional(integer(1, 24)),
  TargetLocations: z.optional(targetLocations()),
}));

/** UpdateAssociation takes the same, and may leave the document out. */
type DefinitionFields = ReturnType<typeof definitionFields>;
type UpdatedFields = Omit<DefinitionFields, 'Name'> & {
  readonly Name: z.ZodMiniOptional<DefinitionFields['Name']>;
};
export type SeenDefinition = Seen<UpdatedFields>;
type KnownDefinition = Known<UpdatedFields>;

export const definitionWithoutEffect: KeysWithoutEffect = {
  DocumentVersion: {
    touches: 'every run has the steps of the newest version of the document',
    instead: 'describe a version that acts otherwise under model.documents',
    except: ['$DEFAULT', '$LATEST'],
  },
  'TargetLocations.ExecutionRoleName': {
    touches: 'the role is taken to be there in each account, and AWS fails where it is not',
    instead: 'nothing: it may stay in the file',
  },
};

/** What a request says; a document or targets that it leaves out are absent. */
export function definitionOf(
  known: KnownDefinition,
  id: string,
  references: References,
): Omit<Definition, 'documentName' | 'target'> & Partial<Pick<Definition, 'documentName' | 'target'>> {
  const { InstanceId, Targets, ScheduleExpression, MaxConcurrency, MaxErrors = '100%' } = known;
  const expression =
    ScheduleExpression === undefined ? null : parseScheduleExpression(ScheduleExpression, 'association');
  const given = known.Name === undefined ? {} : { documentName: documentName(known.Name) };
  return {
    name: known.AssociationName ?? id,
    ...given,
    parameters: known.Parameters ?? {},
    ...(InstanceId === undefined && Targets === undefined
      ? {}
      : { target: groupOf(Targets ?? [], references, InstanceId) }),
    locations: (known.TargetLocations ?? []).map((one) =>
      locationOf(one, locationDefaults, (targets) => groupOf(targets, references)),
    ),
    expression: expression === null || isScheduleProblem(expression) ? null : expression,
    offsetDays: known.ScheduleOffset ?? 0,
    appliesOnlyAtCronInterval: known.ApplyOnlyAtCronInterval ?? false,
    maxConcurrency: MaxConcurrency === undefined ? null : parseLimit(MaxConcurrency),
    maxErrors: parseLimit(MaxErrors),
    severity: known.ComplianceSeverity ?? 'UNSPECIFIED',
    reportsCompliance: known.SyncCompliance !== 'MANUAL',
    calendarNames: known.CalendarNames ?? [],
    alarm: alarmSettingsOf(known.AlarmConfiguration),
    durationHours: known.Duration ?? null,
    targetParameter: known.AutomationTargetParameterName ?? null,
  };
}

export const noTargets: TargetGroup = { targets: [], instanceIds: [] };

/** ASSUMPTION association-update: what an association cannot be without stays; all else that an update leaves out is dropped. */
export function updated(before: Definition | null, next: ReturnType<typeof definitionOf>): Definition {
  return {
    ...next,
    documentName: next.documentName ?? before?.documentName ?? '',
    target: next.target ?? before?.target ?? noTargets,
  };
}

/** An association that something else makes, by the request that it makes. */
export function associationOf(request: KnownDefinition, id: string, references: References): Definition {
  return updated(null, definitionOf(request, id, references));
}
