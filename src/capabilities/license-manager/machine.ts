/** License Manager: which nodes use a license. It sees what Inventory had some time ago, never the node. */
import type { Simulation } from '../../capability/simulation.ts';
import { power } from '../../world/node-records.ts';
import { type InventoryView, inventoryFacts, inventoryView } from '../inventory/facts.ts';
import { discoveryLagOf, type LicenseRule, licenseRulesOf } from './model.ts';
import { type Change, isDiscovered, isReleased } from './rules.ts';

const applications = 'AWS:Application';

/** One self-managed license. */
export interface LicenseUse extends LicenseRule {
  readonly name: string;
  /** Nodes whose last report has the product. */
  readonly reported: readonly number[];
  readonly used: readonly number[];
  /** Those among them whose last report no longer has it. */
  readonly notDetached: readonly number[];
  readonly overBy: number;
}

export class LicenseManager {
  private readonly simulation: Simulation;
  private readonly inventory: InventoryView;
  private readonly rules: readonly [string, LicenseRule][];
  /** By product and node. */
  private readonly changes = new Map<string, Map<number, Change[]>>();
  private known: readonly LicenseUse[] | null = null;

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    this.inventory = simulation.views.of(inventoryView);
    this.rules = licenseRulesOf(simulation.scenario);
    if (this.rules.length === 0) return;
    const { inventoryCollected, inventoryPut } = simulation.facts.of(inventoryFacts);
    for (const fact of [inventoryCollected, inventoryPut]) {
      fact.listen((node, _sender, types) => {
        if (types.includes(applications)) this.learn(node);
      });
    }
  }

  clear(): void {
    this.known = null;
    this.changes.clear();
    for (const [, { product }] of this.rules) this.changes.set(product, new Map());
  }

  /** Of every license. Asked at the end of the run, and worked out once. */
  get uses(): readonly LicenseUse[] {
    this.known ??= this.rules.map(([name, rule]) => this.useOf(name, rule));
    return this.known;
  }

  private learn(node: number): void {
    const { nowMs } = this.simulation.kernel;
    const items = this.inventory.reportOf(node, applications)?.items ?? [];
    for (const [product, nodes] of this.changes) {
      const has = items.some(({ Name }) => Name === product);
      const before = nodes.get(node) ?? [];
      if ((before.at(-1)?.has ?? false) !== has) nodes.set(node, [...before, { atMs: nowMs, has }]);
    }
  }

  private useOf(name: string, rule: LicenseRule): LicenseUse {
    const { kernel, scenario } = this.simulation;
    // ASSUMPTION license-discovery: what was collected before the run was discovered before it.
    const seenMs = Math.max(kernel.nowMs - discoveryLagOf(scenario), scenario.startMs);
    const [reported, used, notDetached]: [number[], number[], number[]] = [[], [], []];
    for (const [node, changes] of this.changes.get(rule.product)!) {
      if (this.isReleased(node)) continue;
      const has = changes.at(-1)!.has;
      if (has) reported.push(node);
      if (!isDiscovered(changes, seenMs, rule.disassociateWhenNotFound)) continue;
      used.push(node);
      if (!has) notDetached.push(node);
    }
    return { ...rule, name, reported, used, notDetached, overBy: Math.max(0, used.length - rule.count) };
  }

  private isReleased(node: number): boolean {
    const { fleet } = this.simulation;
    return isReleased({
      isTerminated: fleet.powerOf(node) === power.terminated,
      isDeregistered: fleet.groupOf(node).hybridActivation !== null && !fleet.isRegistered(node),
      hasInventory: this.inventory.reportOf(node, applications) !== null,
    });
  }
}

export interface Machine {
  readonly licenses: LicenseManager;
}
