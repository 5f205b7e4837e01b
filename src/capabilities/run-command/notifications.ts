/**
 * NotificationConfig: statuses of commands, or of their invocations, that Systems Manager publishes to a topic in the name of
 * a role.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/monitoring-sns-notifications.html
 */
import { roleAllows, trusts } from '../../aws/iam.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { sourcesOf } from '../../capability/sources.ts';
import type { Nouns } from '../../cloudformation/nouns.ts';
import { roleMeant } from '../../cloudformation/world-resources/roles.ts';
import type { NotificationSettings } from '../../world/notification-settings.ts';
import { notificationFacts } from '../notifications/facts.ts';
import { commandFacts } from './events.ts';
import type { Command } from './state.ts';
import { type CommandStatus, coarseStatus, type InvocationStatus } from './statuses.ts';

/** Why nothing is published; null: a role lets it. One that is not in the file is taken to be set up well. */
export function notificationObstacle(
  { nouns }: { readonly nouns: Nouns },
  { role: wanted }: NotificationSettings,
): string | null {
  if (wanted === null) return 'NotificationConfig has no ServiceRoleArn beside it';
  const role = roleMeant(nouns, wanted);
  if (role === undefined) return null;
  if (!trusts(role, 'ssm.amazonaws.com')) return `the role ${role.roleName} does not trust ssm.amazonaws.com`;
  return roleAllows(role, 'sns:Publish') ? null : `the role ${role.roleName} does not allow sns:Publish`;
}

/** NotificationEvents has the words of Status, not those of StatusDetails. */
export function isNotified(
  { events }: NotificationSettings,
  status: CommandStatus | InvocationStatus,
): boolean {
  return events.includes('All') || events.includes(coarseStatus(status));
}

export function publishStatuses(simulation: Simulation): void {
  const { facts, fleet, kernel, scenario } = simulation;
  // Few scenarios want it, and every invocation would ask.
  if (!sourcesOf(scenario).some(({ notifications }) => notifications !== undefined)) return;
  const { notificationRequested } = facts.of(notificationFacts);
  const publish = (command: Command, status: CommandStatus | InvocationStatus, node: number | null): void => {
    const { id, notifications } = command.request.source;
    if (notifications === undefined || notifications.isPerInvocation !== (node !== null)) return;
    if (!isNotified(notifications, status)) return;
    const resource = node === null ? command.id : fleet.nameOf(node);
    notificationRequested.tell({
      topic: notifications.topic,
      by: null,
      obstacle: notificationObstacle(scenario, notifications),
      rule: id,
      resource,
      node,
      subject: `Run Command: ${command.id} ${node === null ? '' : `on ${resource} `}is ${coarseStatus(status)}`,
      atMs: kernel.nowMs,
    });
  };
  const told = facts.of(commandFacts);
  told.commandStarted.listen((command) => publish(command, 'InProgress', null));
  told.commandFinished.listen((command) => publish(command, command.status, null));
  told.invocationAcknowledged.listen((node, command) => publish(command, 'InProgress', node));
  told.invocationFinished.listen((node, command, { status }) => publish(command, status, node));
}
