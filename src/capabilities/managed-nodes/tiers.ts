/**
 * How many hybrid nodes an account may have in a Region.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-configure-instance-tiers.html
 */

import { modelIn } from '../../capability/model.ts';
import type { Simulation } from '../../capability/simulation.ts';
import type { EventType } from '../../kernel/kernel.ts';
import { accountNamed, type InstanceTier } from '../../world/scenario.ts';
import { changesModel } from './model.ts';

const standardTierMax = 1000;

/** With the standard tier 1,000 hybrid nodes register in an account and Region; the advanced tier has no such limit. */
export function isTierFull(tier: InstanceTier, registeredCount: number): boolean {
  return tier === 'standard' && registeredCount >= standardTierMax;
}

/**
 * Back to the standard tier: only with 1,000 hybrid nodes or fewer.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-revert-to-standard-tier.html
 */
export function tierRefusal(wanted: InstanceTier, registeredCount: number): 'ValidationException' | null {
  return wanted === 'standard' && registeredCount > standardTierMax ? 'ValidationException' : null;
}

export class InstanceTiers {
  private readonly simulation: Simulation;
  /** Both by account. */
  private readonly tiers = new Map<string, InstanceTier>();
  private readonly counts = new Map<string, number>();
  private readonly told: (account: string, tier: InstanceTier) => void;
  private readonly reverted: EventType;

  constructor(simulation: Simulation, told: (account: string, tier: InstanceTier) => void) {
    this.simulation = simulation;
    this.told = told;
    const { kernel, scenario } = simulation;
    this.reverted = kernel.on('managed-nodes/tier-reverted', (place) => {
      this.set(scenario.actions[place]!.account ?? '', 'standard');
    });
  }

  clear(): void {
    this.tiers.clear();
    this.counts.clear();
  }

  of(account: string): InstanceTier {
    return this.tiers.get(account) ?? accountNamed(this.simulation.scenario, account).instanceTier;
  }

  isFull(account: string): boolean {
    return isTierFull(this.of(account), this.countOf(account));
  }

  countOf(account: string): number {
    return this.counts.get(account) ?? 0;
  }

  /** A hybrid node has registered, or is registered no more. */
  count(account: string, change: 1 | -1): void {
    this.counts.set(account, this.countOf(account) + change);
  }

  /** The advanced tier at once; the way back takes its time: ASSUMPTION tier-reversion. */
  change(account: string, wanted: InstanceTier, place: number): void {
    const { kernel, scenario } = this.simulation;
    if (wanted === 'advanced') return this.set(account, wanted);
    kernel.schedule(kernel.nowMs + modelIn(scenario, changesModel).tierReversion, this.reverted, place);
  }

  private set(account: string, tier: InstanceTier): void {
    this.tiers.set(account, tier);
    this.told(account, tier);
  }
}
