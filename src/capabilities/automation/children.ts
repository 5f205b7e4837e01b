/** Executions that steps start, with their targets.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-executeAutomation.html
 */
import { documentName } from '../../cloudformation/document-spec.ts';
import type { ChildRequest } from './actions/action.ts';
import type { Value, ValueMap } from './content/runbook.ts';
import { isValueMap, textOf } from './content/values.ts';
import type { ExecutionTargets, RateControl } from './request.ts';
import { limitIn, targetIn, textListsIn } from './sent.ts';
import { listIn, textsIn } from './services/service.ts';
import { type Location, locationDefaults } from './target-locations.ts';

export function childIn(inputs: ValueMap): ChildRequest {
  const rateControl = rateControlIn(inputs);
  return {
    document: documentName(textOf(inputs['DocumentName'] ?? '')),
    parameters: textListsIn(inputs['RuntimeParameters'] ?? inputs['Parameters'] ?? {}),
    ...(rateControl === null ? {} : { rateControl }),
  };
}

/** Null: it is one execution. */
function rateControlIn(inputs: ValueMap): RateControl | null {
  const [targets, maps, locations] = ['Targets', 'TargetMaps', 'TargetLocations'].map((name) =>
    listIn(inputs, name),
  );
  if (targets!.length + maps!.length + locations!.length === 0) return null;
  const parameter = inputs['TargetParameterName'];
  return {
    targetParameterName: parameter === undefined ? null : textOf(parameter),
    ...targetsIn(targets!),
    targetMaps: maps!.map(textListsIn),
    locations: locations!.filter(isValueMap).map(locationIn),
    maxConcurrency: limitIn(inputs['MaxConcurrency'], '10'),
    maxErrors: limitIn(inputs['MaxErrors'], '0'),
  };
}

function targetsIn(written: readonly Value[]): ExecutionTargets {
  const isOfValues = (one: Value) => isValueMap(one) && one['Key'] === 'ParameterValues';
  return {
    targets: written.filter((one) => !isOfValues(one)).flatMap(targetIn),
    values: written.filter(isOfValues).flatMap((one) => textsIn(one as ValueMap, 'Values')),
  };
}

/** What only a run knows is not refused. */
function locationIn(written: ValueMap): Location<ExecutionTargets> {
  const { placesAtATime, placesWithErrors } = locationDefaults;
  const { ExecutionRoleName: role, Targets, TargetsMaxConcurrency, TargetsMaxErrors } = written;
  const [Accounts, ExcludeAccounts, Regions] = ['Accounts', 'ExcludeAccounts', 'Regions'].map((name) =>
    textsIn(written, name),
  );
  return {
    where: { Accounts, ExcludeAccounts, Regions },
    executionRoleName: role === undefined ? null : textOf(role),
    targets: Targets === undefined ? null : targetsIn(listIn(written, 'Targets')),
    maxConcurrency: TargetsMaxConcurrency === undefined ? null : limitIn(TargetsMaxConcurrency, '10'),
    maxErrors: TargetsMaxErrors === undefined ? null : limitIn(TargetsMaxErrors, '0'),
    alarm: null,
    placesAtATime: limitIn(written['TargetLocationMaxConcurrency'], placesAtATime),
    placesWithErrors: limitIn(written['TargetLocationMaxErrors'], placesWithErrors),
  };
}
