/**
 * Calls of Systems Manager.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeInstanceInformation.html,
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ListCommandInvocations.html and
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetCalendarState.html
 */
import { awsUuid } from '../../../capability/event-arns.ts';
import { platformTypeOf } from '../../../world/operating-systems.ts';
import { isIn } from '../../../world/target-resolution.ts';
import { isoTime } from '../../../world/time.ts';
import { calendarsView } from '../../change-calendar/facts.ts';
import { nodesView } from '../../managed-nodes/facts.ts';
import { reportsView } from '../../patch-manager/facts.ts';
import type { Command } from '../../run-command/facts.ts';
import type { StepRun } from '../actions/action.ts';
import { childIn } from '../children.ts';
import type { Value, ValueMap } from '../content/runbook.ts';
import { commandIdOf, commandNamed, sendCommand } from './commands.ts';
import { tagNode } from './ec2-tags.ts';
import {
  ApiError,
  accountOf,
  callsOf,
  documentError,
  listIn,
  matchesFilters,
  tagFilterValues,
  textIn,
  textsIn,
} from './service.ts';

/** One page of a list that names no nodes. */
const pageMax = 50;

export const systemsManagerCalls = callsOf('ssm', {
  DescribeInstanceInformation(inputs, run) {
    const Filters = [
      ...listIn(inputs, 'Filters'),
      // The older list of filters writes its keys in another way.
      ...listIn(inputs, 'InstanceInformationFilterList').map((one) => {
        const { key = '', valueSet = [] } = one as { key?: Value; valueSet?: Value };
        return { Key: key, Values: valueSet };
      }),
    ];
    const ofFleet = managedNodes(idsIn(Filters), run)
      .filter((node) => matchesFilters({ Filters }, (name) => filterValues(node, name, run)))
      .map((node) => informationOf(node, run));
    return { InstanceInformationList: [...ofFleet, ...launchedOf(idsIn(Filters), run)] };
  },

  DescribeInstancePatchStates(inputs, run) {
    const reports = run.simulation.views.of(reportsView);
    const InstancePatchStates = managedNodes(textsIn(inputs, 'InstanceIds'), run)
      .filter((node) => reports.complianceOf(node) !== 'UNSPECIFIED_DATA')
      .map((node) => ({
        InstanceId: run.simulation.names.idOf(node),
        InstalledCount: reports.countOf('INSTALLED', node),
        InstalledOtherCount: reports.countOf('INSTALLED_OTHER', node),
        MissingCount: reports.countOf('MISSING', node),
        FailedCount: reports.countOf('FAILED', node),
        InstalledPendingRebootCount: reports.countOf('INSTALLED_PENDING_REBOOT', node),
        InstalledRejectedCount: reports.countOf('INSTALLED_REJECTED', node),
      }));
    return { InstancePatchStates };
  },

  ListComplianceItems(inputs, run) {
    const reports = run.simulation.views.of(reportsView);
    const ComplianceItems = managedNodes(textsIn(inputs, 'ResourceIds'), run).map((node) => ({
      ComplianceType: 'Patch',
      ResourceType: 'ManagedInstance',
      ResourceId: run.simulation.names.idOf(node),
      Status: reports.complianceOf(node) === 'COMPLIANT' ? 'COMPLIANT' : 'NON_COMPLIANT',
    }));
    return { ComplianceItems };
  },

  GetCalendarState(inputs, run) {
    const { kernel, views } = run.simulation;
    const calendars = views.of(calendarsView);
    const names = textsIn(inputs, 'CalendarNames');
    const atMs = 'AtTime' in inputs ? Date.parse(textIn(inputs, 'AtTime')) : kernel.nowMs;
    if (!Number.isFinite(atMs)) return new ApiError('ValidationException', 'AtTime is no time');
    const nextMs = calendars.nextTransitionMs(names, atMs, accountOf(run));
    return {
      State: calendars.stateOf(names, atMs, accountOf(run)),
      AtTime: isoTime(atMs),
      ...(nextMs === null ? {} : { NextTransitionTime: isoTime(nextMs) }),
    };
  },

  SendCommand(inputs, run) {
    const id = sendCommand(inputs, run);
    if (id instanceof ApiError) return id;
    const command = commandNamed(id, run);
    if (command === undefined)
      return new ApiError('InvalidInstanceId', 'Instances are not in a valid state for the account');
    return {
      Command: {
        CommandId: commandIdOf(id, run),
        Status: command.status,
        DocumentName: command.request.documentName,
      },
    };
  },

  ListCommandInvocations(inputs, run) {
    const command = commandNamed(textIn(inputs, 'CommandId'), run);
    if (command === undefined) return { CommandInvocations: [] };
    const wanted = textsIn(inputs, 'InstanceId');
    const all = Array.from(command.nodes, (_, position) => invocationOf(command, position, run));
    return {
      CommandInvocations: all.filter(
        ({ InstanceId }) => wanted.length === 0 || wanted.includes(String(InstanceId)),
      ),
    };
  },

  ListCommands(inputs, run) {
    const command = commandNamed(textIn(inputs, 'CommandId'), run);
    if (command === undefined) return { Commands: [] };
    const { id, status, targetCount } = command;
    return {
      Commands: [
        { CommandId: commandIdOf(id, run), Status: status, StatusDetails: status, TargetCount: targetCount },
      ],
    };
  },

  GetCommandInvocation(inputs, run) {
    const command = commandNamed(textIn(inputs, 'CommandId'), run);
    const node = run.simulation.names.find(textIn(inputs, 'InstanceId'));
    const position = node === undefined ? -1 : (command?.positionOf(node) ?? -1);
    if (command === undefined || position < 0)
      return new ApiError('InvocationDoesNotExist', 'the command has no invocation on this node');
    return invocationOf(command, position, run);
  },

  AddTagsToResource(inputs, run) {
    if (textIn(inputs, 'ResourceType') !== 'ManagedInstance') return {};
    const [node] = managedNodes([textIn(inputs, 'ResourceId')], run);
    if (node === undefined)
      return new ApiError('InvalidResourceId', `no managed node ${textIn(inputs, 'ResourceId')}`);
    tagNode(node, inputs, run);
    return {};
  },

  StartAutomationExecution(inputs, run) {
    const child = childIn(inputs);
    const refusal = documentError(child.document, 'Automation', run);
    if (refusal !== null) return refusal;
    const id = run.startChild(child);
    return { AutomationExecutionId: awsUuid(run.simulation, 'automation', id) };
  },

  DescribeAutomationExecutions(inputs, run) {
    const wanted = listIn(inputs, 'Filters').flatMap((one) =>
      (one as ValueMap)['Key'] === 'ExecutionId' ? textsIn(one as ValueMap, 'Values') : [],
    );
    return {
      AutomationExecutionMetadataList: childrenOf(run).filter(({ AutomationExecutionId: id }) =>
        wanted.includes(id),
      ),
    };
  },

  GetAutomationExecution(inputs, run) {
    const id = textIn(inputs, 'AutomationExecutionId');
    const AutomationExecution = childrenOf(run).find((one) => one.AutomationExecutionId === id);
    if (AutomationExecution !== undefined) return { AutomationExecution };
    return new ApiError('AutomationExecutionNotFoundException', `no automation execution ${id}`);
  },
});

function childrenOf({ execution, simulation }: StepRun) {
  return execution.children.map(({ request, document, status, outputs }) => ({
    AutomationExecutionId: awsUuid(simulation, 'automation', request.id),
    DocumentName: document,
    AutomationExecutionStatus: status,
    Outputs: outputs,
  }));
}

/** Those of the account that are on the list of managed nodes: of these ids, or the first of all. */
function managedNodes(ids: readonly string[], run: StepRun): number[] {
  const { fleet, names, views } = run.simulation;
  const nodes = views.of(nodesView);
  const isManaged = (node: number): boolean =>
    isIn(fleet, node, accountOf(run)) && nodes.pingStatus(node) !== null;
  if (ids.length > 0) return ids.flatMap((id) => names.find(id) ?? []).filter(isManaged);
  const found: number[] = [];
  for (let node = 0; node < fleet.count && found.length < pageMax; node += 1)
    if (isManaged(node)) found.push(node);
  return found;
}

function idsIn(filters: readonly Value[]): string[] {
  return filters.flatMap((one) =>
    (one as ValueMap)['Key'] === 'InstanceIds' ? textsIn(one as ValueMap, 'Values') : [],
  );
}

/** Instances that executions have launched have an agent and a profile: commands reach them, too. */
function launchedOf(ids: readonly string[], run: StepRun): ValueMap[] {
  const { instances } = run.cloud;
  return ids
    .flatMap((id) => instances.find(id, accountOf(run)) ?? [])
    .filter((one) => one.object !== null && instances.isWell(one))
    .map(({ id }) => ({ InstanceId: id, PingStatus: 'Online', ResourceType: 'EC2Instance' }));
}

function filterValues(node: number, name: string, { simulation }: StepRun): readonly string[] | undefined {
  const { fleet, views } = simulation;
  if (name === 'PingStatus') return [views.of(nodesView).pingStatus(node) ?? ''];
  if (name === 'PlatformTypes') return [platformTypeOf(fleet.groupOf(node).os)];
  // Ids have been looked up already, by id or by name.
  return tagFilterValues(name, fleet.tagsOf(node));
}

function informationOf(node: number, { simulation }: StepRun): ValueMap {
  const { fleet, names, views } = simulation;
  const { os, hybridActivation } = fleet.groupOf(node);
  return {
    InstanceId: names.idOf(node),
    PingStatus: views.of(nodesView).pingStatus(node),
    AgentVersion: fleet.agentVersionOf(node),
    PlatformType: platformTypeOf(os),
    ResourceType: hybridActivation === null ? 'EC2Instance' : 'ManagedInstance',
    ComputerName: fleet.nameOf(node),
  };
}

function invocationOf(command: Command, position: number, run: StepRun): ValueMap {
  const status = command.statusOf(position);
  const ResponseCode = command.endedMs[position] === 0 ? -1 : command.exitCodes[position]!;
  return {
    CommandId: commandIdOf(command.id, run),
    InstanceId: run.simulation.names.idOf(command.nodes[position]!),
    Status: coarse(status),
    StatusDetails: status,
    ResponseCode,
    CommandPlugins: [{ Status: coarse(status), StatusDetails: status, ResponseCode, Output: '' }],
    StandardOutputContent: '',
  };
}

/** API_CommandInvocation.html: Status has fewer words than StatusDetails. */
function coarse(status: string): string {
  if (status.endsWith('TimedOut')) return 'TimedOut';
  if (status === 'Terminated') return 'Cancelled';
  return ['Undeliverable', 'InvalidPlatform', 'AccessDenied'].includes(status) ? 'Failed' : status;
}
