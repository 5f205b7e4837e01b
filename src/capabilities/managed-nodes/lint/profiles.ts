/**
 * What nodes may do: instance profiles without Systems Manager, and with the policy that AWS has deprecated.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-instance-permissions.html
 */
import { profileAllowsAll } from '../../../aws/iam.ts';
import { deniedCalls } from '../../../capability/denied-calls.ts';
import { folded, tagKeyOf } from '../../../capability/lint/declared-targets.ts';
import { type LintNodes, nodesOf } from '../../../capability/lint/nodes.ts';
import type { Resource } from '../../../capability/lint/resource.ts';
import { roleAllows, rolesOf } from '../../../capability/lint/roles.ts';
import type { Subject } from '../../../capability/lint/subject.ts';
import { rawAt } from '../../../capability/lint/written.ts';
import type { Report, Rule } from '../../../capability/lint-rule.ts';
import { madeBy } from '../../../cloudformation/call-spec.ts';
import { referencesIn } from '../../../cloudformation/declared.ts';
import { isMap } from '../../../diagnostics/plain-map.ts';
import type { DataPath } from '../../../diagnostics/problem.ts';
import type { FleetGroup } from '../../../world/fleet.ts';
import type { InstanceProfile } from '../../../world/identity.ts';
import { accountNamed, type Scenario } from '../../../world/scenario.ts';
import { utc } from '../../../world/time.ts';
import { associateProfile } from '../calls/associate-profile.ts';
import { addCore, lackingOf, nodeRoles } from './roles.ts';

const core = 'AmazonSSMManagedInstanceCore';

function checkLacking(subject: Subject, report: Report): void {
  if (!subject.isAboutNodes) return;
  for (const role of nodeRoles(subject)) {
    const lacking = lackingOf((actions) => roleAllows(role, actions));
    if (lacking === null) continue;
    report(role.path, `the role ${role.name} of nodes does not allow ${lacking}`, {
      help: addCore,
      at: 'key',
    });
  }
  for (const instance of subject.ofType('AWS::EC2::Instance')) reportBare(instance, subject, report);
  reportGroups(subject, report);
}

/**
 * An instance that is targeted and has no role at all. Default Host Management would do without one.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-default-host-management-configuration.html
 */
function reportBare(instance: Resource, subject: Subject, report: Report): void {
  const hasProfile = subject.property(instance, 'IamInstanceProfile') !== undefined;
  if (hasProfile || subject.property(instance, 'LaunchTemplate') !== undefined) return;
  if (!isMeant(instance, subject)) return;
  report(
    instance.at,
    `${instance.logicalId} is to be managed and has no IamInstanceProfile: without Default Host Management it never becomes ` +
      'a managed node, and targets silently leave it out',
    { help: `give it an AWS::IAM::InstanceProfile whose role has ${core}`, at: 'key' },
  );
}

/** Named, or chosen by a tag, or in a patch group. */
function isMeant(instance: Resource, subject: Subject): boolean {
  const isNamed = subject.ownResources.some(({ path }) =>
    referencesIn(rawAt(subject.root, path)).has(instance.logicalId),
  );
  const own = nodesOf(subject).find(({ name }) => name === instance.logicalId);
  return isNamed || (own !== undefined && (isTargeted(own, subject) || isInPatchGroup(own)));
}

function isInPatchGroup({ tags }: LintNodes): boolean {
  return Object.keys(tags).some((key) => folded(key) === 'patchgroup');
}

function isTargeted({ tags }: LintNodes, subject: Subject): boolean {
  return subject.targets.some(
    ({ criteria }) =>
      criteria.length > 0 &&
      criteria.every((criterion) => {
        const key = tagKeyOf(criterion);
        return key !== null && criterion.values.includes(tags[key] ?? '');
      }),
  );
}

/** Of a scenario: what a group runs with. */
function reportGroups({ scenario, root }: Subject, report: Report): void {
  if (scenario === null) return;
  for (const group of scenario.fleet) {
    const { name, account, instanceProfile, hybridActivation } = group;
    if (hybridActivation !== null || accountNamed(scenario, account ?? '').defaultHostManagement) continue;
    const path = ['fleet', name, 'instanceProfile'];
    if (instanceProfile === null) {
      const attached = attachedBy(scenario, group);
      report(
        path,
        `the group ${name} has no instance profile: its nodes cannot be managed nodes${attached.words}`,
        {
          ...(attached.isWhole ? { severity: 'note' as const } : {}),
          help: `leave instanceProfile out, which means ${core}, or set ${account === undefined ? 'account' : `accounts.${account}`}.defaultHostManagement`,
        },
      );
      continue;
    }
    const declared = root['instanceProfiles'];
    const profile = scenario.instanceProfiles.get(instanceProfile);
    if (profile === undefined || !isMap(declared) || !isMap(declared[instanceProfile])) continue;
    const lacking = lackingOf((actions) => mayAll(profile, actions));
    if (lacking === null) continue;
    report(path, `the profile ${instanceProfile} of ${name} does not allow ${lacking}`, {
      help: `add ${core} to its policies`,
    });
  }
}

/** What AssociateIamInstanceProfile mends of a group without a profile, as far as AWS does not refuse the call. */
function attachedBy(scenario: Scenario, { name, ids, count }: FleetGroup) {
  const denied = deniedCalls(scenario);
  const calls = scenario.actions.flatMap((action) => {
    const node = denied.has(action) ? undefined : madeBy(action, associateProfile)?.node;
    const isOfGroup =
      node !== undefined && (/^(.+)-\d{4,}$/.exec(node)?.[1] === name || ids?.includes(node) === true);
    return isOfGroup ? [{ node, atMs: action.atMs }] : [];
  });
  const nodes = new Set(calls.map(({ node }) => node)).size;
  if (nodes === 0) return { words: '', isWhole: false };
  const from = utc(Math.min(...calls.map(({ atMs }) => atMs)));
  const words = ` until AssociateIamInstanceProfile gives them one: ${nodes} of ${count}, the first at ${from}`;
  return { words, isWhole: nodes === count };
}

function mayAll(profile: InstanceProfile, actions: readonly string[]): boolean {
  return profileAllowsAll(profile, actions);
}

const deprecated = 'AmazonEC2RoleforSSM';

function checkDeprecated(subject: Subject, report: Report): void {
  for (const role of rolesOf(subject)) {
    for (const { name, path } of role.policies) if (name === deprecated) reportOld(role.name, path, report);
  }
  const declared = subject.root['instanceProfiles'];
  if (subject.kind !== 'scenario' || !isMap(declared)) return;
  for (const [profile, raw] of Object.entries(declared)) {
    const policies = isMap(raw) ? raw['policies'] : undefined;
    const listed = Array.isArray(policies) ? policies : [policies];
    for (const [index, policy] of listed.entries()) {
      if (typeof policy !== 'string' || policy.split('/').at(-1) !== deprecated) continue;
      const at: DataPath = ['instanceProfiles', profile, 'policies'];
      reportOld(profile, Array.isArray(policies) ? [...at, index] : at, report);
    }
  }
}

function reportOld(holder: string, path: DataPath, report: Report): void {
  report(
    path,
    `${holder} has ${deprecated}, which AWS has deprecated: it lets every node read and write every bucket of the account`,
    { help: `write ${core}, and allow the buckets that are needed by a policy of your own` },
  );
}

export const profileRules: readonly Rule[] = [
  {
    id: 'profile-lacks-ssm',
    place: 360,
    severity: 'warning',
    finds: 'an instance profile that does not allow what AmazonSSMManagedInstanceCore does, or none at all',
    source: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-instance-permissions.html',
    check: checkLacking,
  },
  {
    id: 'profile-deprecated',
    place: 370,
    severity: 'warning',
    finds: 'AmazonEC2RoleforSSM, which AWS has deprecated for granting too much',
    source: 'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html',
    check: checkDeprecated,
  },
];
