/** Every fact of every capability: the only thing that capabilities share. Read aloud, the journal tells the story. */
import { Fact } from './facts.ts';
import type { TaskExecution, WindowExecution } from './maintenance-windows/state.ts';
import type { CommandRequest } from './run-command/request.ts';
import type { Command } from './run-command/state.ts';
import type { InvocationStatus } from './run-command/statuses.ts';

/** How a reboot is drawn: by what caused it, not by how many came before. */
export interface RebootCause {
  /** The command's id, or the fault's. */
  readonly id: string;
  /** The subject of its draws: the task's, action's or fault's id. */
  readonly source: string;
  /** Epoch minute of the nominal start, or the arrival number. */
  readonly occurrence: number;
  /** By the patch operation on the node, or from outside. */
  readonly by: 'patching' | 'fault';
}

/** What the journal asks of the reports; nobody works it out unless there is one. */
export interface ReadableReports {
  complianceOf(node: number): string;
  countOf(state: 'MISSING', node: number): number;
}

export type FleetFacts = ReturnType<typeof createFleetFacts>;

export function createFleetFacts() {
  return {
    // managed-nodes
    nodeLaunched: new Fact('managed-nodes/node-launched', (node: number) => ({ node })),
    nodeRegistered: new Fact('managed-nodes/node-registered', (node: number) => ({ node })),
    /** Heartbeats arrive again, or for the first time: messages reach the agent. */
    nodeOnline: new Fact('managed-nodes/node-came-online', (node: number) => ({ node })),
    nodeSilent: new Fact('managed-nodes/node-fell-silent', (node: number, reason: string) => ({
      node,
      reason,
    })),
    /**
     * It goes down: rebooting, stopped or terminated. What runs on it is interrupted, but for the patch operation of
     * the command that asked for the reboot; null: something from outside did.
     */
    nodeWentDown: new Fact(
      'managed-nodes/node-went-down',
      (node: number, reason: string, command: string | null) => ({
        node,
        reason,
        ...(command === null ? {} : { command }),
      }),
    ),
    /** It runs again. `reason` is what ended: a reboot, or being stopped. */
    nodeBooted: new Fact('managed-nodes/node-booted', (node: number, reason: string) => ({ node, reason })),
    nodeLost: new Fact('managed-nodes/node-lost', (node: number, cause: string) => ({ node, cause })),
    nodeStopped: new Fact('managed-nodes/node-stopped', (node: number) => ({ node })),
    nodeStarted: new Fact('managed-nodes/node-started', (node: number) => ({ node })),
    nodeTerminated: new Fact('managed-nodes/node-terminated', (node: number) => ({ node })),
    agentStopped: new Fact('managed-nodes/agent-stopped', (node: number) => ({ node })),
    agentStarted: new Fact('managed-nodes/agent-started', (node: number) => ({ node })),
    profileChanged: new Fact('managed-nodes/instance-profile-changed', (node: number, profile: string) => ({
      node,
      profile,
    })),
    networkChanged: new Fact('managed-nodes/network-changed', (node: number, network: string) => ({
      node,
      network,
    })),
    tagsChanged: new Fact('managed-nodes/tags-changed', (node: number) => ({ node })),
    actionRefused: new Fact('managed-nodes/action-refused', (action: string, error: string) => ({
      action,
      error,
    })),
    registrationRefused: new Fact('managed-nodes/registration-refused', (node: number, reason: string) => ({
      node,
      reason,
    })),

    // run-command
    commandRequested: new Fact('run-command/command-requested', (request: CommandRequest) => ({
      command: request.id,
      document: request.documentName,
    })),
    cancelRequested: new Fact(
      'run-command/cancel-requested',
      (command: string, nodes: readonly number[] | null, by: string) => ({
        command,
        nodes: nodes === null ? 'all' : nodes.length,
        by,
      }),
    ),
    /** The cutoff stops new invocations; those that are out go on. */
    invocationsClosed: new Fact('run-command/invocations-closed', (command: string) => ({ command })),
    commandRefused: new Fact('run-command/command-refused', (request: CommandRequest, error: string) => ({
      command: request.id,
      error,
    })),
    commandStarted: new Fact('run-command/command-started', (command: Command) => ({
      command: command.id,
      targets: command.targetCount,
      maxConcurrency: command.maxConcurrencyCount,
      maxErrors: command.maxErrorsCount,
    })),
    invocationSent: new Fact('run-command/invocation-sent', (node: number, command: Command) => ({
      node,
      command: command.id,
    })),
    invocationAcknowledged: new Fact(
      'run-command/invocation-acknowledged',
      (node: number, command: Command) => ({
        node,
        command: command.id,
      }),
    ),
    invocationStarted: new Fact('run-command/invocation-started', (node: number, command: Command) => ({
      node,
      command: command.id,
    })),
    invocationFinished: new Fact(
      'run-command/invocation-finished',
      (node: number, command: Command, outcome: { status: InvocationStatus; exitCode: number | null }) => ({
        node,
        command: command.id,
        status: outcome.status,
        exitCode: outcome.exitCode,
      }),
    ),
    commandHalted: new Fact('run-command/command-halted', (command: Command) => ({
      command: command.id,
      errors: command.rollout.errorCount,
      notStarted: command.rollout.unsentCount,
    })),
    commandFinished: new Fact('run-command/command-finished', (command: Command) => ({
      command: command.id,
      status: command.status,
    })),

    // patch-manager
    /** Run Command has begun AWS-RunPatchBaseline on the node. */
    operationStarted: new Fact(
      'patch-manager/operation-started',
      (node: number, command: Command, _limitMs: number) => ({
        node,
        command: command.id,
        operation: command.request.parameters['Operation']?.[0] ?? '',
      }),
    ),
    /** Run Command has killed what ran there. */
    operationKilled: new Fact('run-command/run-killed', (node: number, command: Command) => ({
      node,
      command: command.id,
    })),
    /** Exit code of AWS-RunPatchBaseline; null: the agent killed it at its timeout. */
    operationFinished: new Fact(
      'patch-manager/operation-finished',
      (node: number, command: Command, exitCode: number | null) => ({ node, command: command.id, exitCode }),
    ),
    patchesInstalled: new Fact(
      'patch-manager/patches-installed',
      (node: number, installed: number, failed: number) => ({ node, installed, failed }),
    ),
    complianceReported: new Fact(
      'patch-manager/compliance-reported',
      (node: number, reports: ReadableReports) => ({
        node,
        compliance: reports.complianceOf(node),
        missing: reports.countOf('MISSING', node),
      }),
    ),
    rebootRequested: new Fact('patch-manager/reboot-requested', (node: number, cause: RebootCause) => ({
      node,
      cause: cause.id,
    })),
    baselineUpdated: new Fact('patch-manager/baseline-updated', (baseline: string) => ({ baseline })),

    // maintenance-windows
    windowOpened: new Fact('maintenance-windows/window-opened', (execution: WindowExecution) => ({
      window: execution.window.logicalId,
      execution: execution.id,
    })),
    windowSkipped: new Fact('maintenance-windows/window-skipped', (execution: WindowExecution) => ({
      window: execution.window.logicalId,
      execution: execution.id,
      status: execution.status,
    })),
    taskStarted: new Fact('maintenance-windows/task-started', (task: TaskExecution) => ({
      window: task.execution.window.logicalId,
      task: task.task.logicalId,
    })),
    taskFinished: new Fact('maintenance-windows/task-finished', (task: TaskExecution) => ({
      window: task.execution.window.logicalId,
      task: task.task.logicalId,
      status: task.status,
    })),
    /** Target groups that never have their turn, and why. */
    targetsLeftOut: new Fact(
      'maintenance-windows/targets-left-out',
      (task: TaskExecution, nodes: readonly number[], reason: 'halt' | 'cutoff' | 'refused') => ({
        task: task.task.logicalId,
        targets: nodes.length,
        reason,
      }),
    ),
    cutoffReached: new Fact('maintenance-windows/cutoff-reached', (execution: WindowExecution) => ({
      window: execution.window.logicalId,
      execution: execution.id,
    })),
    windowClosed: new Fact('maintenance-windows/window-closed', (execution: WindowExecution) => ({
      window: execution.window.logicalId,
      execution: execution.id,
      status: execution.status,
    })),
  } as const;
}
