/** Where a file gives a role to something: nodes, tasks, notifications, runbooks. */
import type { Value } from '../../cloudformation/value.ts';

export type RolePurpose = 'nodes' | 'task' | 'notifications' | 'runbook' | 'target' | 'schedule';

export interface DeclaredRole {
  readonly purpose: RolePurpose;
  /** What has it, as a reader would call it: `the task Install`. */
  readonly by: string;
  /** In sentences about what has it: `Install`. */
  readonly label: string;
  readonly value: Value | undefined;
  /** What it must allow; null: that depends on what is done with it. */
  readonly action: string | null;
  /** What does not work without a role. */
  readonly neededBy?: Value | undefined;
}

/** Which service must be able to assume the role. */
export const serviceOf: Readonly<Record<RolePurpose, string>> = {
  nodes: 'ec2.amazonaws.com',
  task: 'ssm.amazonaws.com',
  notifications: 'ssm.amazonaws.com',
  runbook: 'ssm.amazonaws.com',
  target: 'events.amazonaws.com',
  schedule: 'scheduler.amazonaws.com',
};
