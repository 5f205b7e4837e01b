/** Which tasks and calls install, and which only scan. */
import type { MaintenanceWindowTask } from '../../world/maintenance.ts';

export function operationOf(
  documentName: string,
  parameters: Readonly<Record<string, readonly string[]>>,
): 'Install' | 'Scan' | null {
  if (documentName !== 'AWS-RunPatchBaseline') return null;
  const operation = parameters['Operation']?.[0];
  return operation === 'Install' || operation === 'Scan' ? operation : null;
}

export function isInstallTask(task: MaintenanceWindowTask): boolean {
  return task.taskType === 'RUN_COMMAND' && operationOf(task.taskName, task.parameters) === 'Install';
}
