/**
 * The capabilities of Systems Manager that fleetsim simulates. Facts are heard in this order: Patch Manager stands before
 * Run Command, since what runs on a node has to hear first that the node went down. Sources of runs are listed in it too:
 * tasks of windows before manual commands.
 */
import { maintenanceWindows } from './maintenance-windows/index.ts';
import { managedNodes } from './managed-nodes/index.ts';
import { patchManager } from './patch-manager/index.ts';
import { runCommand } from './run-command/index.ts';

export const capabilities = [managedNodes, patchManager, maintenanceWindows, runCommand] as const;
