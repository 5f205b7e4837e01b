/** What a metric of CloudWatch is fed with in a run. */
import type { Simulation } from '../../../capability/simulation.ts';
import { Gauge, type Samples } from '../samples.ts';

export interface Feed {
  readonly samples: Samples;
  /** As it was before the run begins, once the fleet is there. */
  begin(): void;
}

/** `onChange`: something has happened that a later sample shows. */
export type OnChange = () => void;

export const minuteMs = 60_000;

/** How many of some nodes are as `isCounted` says. Whatever may change that about a node calls `look`. */
export class NodeCount implements Feed {
  readonly samples: Gauge;
  private readonly nodes: readonly number[];
  private readonly isCounted: (node: number) => boolean;
  private readonly simulation: Simulation;
  private readonly counted = new Set<number>();
  private readonly meant: ReadonlySet<number>;

  constructor(
    simulation: Simulation,
    nodes: readonly number[],
    isCounted: (node: number) => boolean,
    onChange: OnChange,
  ) {
    this.simulation = simulation;
    this.nodes = nodes;
    this.meant = new Set(nodes);
    this.isCounted = isCounted;
    this.samples = new Gauge(minuteMs, onChange);
  }

  begin(): void {
    this.counted.clear();
    for (const node of this.nodes) if (this.isCounted(node)) this.counted.add(node);
    this.samples.begin(this.counted.size);
  }

  means(node: number): boolean {
    return this.meant.has(node);
  }

  look(node: number): void {
    if (!this.meant.has(node) || this.isCounted(node) === this.counted.has(node)) return;
    if (!this.counted.delete(node)) this.counted.add(node);
    this.samples.set(this.simulation.kernel.nowMs, this.counted.size);
  }
}

/** Of one group, or of the whole fleet. */
export function nodesOf({ fleet }: Pick<Simulation, 'fleet'>, group: string | null): number[] {
  const nodes: number[] = [];
  for (const cohort of fleet.cohorts) {
    if (group !== null && cohort.group.name !== group) continue;
    for (let node = cohort.first; node < cohort.first + cohort.count; node += 1) nodes.push(node);
  }
  return nodes;
}
