/** Simulates replications one after the other, in whichever thread: what it gives depends on its arguments alone. */
import { prepareDistributions } from '../kernel/gamma.ts';
import { metricRowOf } from '../result/metrics.ts';
import { OverrunError } from '../result/overrun.ts';
import { Simulator } from '../simulate.ts';
import { nodeCountOf } from '../world/fleet.ts';
import { distributionsOf, type Scenario } from '../world/scenario.ts';

/** One setting of an experiment: a scenario of its own, and what is kept of each of its runs. */
export interface PlannedVariant {
  readonly scenario: Scenario;
  readonly metrics: readonly string[];
}

/** Replications `first` to `first + count - 1` of one variant. */
export interface Batch {
  readonly variant: number;
  readonly first: number;
  readonly count: number;
}

/** A replication that gave no outcome. The batch it was in is lost with it. */
export interface ReplicationFailure {
  readonly variant: number;
  readonly replication: number;
  /** `overrun`: the scenario does too much; `defect`: fleetsim threw; `died`: its thread ended. */
  readonly reason: 'overrun' | 'defect' | 'died';
  readonly message: string;
  /** Where it happened, for those who look for the mistake. */
  readonly stack?: string;
}

/** The number of nodes of all fleets that may wait in memory for their next turn. */
const waitingNodesMax = 500_000;

export class Replicator {
  private readonly variants: readonly PlannedVariant[];
  private readonly simulators = new Map<number, Simulator>();
  private readonly keepsAll: boolean;

  private constructor(variants: readonly PlannedVariant[]) {
    this.variants = variants;
    const nodeCount = variants.reduce((sum, { scenario }) => sum + nodeCountOf(scenario.fleet), 0);
    this.keepsAll = nodeCount <= waitingNodesMax;
  }

  static async of(variants: readonly PlannedVariant[]): Promise<Replicator> {
    await prepareDistributions(variants.flatMap(({ scenario }) => distributionsOf(scenario)));
    return new Replicator(variants);
  }

  /** A row of metrics for each replication. `begin` is told which one is running. */
  run(
    { variant, first, count }: Batch,
    begin: (replication: number) => void,
  ): Float64Array | ReplicationFailure {
    const { metrics } = this.variants[variant]!;
    const rows = new Float64Array(count * metrics.length);
    for (let index = 0; index < count; index += 1) {
      const replication = first + index;
      begin(replication);
      try {
        metricRowOf(this.simulatorOf(variant).run(replication), metrics, rows, index * metrics.length);
      } catch (error) {
        const { message, stack } = error instanceof Error ? error : new Error(String(error));
        if (error instanceof OverrunError) return { variant, replication, reason: 'overrun', message };
        return { variant, replication, reason: 'defect', message, ...(stack === undefined ? {} : { stack }) };
      }
    }
    return rows;
  }

  private simulatorOf(variant: number): Simulator {
    let simulator = this.simulators.get(variant);
    if (simulator === undefined) {
      if (!this.keepsAll) this.simulators.clear();
      simulator = new Simulator(this.variants[variant]!.scenario);
      this.simulators.set(variant, simulator);
    }
    return simulator;
  }
}
