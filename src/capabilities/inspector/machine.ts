/**
 * Amazon Inspector at the end of a run: which instances it scans, and what it finds on them. It sees what Inventory has, never
 * the node.
 */
import type { Simulation } from '../../capability/simulation.ts';
import { power } from '../../world/node-records.ts';
import { type InventoryView, inventoryView } from '../inventory/facts.ts';
import { type NodesView, nodesView } from '../managed-nodes/facts.ts';
import { inspectorModelOf } from './model.ts';
import { coverageOf, isVulnerable } from './rules.ts';
import { type Coverage, type Finding, type InspectorTally, tallyOf } from './tally.ts';

const applications = 'AWS:Application';

export class Inspector {
  private readonly simulation: Simulation;
  private readonly inventory: InventoryView;
  private readonly nodes: NodesView;
  private known: InspectorTally | null = null;

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    this.inventory = simulation.views.of(inventoryView);
    this.nodes = simulation.views.of(nodesView);
  }

  clear(): void {
    this.known = null;
  }

  /** Asked at the end of the run, and worked out once. */
  get tally(): InspectorTally {
    this.known ??= tallyOf(this);
    return this.known;
  }

  get isEnabled(): boolean {
    return inspectorModelOf(this.simulation.scenario).enabled;
  }

  /** EC2 instances that are there; hybrid nodes are none. */
  coverage(): readonly Coverage[] {
    if (!this.isEnabled) return [];
    const { fleet } = this.simulation;
    const covered: Coverage[] = [];
    for (let node = 0; node < fleet.count; node += 1) {
      const state = fleet.powerOf(node);
      const isThere = state !== power.notLaunched && state !== power.terminated;
      if (isThere && fleet.groupOf(node).hybridActivation === null) covered.push(this.coverageOfNode(node));
    }
    return covered;
  }

  coverageOfNode(node: number): Coverage {
    const { fleet, kernel, scenario } = this.simulation;
    const reportedMs = this.inventory.reportOf(node, applications)?.atMs ?? null;
    const status = coverageOf(
      {
        isStopped: fleet.powerOf(node) === power.stopped,
        isManaged: this.nodes.pingStatus(node) !== null,
        ageMs: reportedMs === null ? null : kernel.nowMs - reportedMs,
      },
      inspectorModelOf(scenario).staleAfter,
    );
    return { node, status, reportedMs };
  }

  /** Of every patch with CVEs that some instance lacks. */
  findings(coverage: readonly Coverage[]): readonly Finding[] {
    const { scenario, kernel, fleet } = this.simulation;
    const patches = scenario.patches.filter(
      ({ cves, version, releasedMs }) =>
        cves.length > 0 && version !== undefined && releasedMs <= kernel.nowMs,
    );
    return patches
      .map((patch): Finding => {
        const [found, fixed, missed]: [number[], number[], number[]] = [[], [], []];
        for (const { node, status } of coverage) {
          if (!patch.os.includes(fleet.groupOf(node).os)) continue;
          const isScanned = status === 'ACTIVE';
          const reported = isScanned ? (this.inventory.reportOf(node, applications)?.items ?? []) : [];
          const isFound = isVulnerable(reported, patch);
          const isTrue = isVulnerable(this.inventory.truthOf(node, applications) ?? [], patch);
          if (isFound) found.push(node);
          if (isFound && !isTrue) fixed.push(node);
          if (isTrue && !isFound) missed.push(node);
        }
        return { patch: patch.id, cves: patch.cves, found, fixed, missed };
      })
      .filter(({ found, missed }) => found.length + missed.length > 0);
  }
}

export interface Machine {
  readonly inspector: Inspector;
}
