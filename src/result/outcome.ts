/** What a run leaves behind, before it is counted: the machines in their last state. */
import type { MaintenanceWindows } from '../capabilities/maintenance-windows/machine.ts';
import type { ManagedNodes } from '../capabilities/managed-nodes/machine.ts';
import type { NodeOperator } from '../capabilities/managed-nodes/operator.ts';
import type { CauseFinder } from '../capabilities/patch-manager/causes.ts';
import type { PatchManager } from '../capabilities/patch-manager/machine.ts';
import type { Opportunities } from '../capabilities/patch-manager/opportunities.ts';
import type { RunCommand } from '../capabilities/run-command/machine.ts';
import type { Simulation } from '../capabilities/simulation.ts';
import type { RunEnd } from '../kernel/kernel.ts';
import type { Scenario } from '../world/scenario.ts';
import type { ComplianceCounts } from './compliance-counts.ts';
import type { Timeline } from './timeline.ts';

export interface RunOutcome {
  readonly scenario: Scenario;
  readonly replication: number;
  readonly end: RunEnd;
  readonly simulation: Simulation;
  readonly nodes: ManagedNodes;
  readonly patchManager: PatchManager;
  readonly runCommand: RunCommand;
  readonly windows: MaintenanceWindows;
  readonly opportunities: Opportunities;
  readonly causes: CauseFinder;
  readonly nodeOperator: NodeOperator;
  readonly timeline: Timeline | null;
  /** As reported when the run began. */
  readonly complianceBefore: ComplianceCounts;
}
