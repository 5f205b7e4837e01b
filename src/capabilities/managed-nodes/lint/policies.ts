/**
 * What a role of nodes lacks for what they are to do, and what it has that is not for nodes.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-instance-permissions.html
 */
import { actionsNeeded, profileAllowsAll } from '../../../aws/iam.ts';
import { type DeclaredRun, parameterText } from '../../../capability/lint/declared-run.ts';
import type { Resource } from '../../../capability/lint/resource.ts';
import { isLeftUnsaid, roleAllows } from '../../../capability/lint/roles.ts';
import type { Subject } from '../../../capability/lint/subject.ts';
import { rawAt } from '../../../capability/lint/written.ts';
import type { AddedCheck, Report } from '../../../capability/lint-rule.ts';
import { isGiven, itemsOf, type Value } from '../../../cloudformation/value.ts';
import { isPatchRun } from '../../patch-manager/lint/facts.ts';
import { addCore, isManageable, lackingOf, nodeRoles } from './roles.ts';

/** Of nodes that can be managed at all; what comes first is said by profile-lacks-ssm. */
function checkActions(subject: Subject, report: Report): void {
  if (!subject.isAboutNodes) return;
  const { runs } = subject;
  // Where output is to go.
  const bucket = runs.map(({ output }) => output.bucket).find(isGiven);
  const override = runs.find(readsOverride);
  for (const role of nodeRoles(subject)) {
    if (isManageable(role) === false || isLeftUnsaid(role, subject)) continue;
    const lack = (actions: readonly string[]): boolean => roleAllows(role, actions) === false;
    const say = (what: string, help: string): void =>
      report(role.path, `the role ${role.name} of nodes does not allow ${what}`, { help, at: 'key' });
    const unpatched = runs.some(isPatchRun) ? lackedByPatching(lack) : null;
    if (unpatched !== null) say(unpatched, addCore);
    if (bucket !== undefined && !mayHavePolicy(bucket, subject) && lack(['s3:PutObject'])) {
      say(
        's3:PutObject: output is written by the nodes, and none arrives in the bucket, unless the bucket itself lets them',
        `allow s3:PutObject on the bucket; AmazonSSMManagedInstanceCore does not`,
      );
    }
    if (override !== undefined && lack(['s3:GetObject'])) {
      say(
        `s3:GetObject: ${override.name} cannot read its BaselineOverride, and exits 160`,
        allowOverride(override),
      );
    }
  }
}

/** Nodes read the file themselves; Quick Setup may have attached what that needs. */
function readsOverride(run: DeclaredRun): boolean {
  return (
    run.attachedPolicies.length === 0 && parameterText(run, 'BaselineOverride')?.startsWith('s3://') === true
  );
}

function allowOverride(run: DeclaredRun): string {
  return parameterText(run, 'AssociationId') === null
    ? 'allow s3:GetObject on it'
    : 'add AWSQuickSetupPatchPolicyBaselineAccess to it, or let Quick Setup attach it: IsPolicyAttachAllowed: "true" of the policy';
}

/** What patching calls and is not allowed, with its consequence; null: nothing. */
function lackedByPatching(lack: (actions: readonly string[]) => boolean): string | null {
  if (lack(actionsNeeded.patching)) {
    return `${actionsNeeded.patching[0]}: patching exits 145 before it looks at a package`;
  }
  return lack(actionsNeeded.inventory)
    ? `${actionsNeeded.inventory[0]}: patching fails with exit code 1 after it has installed, and its compliance is never reported`
    : null;
}

/** The profiles that a scenario itself writes out, and that some group has. */
function checkProfiles({ scenario, runs, root }: Subject, report: Report): void {
  if (scenario === null || !runs.some(isPatchRun)) return;
  for (const name of new Set(scenario.fleet.map(({ instanceProfile }) => instanceProfile))) {
    const profile = name === null ? undefined : scenario.instanceProfiles.get(name);
    if (profile === undefined || rawAt(root, ['instanceProfiles', name!]) === undefined) continue;
    if (lackingOf((actions) => profileAllowsAll(profile, actions)) !== null) continue;
    const reads = runs.find((run) => readsOverride(run) && reachesProfile(run, name!));
    if (reads !== undefined && !profileAllowsAll(profile, ['s3:GetObject'])) {
      report(
        ['instanceProfiles', name!],
        `the instance profile ${name} does not allow s3:GetObject: ${reads.name} cannot read its BaselineOverride, and exits 160`,
        { help: allowOverride(reads), at: 'key' },
      );
    }
    const lacked = lackedByPatching((actions) => !profileAllowsAll(profile, actions));
    if (lacked === null) continue;
    report(['instanceProfiles', name!], `the instance profile ${name} does not allow ${lacked}`, {
      help: 'add AmazonSSMManagedInstanceCore to its policies',
      at: 'key',
    });
  }
}

function reachesProfile(run: DeclaredRun, name: string): boolean {
  return run.reach().some(({ nodes }) => nodes.some(({ group }) => group?.instanceProfile === name));
}

/** A bucket of the same account may let the role in by itself. */
function mayHavePolicy(bucket: Value, subject: Subject): boolean {
  const own = subject.resource(bucket);
  const policies = subject.ofType('AWS::S3::BucketPolicy');
  return policies.some((policy) => isSameBucket(subject.property(policy, 'Bucket'), own, bucket, subject));
}

function isSameBucket(
  named: Value | undefined,
  own: Resource | undefined,
  bucket: Value,
  subject: Subject,
): boolean {
  const other = subject.resource(named);
  if (own !== undefined && other !== undefined) return own === other;
  return bucket.kind === 'unknown' || named?.kind === 'unknown' || itemsOf(named).length === 0;
}

/** AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-iam-instanceprofile.html */
function reportInstances(subject: Subject, report: Report): void {
  for (const instance of subject.ofType('AWS::EC2::Instance')) {
    const value = subject.property(instance, 'IamInstanceProfile');
    const given = value?.kind === 'resource' ? subject.resource(value) : undefined;
    if (value === undefined || given?.type !== 'AWS::IAM::Role') continue;
    report(
      value.path,
      `${instance.logicalId} is given the role ${given.logicalId} where an instance profile belongs`,
      {
        help: `make an AWS::IAM::InstanceProfile with Roles: [!Ref ${given.logicalId}], and refer to that`,
      },
    );
  }
}

/** Managed policies made for service roles; a node has no use for what they grant. */
const servicePolicies = ['AmazonSSMMaintenanceWindowRole', 'AmazonSSMAutomationRole'];

/**
 * AWS: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
function reportServicePolicies(subject: Subject, report: Report): void {
  for (const role of nodeRoles(subject)) {
    for (const { name, path } of role.policies) {
      if (!servicePolicies.includes(name)) continue;
      report(
        path,
        `${role.name} is a role of nodes and has ${name}, which is for service roles: every node may run commands on others`,
        { help: 'take it away; nodes need AmazonSSMManagedInstanceCore', severity: 'warning' },
      );
    }
  }
}

function checkConfused(subject: Subject, report: Report): void {
  reportInstances(subject, report);
  reportServicePolicies(subject, report);
}

export const policyChecks: readonly AddedCheck[] = [
  { rule: 'policy-lacks-action', check: checkActions },
  { rule: 'policy-lacks-action', check: checkProfiles },
  { rule: 'role-confused', check: checkConfused },
];
