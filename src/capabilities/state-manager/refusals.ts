/** What AWS refuses of an association beyond what each field checks. */
import { isScheduleProblem, parseScheduleExpression } from '../../aws/schedule/schedule.ts';
import { documentName, refuseRun, withFilled } from '../../cloudformation/document-spec.ts';
import type { References } from '../../cloudformation/resource-spec.ts';
import { refuseCriterion, refuseNodes, type WrittenTarget } from '../../cloudformation/targets.ts';
import { resourceGroup } from '../../cloudformation/world-resources/resource-groups.ts';
import { describe } from '../../diagnostics/plain-map.ts';
import type { DataPath } from '../../diagnostics/problem.ts';
import type { LoadContext } from '../../fields/context.ts';
import { isKnown, itemsIn, type Partly, Unknown } from '../../fields/unknown.ts';
import { accountsIn } from '../../world/places.ts';
import { type WrittenLocation, warnOfNoPlace } from '../automation/facts.ts';
import { refuseCalendarNames } from '../change-calendar/facts.ts';
import type { SeenDefinition } from './definition.ts';
import { namesAll } from './targets.ts';

interface Place {
  readonly path: DataPath;
  readonly context: LoadContext;
  readonly references: References;
  /** The logical id, or the id of the action that creates it. */
  readonly of: string;
}

/** What AWS refuses beyond what each field checks. `isWhole`: the document and the targets cannot be left out. */
export function refuseDefinition(seen: SeenDefinition, place: Place, isWhole: boolean): void {
  const { path, context, references } = place;
  const { Name: name, Parameters: parameters = {}, AutomationTargetParameterName: filled } = seen;
  if (name !== undefined && !(name instanceof Unknown)) {
    const document = documentName(name);
    const run = {
      name: document,
      namePath: [...path, 'Name'],
      parameters: withFilled(parameters, typeof filled === 'string' ? [filled] : []),
      parametersPath: [...path, 'Parameters'],
      type: null,
    };
    refuseRun(run, references.documents.get(document), context);
  }
  refuseCalendarNames(seen.CalendarNames, [...path, 'CalendarNames'], place);
  refuseTargets(seen, place, isWhole);
  for (const [index, location] of itemsIn(seen.TargetLocations).entries()) {
    if (!isKnown<WrittenLocation>(location)) continue;
    const at = [...path, 'TargetLocations', index];
    refuseTargets(
      { Name: undefined, Targets: location.Targets, InstanceId: undefined },
      { ...place, path: at },
      false,
    );
    const fitting = accountsIn(context, context.accountOf(place.of), location);
    if (references.isWhole) warnOfNoPlace(location, fitting, 'the association', at, context);
  }
  refuseSchedule(seen, place);
}

function refuseTargets(
  {
    Targets,
    InstanceId,
    ...seen
  }: Pick<SeenDefinition, 'Name' | 'Targets' | 'InstanceId' | 'AutomationTargetParameterName'>,
  place: Place,
  isWhole: boolean,
): void {
  const { path, context } = place;
  const at = [...path, 'Targets'];
  const awsError = 'InvalidTarget';
  if (isWhole && Targets === undefined && InstanceId === undefined) {
    const isRunbook = isOfRunbook(seen, place);
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

/** Of a runbook targets may be left out: it is one execution. */
function isOfRunbook(
  {
    Name: name,
    AutomationTargetParameterName: filled,
  }: Pick<SeenDefinition, 'Name' | 'AutomationTargetParameterName'>,
  { references }: Place,
): boolean {
  if (filled !== undefined) return true;
  return typeof name === 'string' && references.documents.get(documentName(name))?.type === 'Automation';
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
