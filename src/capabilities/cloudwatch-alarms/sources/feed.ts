/** What a metric of CloudWatch is fed with in a run. */
import type { Simulation } from '../../../capability/simulation.ts';
import type { FleetGroup } from '../../../world/fleet.ts';
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

/** One group, or all nodes of an account: a name under `accounts`, or '' for that of `account`. */
export type Among = { readonly group: string } | { readonly account: string };

export function isAmong({ name, account = '' }: FleetGroup, among: Among): boolean {
  return 'group' in among ? name === among.group : account === among.account;
}

export function nodesAmong({ fleet }: Pick<Simulation, 'fleet'>, among: Among): number[] {
  const nodes: number[] = [];
  for (const cohort of fleet.cohorts) {
    if (!isAmong(cohort.group, among)) continue;
    for (let node = cohort.first; node < cohort.first + cohort.count; node += 1) nodes.push(node);
  }
  return nodes;
}
