/**
 * Hybrid nodes: whom an activation and the tier of the account let in, who waits for one, and who was deregistered.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/hybrid-activation-managed-nodes.html
 */
import type { Simulation } from '../../capability/simulation.ts';
import type { EventType } from '../../kernel/kernel.ts';
import type { FleetGroup } from '../../world/fleet.ts';
import type { Activation } from '../../world/identity.ts';
import { Activations } from './activations.ts';
import type { Connection } from './connection.ts';
import { nodeFacts } from './events.ts';
import type { ActivationBlock, NodeState } from './rules-prerequisites.ts';
import { InstanceTiers } from './tiers.ts';

type Refusal = 'ACTIVATION_EXPIRED' | 'ACTIVATION_FULL' | 'TIER_FULL';

export class HybridNodes {
  readonly activations: Activations;
  readonly tiers: InstanceTiers;
  /** Until a new activation lets them in again. */
  private readonly deregistered = new Set<number>();
  /**
   * Why an activation refused a node when the node first tried to register: what happens to the activation later, such
   * as its expiry, does not change why this node is not managed.
   */
  private readonly refusals = new Map<number, Refusal>();
  /** Nodes whose activation does not exist yet. */
  private readonly awaitActivation = new Set<number>();
  private readonly simulation: Simulation;
  private readonly connection: () => Pick<Connection, 'tryToConnect' | 'deregister'>;
  private readonly activationOpened: EventType;

  constructor(simulation: Simulation, connection: HybridNodes['connection']) {
    this.simulation = simulation;
    this.connection = connection;
    const { kernel, scenario, facts } = simulation;
    this.activations = new Activations(scenario.activations);
    this.tiers = new InstanceTiers(simulation, (account, tier) =>
      facts.of(nodeFacts).settingChanged.tell('activation tier', tier, account),
    );
    this.activationOpened = kernel.on('managed-nodes/activation-opened', (groupIndex) =>
      this.registerWaiting(groupIndex),
    );
  }

  clear(): void {
    this.activations.clear();
    this.awaitActivation.clear();
    this.refusals.clear();
    this.tiers.clear();
    this.deregistered.clear();
  }

  placeAtStart(node: number): void {
    const { fleet } = this.simulation;
    if (fleet.isRegistered(node)) this.tiers.count(fleet.groupOf(node).account ?? '', 1);
    else this.awaitActivation.add(node);
  }

  /** Activations of the file open when they are created. */
  schedule(): void {
    const { kernel, scenario } = this.simulation;
    scenario.fleet.forEach(({ hybridActivation }, groupIndex) => {
      const activation = hybridActivation === null ? undefined : this.activations.find(hybridActivation);
      if (activation === undefined) return;
      kernel.schedule(Math.max(scenario.startMs, activation.createdMs), this.activationOpened, groupIndex);
    });
  }

  /** CreateActivation: nodes of its account that wait for it register at once, those that were deregistered too. */
  open(activation: Activation, account: string): void {
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
    this.connection().deregister(node);
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
        if (this.awaitActivation.delete(node)) this.connection().tryToConnect(node);
      }
    }
  }

  /** Its activation lets it in, and hands it its tags; an EC2 instance needs none. */
  mayRegister(node: number): boolean {
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

  /** Null: nothing of an activation keeps it out. */
  blockOf(node: number): NodeState['activationBlock'] {
    const { fleet } = this.simulation;
    const { hybridActivation, account = '' } = fleet.groupOf(node);
    if (hybridActivation === null || fleet.isRegistered(node)) return null;
    return this.refusals.get(node) ?? this.registrationBlock(node, hybridActivation, account);
  }
}
