/**
 * Managed nodes: who is launched, who registers, whose heartbeats arrive, and what happens to all that when an agent
 * stops, a profile goes or a machine reboots. Here the parts meet: credentials, connection, power and activations.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-troubleshooting-managed-nodes.html
 */

import type { JournalEntry } from '../../capability/facts.ts';
import { type Managed, managedView } from '../../capability/managed.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { epochMinute } from '../../capability/streams.ts';
import { view } from '../../capability/views.ts';
import type { Action } from '../../world/actions.ts';
import type { InstanceProfile } from '../../world/identity.ts';
import type { EndpointName } from '../../world/network.ts';
import { power } from '../../world/node-records.ts';
import { isoTime } from '../../world/time.ts';
import type { AccessTable } from './access.ts';
import { agentState, Connection } from './connection.ts';
import { Credentials } from './credentials.ts';
import { type EndpointRequest, VpcEndpoints } from './endpoints.ts';
import { nodeFacts } from './events.ts';
import {
  type NodeCause,
  type NodesView,
  nodesView,
  type PatchingObstacle,
  type StatusCheck,
} from './facts.ts';
import { HybridNodes } from './hybrid-nodes.ts';
import { Power } from './power.ts';
import { endpointReachable } from './rules.ts';
import {
  absenceCause,
  missingToBeManaged,
  missingToBePatched,
  type NodeState,
} from './rules-prerequisites.ts';
import { StatusChecks } from './status-checks.ts';

/** For the links of `explain` and the remedies in this folder. */
export const managedNodesView = view<ManagedNodes>('managed-nodes, whole');

export class ManagedNodes implements NodesView, Managed {
  readonly hybrid: HybridNodes;
  readonly credentials: Credentials;
  readonly connection: Connection;
  readonly power: Power;
  readonly statusChecks: StatusChecks;
  private readonly endpoints: VpcEndpoints;
  private readonly simulation: Simulation;

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    const { views } = simulation;
    views.provide(nodesView, this);
    views.provide(managedView, this);
    views.provide(managedNodesView, this);
    this.credentials = new Credentials(simulation, {
      retryAfter: (node, delayMs) => {
        if (this.connection.isAgentUp(node)) this.connection.connectAfter(node, delayMs);
      },
      expired: (node) => this.connection.loseCredentials(node),
    });
    this.hybrid = new HybridNodes(simulation, () => this.connection);
    this.connection = new Connection(simulation, this.credentials, (node) => this.hybrid.mayRegister(node));
    this.power = new Power(simulation, this.credentials, this.connection);
    this.statusChecks = new StatusChecks(simulation);
    this.endpoints = new VpcEndpoints(simulation, this.access, this.connection);
    simulation.facts.of(nodeFacts).powerRequested.listen((node, action, by) => this.act(node, action, by));
  }

  /** The world at `start`: nodes whose prerequisites hold are registered and Online. */
  start(): void {
    const { fleet } = this.simulation;
    this.hybrid.clear();
    this.credentials.clear();
    this.connection.clear();
    this.power.clear();
    this.statusChecks.clear();
    this.endpoints.clear();
    for (const cohort of fleet.cohorts) {
      const { group } = cohort;
      const isHereAtStart = group.joins === undefined && cohort.key === group.name;
      if (!isHereAtStart) continue;
      for (let node = cohort.first; node < cohort.first + cohort.count; node += 1) {
        this.power.switchOn(node);
        this.connection.placeAtStart(node, group.registered);
        if (group.hybridActivation !== null) this.hybrid.placeAtStart(node);
      }
    }
    this.hybrid.schedule();
  }

  /** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/UsingAlarmActions.html, and the calls of EC2 of the same names. */
  private act(node: number, action: string, by: string): void {
    const occurrence = epochMinute(this.simulation.kernel.nowMs);
    if (action === 'start') this.power.start(node, { id: by, occurrence });
    else if (action === 'stop') this.power.stop(node);
    else if (action === 'terminate') this.power.terminate(node);
    else {
      // Recovery moves the instance to another host, and reboots it there.
      if (action === 'recover') this.statusChecks.repair(node, 'system');
      this.power.reboot(node, { id: by, source: by, occurrence, by: 'fault' });
    }
  }

  isImpaired(node: number, check: StatusCheck): boolean {
    return this.statusChecks.isImpaired(node, check);
  }

  // --- calls that change the surroundings of nodes ---------------------------------------------------------------

  createEndpoint(request: EndpointRequest, action: Action): string | null {
    return this.endpoints.create(request, action);
  }

  /** Default Host Management: the new role reaches each node after a while of its own. */
  setHostRole(role: InstanceProfile, { id, account = '' }: Action): void {
    const { fleet, facts } = this.simulation;
    this.access.setHostRole(account, role);
    facts.of(nodeFacts).settingChanged.tell('default host management role', role.name, account);
    for (const { group, first, count } of fleet.cohorts) {
      if (group.hybridActivation !== null || (group.account ?? '') !== account) continue;
      for (let node = first; node < first + count; node += 1) {
        this.credentials.changeHostRole(node, { id, occurrence: 0 });
      }
    }
  }

  // --- what others may see -------------------------------------------------------------------------------------

  /** What each profile lets a node do. */
  get access(): AccessTable {
    return this.credentials.access;
  }

  profileOf(node: number): InstanceProfile | null {
    return this.access.profiles[this.simulation.fleet.profileOf(node)] ?? null;
  }

  permissionsOf(node: number): InstanceProfile | null {
    return this.credentials.accessOf(node).profile;
  }

  leadsTo(node: number, endpoint: EndpointName): boolean {
    return endpointReachable(this.access.subnetOf(this.simulation.fleet.groupOf(node)), endpoint);
  }

  isOfStandardTier(node: number): boolean {
    return this.hybrid.isOfStandardTier(node);
  }

  pingStatus(node: number): 'Online' | 'ConnectionLost' | null {
    return this.connection.pingStatus(node);
  }

  /** A machine that never registered and is rebooting, or lost, lacks what it lacked when it was up. */
  unmanagedCauseOf(node: number): NodeCause | null {
    if (this.pingStatus(node) !== null) return null;
    const state = this.stateOf(node);
    const machine = state.machine === 'down' ? 'up' : state.machine;
    return firstOf(missingToBeManaged({ ...state, machine }, this.credentials.accessOf(node)));
  }

  awaySince(node: number, journal: readonly JournalEntry[]): string | null {
    const ping = this.pingStatus(node);
    const silentMs = this.simulation.fleet.silentSinceMs(node);
    if (ping !== null) return Number.isFinite(silentMs) ? isoTime(silentMs) : null;
    const { nodeStopped, nodeTerminated, nodeLaunched, nodeDeregistered } = nodeFacts.kinds;
    const leaving = [nodeStopped, nodeTerminated, nodeLaunched, nodeDeregistered].map(({ name }) => name);
    return journal.findLast(({ event }) => leaving.includes(event))?.at ?? null;
  }

  reachesService(node: number): boolean {
    return !this.simulation.fleet.isNetworkCut(node) && this.credentials.accessOf(node).reachesService;
  }

  isReachable(node: number): boolean {
    return this.simulation.fleet.isPinging(node) && this.credentials.accessOf(node).takesCommands;
  }

  patchingObstacle(node: number): PatchingObstacle | null {
    return this.credentials.accessOf(node).patchingObstacle;
  }

  prerequisiteCause(node: number): NodeCause | null {
    return firstOf(missingToBeManaged(this.stateOf(node), this.credentials.accessOf(node)));
  }

  patchingCause(node: number): NodeCause | null {
    return firstOf(missingToBePatched(this.stateOf(node), this.credentials.accessOf(node)));
  }

  absenceCause(node: number): NodeCause | null {
    return absenceCause({ machine: this.machineOf(node) });
  }

  missingPrerequisites(node: number): readonly NodeCause[] {
    const state = this.stateOf(node);
    const access = this.credentials.accessOf(node);
    return [...missingToBeManaged(state, access), ...missingToBePatched(state, access)];
  }

  private machineOf(node: number): NodeState['machine'] {
    return machineStates.get(this.simulation.fleet.powerOf(node)) ?? 'up';
  }

  private stateOf(node: number): NodeState {
    const { fleet } = this.simulation;
    return {
      machine: this.machineOf(node),
      isAgentRunning: fleet.agentOf(node) === agentState.running,
      hasCredentials: fleet.hasCredentials(node),
      activationBlock: this.hybrid.blockOf(node),
      isNetworkCut: fleet.isNetworkCut(node),
      isListed: fleet.isListed(node),
    };
  }
}

const machineStates: ReadonlyMap<number, NodeState['machine']> = new Map([
  [power.notLaunched, 'not launched'],
  [power.running, 'up'],
  [power.rebooting, 'down'],
  [power.lost, 'down'],
  [power.stopped, 'stopped'],
  [power.terminated, 'terminated'],
]);

function firstOf(causes: Iterable<NodeCause>): NodeCause | null {
  for (const cause of causes) return cause;
  return null;
}
