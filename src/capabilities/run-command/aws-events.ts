/** What AWS tells EventBridge of commands. */
import type { AwsEvent, AwsEventSpec } from '../../capability/aws-events.ts';
import { awsUuid, nodeArn } from '../../capability/event-arns.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { isoTime } from '../../world/time.ts';
import { totalTimeoutMs } from './deadlines.ts';
import { commandFacts } from './events.ts';
import type { Command } from './state.ts';
import { type CommandStatus, coarseStatus, type InvocationStatus } from './statuses.ts';

const ofCommand = 'EC2 Command Status-change Notification';
const ofInvocation = 'EC2 Command Invocation Status-change Notification';

/** A call names 50 nodes at most, and so does its event. */
const namedNodesMax = 50;

export const commandEvents: readonly AwsEventSpec[] = [
  {
    detailTypes: [ofCommand],
    page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/monitoring-systems-manager-event-examples.html#SSM-Run-Command-event-types',
    listen(simulation, tell) {
      const { commandStarted, commandFinished } = simulation.facts.of(commandFacts);
      commandStarted.listen((command) => tell(commandEvent(simulation, command, 'InProgress')));
      commandFinished.listen((command) => tell(commandEvent(simulation, command, command.status)));
    },
  },
  {
    detailTypes: [ofInvocation],
    page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/monitoring-systems-manager-event-examples.html#SSM-Run-Command-event-types',
    listen(simulation, tell) {
      const { invocationAcknowledged, invocationFinished } = simulation.facts.of(commandFacts);
      invocationAcknowledged.listen((node, command) =>
        tell(invocationEvent(simulation, node, command, 'InProgress')),
      );
      invocationFinished.listen((node, command, { status }) =>
        tell(invocationEvent(simulation, node, command, status)),
      );
    },
  },
];

/**
 * ASSUMPTION command-event-resources: AWS's example names the one instance of its command; of more, the first 50 are named,
 * as many as one call can list.
 */
function commandEvent(simulation: Simulation, command: Command, status: CommandStatus): AwsEvent {
  const named = command.nodes.subarray(0, namedNodesMax);
  return {
    source: 'aws.ssm',
    detailType: ofCommand,
    atMs: simulation.kernel.nowMs,
    resources: Array.from(named, (node) => nodeArn(simulation, node)),
    detail: {
      'command-id': awsUuid(simulation, 'command', command.id),
      'document-name': command.request.documentName,
      'expire-after': isoTime(command.createdMs + totalTimeoutMs(command)),
      parameters: command.request.parameters,
      'requested-date-time': isoTime(command.createdMs),
      status: coarseStatus(status),
    },
    node: null,
    account: command.request.source.account,
  };
}

function invocationEvent(
  simulation: Simulation,
  node: number,
  command: Command,
  status: InvocationStatus,
): AwsEvent {
  return {
    source: 'aws.ssm',
    detailType: ofInvocation,
    atMs: simulation.kernel.nowMs,
    resources: [nodeArn(simulation, node)],
    detail: {
      'command-id': awsUuid(simulation, 'command', command.id),
      'document-name': command.request.documentName,
      'instance-id': simulation.names.idOf(node),
      'requested-date-time': isoTime(command.createdMs),
      status: coarseStatus(status),
    },
    node,
  };
}
