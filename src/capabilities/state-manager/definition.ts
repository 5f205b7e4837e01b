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
  type Schedule,
  type ScheduleExpression,
} from '../../aws/schedule/schedule.ts';
import type { Target } from '../../aws/targets.ts';
import type { SourceProperty, TargetGroup } from '../../capability/run-source.ts';
import { documentName, refuseRun } from '../../cloudformation/document-spec.ts';
import type { Known, Seen } from '../../cloudformation/read-fields.ts';
import type { References } from '../../cloudformation/resource-spec.ts';
import { maxConcurrency, maxErrors } from '../../cloudformation/run-settings.ts';
import {
  criterionOf,
  refuseCriterion,
  refuseNodes,
  targetList,
  type WrittenTarget,
} from '../../cloudformation/targets.ts';
import type { KeysWithoutEffect } from '../../cloudformation/without-effect.ts';
import { nodeTypes, resourceGroup } from '../../cloudformation/world-resources/resource-groups.ts';
import { describe } from '../../diagnostics/plain-map.ts';
import type { DataPath } from '../../diagnostics/problem.ts';
import { awsName, bucketName, documentParameters, documentVersion } from '../../fields/aws-fields.ts';
import type { LoadContext } from '../../fields/context.ts';
import { anything, boolean, choice, integer, listOf, map, text } from '../../fields/fields.ts';
import { itemsIn, type Partly, Unknown } from '../../fields/unknown.ts';
import type { AlarmSettings } from '../../world/alarm-settings.ts';
import { refuseCalendarNames } from '../change-calendar/facts.ts';
import { alarmConfiguration, alarmSettingsOf } from '../cloudwatch-alarms/facts.ts';

export const complianceSeverities = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'UNSPECIFIED'] as const;
export type ComplianceSeverity = (typeof complianceSeverities)[number];

/** An association as it was created or last updated. */
export interface Definition {
  /** AssociationName; the logical id, or the id of the action, where it has none. */
  readonly name: string;
  readonly documentName: string;
  readonly parameters: Readonly<Record<string, readonly string[]>>;
  readonly target: TargetGroup;
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
  /** Where the file says it, if it has no association: what makes one says it for all of them. */
  readonly paths?: Readonly<Record<SourceProperty, DataPath>>;
}

/** #API_CreateAssociation_RequestParameters. Of the resource type too, save the last three, which are of the call alone. */
export const definitionFields = {
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
  TargetLocations: z.optional(anything()),
};

/** UpdateAssociation takes the same, and may leave the document out. */
type UpdatedFields = Omit<typeof definitionFields, 'Name'> & {
  readonly Name: z.ZodMiniOptional<(typeof definitionFields)['Name']>;
};
export type SeenDefinition = Seen<UpdatedFields>;
type KnownDefinition = Known<UpdatedFields>;

export const definitionWithoutEffect: KeysWithoutEffect = {
  DocumentVersion: {
    touches: 'every run has the steps of the newest version of the document',
    instead: 'describe a version that acts otherwise under model.documents',
    except: ['$DEFAULT', '$LATEST'],
  },
  TargetLocations: {
    touches: 'it runs in its own account and Region only',
    instead: 'write one association for each account and Region',
  },
};

interface Place {
  readonly path: DataPath;
  readonly context: LoadContext;
  readonly references: References;
}

/** What AWS refuses beyond what each field checks. `isWhole`: the document and the targets cannot be left out. */
export function refuseDefinition(seen: SeenDefinition, place: Place, isWhole: boolean): void {
  const { path, context, references } = place;
  const { Name: name, Parameters: parameters = {} } = seen;
  if (name !== undefined && !(name instanceof Unknown)) {
    const document = documentName(name);
    const run = {
      name: document,
      namePath: [...path, 'Name'],
      parameters,
      parametersPath: [...path, 'Parameters'],
    };
    refuseRun(run, references.documents.get(document), context);
  }
  refuseCalendarNames(seen.CalendarNames, [...path, 'CalendarNames'], place);
  refuseTargets(seen, place, isWhole);
  refuseSchedule(seen, place);
}

/** An association may mean every node of its account and Region, which no other sender may: `InstanceIds: ["*"]`. */
function namesAll({ Key, Values }: { readonly Key: unknown; readonly Values: unknown }): boolean {
  const values = Array.isArray(Values) ? Values : [];
  return typeof Key === 'string' && Key.toLowerCase() === 'instanceids' && values.includes('*');
}

function refuseTargets(
  { Targets, InstanceId, ...seen }: SeenDefinition,
  place: Place,
  isWhole: boolean,
): void {
  const { path, context } = place;
  const at = [...path, 'Targets'];
  const awsError = 'InvalidTarget';
  if (isWhole && Targets === undefined && InstanceId === undefined) {
    const isRunbook = seen.AutomationTargetParameterName !== undefined;
    const message = 'missing: expected Targets, such as [{ Key: "tag:Role", Values: [web] }]';
    if (!isRunbook) context.error(at, 'missing-key', message, { awsError });
  }
  if (Targets !== undefined && InstanceId !== undefined) {
    const message = 'expected either InstanceId or Targets, found both';
    context.error([...path, 'InstanceId'], 'bad-value', message, { at: 'key', awsError });
  }
  if (typeof InstanceId === 'string') refuseNodes([InstanceId], [...path, 'InstanceId'], context);
  for (const [index, criterion] of itemsIn(Targets).entries()) {
    if (!(criterion instanceof Unknown) && namesAll(criterion)) continue;
    if (!refuseKey(criterion, [...at, index], context)) refuseCriterion(criterion, [...at, index], place);
    refuseLargeQuery(criterion, [...at, index], place);
  }
}

const groupCriteriaMax = 5;

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-state-manager-targets-and-rate-controls.html */
function refuseLargeQuery(
  criterion: Partly<WrittenTarget>,
  path: DataPath,
  { context, references }: Place,
): void {
  if (criterion instanceof Unknown || criterion.Key !== 'resource-groups:Name') return;
  const [name] = itemsIn(criterion.Values);
  const group = [...references.nouns(resourceGroup).values()].find((one) => one.name === name);
  const keys = group?.tagFilters.length ?? 0;
  const values = Math.max(0, ...(group?.tagFilters ?? []).map((filter) => filter.values.length));
  if (keys <= groupCriteriaMax && values <= groupCriteriaMax) return;
  const message = `expected a resource group whose query has at most ${groupCriteriaMax} keys with ${groupCriteriaMax} values each; ${group?.name} has ${keys} keys and up to ${values} values`;
  context.error([...path, 'Values'], 'too-many', message, { awsError: 'InvalidTarget' });
}

/** #API_CreateAssociation_RequestParameters, Targets: no tag-key and no types of resources, unlike a command. */
function refuseKey(criterion: Partly<WrittenTarget>, path: DataPath, context: LoadContext): boolean {
  const key = criterion instanceof Unknown ? criterion : criterion.Key;
  if (key instanceof Unknown || !['tag-key', 'resource-groups:ResourceTypeFilters'].includes(key))
    return false;
  const message = `expected one of InstanceIds, tag:<key>, resource-groups:Name; found ${describe(key)}`;
  context.error([...path, 'Key'], 'bad-value', message, { awsError: 'InvalidTarget' });
  return true;
}

function refuseSchedule(seen: SeenDefinition, { path, context }: Place): void {
  const refuse = (key: string, code: string, message: string, help?: string): void =>
    context.error([...path, key], code, message, { awsError: 'InvalidSchedule', help });
  const { ScheduleExpression: written, ScheduleOffset: offset, Duration: duration } = seen;
  const { ApplyOnlyAtCronInterval: cronOnly } = seen;
  const expression =
    written === undefined || written instanceof Unknown
      ? null
      : parseScheduleExpression(written, 'association');
  if (expression !== null && isScheduleProblem(expression)) {
    return refuse('ScheduleExpression', 'bad-schedule', expression.message, expression.help);
  }
  if (cronOnly === true && expression !== null && expression.kind === 'rate') {
    const message = `expected a cron expression beside it: ${expression.text} is a rate`;
    refuse('ApplyOnlyAtCronInterval', 'bad-value', message, 'remove it, or write the schedule as cron(…)');
  }
  if (typeof offset === 'number' && expression !== null && expression.kind !== 'cron') {
    refuse(
      'ScheduleOffset',
      'bad-value',
      `expected no offset: ${expression.kind} schedules take none, cron does`,
    );
  }
  if (typeof offset === 'number' && cronOnly !== true && !(cronOnly instanceof Unknown)) {
    refuse('ScheduleOffset', 'bad-value', 'expected ApplyOnlyAtCronInterval: true beside ScheduleOffset');
  }
  if (typeof duration === 'number' && cronOnly !== true && !(cronOnly instanceof Unknown)) {
    refuse('Duration', 'bad-value', 'expected ApplyOnlyAtCronInterval: true beside Duration');
  }
}

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
      : { target: targetOf(InstanceId, Targets ?? [], references) }),
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

const everyNode: Target = { key: 'resource-types', values: nodeTypes };

function targetOf(
  instanceId: string | undefined,
  targets: readonly WrittenTarget[],
  references: References,
): TargetGroup {
  return {
    instanceIds: instanceId === undefined ? [] : [instanceId],
    targets: targets.flatMap((target) => (namesAll(target) ? [everyNode] : criterionOf(target, references))),
  };
}

const noTargets: TargetGroup = { targets: [], instanceIds: [] };

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

/** #API_CreateAssociation_RequestParameters, ApplyOnlyAtCronInterval: without it, at once on creation and on every edit. */
export function runsAtOnce({ appliesOnlyAtCronInterval }: Definition): boolean {
  return !appliesOnlyAtCronInterval;
}

/**
 * Whether a change of its targets makes it run. ASSUMPTION association-runbooks: a runbook runs by its schedule only.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/state-manager-about.html
 */
export function followsTargets({ appliesOnlyAtCronInterval, targetParameter }: Definition): boolean {
  return !appliesOnlyAtCronInterval && targetParameter === null;
}

/** Longer than any ScheduleOffset: an association that existed before the run had its cron day before, too. */
const existsSinceMs = 8 * 86_400_000;

/**
 * When it comes due by its schedule, after what it does at once. A rate counts from its creation or last edit.
 * `isNew`: it was created, or edited, at `sinceMs`; otherwise the run began then. Null: it has no schedule.
 */
export function scheduleOf(
  { expression, offsetDays }: Pick<Definition, 'expression' | 'offsetDays'>,
  sinceMs: number,
  isNew: boolean,
): Schedule | null {
  if (expression === null) return null;
  const anchorMs =
    expression.kind === 'rate' ? sinceMs + expression.periodMs : isNew ? sinceMs : sinceMs - existsSinceMs;
  return { expression, timezone: 'UTC', offsetDays, startDateMs: null, endDateMs: null, anchorMs };
}
