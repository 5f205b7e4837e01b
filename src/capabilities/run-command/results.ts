/** Commands as results have them. */
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
import {
  instant,
  instantOrNothing,
  listOf,
  oneOf,
  said,
  text,
  textOrNothing,
} from '../../fields/json-parts.ts';
import { exactly } from '../../fields/json-schema.ts';
import { isoTime, isoTimeOrNull } from '../../world/time.ts';
import { failuresOf } from './failures.ts';
import type { RunCommand } from './machine.ts';
import { isManual } from './request.ts';
import type { Command } from './state.ts';
import { commandStatuses } from './statuses.ts';

export interface CommandResult extends RolloutResult, FailureResult {
  readonly id: string;
  readonly document: string;
  readonly status: string;
  readonly error: string | null;
  readonly start: string;
  readonly end: string | null;
  readonly installed: InstallTally | null;
}

export const commandSchema = exactly({
  id: text,
  document: text,
  status: oneOf(...commandStatuses),
  error: said('The name of the error with which AWS refused the call.', textOrNothing),
  ...rolloutFields,
  ...failureFields,
  start: instant,
  end: instantOrNothing,
  installed: said('Null: it is no Install, or AWS refused the call.', installTallySchema),
});

interface Machine {
  readonly commands: RunCommand;
}

export const commandResults: ResultSpec<Machine> = {
  lists: [
    {
      place: 20,
      key: 'commands',
      schema: said('What operators and rules sent. Those of replication 0.', listOf(commandSchema)),
      listOf: ({ commands: { commands, refused } }, simulation) => [
        ...commands
          .filter(({ request }) => isManual(request))
          .map((command) => commandResult(command, simulation)),
        ...refused.filter(({ request }) => isManual(request)).map(refusedResult),
      ],
    },
  ],
};

export function commandResult(command: Command, simulation: Simulation): CommandResult {
  return {
    id: command.id,
    document: command.request.documentName,
    status: command.status,
    error: null,
    targets: command.targetCount,
    maxConcurrency: limitResult(command.maxConcurrency, command.maxConcurrencyCount),
    maxErrors: limitResult(command.maxErrors, command.maxErrorsCount),
    start: isoTime(command.createdMs),
    end: isoTimeOrNull(command.finishedMs),
    halted: command.rollout.isHalted,
    haltedAt: isoTimeOrNull(command.haltedMs),
    statuses: statusCounts([command.tally]),
    failures: failuresOf(simulation, [command]),
    refusedFor: [],
    installed: simulation.views.of(installsView).of([command.request]),
  };
}

function refusedResult({ request, error, nodes, atMs }: RunCommand['refused'][number]): CommandResult {
  return {
    id: request.id,
    document: request.documentName,
    status: 'Failed',
    error,
    targets: 0,
    maxConcurrency: limitResult(request.maxConcurrency, 0),
    maxErrors: limitResult(request.maxErrors, 0),
    start: isoTime(atMs),
    end: isoTime(atMs),
    halted: false,
    haltedAt: null,
    statuses: {},
    failures: [],
    refusedFor: nodes,
    installed: null,
  };
}
