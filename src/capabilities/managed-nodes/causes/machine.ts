/** The machine, and its agent. */

import * as cli from '../../../aws/cli.ts';
import type { CauseSpec } from '../../../capability/causes.ts';
import {
  type ChangeSet,
  configuration,
  faultPaths,
  type Incident,
  minuteMs,
  nodesInWords,
  operatorAction,
  setting,
} from '../../../capability/changes.ts';
import { isoTime, utc } from '../../../world/time.ts';
import { inTimeOrAgain } from '../../patch-manager/facts.ts';
import { agentState } from '../connection.ts';

const agentPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/ssm-agent-technical-details.html';
const lifecyclePage = 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-lifecycle.html';
const troubleshootingPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-troubleshooting-managed-nodes.html';

const notListed = 'Fleet Manager: the node is not in the list of managed nodes';

export const machineCauses = {
  NOT_LAUNCHED: {
    stage: 'machine',
    place: 10,
    link: 'agent',
    summary: 'not launched before the run ended',
    needed: (by) => `the instance launched ${by}`,
    console: 'EC2: no such instance',
    page: lifecyclePage,
    example: ['run', 'ping', 'report'],
    remedies: launchEarlier,
    meaning: 'The node is planned (it `joins`, or a fault launches it) and does not exist yet.',
    seen: 'nothing.',
    advice: 'nothing, or launch it before the window.',
  },
  TERMINATED: {
    stage: 'machine',
    place: 20,
    link: 'agent',
    summary: 'terminated',
    needed: () => 'an instance that still exists; a terminated one cannot be patched, only its replacement',
    console: 'EC2: the instance is Terminated, and for an hour or so still listed',
    page: lifecyclePage,
    example: ['run', 'ping', 'report'],
    remedies: keepFromTermination,
    meaning: 'The instance was terminated.',
    seen: 'old entries at most.',
    advice: 'nothing; if it was replaced, look at its replacement.',
  },
  STOPPED: {
    stage: 'machine',
    place: 30,
    link: 'agent',
    summary: 'stopped: Systems Manager does not list a stopped node, so no command targets it',
    needed: (by) => `the instance running, and its agent Online, ${by}`,
    console: `EC2: the instance is Stopped. ${notListed} while it is`,
    page: troubleshootingPage,
    example: ['run', 'ping', 'report'],
    remedies: startMachine,
    meaning:
      'It was stopped when the window came. A stopped instance is not a managed node, so a target by tag skips it without an error.',
    seen: 'fewer targets than instances, no error.',
    advice:
      'start it some minutes before the window opens, so that it is Online by then: with AWS-StartEC2Instance, or by a schedule of EventBridge Scheduler.',
  },
  AGENT_STOPPED: {
    stage: 'agent',
    place: 10,
    link: 'agent',
    summary: 'SSM Agent is not running, so no command reaches the node',
    needed: (by) => `SSM Agent running ${by}, and started at boot`,
    console: 'Fleet Manager: ping status Connection lost, or the node was never listed',
    page: agentPage,
    cli: cli.managedNode,
    example: ['run', 'ping', 'report'],
    remedies: startAgent,
    meaning: 'SSM Agent is not running: it was stopped, or the disk of the node is full.',
    seen: 'ConnectionLost, or never registered; commands Undeliverable or, in the first minutes, DeliveryTimedOut.',
    advice: 'start the agent and enable its service at boot; make room first if the disk is full.',
  },
} satisfies Readonly<Record<string, CauseSpec>>;

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-lifecycle.html */
function launchEarlier(incident: Incident): ChangeSet[] {
  const { scenario, group, simulation, node } = incident.situation;
  const start = isoTime(scenario.startMs);
  const { key } = simulation.fleet.cohortOf(node);
  const index = scenario.faults.findIndex(
    ({ id, action }) => action === 'launch' && key === `${group.name}+${id}`,
  );
  const set =
    index < 0 ? setting(['fleet', group.name, 'joins'], start) : setting(['faults', index, 'at'], start);
  const text = `launch ${group.name} before its window, for example at ${utc(scenario.startMs)}`;
  return [[{ text, cause: incident.cause, kind: 'schedule', set: [set] }]];
}

/**
 * A terminated instance cannot be patched: the only remedy is not to terminate it before.
 *
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_ChangingDisableAPITermination.html
 */
function keepFromTermination(incident: Incident): ChangeSet[] {
  const { faults } = incident.situation.scenario;
  return faults.flatMap(({ id, action, nodes }, index): ChangeSet[] => {
    if (action !== 'terminate') return [];
    const noNode = (...path: (string | number)[]) =>
      nodes.count === undefined ? setting([...path, 'share'], '0%') : setting([...path, 'count'], 0);
    const text = `do not terminate ${nodesInWords(incident)} (${id}) before it is patched: use termination protection, or terminate it after the window; if it is gone already, make sure that its replacement is patched`;
    return faultPaths(faults, index).map((path) => [configuration(incident, text, noNode(...path, 'nodes'))]);
  });
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-troubleshooting-managed-nodes.html */
function startMachine(incident: Incident): ChangeSet[] {
  const leads = [30 * minuteMs, 15 * minuteMs, 5 * minuteMs];
  return inTimeOrAgain(incident, leads, (atMs) => [
    operatorAction(incident, 'start', atMs, `start ${nodesInWords(incident)} by ${utc(atMs)}`),
  ]);
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-troubleshooting-managed-nodes.html */
function startAgent(incident: Incident): ChangeSet[] {
  const leads = [15 * minuteMs, 5 * minuteMs, 2 * minuteMs];
  const { simulation, node } = incident.situation.opportunity;
  const isFull = simulation.fleet.agentOf(node) === agentState.diskFull;
  const [action, what, rest] = isFull
    ? (['freeDisk', 'make room on the disk of', ''] as const)
    : (['startAgent', 'start SSM Agent on', ', and enable its service at boot'] as const);
  return inTimeOrAgain(incident, leads, (atMs) => [
    operatorAction(incident, action, atMs, `${what} ${nodesInWords(incident)} by ${utc(atMs)}${rest}`),
  ]);
}
