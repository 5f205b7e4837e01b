/**
 * The connection of each node: heartbeats, silence, and how an agent finds its way back. No event is spent on a
 * heartbeat: silence has a beginning, the rest is arithmetic.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/ssm-agent-technical-details.html
 */

import type { FactsIn } from '../../capability/facts.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { CohortStreams } from '../../capability/streams.ts';
import type { EventType } from '../../kernel/kernel.ts';
import type { Credentials } from './credentials.ts';
import { nodeFacts } from './events.ts';
import { agentModels } from './model.ts';
import { connectionLostAtMs, lastPingAtOrBefore, nextHibernationPingMs } from './rules-silence.ts';

/** What `fleet.agentRunning` holds. */
export const agentState = {
  stopped: 0,
  running: 1,
  /** Not running at the start: unlike one that a fault stopped, it does not start with the machine. */
  disabled: 2,
  /** Its disk is full: nothing starts it until there is room. */
  diskFull: 3,
} as const;

export class Connection {
  private readonly simulation: Simulation;
  private readonly facts: FactsIn<typeof nodeFacts>;
  private readonly models: ReturnType<typeof agentModels>;
  private readonly credentials: Credentials;
  private readonly mayRegister: (node: number) => boolean;
  /** Agents that found no network when they started, and since when. */
  private readonly hibernatedSinceMs = new Map<number, number>();
  private readonly phases: CohortStreams;
  private readonly connectDue: EventType;

  /** `mayRegister`: whether an activation lets a node in that has never been registered. */
  constructor(simulation: Simulation, credentials: Credentials, mayRegister: (node: number) => boolean) {
    this.simulation = simulation;
    this.facts = simulation.facts.of(nodeFacts);
    this.models = agentModels(simulation);
    this.credentials = credentials;
    this.mayRegister = mayRegister;
    const { fleet, kernel } = simulation;
    this.phases = new CohortStreams(simulation, 'managed-nodes/heartbeat');
    this.connectDue = kernel.on('managed-nodes/connection-due', (node, epoch) => {
      if (fleet.epochOf(node) === epoch) this.tryToConnect(node);
    });
  }

  clear(): void {
    this.hibernatedSinceMs.clear();
  }

  /** As it has long been at `start`: its prerequisites hold, or they do not. */
  placeAtStart(node: number, wasRegistered: boolean): void {
    const { fleet, scenario } = this.simulation;
    fleet.setSilentSince(node, Number.NEGATIVE_INFINITY);
    const hasCredentials = this.credentials.acquire(node);
    const { reachesService } = this.credentials.accessOf(node);
    const isHybrid = fleet.groupOf(node).hybridActivation !== null;
    const isRunning = fleet.agentOf(node) === agentState.running;
    const isOnline = isRunning && hasCredentials && reachesService && (!isHybrid || wasRegistered);
    if (isRunning && !reachesService) this.hibernatedSinceMs.set(node, scenario.startMs);
    if (!isOnline && !wasRegistered) return;
    fleet.setRegistered(node, true);
    fleet.setListed(node, true);
    if (!isOnline) return;
    fleet.setStartedUp(node, true);
    fleet.setSilentSince(node, Number.POSITIVE_INFINITY);
  }

  /**
   * Stopped and terminated EC2 instances are left out of the list; they come back with the first ping after a start.
   * A machine in a data centre can only fall silent.
   */
  pingStatus(node: number): 'Online' | 'ConnectionLost' | null {
    const { fleet, kernel } = this.simulation;
    if (fleet.isPinging(node)) return 'Online';
    if (!fleet.isListed(node)) return null;
    return kernel.nowMs < this.lostAtMs(node) ? 'Online' : 'ConnectionLost';
  }

  private lostAtMs(node: number): number {
    const { fleet } = this.simulation;
    const silentSinceMs = fleet.silentSinceMs(node);
    if (silentSinceMs === Number.NEGATIVE_INFINITY) return silentSinceMs;
    const { heartbeatMs, missedHeartbeats } = this.models.of(node);
    return connectionLostAtMs(this.lastPingMs(node, silentSinceMs), heartbeatMs, missedHeartbeats);
  }

  /** The agent pings when it has started, again after a part of the heartbeat that is its own, then regularly. */
  private lastPingMs(node: number, atMs: number): number {
    const { fleet, scenario } = this.simulation;
    const { heartbeatMs } = this.models.of(node);
    const phaseMs = Math.floor(this.phases.uniform(node, 0) * heartbeatMs);
    const sinceMs = fleet.rhythmSinceMs(node);
    if (sinceMs === Number.NEGATIVE_INFINITY) {
      return lastPingAtOrBefore(atMs, scenario.startMs + phaseMs - heartbeatMs, heartbeatMs)!;
    }
    return lastPingAtOrBefore(atMs, sinceMs + phaseMs, heartbeatMs) ?? sinceMs;
  }

  fallSilent(node: number, reason: string): void {
    const { fleet, kernel } = this.simulation;
    if (!fleet.isPinging(node)) return;
    fleet.setSilentSince(node, kernel.nowMs);
    this.facts.nodeSilent.tell(node, reason);
  }

  /** The agent ends, with the machine or by itself; its next start is a new one. */
  endAgent(node: number, reason: string): void {
    this.forgetTimers(node);
    this.simulation.fleet.setStartedUp(node, false);
    this.stopHibernating(node);
    this.fallSilent(node, reason);
  }

  private stopHibernating(node: number): void {
    if (this.hibernatedSinceMs.size > 0) this.hibernatedSinceMs.delete(node);
  }

  leaveList(node: number): void {
    const { fleet } = this.simulation;
    if (fleet.groupOf(node).hybridActivation === null) fleet.setListed(node, false);
  }

  /** What the agent was waiting for no longer counts. */
  private forgetTimers(node: number): void {
    this.simulation.fleet.startEpoch(node);
  }

  connectAfter(node: number, delayMs: number): void {
    const { fleet, kernel } = this.simulation;
    kernel.schedule(kernel.nowMs + delayMs, this.connectDue, node, fleet.epochOf(node));
  }

  /** The agent has started, or tries again: it goes as far as its prerequisites let it. */
  tryToConnect(node: number): void {
    const { fleet, kernel } = this.simulation;
    if (!this.isAgentUp(node) || fleet.isPinging(node)) return;
    if (!fleet.hasStartedUp(node) && !this.credentials.acquire(node)) return;
    if (fleet.isNetworkCut(node) || !this.credentials.accessOf(node).reachesService) {
      if (!this.hibernatedSinceMs.has(node)) this.hibernatedSinceMs.set(node, kernel.nowMs);
      return;
    }
    if (!fleet.isRegistered(node) && !this.mayRegister(node)) return;
    this.comeOnline(node);
  }

  private comeOnline(node: number): void {
    const { fleet, kernel } = this.simulation;
    const isNew = !fleet.isRegistered(node);
    fleet.setRegistered(node, true);
    fleet.setListed(node, true);
    fleet.setSilentSince(node, Number.POSITIVE_INFINITY);
    if (!fleet.hasStartedUp(node)) fleet.setRhythmSince(node, kernel.nowMs);
    fleet.setStartedUp(node, true);
    this.stopHibernating(node);
    if (isNew) this.facts.nodeRegistered.tell(node);
    this.facts.nodeOnline.tell(node);
  }

  isAgentUp(node: number): boolean {
    const { fleet } = this.simulation;
    return fleet.isUp(node) && fleet.agentOf(node) === agentState.running;
  }

  /** The workers stop; the agent sleeps until there are credentials again. */
  loseCredentials(node: number): void {
    this.simulation.fleet.setStartedUp(node, false);
    this.fallSilent(node, 'credentials expired');
  }

  // --- what faults do; each says whether it changed anything ---------------------------------------------------

  stopAgent(node: number): boolean {
    const { fleet } = this.simulation;
    if (fleet.agentOf(node) !== agentState.running) return false;
    fleet.setAgent(node, agentState.stopped);
    // A reboot in progress goes on.
    if (fleet.isUp(node)) this.endAgent(node, 'agent stopped');
    this.facts.agentStopped.tell(node);
    return true;
  }

  startAgent(node: number): boolean {
    const { fleet } = this.simulation;
    const state = fleet.agentOf(node);
    if (state === agentState.running || state === agentState.diskFull) return false;
    fleet.setAgent(node, agentState.running);
    this.facts.agentStarted.tell(node);
    this.tryToConnect(node);
    return true;
  }

  /** An agent that restarts looks for credentials and the network at once. */
  restartAgent(node: number): boolean {
    this.stopAgent(node);
    return this.startAgent(node);
  }

  /**
   * Without room for its files the agent ends, and does not start again, not even with the machine.
   *
   * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-troubleshooting.html
   */
  fillDisk(node: number): boolean {
    const { fleet } = this.simulation;
    const state = fleet.agentOf(node);
    if (state !== agentState.running && state !== agentState.stopped) return false;
    this.stopAgent(node);
    fleet.setAgent(node, agentState.diskFull);
    this.facts.diskChanged.tell(node, 'full');
    return true;
  }

  freeDisk(node: number): boolean {
    const { fleet } = this.simulation;
    if (fleet.agentOf(node) !== agentState.diskFull) return false;
    fleet.setAgent(node, agentState.stopped);
    this.facts.diskChanged.tell(node, 'freed');
    return this.startAgent(node);
  }

  cutNetwork(node: number): boolean {
    const { fleet } = this.simulation;
    if (fleet.isNetworkCut(node)) return false;
    fleet.setNetworkCut(node, true);
    // An agent that is still starting will find out by itself.
    if (fleet.hasStartedUp(node)) this.forgetTimers(node);
    this.fallSilent(node, 'network cut');
    this.facts.networkChanged.tell(node, 'cut');
    return true;
  }

  /** An agent that was connected pings at its next heartbeat; one that hibernates when it next tries. */
  restoreNetwork(node: number): boolean {
    const { fleet } = this.simulation;
    if (!fleet.isNetworkCut(node)) return false;
    fleet.setNetworkCut(node, false);
    this.facts.networkChanged.tell(node, 'restored');
    this.findTheWay(node);
    return true;
  }

  /** A VPC endpoint serves it from now on. */
  openEndpoint(node: number, service: string): void {
    this.facts.endpointAvailable.tell(node, service);
    if (this.credentials.accessOf(node).reachesService) this.findTheWay(node);
  }

  private findTheWay(node: number): void {
    const { fleet, kernel } = this.simulation;
    if (!this.isAgentUp(node) || fleet.isPinging(node) || fleet.isNetworkCut(node)) return;
    const { nowMs } = kernel;
    const hibernatedSinceMs = this.hibernatedSinceMs.get(node);
    if (hibernatedSinceMs !== undefined) {
      this.connectAfter(node, nextHibernationPingMs(hibernatedSinceMs, nowMs) - nowMs);
    } else if (fleet.hasStartedUp(node)) {
      const { heartbeatMs } = this.models.of(node);
      this.connectAfter(node, this.lastPingMs(node, nowMs) + heartbeatMs - nowMs);
    }
  }

  /**
   * Its agent can renew no credentials: it sleeps until the node is registered anew.
   * https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-deregister-hybrid-nodes.html
   */
  deregister(node: number): void {
    const { fleet } = this.simulation;
    this.forgetTimers(node);
    fleet.setStartedUp(node, false);
    fleet.setRegistered(node, false);
    fleet.setListed(node, false);
    this.fallSilent(node, 'deregistered');
  }
}
