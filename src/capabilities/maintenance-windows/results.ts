/** Executions of windows as results have them. */
import { type FailureResult, failureFields } from '../../capability/failures.ts';
import { type InstallTally, installsView, installTallySchema } from '../../capability/installs.ts';
import type { ResultSpec } from '../../capability/results.ts';
import {
  limitResult,
  type RolloutResult,
  rolloutFields,
  statusCounts,
} from '../../capability/rollout-results.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { instant, instantOrNothing, listOf, oneOf, said, text } from '../../fields/json-parts.ts';
import { exactly } from '../../fields/json-schema.ts';
import { isoTime, isoTimeOrNull } from '../../world/time.ts';
import {
  type CommandResult,
  commandResult,
  commandSchema,
  commandsView,
  failuresOf,
} from '../run-command/facts.ts';
import type { MaintenanceWindows } from './machine.ts';
import { executionStatuses, type TaskExecution, type WindowExecution } from './state.ts';
import { refusedOf, runningCommandsOf, runsOf } from './tally.ts';

export interface ExecutionResult {
  readonly window: string;
  readonly id: string;
  readonly start: string;
  readonly opened: string | null;
  readonly cutoff: string;
  readonly end: string;
  readonly finished: string | null;
  readonly status: string;
  readonly statusDetails: string;
  readonly tasks: readonly TaskResult[];
}

export interface TaskResult extends RolloutResult, FailureResult {
  readonly task: string;
  readonly status: string;
  readonly statusDetails: string;
  readonly start: string | null;
  readonly end: string | null;
  readonly installed: InstallTally | null;
  /** One a target group, where a task has several. */
  readonly commands: readonly CommandResult[];
}

const taskSchema = exactly({
  task: text,
  status: oneOf(...executionStatuses),
  statusDetails: text,
  ...rolloutFields,
  ...failureFields,
  start: instantOrNothing,
  end: instantOrNothing,
  installed: said('Null: it is no Install, or ran no command.', installTallySchema),
  commands: said('One for each target group, where the task has several.', listOf(commandSchema)),
});

const executionSchema = exactly({
  window: said('The logical id of the window.', text),
  id: text,
  start: said('When it was due.', instant),
  opened: instantOrNothing,
  cutoff: instant,
  end: instant,
  finished: instantOrNothing,
  status: oneOf(...executionStatuses),
  statusDetails: text,
  tasks: listOf(taskSchema),
});

interface Machine {
  readonly windows: MaintenanceWindows;
}

export const windowResults: ResultSpec<Machine> = {
  lists: [
    {
      place: 10,
      key: 'executions',
      schema: said(
        'Executions of windows, with their tasks. Those of replication 0.',
        listOf(executionSchema),
      ),
      listOf: ({ windows }, simulation) =>
        windows.executions.map((execution) => executionResult(execution, simulation)),
    },
  ],
};

function executionResult(execution: WindowExecution, simulation: Simulation): ExecutionResult {
  return {
    window: execution.window.logicalId,
    id: execution.id,
    start: isoTime(execution.nominalMs),
    opened: isoTimeOrNull(execution.openedMs),
    cutoff: isoTime(execution.cutoffMs),
    end: isoTime(execution.endMs),
    finished: isoTimeOrNull(execution.finishedMs),
    status: execution.status,
    statusDetails: execution.statusDetails,
    tasks: execution.tasks.map((task) => taskResult(task, simulation)),
  };
}

function taskResult(task: TaskExecution, simulation: Simulation): TaskResult {
  const { views } = simulation;
  const running = runningCommandsOf(views.of(commandsView), task);
  const commands = [...task.commands, ...running];
  const parts = [...commands, ...task.services];
  const neverSentCount = task.neverSent.reduce((sum, { nodes }) => sum + nodes.length, 0);
  const haltedAt = parts.map(({ haltedMs }) => haltedMs).filter((one) => one !== null);
  const { maxConcurrency, maxErrors } = task.task;
  const settings = parts[0]?.rollout.settings;
  return {
    task: task.task.logicalId,
    status: task.status,
    statusDetails: task.statusDetails,
    targets: parts.reduce((sum, { rollout }) => sum + rollout.settings.targetCount, neverSentCount),
    maxConcurrency: limitResult(maxConcurrency, settings?.maxConcurrencyCount),
    maxErrors: limitResult(maxErrors, settings?.maxErrorsCount),
    start: isoTimeOrNull(task.startedMs),
    end: isoTimeOrNull(task.finishedMs),
    halted: haltedAt.length > 0,
    haltedAt: isoTimeOrNull(haltedAt[0] ?? null),
    statuses: statusCounts([...parts.map(({ tally }) => tally), { NeverSent: neverSentCount }]),
    failures: failuresOf(simulation, commands),
    refusedFor: refusedOf(views.of(commandsView), task).flatMap(({ nodes }) => nodes),
    installed: views.of(installsView).of(runsOf(task, running)),
    commands: commands.length > 1 ? commands.map((command) => commandResult(command, simulation)) : [],
  };
}
