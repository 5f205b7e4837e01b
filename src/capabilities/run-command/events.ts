/** What happens here and is told to the others: each a fact, which the journal prints. */

import { actionRefused } from '../../capability/calls.ts';
import type { CauseId } from '../../capability/causes.ts';
import type { DocumentRun } from '../../capability/document-run.ts';
import { fact, factSet } from '../../capability/facts.ts';
import type { CommandRequest } from './request.ts';
import type { Command } from './state.ts';
import type { CancelReason, InvocationStatus } from './statuses.ts';

export const commandFacts = factSet('run-command', {
  actionRefused: actionRefused('run-command'),
  commandRequested: fact(
    'run-command/command-requested',
    'An operator or a window task called SendCommand.',
    (request: CommandRequest) => ({
      command: request.id,
      document: request.documentName,
    }),
  ),
  cancelRequested: fact(
    'run-command/cancel-requested',
    'CancelCommand for `all` invocations or for this number of nodes, `by` operator or cutoff.',
    (command: string, nodes: readonly number[] | null, { by }: CancelReason) => ({
      command,
      nodes: nodes === null ? 'all' : nodes.length,
      by,
    }),
  ),
  /** The cutoff stops new invocations; those that are out go on. */
  invocationsClosed: fact(
    'run-command/invocations-closed',
    'The cutoff stops new invocations, under `cutoff: invocations` only.',
    (command: string, _reason: CancelReason) => ({ command }),
  ),
  commandRefused: fact(
    'run-command/command-refused',
    'AWS refused the call, such as InvalidInstanceId.',
    (request: CommandRequest, error: string) => ({
      command: request.id,
      error,
    }),
  ),
  commandStarted: fact(
    'run-command/command-started',
    'Its targets are resolved, and what their percentages come to.',
    (command: Command) => ({
      command: command.id,
      targets: command.targetCount,
      maxConcurrency: command.maxConcurrencyCount,
      maxErrors: command.maxErrorsCount,
    }),
  ),
  invocationSent: fact(
    'run-command/invocation-sent',
    'A target was sent to: it holds a slot.',
    (node: number, command: Command) => ({
      node,
      command: command.id,
    }),
    { about: 'run', words: ({ command }) => `${command} is sent to it` },
  ),
  invocationAcknowledged: fact(
    'run-command/invocation-acknowledged',
    'The agent took the command.',
    (node: number, command: Command) => ({
      node,
      command: command.id,
    }),
    { about: 'run', words: () => 'the agent acknowledges it' },
  ),
  invocationStarted: fact(
    'run-command/invocation-started',
    'It runs, now that a worker of the agent is free.',
    (node: number, command: Command) => ({
      node,
      command: command.id,
    }),
    { about: 'run', words: () => 'the agent starts the document' },
  ),
  invocationFinished: fact(
    'run-command/invocation-finished',
    'It reached a terminal status, and gave its slot back.',
    (node: number, command: Command, outcome: { status: InvocationStatus; exitCode: number | null }) => ({
      node,
      command: command.id,
      status: outcome.status,
      exitCode: outcome.exitCode,
    }),
    { about: 'run', words: ({ status }) => `the invocation ends: ${status}` },
  ),
  commandHalted: fact(
    'run-command/command-halted',
    'Its errors passed MaxErrors: this number of targets is not started.',
    (command: Command) => ({
      command: command.id,
      errors: command.rollout.errorCount,
      notStarted: command.rollout.unsentCount,
    }),
  ),
  commandStopped: fact(
    'run-command/command-stopped',
    'Its alarm is in ALARM, or cannot be read: this number of targets is not started.',
    (command: Command, cause: CauseId) => ({
      command: command.id,
      cause,
      notStarted: command.rollout.unsentCount,
    }),
  ),
  commandFinished: fact(
    'run-command/command-finished',
    'Nothing of it is open any more.',
    (command: Command) => ({
      command: command.id,
      status: command.status,
    }),
  ),

  /** Run Command has killed what ran there. */
  runKilled: fact(
    'run-command/run-killed',
    'The agent killed what ran there.',
    (node: number, run: DocumentRun) => ({
      node,
      command: run.id,
    }),
    { about: 'run', words: () => 'the running document is killed' },
  ),
});
