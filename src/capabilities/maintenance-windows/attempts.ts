/** Every execution that meant a node and sent nothing to it. What it sends is told by what sends it. */
import type { Attempt } from '../../capability/attempts.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { selects } from '../../capability/sources.ts';
import { sourceOfTask } from './sources.ts';
import type { LeftOutReason, WindowExecution } from './state.ts';

const leftOutWords: Readonly<Record<LeftOutReason, string>> = {
  halt: 'halted',
  cutoff: 'cutoff',
  refused: 'refused',
  alarm: 'stopped by its alarm',
  'active alarm': 'withheld by its alarm',
  end: 'not over',
};

export function attemptsOn(
  simulation: Simulation,
  executions: readonly WindowExecution[],
  node: number,
): Attempt[] {
  return executions.flatMap((execution) =>
    execution.openedMs === null ? skipped(simulation, execution, node) : leftOut(execution, node),
  );
}

function skipped(simulation: Simulation, execution: WindowExecution, node: number): Attempt[] {
  const { id, window, nominalMs, finishedMs, status } = execution;
  if (finishedMs === null) return [];
  return window.tasks
    .map((task) => sourceOfTask(window, task))
    .filter((source) => selects(simulation, source, node))
    .map((source) => ({
      kind: 'skipped',
      source,
      runId: null,
      ownerId: id,
      startedMs: nominalMs,
      settledMs: finishedMs,
      status,
    }));
}

function leftOut({ id, nominalMs, tasks }: WindowExecution, node: number): Attempt[] {
  return tasks.flatMap((task) =>
    task.neverSent
      .filter(({ nodes }) => nodes.includes(node))
      .map(
        ({ reason, atMs }): Attempt => ({
          kind: 'left out',
          source: task.source,
          runId: null,
          ownerId: id,
          startedMs: nominalMs,
          settledMs: atMs,
          status: leftOutWords[reason],
        }),
      ),
  );
}
