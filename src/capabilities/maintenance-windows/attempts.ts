/** Every execution that meant a node and sent nothing to it. What it sends is told by what sends it. */
import { formatLimit } from '../../aws/rate-control.ts';
import type { Attempt } from '../../capability/attempts.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { selects } from '../../capability/sources.ts';
import { sourceOfTask } from './sources.ts';
import {
  type LeftOutReason,
  type PassedStart,
  type ServiceInvocations,
  type TaskExecution,
  unsentOf,
  type WindowExecution,
} from './state.ts';

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
      if (openedMs !== null) return [...leftOut(execution, node), ...notSent(execution, node)];
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

/** Of a target group whose turn had come: runbooks that were not started for the node. */
function notSent({ id, nominalMs, tasks }: WindowExecution, node: number): Attempt[] {
  return tasks.flatMap((task) =>
    task.services
      .filter((invocations) => unsentOf(invocations).includes(node))
      .map((invocations): Attempt => {
        const { restLeftOut } = invocations;
        return {
          kind: 'not sent',
          source: task.source,
          runId: null,
          ownerId: id,
          startedMs: nominalMs,
          settledMs: restLeftOut?.atMs ?? Number.POSITIVE_INFINITY,
          status: restLeftOut === null ? 'Pending' : leftOutWords[restLeftOut.reason],
          told: {
            rollout: [notSentWords(task, invocations)],
            run: [],
            console: 'Maintenance Windows, History: the execution, its task and the invocations of the task',
          },
        };
      }),
  );
}

function notSentWords({ task, source }: TaskExecution, { restLeftOut, tally }: ServiceInvocations): string {
  const whole = `${source.words.name} was to start ${task.taskName} for it`;
  if (restLeftOut === null) return `${whole}: its turn was still to come`;
  if (restLeftOut.reason !== 'halt') return `${whole} and did not: ${leftOutWords[restLeftOut.reason]}`;
  const errors = `${tally.FAILED} ${tally.FAILED === 1 ? 'error' : 'errors'}`;
  const { limits } = source;
  return `${whole} and did not: ${errors} halted it${limits === null ? '' : `, with MaxErrors ${formatLimit(limits.maxErrors)}`}`;
}
