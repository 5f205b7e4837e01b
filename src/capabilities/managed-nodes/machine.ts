/**
 * Managed nodes: who is launched, who registers, whose heartbeats arrive, and what happens to all that when an agent
 * stops, a profile goes or a machine reboots. No event is spent on a heartbeat: silence has a beginning, the rest is
 * arithmetic.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-troubleshooting-managed-nodes.html
 */
import type { EventType } from '../../kernel/kernel.ts';
import { power } from '../../world/fleet-state.ts';
import type { Activation } from '../../world/identity.ts';
import type { RebootCause } from '../events.ts';
import {
  type Cause,
  CohortStreams,
  type NodesView,
  type PatchingObstacle,
  type Simulation,
} from '../simulation.ts';
import { type Access, AccessTable } from './access.ts';
import { Activations } from './activations.ts';
import { connectionLostAtMs, lastPingAtOrBefore, nextHibernationPingMs } from './rules-silence.ts';

/** What names the draws of a change: a fault's or action's id, and which of its arrivals. */
export interface Change {
  readonly id: string;
  readonly occurrence: number;
}

const agentStopped = 0;
const agentRunning = 1;
/** Not running at the start: unlike one that a fault stopped, it does not start with the machine. */
const agentDisabled = 2;

export class ManagedNodes implements NodesView {
  readonly access: AccessTable;
  readonly activations: Activations;
  private readonly simulation: Simulation;
  private readonly onlineSinceMs: Float64Array;
  /** Agents that found no network when they started, and since when. */
  private readonly hibernatedSinceMs = new Map<number, number>();
  private readonly phases: CohortStreams;
  /** By purpose, then by what caused the draw. */
  private readonly streams = new Map<string, Map<string, CohortStreams>>();
  private readonly connectDue: EventType;
  private readonly credentialsExpired: EventType;
  private readonly bootDue: EventType;
  private readonly activationOpened: EventType;

  constructor(simulation: Omit<Simulation, 'nodes'>) {
    this.simulation = simulation as Simulation;
    const { kernel, scenario, fleet, facts } = this.simulation;
    this.access = new AccessTable(scenario);
    this.activations = new Activations(scenario.activations);
    this.onlineSinceMs = new Float64Array(fleet.count);
    this.phases = new CohortStreams(this.simulation, 'managed-nodes/heartbeat');
    const onEpoch = (name: string, handle: (node: number) => void) =>
      kernel.on(name, (node, epoch) => {
        if (fleet.epoch[node] === epoch) handle(node);
      });
    this.connectDue = onEpoch('managed-nodes/connection-due', (node) => this.tryToConnect(node));
    this.bootDue = onEpoch('managed-nodes/boot-due', (node) => this.finishReboot(node));
    this.credentialsExpired = kernel.on('managed-nodes/credentials-expired', (node) =>
      this.expireCredentials(node),
    );
    this.activationOpened = kernel.on('managed-nodes/activation-opened', (groupIndex) =>
      this.registerHybrids(groupIndex),
    );
    facts.rebootRequested.listen((node, cause) => this.reboot(node, cause));
  }

  /** The world at `start`: nodes whose prerequisites hold are registered and Online. */
  start(): void {
    const { fleet, scenario, kernel } = this.simulation;
    this.activations.clear();
    this.hibernatedSinceMs.clear();
    this.onlineSinceMs.fill(scenario.startMs);
    for (const cohort of fleet.cohorts) {
      const { group, groupIndex } = cohort;
      if (cohort.numberBase > 0 || group.joins !== undefined || cohort.key !== group.name) continue;
      for (let node = cohort.first; node < cohort.first + cohort.count; node += 1) this.placeAtStart(node);
      if (group.hybridActivation === null) continue;
      const activation = this.activations.find(group.hybridActivation);
      if (activation === undefined) continue;
      kernel.schedule(Math.max(scenario.startMs, activation.createdMs), this.activationOpened, groupIndex);
    }
  }

  private placeAtStart(node: number): void {
    const { fleet, scenario } = this.simulation;
    const { group, groupIndex } = fleet.cohortOf(node);
    fleet.power[node] = power.running;
    fleet.agentRunning[node] = this.drawAgentRunning(node) ? agentRunning : agentDisabled;
    fleet.silentSinceMs[node] = Number.NEGATIVE_INFINITY;
    if (group.hybridActivation !== null) {
      fleet.profile[node] = this.access.hybridProfile;
      if (group.registered) this.registerAtStart(node);
      return;
    }
    fleet.profile[node] = this.access.profileIndex(group.instanceProfile);
    const access = this.access.of(groupIndex, fleet.profile[node]!);
    const holds =
      fleet.agentRunning[node] === agentRunning &&
      access.credentialCause === null &&
      access.networkCause === null;
    if (access.credentialCause === null) fleet.hasCredentials[node] = 1;
    if (holds) {
      fleet.registered[node] = 1;
      fleet.silentSinceMs[node] = Number.POSITIVE_INFINITY;
    } else {
      if (group.registered) fleet.registered[node] = 1;
      if (access.networkCause !== null) this.hibernatedSinceMs.set(node, scenario.startMs);
    }
  }

  private registerAtStart(node: number): void {
    const { fleet } = this.simulation;
    const { groupIndex } = fleet.cohortOf(node);
    fleet.registered[node] = 1;
    fleet.hasCredentials[node] = 1;
    const access = this.access.of(groupIndex, fleet.profile[node]!);
    const holds = fleet.agentRunning[node] === agentRunning && access.networkCause === null;
    fleet.silentSinceMs[node] = holds ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  }

  private drawAgentRunning(node: number): boolean {
    const { runningShare } = this.simulation.fleet.groupOf(node).agent;
    return runningShare >= 1 || this.streamsOf('managed-nodes/agent-running').uniform(node, 0) < runningShare;
  }

  // --- what others may see -------------------------------------------------------------------------------------

  pingStatus(node: number): 'Online' | 'ConnectionLost' | null {
    const { fleet, kernel } = this.simulation;
    if (fleet.isPinging(node)) return 'Online';
    const state = fleet.power[node]!;
    if (fleet.registered[node] === 0) return null;
    if (state === power.stopped || state === power.terminated || state === power.notLaunched) return null;
    return kernel.nowMs < this.connectionLostAt(node) ? 'Online' : 'ConnectionLost';
  }

  private connectionLostAt(node: number): number {
    const { fleet, groupModels } = this.simulation;
    const silentSinceMs = fleet.silentSinceMs[node]!;
    if (silentSinceMs === Number.NEGATIVE_INFINITY) return silentSinceMs;
    const { heartbeatMs, missedHeartbeats } = groupModels[fleet.cohortOf(node).groupIndex]!;
    return connectionLostAtMs(this.lastPingMs(node, silentSinceMs), heartbeatMs, missedHeartbeats);
  }

  /** The agent pings when it comes online, and from then on in its own rhythm. */
  private lastPingMs(node: number, atMs: number): number {
    const { fleet, groupModels, scenario } = this.simulation;
    const { heartbeatMs } = groupModels[fleet.cohortOf(node).groupIndex]!;
    const phaseMs = Math.floor(this.phases.uniform(node, 0) * heartbeatMs);
    const onlineSinceMs = this.onlineSinceMs[node]!;
    const wasOnlineBefore = onlineSinceMs === scenario.startMs;
    const firstMs = onlineSinceMs + phaseMs - (wasOnlineBefore ? heartbeatMs : 0);
    return lastPingAtOrBefore(atMs, firstMs, heartbeatMs) ?? onlineSinceMs;
  }

  isReachable(node: number): boolean {
    const { fleet } = this.simulation;
    return fleet.isPinging(node) && this.accessOf(node).messageCause === null;
  }

  prerequisiteCause(node: number): Cause | null {
    const { fleet, kernel } = this.simulation;
    const state = fleet.power[node]!;
    if (state === power.notLaunched) return 'NOT_LAUNCHED';
    if (state === power.terminated) return 'TERMINATED';
    if (state === power.stopped) return 'STOPPED';
    if (state !== power.running) return null;
    if (fleet.agentRunning[node] !== agentRunning) return 'AGENT_STOPPED';
    const { group } = fleet.cohortOf(node);
    const access = this.accessOf(node);
    if (group.hybridActivation !== null && fleet.registered[node] === 0) {
      const block = this.activations.block(group.hybridActivation, kernel.nowMs);
      if (block !== null) return block;
    }
    if (fleet.hasCredentials[node] === 0) {
      if (access.credentialCause !== null) return access.credentialCause;
      if (group.hybridActivation === null) return 'CREDENTIALS_PENDING';
    }
    if (fleet.networkCut[node] === 1) return 'NO_ROUTE';
    if (access.networkCause !== null) return access.networkCause;
    if (access.messageCause !== null) return access.messageCause;
    return fleet.registered[node] === 0 ? 'CREDENTIALS_PENDING' : null;
  }

  patchingObstacle(node: number): PatchingObstacle | null {
    return this.accessOf(node).patchingObstacle;
  }

  private accessOf(node: number): Access {
    const { fleet } = this.simulation;
    return this.access.of(fleet.cohortOf(node).groupIndex, fleet.profile[node]!);
  }

  // --- connection ----------------------------------------------------------------------------------------------

  private fallSilent(node: number, reason: string): void {
    const { fleet, kernel, facts } = this.simulation;
    if (!fleet.isPinging(node)) return;
    fleet.silentSinceMs[node] = kernel.nowMs;
    facts.nodeSilent.tell(node, reason);
  }

  private comeOnline(node: number): void {
    const { fleet, kernel, facts } = this.simulation;
    if (fleet.isPinging(node)) return;
    const isNew = fleet.registered[node] === 0;
    fleet.registered[node] = 1;
    fleet.hasCredentials[node] = 1;
    fleet.silentSinceMs[node] = Number.POSITIVE_INFINITY;
    this.onlineSinceMs[node] = kernel.nowMs;
    this.hibernatedSinceMs.delete(node);
    if (isNew) facts.nodeRegistered.tell(node);
    facts.nodeOnline.tell(node);
  }

  /** The agent has started, or tries again: it goes as far as its prerequisites let it. */
  private tryToConnect(node: number): void {
    const { fleet, kernel, facts } = this.simulation;
    if (!fleet.isUp(node) || fleet.agentRunning[node] !== agentRunning) return;
    const { group } = fleet.cohortOf(node);
    const access = this.accessOf(node);
    if (fleet.networkCut[node] === 1 || access.networkCause !== null) {
      if (!this.hibernatedSinceMs.has(node)) this.hibernatedSinceMs.set(node, kernel.nowMs);
      return;
    }
    if (access.credentialCause !== null) {
      fleet.hasCredentials[node] = 0;
      return;
    }
    if (group.hybridActivation !== null && fleet.registered[node] === 0) {
      const block = this.activations.block(group.hybridActivation, kernel.nowMs);
      if (block !== null) {
        facts.registrationRefused.tell(node, block);
        return;
      }
      this.activations.use(group.hybridActivation);
    }
    this.comeOnline(node);
  }

  private connectAfter(node: number, delayMs: number): void {
    const { fleet, kernel } = this.simulation;
    kernel.schedule(kernel.nowMs + delayMs, this.connectDue, node, fleet.epoch[node]!);
  }

  /** What the agent was waiting for no longer counts. A reboot under way goes on. */
  private forgetTimers(node: number): void {
    const { fleet } = this.simulation;
    if (fleet.isUp(node)) fleet.epoch[node]! += 1;
  }

  /** CreateActivation: nodes that wait for it register at once. */
  openActivation(activation: Activation): void {
    const { scenario } = this.simulation;
    this.activations.add(activation);
    scenario.fleet.forEach((group, groupIndex) => {
      if (group.hybridActivation === activation.name) this.registerHybrids(groupIndex);
    });
  }

  /** In order of number, until limit or expiry. */
  private registerHybrids(groupIndex: number): void {
    const { fleet } = this.simulation;
    for (const cohort of fleet.cohorts) {
      if (cohort.groupIndex !== groupIndex) continue;
      for (let node = cohort.first; node < cohort.first + cohort.count; node += 1) {
        if (!fleet.isPinging(node)) this.tryToConnect(node);
      }
    }
  }

  // --- changes that faults and operators make ------------------------------------------------------------------

  stopAgent(node: number): void {
    const { fleet, facts } = this.simulation;
    if (fleet.agentRunning[node] !== agentRunning) return;
    fleet.agentRunning[node] = agentStopped;
    this.forgetTimers(node);
    if (fleet.isUp(node)) this.fallSilent(node, 'agent stopped');
    facts.agentStopped.tell(node);
  }

  startAgent(node: number): void {
    const { fleet, facts } = this.simulation;
    if (fleet.agentRunning[node] === agentRunning) return;
    fleet.agentRunning[node] = agentRunning;
    this.forgetTimers(node);
    facts.agentStarted.tell(node);
    this.tryToConnect(node);
  }

  /** An agent that restarts looks for credentials and the network at once. */
  restartAgent(node: number): void {
    this.stopAgent(node);
    this.startAgent(node);
  }

  detachProfile(node: number, change: Change): void {
    this.setProfile(node, -1, change);
  }

  attachProfile(node: number, profileIndex: number, change: Change): void {
    this.setProfile(node, profileIndex, change);
  }

  /** What a fault's attachProfile means when it names none. */
  defaultProfileIndex(node: number): number {
    const { instanceProfile } = this.simulation.fleet.groupOf(node);
    return this.access.profileIndex(instanceProfile ?? 'AmazonSSMManagedInstanceCore');
  }

  private setProfile(node: number, profileIndex: number, change: Change): void {
    const { fleet, kernel, facts, groupModels } = this.simulation;
    const { group, groupIndex } = fleet.cohortOf(node);
    if (group.hybridActivation !== null || fleet.profile[node] === profileIndex) return;
    fleet.profile[node] = profileIndex;
    facts.profileChanged.tell(node, this.access.profiles[profileIndex]?.name ?? 'none');
    const model = groupModels[groupIndex]!;
    const access = this.accessOf(node);
    const ordinal = fleet.ordinalOf(node);
    if (access.credentialCause !== null) {
      // Credentials that the agent already holds are good for a while.
      if (fleet.hasCredentials[node] === 0) return;
      const stream = this.streamsOf('managed-nodes/credential-validity', change.id).of(node);
      const delayMs = model.credentialValidity.durationMs(stream, ordinal, change.occurrence);
      kernel.schedule(kernel.nowMs + delayMs, this.credentialsExpired, node);
      return;
    }
    if (fleet.hasCredentials[node] === 1 || fleet.agentRunning[node] !== agentRunning || !fleet.isUp(node))
      return;
    const stream = this.streamsOf('managed-nodes/credential-retry', change.id).of(node);
    const wait = access.isManagedByDefault ? model.defaultHostManagement : model.credentialRetry;
    this.connectAfter(node, wait.durationMs(stream, ordinal, change.occurrence));
  }

  private expireCredentials(node: number): void {
    const { fleet } = this.simulation;
    if (this.accessOf(node).credentialCause === null || fleet.hasCredentials[node] === 0) return;
    fleet.hasCredentials[node] = 0;
    if (fleet.isUp(node)) this.fallSilent(node, 'credentials expired');
  }

  cutNetwork(node: number): void {
    const { fleet, facts } = this.simulation;
    if (fleet.networkCut[node] === 1) return;
    fleet.networkCut[node] = 1;
    this.forgetTimers(node);
    if (fleet.isUp(node)) this.fallSilent(node, 'network cut');
    facts.networkChanged.tell(node, 'cut');
  }

  /** An agent that was connected pings at its next heartbeat; one that hibernates when it next tries. */
  restoreNetwork(node: number): void {
    const { fleet, kernel, facts, groupModels } = this.simulation;
    if (fleet.networkCut[node] === 0) return;
    fleet.networkCut[node] = 0;
    facts.networkChanged.tell(node, 'restored');
    if (!fleet.isUp(node) || fleet.agentRunning[node] !== agentRunning) return;
    const { nowMs } = kernel;
    const hibernatedSinceMs = this.hibernatedSinceMs.get(node);
    if (hibernatedSinceMs !== undefined) {
      this.connectAfter(node, nextHibernationPingMs(hibernatedSinceMs, nowMs) - nowMs);
      return;
    }
    const { heartbeatMs } = groupModels[fleet.cohortOf(node).groupIndex]!;
    this.connectAfter(node, Math.max(0, this.lastPingMs(node, nowMs) + heartbeatMs - nowMs));
  }

  // --- power ---------------------------------------------------------------------------------------------------

  launch(node: number, change: Change): void {
    const { fleet, facts, kernel } = this.simulation;
    if (fleet.power[node] !== power.notLaunched) return;
    const { group } = fleet.cohortOf(node);
    fleet.power[node] = power.running;
    fleet.silentSinceMs[node] = kernel.nowMs;
    fleet.agentRunning[node] = this.drawAgentRunning(node) ? agentRunning : agentDisabled;
    const isHybrid = group.hybridActivation !== null;
    fleet.profile[node] = isHybrid
      ? this.access.hybridProfile
      : this.access.profileIndex(group.instanceProfile);
    facts.nodeLaunched.tell(node);
    this.registerAfterBoot(node, change);
  }

  private registerAfterBoot(node: number, change: Change): void {
    const { fleet, groupModels } = this.simulation;
    const { groupIndex } = fleet.cohortOf(node);
    const model = groupModels[groupIndex]!;
    const ordinal = fleet.ordinalOf(node);
    const stream = this.streamsOf('managed-nodes/registration', change.id).of(node);
    let delayMs = model.registration.durationMs(stream, ordinal, change.occurrence);
    if (this.accessOf(node).isManagedByDefault && fleet.registered[node] === 0) {
      const dhmc = this.streamsOf('managed-nodes/default-host-management', change.id).of(node);
      delayMs += model.defaultHostManagement.durationMs(dhmc, ordinal, change.occurrence);
    }
    this.connectAfter(node, delayMs);
  }

  stop(node: number): void {
    const { fleet, facts } = this.simulation;
    const state = fleet.power[node]!;
    if (state !== power.running && state !== power.rebooting && state !== power.lost) return;
    this.fallSilent(node, 'stopped');
    const wasUp = state === power.running;
    fleet.power[node] = power.stopped;
    fleet.epoch[node]! += 1;
    if (wasUp) facts.nodeWentDown.tell(node, 'stopped');
    facts.nodeStopped.tell(node);
  }

  startNode(node: number, change: Change): void {
    const { fleet, facts } = this.simulation;
    if (fleet.power[node] !== power.stopped) return;
    fleet.epoch[node]! += 1;
    if (!this.boot(node, 'start')) return;
    facts.nodeStarted.tell(node);
    this.registerAfterBoot(node, change);
  }

  terminate(node: number): void {
    const { fleet, facts } = this.simulation;
    const state = fleet.power[node]!;
    if (state === power.terminated || state === power.notLaunched) return;
    this.fallSilent(node, 'terminated');
    fleet.power[node] = power.terminated;
    fleet.epoch[node]! += 1;
    if (state === power.running) facts.nodeWentDown.tell(node, 'terminated');
    facts.nodeTerminated.tell(node);
  }

  reboot(node: number, cause: RebootCause): void {
    const { fleet, kernel, facts, groupModels } = this.simulation;
    if (!fleet.isUp(node)) return;
    const model = groupModels[fleet.cohortOf(node).groupIndex]!;
    this.fallSilent(node, 'rebooting');
    fleet.power[node] = power.rebooting;
    fleet.epoch[node]! += 1;
    fleet.rebootCount[node]! += 1;
    if (this.isLostAtReboot(node, cause)) fleet.breaksAtBoot[node] = 1;
    facts.nodeWentDown.tell(node, cause.by === 'patching' ? `patching ${cause.id}` : 'rebooting');
    const stream = this.streamsOf('managed-nodes/reboot', cause.source).of(node);
    const delayMs = model.reboot.durationMs(stream, fleet.ordinalOf(node), cause.occurrence);
    kernel.schedule(kernel.nowMs + delayMs, this.bootDue, node, fleet.epoch[node]!);
  }

  private isLostAtReboot(node: number, cause: RebootCause): boolean {
    const { fleet, groupModels } = this.simulation;
    const { rebootFails } = groupModels[fleet.cohortOf(node).groupIndex]!;
    if (rebootFails === 0) return false;
    return (
      this.streamsOf('managed-nodes/reboot-fails', cause.source).uniform(node, cause.occurrence) < rebootFails
    );
  }

  private finishReboot(node: number): void {
    if (!this.boot(node, 'reboot')) return;
    this.tryToConnect(node);
  }

  /** False: it does not come up, and nobody hears of it again. */
  private boot(node: number, reason: string): boolean {
    const { fleet, facts } = this.simulation;
    if (fleet.breaksAtBoot[node] === 1) {
      fleet.power[node] = power.lost;
      facts.nodeLost.tell(node, reason);
      return false;
    }
    fleet.power[node] = power.running;
    if (fleet.agentRunning[node] === agentStopped) fleet.agentRunning[node] = agentRunning;
    facts.nodeBooted.tell(node, reason);
    return true;
  }

  private streamsOf(purpose: string, id = ''): CohortStreams {
    let byId = this.streams.get(purpose);
    if (byId === undefined) {
      byId = new Map();
      this.streams.set(purpose, byId);
    }
    let streams = byId.get(id);
    if (streams === undefined) {
      streams = new CohortStreams(this.simulation, purpose, id);
      byId.set(id, streams);
    }
    return streams;
  }
}
