/**
 * The machines themselves: launched, stopped, started, rebooted, terminated, and lost when they do not come back.
 *
 * AWS: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-lifecycle.html
 */

import type { FactsIn } from '../../capability/facts.ts';
import type { Simulation } from '../../capability/simulation.ts';
import type { EventType } from '../../kernel/kernel.ts';
import { power } from '../../world/node-records.ts';
import { patchFacts } from '../patch-manager/facts.ts';
import { agentState, type Connection } from './connection.ts';
import type { Credentials } from './credentials.ts';
import { type Change, Draws } from './draws.ts';
import { nodeFacts } from './events.ts';
import type { RebootCause } from './facts.ts';
import { agentModels, rebootModels } from './model.ts';

export class Power {
  private readonly simulation: Simulation;
  private readonly facts: FactsIn<typeof nodeFacts>;
  private readonly models: ReturnType<typeof agentModels>;
  private readonly rebootModels: ReturnType<typeof rebootModels>;
  private readonly credentials: Credentials;
  private readonly connection: Connection;
  private readonly agents: Draws;
  private readonly registrations: Draws;
  private readonly hostManagement: Draws;
  private readonly reboots: Draws;
  private readonly rebootFailures: Draws;
  private readonly bootDue: EventType;
  /** Reboots that wait for an agent. */
  private readonly askedFor = new Map<number, RebootCause>();

  constructor(simulation: Simulation, credentials: Credentials, connection: Connection) {
    this.simulation = simulation;
    this.facts = simulation.facts.of(nodeFacts);
    this.models = agentModels(simulation);
    this.rebootModels = rebootModels(simulation);
    this.credentials = credentials;
    this.connection = connection;
    this.agents = new Draws(simulation, 'managed-nodes/agent-running');
    this.registrations = new Draws(simulation, 'managed-nodes/registration');
    this.hostManagement = new Draws(simulation, 'managed-nodes/default-host-management');
    this.reboots = new Draws(simulation, 'managed-nodes/reboot');
    this.rebootFailures = new Draws(simulation, 'managed-nodes/reboot-fails');
    const { kernel, fleet, facts } = simulation;
    this.bootDue = kernel.on('managed-nodes/boot-due', (node, epoch) => {
      if (fleet.epochOf(node) !== epoch) return;
      if (this.boot(node, 'reboot')) this.connection.tryToConnect(node);
    });
    facts.of(patchFacts).rebootRequested.listen((node, cause) => this.rebootByAgent(node, cause));
    facts.of(nodeFacts).agentStarted.listen((node) => {
      const cause = this.askedFor.get(node);
      if (cause !== undefined) this.rebootByAgent(node, cause);
    });
    // Another cause was faster.
    facts.of(nodeFacts).nodeWentDown.listen((node) => {
      if (this.askedFor.size > 0) this.askedFor.delete(node);
    });
  }

  clear(): void {
    this.askedFor.clear();
  }

  /**
   * A document asks the agent for the reboot, by its exit code: where no agent runs, there is no reboot until one does.
   * https://docs.aws.amazon.com/systems-manager/latest/userguide/send-commands-reboot.html
   */
  private rebootByAgent(node: number, cause: RebootCause): void {
    if (this.simulation.fleet.agentOf(node) === agentState.running) this.reboot(node, cause);
    else this.askedFor.set(node, cause);
  }

  /** It runs, with the profile of its group and an agent that may not be running. */
  switchOn(node: number): void {
    const { fleet } = this.simulation;
    const { hybridActivation, instanceProfile, agent } = fleet.groupOf(node);
    const { access } = this.credentials;
    fleet.setPower(node, power.running);
    fleet.setProfile(
      node,
      hybridActivation === null ? access.profileIndex(instanceProfile) : access.hybridProfile,
    );
    const isRunning =
      agent.runningShare >= 1 || this.agents.uniform(node, { id: '', occurrence: 0 }) < agent.runningShare;
    fleet.setAgent(node, isRunning ? agentState.running : agentState.disabled);
  }

  launch(node: number, change: Change): boolean {
    const { fleet, kernel } = this.simulation;
    if (fleet.powerOf(node) !== power.notLaunched) return false;
    this.switchOn(node);
    fleet.setSilentSince(node, kernel.nowMs);
    this.facts.nodeLaunched.tell(node);
    this.registerAfterBoot(node, change);
    return true;
  }

  /** From boot to Online. Default Host Management takes its time over an instance that it has not managed before. */
  private registerAfterBoot(node: number, change: Change): void {
    const { fleet } = this.simulation;
    const { registration, defaultHostManagement } = this.models.of(node);
    let delayMs = this.registrations.durationMs(registration, node, change);
    if (this.credentials.accessOf(node).isManagedByDefault && !fleet.isRegistered(node)) {
      delayMs += this.hostManagement.durationMs(defaultHostManagement, node, change);
    }
    this.connection.connectAfter(node, delayMs);
  }

  stop(node: number): boolean {
    const { fleet } = this.simulation;
    const state = fleet.powerOf(node);
    if (state !== power.running && state !== power.rebooting && state !== power.lost) return false;
    this.goDown(node, power.stopped, 'stopped');
    this.connection.leaveList(node);
    if (state === power.running) this.facts.nodeWentDown.tell(node, 'stopped', null);
    this.facts.nodeStopped.tell(node);
    return true;
  }

  start(node: number, change: Change): boolean {
    const { fleet } = this.simulation;
    if (fleet.powerOf(node) !== power.stopped) return false;
    this.facts.nodeStarted.tell(node);
    if (this.boot(node, 'start')) this.registerAfterBoot(node, change);
    return true;
  }

  terminate(node: number): boolean {
    const { fleet } = this.simulation;
    const state = fleet.powerOf(node);
    if (state === power.terminated || state === power.notLaunched) return false;
    this.goDown(node, power.terminated, 'terminated');
    this.connection.leaveList(node);
    if (state === power.running) this.facts.nodeWentDown.tell(node, 'terminated', null);
    this.facts.nodeTerminated.tell(node);
    return true;
  }

  reboot(node: number, cause: RebootCause): boolean {
    const { fleet, kernel } = this.simulation;
    if (!fleet.isUp(node)) return false;
    const { reboot, rebootFails } = this.rebootModels.of(node);
    const change = { id: cause.source, occurrence: cause.occurrence };
    this.goDown(node, power.rebooting, 'rebooting');
    fleet.countReboot(node);
    if (rebootFails > 0 && this.rebootFailures.uniform(node, change) < rebootFails) {
      fleet.setBreaksAtBoot(node, true);
    }
    this.facts.nodeWentDown.tell(node, 'rebooting', cause.by === 'patching' ? cause.id : null);
    const delayMs = this.reboots.durationMs(reboot, node, change);
    kernel.schedule(kernel.nowMs + delayMs, this.bootDue, node, fleet.epochOf(node));
    return true;
  }

  private goDown(node: number, state: number, reason: string): void {
    this.connection.endAgent(node, reason);
    this.simulation.fleet.setPower(node, state);
  }

  /** False: it does not come up, and stays silent. */
  private boot(node: number, reason: string): boolean {
    const { fleet } = this.simulation;
    if (fleet.breaksAtBoot(node)) {
      fleet.setPower(node, power.lost);
      this.facts.nodeLost.tell(node, reason);
      return false;
    }
    fleet.setPower(node, power.running);
    if (fleet.agentOf(node) === agentState.stopped) fleet.setAgent(node, agentState.running);
    this.facts.nodeBooted.tell(node, reason);
    return true;
  }
}
