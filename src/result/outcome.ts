/** What a run leaves behind, before it is counted: the machines in their last state. */
import type { Machines } from '../capability/capability.ts';
import type { Simulation } from '../capability/simulation.ts';
import type { RunEnd } from '../kernel/kernel.ts';
import type { Scenario } from '../world/scenario.ts';
import type { RecordedSeries } from './series.ts';

export interface RunOutcome {
  readonly scenario: Scenario;
  readonly replication: number;
  readonly end: RunEnd;
  readonly simulation: Simulation;
  readonly machines: Machines;
  /** Null: they were not recorded. */
  readonly series: readonly RecordedSeries[] | null;
}
