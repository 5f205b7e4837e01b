/**
 * Roles that cannot be assumed by whom they are given to, that are given to the wrong one, or that may not do their task.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/configuring-maintenance-window-permissions-cli.html
 */
import { actionsNeeded } from '../../../aws/iam.ts';
import { documentRuns, isPatchRun, parameterText } from '../../../capability/lint/document-runs.ts';
import {
  placesOf,
  type RolePurpose,
  type RoleUse,
  roleUses,
  serviceOf,
  taskTypeOf,
} from '../../../capability/lint/role-uses.ts';
import { type LintRole, roleAllows, roleTrusts } from '../../../capability/lint/roles.ts';
import type { Resource, Subject } from '../../../capability/lint/subject.ts';
import type { Report, Rule } from '../../../capability/lint-rule.ts';
import { entry, itemsOf, outlineOf, type Value } from '../../../cloudformation/value.ts';
import { isAboutNodes, isManageable, nodeRoles } from '../../managed-nodes/lint/facts.ts';
import { actionOf } from '../roles.ts';

/** What comes of it. */
const consequence: Readonly<Record<RolePurpose, string>> = {
  nodes: 'its nodes get no credentials',
  task: 'the task fails at its start, every time',
  notifications: 'no notification is ever sent',
  runbook: 'the automation fails before its first step',
};

function checkTrust(subject: Subject, report: Report): void {
  for (const use of distrusted(subject)) {
    if (isConfused(use)) continue;
    const { role, purpose, by, path } = use;
    const service = serviceOf[purpose];
    report(
      trustPath(role, path),
      `${role.name}, the role of ${by}, does not trust ${service}: ${consequence[purpose]}`,
      {
        help: `add ${service} to its AssumeRolePolicyDocument, as Principal: { Service: ${service} }`,
        at: 'key',
      },
    );
  }
}

/** By whom they are used may not assume them. */
function distrusted(subject: Subject): RoleUse[] {
  return roleUses(subject).filter(({ role, purpose }) => roleTrusts(role, serviceOf[purpose]) === false);
}

/** It is the other kind of role. */
function isConfused({ role, purpose }: RoleUse): boolean {
  return roleTrusts(role, serviceOf[purpose === 'nodes' ? 'task' : 'nodes']) === true;
}

function trustPath({ resource }: LintRole, otherwise: RoleUse['path']): RoleUse['path'] {
  const document = entry(resource.properties, 'AssumeRolePolicyDocument');
  return document === undefined ? otherwise : document.path;
}

function checkConfused(subject: Subject, report: Report): void {
  for (const use of distrusted(subject).filter(isConfused)) {
    const { role, purpose, by, path } = use;
    report(
      path,
      purpose === 'nodes'
        ? `${by} has ${role.name}, a service role that ssm.amazonaws.com assumes and ec2.amazonaws.com cannot: ${consequence.nodes}`
        : `${role.name}, the role of ${by}, is a role of nodes: ec2.amazonaws.com assumes it and ssm.amazonaws.com cannot: ` +
            consequence[purpose],
      {
        help:
          purpose === 'nodes'
            ? 'make a role for the nodes, which trusts ec2.amazonaws.com and has AmazonSSMManagedInstanceCore'
            : 'make a service role, which trusts ssm.amazonaws.com and may do what the task does',
      },
    );
  }
  for (const { value, by } of placesOf(subject)) {
    if (value === undefined || subject.resource(value)?.type !== 'AWS::IAM::InstanceProfile') continue;
    report(value.path, `${by} is given an instance profile where a role belongs`, {
      help: 'write the ARN of its role, such as !GetAtt TaskRole.Arn',
    });
  }
  reportInstances(subject, report);
  reportServicePolicies(subject, report);
  reportShared(subject, report);
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

/** Works, and lets every node do what only the service should. */
function reportShared(subject: Subject, report: Report): void {
  const uses = roleUses(subject);
  for (const { role, by, path, purpose } of uses) {
    if (purpose !== 'task' || roleTrusts(role, serviceOf.nodes) === false) continue;
    const nodes = uses.find((other) => other.purpose === 'nodes' && other.role.name === role.name);
    if (nodes === undefined) continue;
    report(path, `${role.name} is the role of ${by} and of nodes too: every node may do what the task may`, {
      help: 'give the nodes a role of their own',
      severity: 'note',
    });
  }
}

function checkActions(subject: Subject, report: Report): void {
  for (const use of roleUses(subject)) {
    if (roleTrusts(use.role, serviceOf[use.purpose]) === false) continue;
    const action = actionNeeded(use, subject);
    if (action === null || roleAllows(use.role, [action]) !== false || isLeftUnsaid(use.role, subject))
      continue;
    report(
      use.role.path,
      `${use.role.name}, the role of ${use.by}, does not allow ${action}: ${denied(use)}`,
      {
        help: `allow ${action} in its Policies`,
        at: 'key',
      },
    );
  }
  reportLinkedRole(subject, report);
  if (isAboutNodes(subject)) reportNodes(subject, report);
}

/**
 * The role that AWS itself makes for Systems Manager. AWS asks for one that allows sns:Publish; that the linked role does
 * not is no sentence of AWS's that is known here, so it is a note.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_SendCommand.html
 */
function reportLinkedRole(subject: Subject, report: Report): void {
  for (const { purpose, value, by } of placesOf(subject)) {
    if (purpose !== 'notifications' || value === undefined) continue;
    if (outlineOf(value)?.endsWith('/AWSServiceRoleForAmazonSSM') !== true) continue;
    report(
      value.path,
      `the service-linked role is the role of ${by}, where AWS asks for one that allows sns:Publish: likely ` +
        consequence.notifications,
      {
        help: 'write a role of your own, which trusts ssm.amazonaws.com and allows sns:Publish',
        severity: 'note',
      },
    );
  }
}

/** In a scenario a role without any policy has its permissions left unsaid. */
function isLeftUnsaid({ policies, statements }: LintRole, subject: Subject): boolean {
  return subject.kind === 'scenario' && policies.length + statements.length === 0;
}

function actionNeeded({ purpose, resource }: RoleUse, subject: Subject): string | null {
  if (purpose === 'notifications') return 'sns:Publish';
  if (purpose !== 'task' || resource === null) return null;
  const type = taskTypeOf(resource, subject) ?? '';
  return Object.hasOwn(actionOf, type) ? actionOf[type as keyof typeof actionOf] : null;
}

function denied({ purpose, resource }: RoleUse): string {
  if (purpose === 'notifications') return consequence.notifications;
  return `${resource?.logicalId ?? 'the task'} is denied, window after window`;
}

/** Of nodes that can be managed at all; what comes first is said by profile-lacks-ssm. */
function reportNodes(subject: Subject, report: Report): void {
  const runs = documentRuns(subject);
  const bucket = firstBucket(subject);
  const override = runs.find((run) => parameterText(run, 'BaselineOverride')?.startsWith('s3://') === true);
  for (const role of nodeRoles(subject)) {
    if (isManageable(role) === false || isLeftUnsaid(role, subject)) continue;
    const lack = (actions: readonly string[]): boolean => roleAllows(role, actions) === false;
    const say = (what: string, help: string): void =>
      report(role.path, `the role ${role.name} of nodes does not allow ${what}`, { help, at: 'key' });
    if (runs.some(isPatchRun) && lack(actionsNeeded.patching)) {
      say(`${actionsNeeded.patching[0]}: patching exits 145 before it looks at a package`, addCore);
    } else if (runs.some(isPatchRun) && lack(actionsNeeded.inventory)) {
      say(`${actionsNeeded.inventory[0]}: patching exits 149, and its compliance is never reported`, addCore);
    }
    if (bucket !== null && !mayHavePolicy(bucket, subject) && lack(['s3:PutObject'])) {
      say(
        's3:PutObject: output is written by the nodes, and none arrives in the bucket, unless the bucket itself lets them',
        `allow s3:PutObject on the bucket; AmazonSSMManagedInstanceCore does not`,
      );
    }
    if (override !== undefined && lack(['s3:GetObject'])) {
      say(
        `s3:GetObject: ${override.name} cannot read its BaselineOverride, and exits 160`,
        'allow s3:GetObject on it',
      );
    }
  }
}

const addCore = 'add arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore to its ManagedPolicyArns';

/** Where output is to go. */
function firstBucket(subject: Subject): Value | null {
  const key = 'OutputS3BucketName';
  const places = [
    ...subject
      .ofType('AWS::SSM::MaintenanceWindowTask')
      .map((task) =>
        subject.property(task, 'TaskInvocationParameters', 'MaintenanceWindowRunCommandParameters', key),
      ),
    ...subject
      .ofType('AWS::SSM::Association')
      .map((association) => subject.property(association, 'OutputLocation', 'S3Location', key)),
  ];
  return places.find((place) => place !== undefined && place.kind !== 'absent') ?? null;
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

const permissions =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/configuring-maintenance-window-permissions-cli.html';

export const iamRules: readonly Rule[] = [
  {
    id: 'policy-lacks-action',
    place: 380,
    severity: 'warning',
    finds: 'a role that does not allow an action which its task or its nodes need',
    source: permissions,
    check: checkActions,
  },
  {
    id: 'role-confused',
    place: 390,
    severity: 'error',
    finds: 'a role of nodes where a service role belongs, or the reverse',
    source: permissions,
    check: checkConfused,
  },
  {
    id: 'trust-missing',
    place: 400,
    severity: 'error',
    finds: 'a role that does not trust the service which is to assume it',
    source: permissions,
    check: checkTrust,
  },
];
