/** Roles of nodes, and whether they do for a managed node: what rules of other capabilities ask. */
import { actionsNeeded } from '../../../aws/iam.ts';
import { roleUses } from '../../../capability/lint/role-uses.ts';
import { type LintRole, roleAllows } from '../../../capability/lint/roles.ts';
import type { Subject } from '../../../capability/lint/subject.ts';

const transports = [actionsNeeded.commandsThroughSsmMessages, actionsNeeded.commandsThroughEc2Messages];

/** A file about something else has reasons of its own for its roles. */
export function isAboutNodes(subject: Subject): boolean {
  const types = [
    'AWS::SSM::MaintenanceWindow',
    'AWS::SSM::MaintenanceWindowTask',
    'AWS::SSM::MaintenanceWindowTarget',
    'AWS::SSM::Association',
    'AWS::SSM::PatchBaseline',
  ];
  return subject.kind === 'scenario' || subject.resources.some(({ type }) => types.includes(type));
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

/** What is missing, and what comes of it; null: nothing, or nothing that can be seen. */
export function lackingOf(allows: (actions: readonly string[]) => boolean | null): string | null {
  if (allows(actionsNeeded.register) === false) {
    return `${actionsNeeded.register[0]}: its nodes never become managed nodes, and targets pass over them without a word`;
  }
  if (transports.every((actions) => allows(actions) === false)) {
    return `${transports[0]![1]}, nor the actions of ec2messages: its nodes are Online, and no command reaches them`;
  }
  return null;
}
