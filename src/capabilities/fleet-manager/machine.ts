/**
 * Fleet Manager and Explorer hold nothing of their own. Explorer shows the fleet as it was some hours before: a run that is asked for its
 * end counts the nodes at that instant too.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/Explorer-troubleshooting.html
 */
import type { Simulation } from '../../capability/simulation.ts';
import type { EventType } from '../../kernel/kernel.ts';
import { nodeFacts, nodesView } from '../managed-nodes/facts.ts';
import { countNodes, type NodeCount } from './fleet-counts.ts';
import { explorerModelOf } from './model.ts';

export interface ExplorerCounts {
  readonly asOfMs: number;
  /** Stopped or terminated for longer than Explorer shows them. */
  readonly dropped: number;
  readonly counts: readonly NodeCount[];
}

export class FleetManager {
  /** Null: the run is not asked for it. */
  explorer: ExplorerCounts | null = null;
  private readonly simulation: Simulation;
  /** Of nodes that are stopped or terminated. */
  private readonly downSince = new Map<number, number>();
  private readonly due: EventType;
  private readonly counted: EventType;

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    const { facts, kernel, recording } = simulation;
    this.counted = kernel.on('fleet-manager/explorer-counted', () => this.count());
    // What happens in the same instant counts.
    this.due = kernel.on('fleet-manager/explorer-due', () => kernel.whenInstantEnds(this.counted));
    if (recording.askedMs === null) return;
    const { nodeStopped, nodeTerminated, nodeStarted } = facts.of(nodeFacts);
    for (const fact of [nodeStopped, nodeTerminated]) {
      fact.listen((node) => this.downSince.set(node, this.downSince.get(node) ?? kernel.nowMs));
    }
    nodeStarted.listen((node) => this.downSince.delete(node));
  }

  clear(): void {
    this.explorer = null;
    this.downSince.clear();
  }

  /** ASSUMPTION explorer-before-start: before `start` the fleet was as it is then. */
  start(): void {
    const { kernel, recording, scenario } = this.simulation;
    if (recording.askedMs === null) return;
    const asOfMs = recording.askedMs - explorerModelOf(scenario).lag;
    kernel.schedule(Math.max(scenario.startMs, asOfMs), this.due);
  }

  countsNow(isLeftOut?: (node: number) => boolean): readonly NodeCount[] {
    const nodes = this.simulation.views.of(nodesView);
    return countNodes(this.simulation, (node) => nodes.unmanagedCauseOf(node), isLeftOut);
  }

  private count(): void {
    const { kernel, scenario } = this.simulation;
    const { nowMs } = kernel;
    const { dropAfter } = explorerModelOf(scenario);
    const dropped = new Set(
      [...this.downSince].filter(([, since]) => nowMs - since > dropAfter).map(([node]) => node),
    );
    const counts = this.countsNow((node) => dropped.has(node));
    this.explorer = { asOfMs: nowMs, dropped: dropped.size, counts };
  }
}

export interface Machine {
  readonly fleetManager: FleetManager;
}
