/** Windows of a few constant tasks. Nodes are `web-0001`…, the first window opens at 02:00, and nothing lags. */

import { maintenanceWindows } from '../../../src/capabilities/maintenance-windows/index.ts';
import type { TaskExecution, WindowExecution } from '../../../src/capabilities/maintenance-windows/state.ts';
import { type Simulated, type SimulateOptions, simulateYaml } from '../../support/simulate.ts';

export interface WindowsScenario {
  /** Lines under `resources`, from the helpers below. */
  readonly resources: string;
  readonly fleet?: string;
  /** Lines of `model.documents`. */
  readonly documents?: string;
  readonly actions?: string;
  readonly faults?: string;
  readonly end?: string;
  readonly more?: string;
}

export function windowsYaml(parts: WindowsScenario): string {
  const { actions, faults } = parts;
  return `
start: 2025-01-01T00:00:00Z
end: ${parts.end ?? '1d'}
fleet:
  ${parts.fleet ?? 'web: { count: 4, os: AMAZON_LINUX_2, tags: { Role: web } }'}
model:
  rateControl: { dispatch: sliding, order: listed }
  runCommand: { delivery: 0s, cancellation: 0s }
  maintenanceWindows: { startLag: 0s }
  documents:
    Job: { run: 10m }
    Bad: { run: 10m, fails: 100% }
    Hour: { run: 1h }
    TwoHours: { run: 2h }
    ${parts.documents ?? ''}
resources:
${parts.resources}
${actions === undefined ? '' : `actions:\n${actions}`}
${faults === undefined ? '' : `faults:\n${faults}`}
${parts.more ?? ''}
`;
}

export function simulateWindows(parts: WindowsScenario, options: SimulateOptions = {}): Simulated {
  return simulateYaml(windowsYaml(parts), options);
}

/** Install, or a day's time, since the agent would kill after an hour what names no time of its own. */
function parametersOf(document: string): string {
  const parameters =
    document === 'AWS-RunPatchBaseline' ? 'Operation: [Install]' : 'executionTimeout: ["86400"]';
  return `, TaskInvocationParameters: { MaintenanceWindowRunCommandParameters: { Parameters: { ${parameters} } } }`;
}

/** A window with a target `<id>Web` for the web nodes. */
export function window(
  id: string,
  given: { schedule?: string; duration?: number; cutoff?: number; more?: string } = {},
): string {
  const { schedule = 'cron(0 2 * * ? *)', duration = 4, cutoff = 1, more = '' } = given;
  return `
  ${id}:
    Type: AWS::SSM::MaintenanceWindow
    Properties: { Name: window-${id}, Schedule: "${schedule}", Duration: ${duration}, Cutoff: ${cutoff}, AllowUnassociatedTargets: true${more === '' ? '' : `, ${more}`} }
${target(`${id}Web`, id)}`;
}

export function target(
  id: string,
  windowId: string,
  criteria = '{ Key: "tag:Role", Values: [web] }',
): string {
  const type = criteria.includes('resource-groups') ? 'RESOURCE_GROUP' : 'INSTANCE';
  return `
  ${id}:
    Type: AWS::SSM::MaintenanceWindowTarget
    Properties: { WindowId: !Ref ${windowId}, ResourceType: ${type}, Targets: [${criteria}] }`;
}

export interface TaskOptions {
  readonly document?: string;
  readonly type?: string;
  readonly priority?: number;
  /** Logical ids of window targets; empty: a task without targets. */
  readonly targets?: readonly string[];
  readonly concurrency?: string;
  readonly errors?: string;
  readonly more?: string;
}

export function task(id: string, windowId: string, options: TaskOptions = {}): string {
  const { document = 'Job', type = 'RUN_COMMAND', priority = 1, targets = [`${windowId}Web`] } = options;
  const { concurrency = '100%', errors = '100%', more = '' } = options;
  const refs = targets.map((one) => `!Ref ${one}`).join(', ');
  const rate = `, MaxConcurrency: "${concurrency}", MaxErrors: "${errors}", Targets: [{ Key: WindowTargetIds, Values: [${refs}] }]`;
  return `
  ${id}:
    Type: AWS::SSM::MaintenanceWindowTask
    Properties: { WindowId: !Ref ${windowId}, TaskType: ${type}, TaskArn: ${document}, Priority: ${priority}${targets.length === 0 ? '' : rate}${type === 'RUN_COMMAND' ? parametersOf(document) : ''}${more === '' ? '' : `, ${more}`} }`;
}

export function executionsOf(simulated: Simulated, windowId: string): WindowExecution[] {
  return simulated.outcome.machines
    .of(maintenanceWindows)
    .windows.executions.filter((one) => one.window.logicalId === windowId);
}

/** The only execution of the only window, or the one that is asked for. */
export function executionOf(simulated: Simulated, windowId?: string): WindowExecution {
  const { executions } = simulated.outcome.machines.of(maintenanceWindows).windows;
  const found = executions.filter((one) => windowId === undefined || one.window.logicalId === windowId);
  if (found.length !== 1) throw new Error(`${found.length} executions of ${windowId ?? 'all windows'}`);
  return found[0]!;
}

export function taskOf(simulated: Simulated, taskId: string): TaskExecution {
  const found = simulated.outcome.machines
    .of(maintenanceWindows)
    .windows.executions.flatMap((execution) => execution.tasks)
    .filter((one) => one.task.logicalId === taskId);
  if (found.length !== 1) throw new Error(`${found.length} executions of ${taskId}`);
  return found[0]!;
}

/** `hh:mm` in UTC. */
export function clock(ms: number | null): string {
  return ms === null ? 'never' : new Date(ms).toISOString().slice(11, 16);
}
