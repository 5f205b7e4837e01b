/**
 * What a patch policy becomes: associations of AWS-RunPatchBaseline with a BaselineOverride, so that patch groups do not count.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-policies.html and
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/quick-setup-patch-manager.html
 */
import type { References } from '../../cloudformation/resource-spec.ts';
import type { PatchBaseline } from '../../world/baselines.ts';
import { operatingSystems } from '../../world/operating-systems.ts';
import { patchBaseline, predefinedBaseline, predefinedBaselines } from '../patch-manager/facts.ts';
import { associationOf, type Definition } from '../state-manager/facts.ts';
import { type PolicyParameter, parameterOf, selectedBaselines, type Written } from './parameters.ts';

export interface PatchPolicy {
  readonly logicalId: string;
  readonly name: string;
  /** Its place among the configuration definitions. */
  readonly index: number;
  readonly written: Written;
}

type Operation = 'scan' | 'install';

const ofOperation = {
  scan: {
    operation: 'Scan',
    name: 'ScanForPatches',
    value: 'ConfigurationOptionsScanValue',
    nextInterval: 'ConfigurationOptionsScanNextInterval',
  },
  install: {
    operation: 'Install',
    name: 'InstallPatches',
    value: 'ConfigurationOptionsInstallValue',
    nextInterval: 'ConfigurationOptionsInstallNextInterval',
  },
} as const satisfies Record<
  Operation,
  { operation: string; name: string; value: PolicyParameter; nextInterval: PolicyParameter }
>;

/** A policy that installs scans, too. */
export function operationsOf({ written }: PatchPolicy): readonly Operation[] {
  const installs = parameterOf(written, 'ConfigurationOptionsPatchOperation') === 'ScanAndInstall';
  return installs ? ['scan', 'install'] : ['scan'];
}

/** The bucket holds the baselines as they are when the document runs. */
export function overrideAddress({ logicalId }: PatchPolicy, account: string): string {
  return `s3://aws-quicksetup-patchpolicy-${account}-${logicalId.toLowerCase()}/baseline_overrides.json`;
}

export function associationId({ logicalId }: PatchPolicy, operation: Operation): string {
  return `${logicalId}-${operation}`;
}

export function associationOfPolicy(
  policy: PatchPolicy,
  operation: Operation,
  { account, references }: { readonly account: string; readonly references: References },
): Definition {
  const { written, name } = policy;
  const of = ofOperation[operation];
  const request = {
    Name: 'AWS-RunPatchBaseline',
    AssociationName: `AWS-QuickSetup-PatchPolicy-${of.name}-${name}`,
    Parameters: {
      Operation: [of.operation],
      AssociationId: [associationId(policy, operation)],
      BaselineOverride: [overrideAddress(policy, account)],
      ...(operation === 'install' ? { RebootOption: [parameterOf(written, 'RebootOption')] } : {}),
    },
    ScheduleExpression: parameterOf(written, of.value),
    ApplyOnlyAtCronInterval: parameterOf(written, of.nextInterval) === 'true',
    MaxConcurrency: parameterOf(written, 'RateControlConcurrency'),
    MaxErrors: parameterOf(written, 'RateControlErrorThreshold'),
    ...targetsOf(written),
  };
  const id = associationId(policy, operation);
  return { ...associationOf(request, id, references), paths: pathsOf(policy) };
}

function targetsOf(written: Written) {
  const of = (Key: string, ...Values: readonly string[]) => ({ Targets: [{ Key, Values: [...Values] }] });
  switch (parameterOf(written, 'TargetType')) {
    case 'InstanceIds':
      return of('InstanceIds', ...parameterOf(written, 'TargetInstances').split(/\s*,\s*/));
    case 'ResourceGroups':
      return of('resource-groups:Name', parameterOf(written, 'ResourceGroupName'));
    case 'Tags':
      return of(
        `tag:${parameterOf(written, 'TargetTagKey')}`,
        ...parameterOf(written, 'TargetTagValue').split(/\s*,\s*/),
      );
    default:
      return of('InstanceIds', '*');
  }
}

/** Where the policy has what would be properties of its associations. */
function pathsOf({ logicalId, index }: PatchPolicy): NonNullable<Definition['paths']> {
  const parameters = [logicalId, 'ConfigurationDefinitions', index, 'Parameters'];
  return {
    MaxConcurrency: [...parameters, 'RateControlConcurrency'],
    MaxErrors: [...parameters, 'RateControlErrorThreshold'],
    Parameters: parameters,
    AlarmConfiguration: parameters,
  };
}

/** For every operating system: the one that is selected for it, else the default of AWS. */
export function overrideOf({ written }: PatchPolicy, references: References): readonly PatchBaseline[] {
  const isCustom = parameterOf(written, 'PatchBaselineUseDefault') === 'custom';
  const selected = isCustom ? selectedBaselines(parameterOf(written, 'SelectedPatchBaselines')) : null;
  return operatingSystems.map((os) => {
    const id = selected?.get(os);
    return (id === undefined ? undefined : baselineNamed(id, references)) ?? predefinedBaseline(os);
  });
}

export function baselineNamed(id: string, references: References): PatchBaseline | undefined {
  return references.nouns(patchBaseline).get(id) ?? predefinedBaselines.find(({ name }) => name === id);
}
