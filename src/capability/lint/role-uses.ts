/** Which role does what: nodes take theirs from an instance profile, tasks, notifications and runbooks name one. */

import { entry, itemsOf, textOf, type Value } from '../../cloudformation/value.ts';
import type { DataPath } from '../../diagnostics/problem.ts';
import { type LintRole, roleOf } from './roles.ts';
import type { Resource, Subject } from './subject.ts';

export type RolePurpose = 'nodes' | 'task' | 'notifications' | 'runbook';

export interface RoleUse {
  readonly role: LintRole;
  readonly purpose: RolePurpose;
  /** As a reader would call it: `the task Install`. */
  readonly by: string;
  readonly resource: Resource | null;
  /** Where the role is named. */
  readonly path: DataPath;
}

/** Who must be able to assume the role. */
export const serviceOf: Readonly<Record<RolePurpose, string>> = {
  nodes: 'ec2.amazonaws.com',
  task: 'ssm.amazonaws.com',
  notifications: 'ssm.amazonaws.com',
  runbook: 'ssm.amazonaws.com',
};

interface Place {
  readonly purpose: RolePurpose;
  readonly by: string;
  readonly resource: Resource | null;
  readonly value: Value | undefined;
}

export function roleUses(subject: Subject): RoleUse[] {
  return placesOf(subject).flatMap(({ value, ...place }) => {
    const role = roleOf(value, subject);
    return role === null || value === undefined ? [] : [{ ...place, role, path: value.path }];
  });
}

export function placesOf(subject: Subject): Place[] {
  return [
    ...subject.ofType('AWS::IAM::InstanceProfile').flatMap((profile) => ofProfile(profile, subject)),
    ...subject.ofType('AWS::SSM::MaintenanceWindowTask').flatMap((task) => ofTask(task, subject)),
    ...subject.ofType('AWS::SSM::Association').map((association): Place => {
      const given = subject.property(association, 'Parameters', 'AutomationAssumeRole');
      return {
        purpose: 'runbook',
        by: `the association ${association.logicalId}`,
        resource: association,
        value: itemsOf(given)[0],
      };
    }),
    ...subject.ofType('AWS::SSM::Document').map((document): Place => {
      return {
        purpose: 'runbook',
        by: `the runbook ${document.logicalId}`,
        resource: document,
        value: subject.property(document, 'Content', 'assumeRole'),
      };
    }),
    ...subject.actions
      .filter(({ call }) => call === 'SendCommand')
      .map(({ id, request }): Place => {
        const value = entry(request, 'ServiceRoleArn');
        return { purpose: 'notifications', by: `the command ${id}`, resource: null, value };
      }),
  ];
}

function ofProfile(profile: Resource, subject: Subject): Place[] {
  return itemsOf(subject.property(profile, 'Roles')).map((value) => {
    return { purpose: 'nodes', by: `the instance profile ${profile.logicalId}`, resource: profile, value };
  });
}

function ofTask(task: Resource, subject: Subject): Place[] {
  const by = `the task ${task.logicalId}`;
  const given = subject.property(task, 'TaskInvocationParameters');
  const command = entry(given, 'MaintenanceWindowRunCommandParameters', 'ServiceRoleArn');
  const runbook = entry(given, 'MaintenanceWindowAutomationParameters', 'Parameters', 'AutomationAssumeRole');
  return [
    { purpose: 'task', by, resource: task, value: subject.property(task, 'ServiceRoleArn') },
    { purpose: 'notifications', by: `${by} for its notifications`, resource: task, value: command },
    {
      purpose: 'runbook',
      by: `the runbook of ${task.logicalId}`,
      resource: task,
      value: itemsOf(runbook)[0],
    },
  ];
}

/** Type of a window task; RUN_COMMAND unless it says otherwise. */
export function taskTypeOf(task: Resource, subject: Subject): string | null {
  return textOf(subject.property(task, 'TaskType'));
}
