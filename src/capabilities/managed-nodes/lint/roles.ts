/** Roles of nodes, and whether they do for a managed node. */

import { actionsNeeded } from '../../../aws/iam.ts';
import type { DeclaredRole } from '../../../capability/lint/declared-role.ts';
import { type LintRole, roleAllows, roleUses } from '../../../capability/lint/roles.ts';
import type { Subject } from '../../../capability/lint/subject.ts';
import { itemsOf } from '../../../cloudformation/value.ts';

const transports = [actionsNeeded.commandsThroughSsmMessages, actionsNeeded.commandsThroughEc2Messages];

/** What helps where a role of nodes lacks something. */
export const addCore = 'add arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore to its ManagedPolicyArns';

/** Of instance profiles: nodes take theirs from one. */
export function declaredNodeRoles(subject: Subject): DeclaredRole[] {
  return subject.ofType('AWS::IAM::InstanceProfile').flatMap((profile) =>
    itemsOf(subject.property(profile, 'Roles')).map((value) => ({
      purpose: 'nodes' as const,
      by: `the instance profile ${profile.logicalId}`,
      label: profile.logicalId,
      value,
      action: null,
    })),
  );
}

/** Of instance profiles; each role once. */
export function nodeRoles(subject: Subject): LintRole[] {
  const roles = roleUses(subject)
    .filter(({ purpose }) => purpose === 'nodes')
    .map(({ role }) => role);
  return roles.filter((role, index) => roles.findIndex(({ name }) => name === role.name) === index);
}

/** Whether a node of this role could be managed at all; null: that cannot be seen. */
export function isManageable(role: LintRole): boolean | null {
  return lackingOf((actions) => roleAllows(role, actions)) === null;
}

/** What is missing, and its consequence; null: nothing, or nothing that can be seen. */
export function lackingOf(allows: (actions: readonly string[]) => boolean | null): string | null {
  if (allows(actionsNeeded.register) === false) {
    return `${actionsNeeded.register[0]}: its nodes never become managed nodes, and targets silently leave them out`;
  }
  if (transports.every((actions) => allows(actions) === false)) {
    return `${transports[0]![1]}, nor the actions of ec2messages: its nodes are Online, and no command reaches them`;
  }
  return null;
}
