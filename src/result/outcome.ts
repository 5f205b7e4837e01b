/** What a run leaves behind, before it is counted: the machines in their last state. */
import { maintenanceWindows } from '../capabilities/maintenance-windows/index.ts';
import type { MaintenanceWindows } from '../capabilities/maintenance-windows/machine.ts';
import { managedNodes } from '../capabilities/managed-nodes/index.ts';
import type { ManagedNodes } from '../capabilities/managed-nodes/machine.ts';
import type { NodeOperator } from '../capabilities/managed-nodes/operator.ts';
import type { CauseFinder } from '../capabilities/patch-manager/cause-finder.ts';
import type { ComplianceCounts } from '../capabilities/patch-manager/compliance-counts.ts';
import { patchManager } from '../capabilities/patch-manager/index.ts';
import type { PatchManager } from '../capabilities/patch-manager/machine.ts';
import type { Opportunities } from '../capabilities/patch-manager/opportunities.ts';
import { runCommand } from '../capabilities/run-command/index.ts';
import type { RunCommand } from '../capabilities/run-command/machine.ts';
import type { Machines } from '../capability/capability.ts';
import type { Simulation } from '../capability/simulation.ts';
import type { RunEnd } from '../kernel/kernel.ts';
import type { Scenario } from '../world/scenario.ts';

/** What any run leaves, whatever capabilities took part. */
interface Ended {
  readonly replication: number;
  readonly end: RunEnd;
  readonly simulation: Simulation;
  readonly machines: Machines;
}

export interface RunOutcome extends Ended {
  readonly scenario: Scenario;
  readonly nodes: ManagedNodes;
  readonly patchManager: PatchManager;
  readonly runCommand: RunCommand;
  readonly windows: MaintenanceWindows;
  readonly opportunities: Opportunities;
  readonly causes: CauseFinder;
  readonly nodeOperator: NodeOperator;
  /** As reported when the run began. */
  readonly complianceBefore: ComplianceCounts;
}

/** Field by field: copying with a spread takes as long as fifty events. */
export function outcomeOf({ replication, end, simulation, machines }: Ended): RunOutcome {
  const { nodes, operator } = machines.of(managedNodes);
  const { patches, opportunities, causes } = machines.of(patchManager);
  return {
    replication,
    end,
    simulation,
    machines,
    scenario: simulation.scenario,
    nodes,
    patchManager: patches,
    runCommand: machines.of(runCommand).commands,
    windows: machines.of(maintenanceWindows).windows,
    opportunities,
    causes,
    nodeOperator: operator,
    complianceBefore: patches.complianceAtStart,
  };
}
