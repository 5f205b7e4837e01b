/**
 * What a patch policy becomes: associations of AWS-RunPatchBaseline with a BaselineOverride, so that patch groups do not count.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-policies.html and
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/quick-setup-patch-manager.html
 */
import type { References } from '../../cloudformation/resource-spec.ts';
import type { LoadContext } from '../../fields/context.ts';
import type { PatchBaseline } from '../../world/baselines.ts';
import { operatingSystems } from '../../world/operating-systems.ts';
import { accountsIn } from '../../world/places.ts';
import { patchBaseline, predefinedBaseline, predefinedBaselines } from '../patch-manager/facts.ts';
import { associationOf, type Definition } from '../state-manager/facts.ts';
import { type PolicyParameter, parameterOf, selectedBaselines, type Written } from './parameters.ts';

export interface PatchPolicy {
  readonly logicalId: string;
  readonly name: string;
  /** Its place among the configuration definitions. */
  readonly index: number;
  readonly written: Written;
  /** In which it is deployed: names under `accounts`, and '' for that of `account`. */
  readonly accounts: readonly string[];
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
function operationsOf({ written }: PatchPolicy): readonly Operation[] {
  const installs = parameterOf(written, 'ConfigurationOptionsPatchOperation') === 'ScanAndInstall';
  return installs ? ['scan', 'install'] : ['scan'];
}

/** The bucket holds the baselines as they are when the document runs. */
export function overrideAddress(policy: PatchPolicy, account: string): string {
  return `s3://aws-quicksetup-patchpolicy-${account}-${nameIn(policy).toLowerCase()}/baseline_overrides.json`;
}

/** The logical id, and a number from the second policy of one resource on. */
function nameIn({ logicalId, index }: PatchPolicy): string {
  return index === 0 ? logicalId : `${logicalId}-${index + 1}`;
}

/** One association of a policy. */
export interface Part {
  readonly id: string;
  readonly operation: Operation;
  /** In which it is. */
  readonly account: string;
}

/** `Policy-scan`; `Policy-prod-scan` in each of several accounts, or in one that is named. */
export function partsOf(policy: PatchPolicy): Part[] {
  return policy.accounts.flatMap((account) =>
    operationsOf(policy).map((operation) => {
      const place = account === '' || policy.accounts.length === 1 ? [] : [account];
      return { id: [nameIn(policy), ...place, operation].join('-'), operation, account };
    }),
  );
}

/**
 * Those of an organizational unit, or with an id, in the Regions that are named; its own where nothing is.
 *
 * AWS: https://docs.aws.amazon.com/quick-setup/latest/APIReference/API_ConfigurationDefinitionInput.html
 */
export function accountsThatFit(
  written: Written,
  home: string,
  context: Pick<LoadContext, 'account' | 'accounts'>,
): string[] {
  const listed = (name: PolicyParameter) =>
    parameterOf(written, name)
      .split(/[\s,]+/)
      .filter((one) => one !== '');
  return accountsIn(context, home, {
    Accounts: [...listed('TargetOrganizationalUnits'), ...listed('TargetAccounts')],
    Regions: listed('TargetRegions'),
  });
}

/** https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSQuickSetupPatchPolicyBaselineAccess.html */
const bucketPolicy = 'AWSQuickSetupPatchPolicyBaselineAccess';

export function associationOfPolicy(
  policy: PatchPolicy,
  { id, operation }: Part,
  { account, references }: { readonly account: string; readonly references: References },
): Definition {
  const { written, name } = policy;
  const of = ofOperation[operation];
  const request = {
    Name: 'AWS-RunPatchBaseline',
    AssociationName: `AWS-QuickSetup-PatchPolicy-${of.name}-${name}`,
    Parameters: {
      Operation: [of.operation],
      AssociationId: [id],
      BaselineOverride: [overrideAddress(policy, account)],
      ...(operation === 'install' ? { RebootOption: [parameterOf(written, 'RebootOption')] } : {}),
    },
    ScheduleExpression: parameterOf(written, of.value),
    ApplyOnlyAtCronInterval: parameterOf(written, of.nextInterval) === 'true',
    MaxConcurrency: parameterOf(written, 'RateControlConcurrency'),
    MaxErrors: parameterOf(written, 'RateControlErrorThreshold'),
    ...targetsOf(written),
  };
  return {
    ...associationOf(request, id, references),
    attachedPolicies: parameterOf(written, 'IsPolicyAttachAllowed') === 'true' ? [bucketPolicy] : [],
    paths: pathsOf(policy),
  };
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

/** A file without `accounts` is about the one that it has, whatever a policy calls it. */
export function accountsOf(written: Written, home: string, context: LoadContext): string[] {
  const fitting = accountsThatFit(written, home, context);
  return fitting.length === 0 && context.accounts.size === 0 ? [home] : fitting;
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
