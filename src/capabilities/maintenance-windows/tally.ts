/** What is counted of one task of one execution. */

import type { DocumentRun } from '../../capability/document-run.ts';
import { checked, emptyTally, type Tally, tallyOfParts } from '../../capability/rollout-tally.ts';
import { asWritten } from '../../capability/run-source.ts';
import {
  type Command,
  type CommandsView,
  type RefusedCommand,
  tallyOfCommand,
} from '../run-command/facts.ts';
import type { ServiceInvocations, TaskExecution } from './state.ts';

/** Its commands in turn, and the target groups that never had theirs. */
export function tallyOfTask(task: TaskExecution, running: readonly Command[]): Tally {
  const { commands, services, neverSent } = task;
  const parts = [...[...commands, ...running].map(tallyOfCommand), ...services.map(tallyOfService)];
  const sum = tallyOfParts(parts);
  for (const { nodes } of neverSent) {
    sum.targets += nodes.length;
    sum.notStarted += nodes.length;
  }
  return checked(sum);
}

function tallyOfService(invocations: ServiceInvocations): Tally {
  const { rollout, tally, nodes } = invocations;
  return checked({
    ...emptyTally(),
    targets: nodes.length,
    succeeded: tally.SUCCESS,
    failed: tally.FAILED,
    notStarted: rollout.unsentCount,
    unfinished: rollout.inFlightCount,
    started: rollout.sentCount,
    errors: rollout.errorCount,
    peakConcurrency: invocations.peakConcurrencyCount,
    haltedExecutions: rollout.isHalted ? 1 : 0,
    firstSentMs: invocations.firstSentMs,
    lastEndedMs: invocations.lastEndedMs,
  });
}

/** Commands of the task that the end of the run found unfinished. */
export function runningCommandsOf(commands: CommandsView, { execution, source }: TaskExecution): Command[] {
  return commands
    .unfinished()
    .filter(({ request }) => request.ownerId === execution.id && asWritten(request.source) === source);
}

/** The runs of its document, those that the end of the run found unfinished last. */
export function runsOf({ commands }: TaskExecution, running: readonly Command[]): DocumentRun[] {
  return [...commands, ...running].map(({ request }) => request);
}

/** The calls for the task that AWS refused. */
export function refusedOf(commands: CommandsView, { execution, source }: TaskExecution): RefusedCommand[] {
  return commands.refused.filter(
    ({ request }) => request.ownerId === execution.id && asWritten(request.source) === source,
  );
}
