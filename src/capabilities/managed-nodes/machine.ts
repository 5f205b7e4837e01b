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
import type { EventType } from '../../kernel/kernel.ts';
import type { Action } from '../../world/actions.ts';
import type { FleetGroup } from '../../world/fleet.ts';
import type { Activation, InstanceProfile } from '../../world/identity.ts';
import type { EndpointName } from '../../world/network.ts';
import { power } from '../../world/node-records.ts';
import { isoTime } from '../../world/time.ts';
import type { AccessTable } from './access.ts';
import { Activations } from './activations.ts';
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
import { Power } from './power.ts';
import { endpointReachable } from './rules.ts';
import {
  type ActivationBlock,
  absenceCause,
  missingToBeManaged,
  missingToBePatched,
  type NodeState,
} from './rules-prerequisites.ts';
import { StatusChecks } from './status-checks.ts';
import { InstanceTiers } from './tiers.ts';

/** For the links of `explain` and the remedies in this folder. */
export const managedNodesView = view<ManagedNodes>('managed-nodes, whole');

export class ManagedNodes implements NodesView, Managed {
  readonly activations: Activations;
  readonly credentials: Credentials;
  readonly connection: Connection;
  readonly power: Power;
  readonly statusChecks: StatusChecks;
  readonly tiers: InstanceTiers;
  private readonly endpoints: VpcEndpoints;
  /** Until a new activation lets them in again. */
  private readonly deregistered = new Set<number>();
  private readonly simulation: Simulation;
  /**
   * Why an activation refused a node when the node first tried to register: what happens to the activation later, such
   * as its expiry, does not change why this node is not managed.
   */
  private readonly refusals = new Map<number, Refusal>();
  /** Nodes whose activation does not exist yet. */
  private readonly awaitActivation = new Set<number>();
  private readonly activationOpened: EventType;

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    const { kernel, scenario, views } = simulation;
    views.provide(nodesView, this);
    views.provide(managedView, this);
    views.provide(managedNodesView, this);
    this.activations = new Activations(scenario.activations);
    this.credentials = new Credentials(simulation, {
      retryAfter: (node, delayMs) => {
        if (this.connection.isAgentUp(node)) this.connection.connectAfter(node, delayMs);
      },
      expired: (node) => this.connection.loseCredentials(node),
    });
    this.connection = new Connection(simulation, this.credentials, (node) => this.mayRegister(node));
    this.power = new Power(simulation, this.credentials, this.connection);
    this.statusChecks = new StatusChecks(simulation);
    this.endpoints = new VpcEndpoints(simulation, this.access, this.connection);
    const { settingChanged } = simulation.facts.of(nodeFacts);
    this.tiers = new InstanceTiers(simulation, (account, tier) => {
      settingChanged.tell('activation tier', tier, account);
    });
    simulation.facts.of(nodeFacts).powerRequested.listen((node, action, by) => this.act(node, action, by));
    this.activationOpened = kernel.on('managed-nodes/activation-opened', (groupIndex) =>
      this.registerWaiting(groupIndex),
    );
  }

  /** The world at `start`: nodes whose prerequisites hold are registered and Online. */
  start(): void {
    const { fleet, scenario, kernel } = this.simulation;
    this.activations.clear();
    this.awaitActivation.clear();
    this.refusals.clear();
    this.credentials.clear();
    this.connection.clear();
    this.power.clear();
    this.statusChecks.clear();
    this.endpoints.clear();
    this.tiers.clear();
    this.deregistered.clear();
    for (const cohort of fleet.cohorts) {
      const { group } = cohort;
      const isHereAtStart = group.joins === undefined && cohort.key === group.name;
      if (!isHereAtStart) continue;
      for (let node = cohort.first; node < cohort.first + cohort.count; node += 1) {
        this.power.switchOn(node);
        this.connection.placeAtStart(node, group.registered);
        if (group.hybridActivation === null) continue;
        if (fleet.isRegistered(node)) this.tiers.count(group.account ?? '', 1);
        else this.awaitActivation.add(node);
      }
    }
    scenario.fleet.forEach(({ hybridActivation }, groupIndex) => {
      const activation = hybridActivation === null ? undefined : this.activations.find(hybridActivation);
      if (activation === undefined) return;
      kernel.schedule(Math.max(scenario.startMs, activation.createdMs), this.activationOpened, groupIndex);
    });
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

  // --- hybrid activations --------------------------------------------------------------------------------------

  /** CreateActivation: nodes of its account that wait for it register at once, those that were deregistered too. */
  openActivation(activation: Activation, account: string): void {
    const { fleet, scenario } = this.simulation;
    const isIts = (group: FleetGroup): boolean =>
      group.hybridActivation === activation.name && (group.account ?? '') === account;
    if (!scenario.fleet.some(isIts)) return;
    this.activations.add(activation);
    // A new activation of the same name: nodes that the former refused may try again.
    for (const node of this.refusals.keys()) if (isIts(fleet.groupOf(node))) this.refusals.delete(node);
    for (const node of this.deregistered) {
      if (!isIts(fleet.groupOf(node))) continue;
      this.deregistered.delete(node);
      this.awaitActivation.add(node);
    }
    scenario.fleet.forEach((group, groupIndex) => {
      if (isIts(group)) this.registerWaiting(groupIndex);
    });
  }

  /** What AWS answers if it refuses: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DeregisterManagedInstance.html */
  deregister(node: number, by: string): 'InvalidInstanceId' | null {
    const { fleet, facts } = this.simulation;
    const { hybridActivation, account = '' } = fleet.groupOf(node);
    if (hybridActivation === null || !fleet.isRegistered(node)) return 'InvalidInstanceId';
    this.deregistered.add(node);
    this.tiers.count(account, -1);
    this.connection.deregister(node);
    facts.of(nodeFacts).nodeDeregistered.tell(node, by);
    return null;
  }

  isOfStandardTier(node: number): boolean {
    const { hybridActivation, account = '' } = this.simulation.fleet.groupOf(node);
    return hybridActivation !== null && this.tiers.of(account) === 'standard';
  }

  isDeregistered(node: number): boolean {
    return this.deregistered.has(node);
  }

  /** In order of number, until limit or expiry. */
  private registerWaiting(groupIndex: number): void {
    const { fleet } = this.simulation;
    for (const cohort of fleet.cohorts) {
      if (cohort.groupIndex !== groupIndex) continue;
      for (let node = cohort.first; node < cohort.first + cohort.count; node += 1) {
        if (this.awaitActivation.delete(node)) this.connection.tryToConnect(node);
      }
    }
  }

  /** Its activation lets it in, and hands it its tags; an EC2 instance needs none. */
  private mayRegister(node: number): boolean {
    const { fleet, facts } = this.simulation;
    const { hybridActivation: name, account = '' } = fleet.groupOf(node);
    if (name === null) return true;
    const block = this.registrationBlock(node, name, account);
    if (block === 'CREDENTIALS_PENDING') this.awaitActivation.add(node);
    else if (block === 'DEREGISTERED') return false;
    else if (block !== null) {
      if (!this.refusals.has(node)) this.refusals.set(node, block);
      facts.of(nodeFacts).registrationRefused.tell(node, block);
    }
    if (block !== null) return false;
    this.tiers.count(account, 1);
    const { tags } = this.activations.use(name);
    if (Object.keys(tags).length > 0) {
      fleet.tagChanges.set(node, { ...fleet.tagsOf(node), ...tags });
      facts.of(nodeFacts).tagsChanged.tell(node);
    }
    return true;
  }

  /** The activation first: what AWS checks of the account comes after the code. */
  private registrationBlock(node: number, name: string, account: string): ActivationBlock | null {
    if (this.deregistered.has(node)) return 'DEREGISTERED';
    const block = this.activations.block(name, this.simulation.kernel.nowMs);
    return block === null && this.tiers.isFull(account) ? 'TIER_FULL' : block;
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
      activationBlock: this.activationBlock(node),
      isNetworkCut: fleet.isNetworkCut(node),
      isListed: fleet.isListed(node),
    };
  }

  private activationBlock(node: number): NodeState['activationBlock'] {
    const { fleet } = this.simulation;
    const { hybridActivation, account = '' } = fleet.groupOf(node);
    if (hybridActivation === null || fleet.isRegistered(node)) return null;
    return this.refusals.get(node) ?? this.registrationBlock(node, hybridActivation, account);
  }
}

type Refusal = 'ACTIVATION_EXPIRED' | 'ACTIVATION_FULL' | 'TIER_FULL';

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
