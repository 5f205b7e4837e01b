/** Executions that steps start, with their targets.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-executeAutomation.html
 */
import { documentName } from '../../cloudformation/document-spec.ts';
import type { ChildRequest } from './actions/action.ts';
import type { ValueMap } from './content/runbook.ts';
import { isValueMap, textOf } from './content/values.ts';
import type { RateControl } from './request.ts';
import { limitIn, targetIn, textListsIn } from './sent.ts';
import { listIn, textsIn } from './services/service.ts';

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
  const isOfValues = (one: ValueMap[string]) => isValueMap(one) && one['Key'] === 'ParameterValues';
  const parameter = inputs['TargetParameterName'];
  return {
    targetParameterName: parameter === undefined ? null : textOf(parameter),
    targets: targets!.filter((one) => !isOfValues(one)).flatMap(targetIn),
    values: targets!.filter(isOfValues).flatMap((one) => textsIn(one as ValueMap, 'Values')),
    targetMaps: maps!.map(textListsIn),
    locations: locations!.filter(isValueMap).map((one) => ({
      accounts: textsIn(one, 'Accounts'),
      regions: textsIn(one, 'Regions'),
      executionRoleName: one['ExecutionRoleName'] === undefined ? null : textOf(one['ExecutionRoleName']),
      maxConcurrency: limitIn(one['TargetLocationMaxConcurrency'], '1'),
      maxErrors: limitIn(one['TargetLocationMaxErrors'], '0'),
    })),
    maxConcurrency: limitIn(inputs['MaxConcurrency'], '10'),
    maxErrors: limitIn(inputs['MaxErrors'], '0'),
  };
}
