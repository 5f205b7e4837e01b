/**
 * Which permissions each node works with: those of its instance profile, until the agent's credentials run out.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-instance-permissions.html
 */

import type { FactsIn } from '../../capability/facts.ts';
import type { Simulation } from '../../capability/simulation.ts';
import type { EventType } from '../../kernel/kernel.ts';
import { type Access, AccessTable } from './access.ts';
import { type Change, Draws } from './draws.ts';
import { nodeFacts } from './events.ts';
import { agentModels } from './model.ts';

/** What a change of credentials means for the connection. */
export interface CredentialEvents {
  /** The agent sleeps, and asks for credentials when it wakes. */
  retryAfter(node: number, delayMs: number): void;
  expired(node: number): void;
}

export class Credentials {
  readonly access: AccessTable;
  private readonly simulation: Simulation;
  private readonly facts: FactsIn<typeof nodeFacts>;
  private readonly models: ReturnType<typeof agentModels>;
  private readonly retries: Draws;
  private readonly validities: Draws;
  private readonly events: CredentialEvents;
  private readonly expireAtMs = new Map<number, number>();
  private readonly expiryDue: EventType;

  constructor(simulation: Simulation, events: CredentialEvents) {
    this.simulation = simulation;
    this.facts = simulation.facts.of(nodeFacts);
    this.models = agentModels(simulation);
    this.retries = new Draws(simulation, 'managed-nodes/credential-retry');
    this.validities = new Draws(simulation, 'managed-nodes/credential-validity');
    this.events = events;
    this.access = new AccessTable(simulation.scenario);
    this.expiryDue = simulation.kernel.on('managed-nodes/credentials-expired', (node) => this.expire(node));
  }

  clear(): void {
    this.expireAtMs.clear();
    this.access.clear();
  }

  /** What the node can do with what it holds; with what it would be given, if it holds nothing. */
  accessOf(node: number): Access {
    const { fleet } = this.simulation;
    const profile = fleet.hasCredentials(node) ? fleet.heldProfileOf(node) : fleet.profileOf(node);
    return this.accessWith(node, profile);
  }

  private accessWith(node: number, profile: number): Access {
    const { fleet } = this.simulation;
    const { groupIndex } = fleet.cohortOf(node);
    const version = fleet.agentVersions.size === 0 ? undefined : fleet.agentVersions.get(node);
    return version === undefined
      ? this.access.of(groupIndex, profile)
      : this.access.ofVersion(groupIndex, profile, version);
  }

  /** The agent asks for credentials: as it starts, and whenever it has slept. */
  acquire(node: number): boolean {
    const { fleet } = this.simulation;
    const profile = fleet.profileOf(node);
    const { credentialCause } = this.accessWith(node, profile);
    if (this.expireAtMs.size > 0) this.expireAtMs.delete(node);
    fleet.setHeldProfile(node, profile);
    fleet.setHasCredentials(node, credentialCause === null);
    return credentialCause === null;
  }

  /** What a fault's attachProfile means when it names none. */
  ownProfileOf(node: number): number {
    const { instanceProfile } = this.simulation.fleet.groupOf(node);
    return this.access.profileIndex(instanceProfile ?? 'AmazonSSMManagedInstanceCore');
  }

  /**
   * False: it has that profile already, or is a hybrid node. ASSUMPTION profile-swap: a profile that is replaced by
   * one with which the agent can register is in use at once.
   */
  setProfile(node: number, profile: number, change: Change): boolean {
    const { fleet } = this.simulation;
    const { group } = fleet.cohortOf(node);
    if (group.hybridActivation !== null || fleet.profileOf(node) === profile) return false;
    fleet.setProfile(node, profile);
    this.facts.profileChanged.tell(node, this.access.profiles[profile]?.name ?? 'none');
    this.settle(node, change);
    return true;
  }

  /** Default Host Management has another role now. It concerns those alone whose own profile does not let them register. */
  changeHostRole(node: number, change: Change): void {
    const { fleet } = this.simulation;
    if (this.accessWith(node, fleet.profileOf(node)).isManagedByDefault) this.settle(node, change);
  }

  private settle(node: number, change: Change): void {
    const { fleet } = this.simulation;
    const { credentialCause, isManagedByDefault } = this.accessWith(node, fleet.profileOf(node));
    if (fleet.hasCredentials(node)) {
      if (credentialCause === null) this.acquire(node);
      else this.letExpire(node, change);
    } else if (credentialCause === null) {
      const { defaultHostManagement, credentialRetry } = this.models.of(node);
      const wait = isManagedByDefault ? defaultHostManagement : credentialRetry;
      this.events.retryAfter(node, this.retries.durationMs(wait, node, change));
    }
  }

  /** Credentials that the agent holds are good for a while: ASSUMPTION credential-validity. */
  private letExpire(node: number, change: Change): void {
    const { kernel } = this.simulation;
    if (this.expireAtMs.has(node)) return;
    const { credentialValidity } = this.models.of(node);
    const delayMs = this.validities.durationMs(credentialValidity, node, change);
    this.expireAtMs.set(node, kernel.nowMs + delayMs);
    kernel.schedule(kernel.nowMs + delayMs, this.expiryDue, node);
  }

  private expire(node: number): void {
    const { fleet, kernel } = this.simulation;
    // Credentials that were renewed in the meantime have another end, or none.
    if (this.expireAtMs.get(node) !== kernel.nowMs) return;
    this.expireAtMs.delete(node);
    fleet.setHasCredentials(node, false);
    this.events.expired(node);
  }
}
