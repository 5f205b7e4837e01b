/** Every execution that meant a node and sent nothing to it. What it sends is told by what sends it. */
import type { Attempt } from '../../capability/attempts.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { selects } from '../../capability/sources.ts';
import { sourceOfTask } from './sources.ts';
import type { LeftOutReason, PassedStart, WindowExecution } from './state.ts';

const leftOutWords: Readonly<Record<LeftOutReason, string>> = {
  halt: 'halted',
  cutoff: 'cutoff',
  refused: 'refused',
  alarm: 'stopped by its alarm',
  'active alarm': 'withheld by its alarm',
  cancelled: 'cancelled',
  end: 'not over',
};

export function attemptsOn(
  simulation: Simulation,
  {
    executions,
    passed,
  }: { readonly executions: readonly WindowExecution[]; readonly passed: readonly PassedStart[] },
  node: number,
): Attempt[] {
  return [
    ...passed.flatMap((start) => skipped(simulation, start, start.nominalMs, 'disabled', node)),
    ...executions.flatMap((execution) => {
      const { openedMs, finishedMs, status } = execution;
      if (openedMs !== null) return leftOut(execution, node);
      return finishedMs === null ? [] : skipped(simulation, execution, finishedMs, status, node);
    }),
  ];
}

function skipped(
  simulation: Simulation,
  { id, window, nominalMs }: PassedStart,
  settledMs: number,
  status: string,
  node: number,
): Attempt[] {
  return window.tasks
    .map((task) => sourceOfTask(window, task))
    .filter((source) => selects(simulation, source, node))
    .map((source) => ({
      kind: 'skipped',
      source,
      runId: null,
      ownerId: id,
      startedMs: nominalMs,
      settledMs,
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
