import type { AnyCallSpec } from '../../../cloudformation/call-spec.ts';
import { cancelExecution } from './cancel-execution.ts';
import { deregisterTarget, registerTarget, updateTarget } from './targets.ts';
import { deregisterTask, registerTask, updateTask } from './tasks.ts';
import { updateMaintenanceWindow } from './update-window.ts';

export const windowCalls: readonly AnyCallSpec[] = [
  updateMaintenanceWindow,
  registerTarget,
  updateTarget,
  deregisterTarget,
  registerTask,
  updateTask,
  deregisterTask,
  cancelExecution,
];
