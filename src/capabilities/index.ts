/**
 * The capabilities of Systems Manager that fleetsim simulates. Facts are heard in this order: Patch Manager comes before
 * Run Command, since what runs on a node has to hear first that the node went down. Sources of runs are listed in it too:
 * tasks of windows, then manual commands, then associations.
 */
import { causesOf } from '../capability/causes.ts';
import { automation } from './automation/index.ts';
import { changeCalendar } from './change-calendar/index.ts';
import { changeManager } from './change-manager/index.ts';
import { cloudwatchAlarms } from './cloudwatch-alarms/index.ts';
import { config } from './config/index.ts';
import { distributor } from './distributor/index.ts';
import { documents } from './documents/index.ts';
import { eventBridge } from './event-bridge/index.ts';
import { fleetManager } from './fleet-manager/index.ts';
import { functions } from './functions/index.ts';
import { inspector } from './inspector/index.ts';
import { inventory } from './inventory/index.ts';
import { licenseManager } from './license-manager/index.ts';
import { maintenanceWindows } from './maintenance-windows/index.ts';
import { managedNodes } from './managed-nodes/index.ts';
import { notifications } from './notifications/index.ts';
import { opsCenter } from './ops-center/index.ts';
import { parameterStore } from './parameter-store/index.ts';
import { patchManager } from './patch-manager/index.ts';
import { patchPolicies } from './patch-policies/index.ts';
import { runCommand } from './run-command/index.ts';
import { sessionManager } from './session-manager/index.ts';
import { stateManager } from './state-manager/index.ts';

export const capabilities = [
  managedNodes,
  patchManager,
  documents,
  distributor,
  parameterStore,
  changeCalendar,
  cloudwatchAlarms,
  maintenanceWindows,
  runCommand,
  stateManager,
  patchPolicies,
  inventory,
  inspector,
  licenseManager,
  changeManager,
  automation,
  functions,
  notifications,
  config,
  eventBridge,
  sessionManager,
  opsCenter,
  fleetManager,
] as const;

type CausesOf<One> = One extends { readonly causes?: infer Causes } ? keyof NonNullable<Causes> : never;

/** Every cause that they know. For the edges: a capability names its own, and those of a `facts.ts`. */
export type Cause = CausesOf<(typeof capabilities)[number]>;

/** In their order. */
export const causes = causesOf(capabilities).ids as readonly Cause[];
