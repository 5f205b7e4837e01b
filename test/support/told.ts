/** What the capabilities tell in the report of a run, as data. */
import { maintenanceWindows } from '../../src/capabilities/maintenance-windows/index.ts';
import { windowReports } from '../../src/capabilities/maintenance-windows/stories.ts';
import { managedNodes } from '../../src/capabilities/managed-nodes/index.ts';
import { unmanagedCauses } from '../../src/capabilities/managed-nodes/view.ts';
import { complianceCounts } from '../../src/capabilities/patch-manager/compliance-counts.ts';
import { patchManager } from '../../src/capabilities/patch-manager/index.ts';
import { examplesOf, unpatchedCauses } from '../../src/capabilities/patch-manager/view.ts';
import type { RunOutcome } from '../../src/result/outcome.ts';

export function toldOfRun({ machines, simulation }: RunOutcome) {
  const patching = machines.of(patchManager);
  return {
    windows: windowReports(machines.of(maintenanceWindows).windows, simulation),
    complianceBefore: patching.patches.complianceAtStart,
    complianceAfter: complianceCounts(patching.patches.reports),
    causes: unpatchedCauses(patching.causes, simulation),
    examples: examplesOf(patching, simulation),
    unmanaged: unmanagedCauses(machines.of(managedNodes), simulation),
  };
}
