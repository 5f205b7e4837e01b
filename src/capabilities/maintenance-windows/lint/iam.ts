/**
 * Roles that cannot be assumed by whom they are given to, that are given to the wrong one, or that may not do their task.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/configuring-maintenance-window-permissions-cli.html
 */

import { type RolePurpose, serviceOf } from '../../../capability/lint/declared-role.ts';
import {
  isLeftUnsaid,
  type LintRole,
  type RoleUse,
  roleAllows,
  roleTrusts,
  roleUses,
} from '../../../capability/lint/roles.ts';
import type { Subject } from '../../../capability/lint/subject.ts';
import type { Report, Rule } from '../../../capability/lint-rule.ts';
import { entry, isGiven, outlineOf } from '../../../cloudformation/value.ts';
import { actionOf } from '../roles.ts';

/** The effect of each missing role. */
const consequence: Readonly<Record<RolePurpose, string>> = {
  nodes: 'its nodes get no credentials',
  task: 'the task fails at its start, every time',
  notifications: 'no notification is ever sent',
  runbook: 'the automation fails before its first step',
  target: 'the rule fires and nothing starts',
  schedule: 'the schedule comes due and nothing starts',
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
        : `${role.name}, the role of ${by}, is a role of nodes: ec2.amazonaws.com assumes it and ${serviceOf[purpose]} cannot: ` +
            consequence[purpose],
      {
        help:
          purpose === 'nodes'
            ? 'make a role for the nodes, which trusts ec2.amazonaws.com and has AmazonSSMManagedInstanceCore'
            : `make a service role, which trusts ${serviceOf[purpose]} and may do what ${purpose === 'target' || purpose === 'schedule' ? `the ${purpose === 'target' ? 'rule' : 'schedule'} starts` : 'the task does'}`,
      },
    );
  }
  for (const { value, by } of subject.roles) {
    if (value === undefined || subject.resource(value)?.type !== 'AWS::IAM::InstanceProfile') continue;
    report(value.path, `${by} is given an instance profile where a role belongs`, {
      help: 'write the ARN of its role, such as !GetAtt TaskRole.Arn',
    });
  }
  reportShared(subject, report);
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
    const { action } = use;
    if (action === null || roleAllows(use.role, [action]) !== false || isLeftUnsaid(use.role, subject))
      continue;
    report(
      use.role.path,
      `${use.role.name}, the role of ${use.by}, does not allow ${action}: ${denied(use)}`,
      {
        help: `allow ${action} in its Policies`,
        at: 'key',
        // A command may be allowed by node; a runbook is started or not.
        ...(action === actionOf.AUTOMATION ? { severity: 'error' as const } : {}),
      },
    );
  }
  reportLinkedRole(subject, report);
}

/**
 * The role that AWS itself makes for Systems Manager. AWS asks for one that allows sns:Publish; that the linked role does
 * not is no sentence of AWS's that is known here, so it is a note.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_SendCommand.html
 */
function reportLinkedRole(subject: Subject, report: Report): void {
  for (const { purpose, value, by } of subject.roles) {
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

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/monitoring-sns-notifications.html */
function checkNotifications({ roles }: Subject, report: Report): void {
  for (const { purpose, value, neededBy, label } of roles) {
    if (purpose !== 'notifications' || value !== undefined || !isGiven(neededBy)) continue;
    report(
      neededBy.path,
      `NotificationConfig of ${label} has no ServiceRoleArn beside it, so Systems Manager may not publish to SNS: ${consequence.notifications}`,
      {
        help: 'add ServiceRoleArn beside NotificationConfig: a role that trusts ssm.amazonaws.com and allows sns:Publish',
        at: 'key',
      },
    );
  }
}

function denied({ purpose, label }: RoleUse): string {
  if (['notifications', 'target', 'schedule'].includes(purpose)) return consequence[purpose];
  return `${label} is denied, window after window`;
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
    id: 'notifications-unsent',
    place: 385,
    severity: 'warning',
    finds: 'a NotificationConfig without a ServiceRoleArn: no notification is sent',
    source: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/monitoring-sns-notifications.html',
    check: checkNotifications,
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
