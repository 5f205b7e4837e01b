/** Nodes over time: how many are managed, and how many were down at once. */
import { overTime, type SeriesFamily, seriesFamily } from '../../capability/series.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { nodeFacts } from './events.ts';
import type { ManagedNodes } from './machine.ts';
import { countNodes, ofNodes } from './metrics.ts';

interface Machine {
  readonly nodes: ManagedNodes;
  /** Null: nothing is recorded over time. */
  readonly down: DownOverTime | null;
}

/** The most nodes that were down at once since it was asked last: a look now and then would miss every reboot. */
export class DownOverTime {
  private readonly simulation: Simulation;
  private readonly isDown: Uint8Array;
  /** Of the fleet, then of each group. */
  private readonly now: number[];
  private readonly most: number[];

  constructor(simulation: Simulation) {
    const { fleet, scenario } = simulation;
    this.simulation = simulation;
    this.isDown = new Uint8Array(fleet.count);
    this.now = [0, ...scenario.fleet.map(() => 0)];
    this.most = [...this.now];
  }

  observe(): void {
    const { nodeWentDown, nodeBooted, nodeTerminated } = this.simulation.facts.of(nodeFacts);
    for (const fact of [nodeWentDown, nodeBooted]) fact.listen((node) => this.look(node));
    nodeTerminated.listen((node) => this.look(node));
  }

  clear(): void {
    for (const all of [this.isDown, this.now, this.most]) all.fill(0);
  }

  private look(node: number): void {
    const { fleet } = this.simulation;
    const down = fleet.isDown(node) ? 1 : 0;
    const change = down - this.isDown[node]!;
    this.isDown[node] = down;
    for (const subject of [0, 1 + fleet.cohortOf(node).groupIndex]) {
      this.now[subject]! += change;
      this.most[subject] = Math.max(this.most[subject]!, this.now[subject]!);
    }
  }

  mostSinceLast(): number[] {
    const most = [...this.most];
    this.now.forEach((down, subject) => {
      this.most[subject] = down;
    });
    return most;
  }
}

export const nodeSeries: readonly SeriesFamily<Machine>[] = [
  seriesFamily({
    place: 10,
    // A silent node that is lost is managed still.
    changesWithEvents: true,
    series: [overTime(ofNodes, 'nodes.managed', { label: 'managed', tone: 'plain', full: 'nodes' })],
    count: ({ nodes }: Machine, simulation) => countNodes(nodes, simulation),
  }),
  seriesFamily({
    place: 50,
    series: [
      {
        name: 'nodes.down',
        unit: 'nodes',
        meaning: 'Rebooting, stopped or lost: the most at once since the sample before.',
        row: { label: 'down', tone: 'odd', full: 'most' },
        value: (most) => most,
      },
    ],
    count: ({ down }: Machine) => down!.mostSinceLast(),
  }),
];
