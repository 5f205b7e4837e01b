/** What a reader of the console would not expect of commands. */
import { countOfNodes, type Note, type NoteSpec } from '../../capability/notes.ts';
import { asWritten, type RunSource } from '../../capability/run-source.ts';
import type { Simulation } from '../../capability/simulation.ts';
import type { RunCommand } from './machine.ts';
import type { Command } from './state.ts';

const sendingPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/send-commands-multiple.html';
const statusPage = 'https://docs.aws.amazon.com/systems-manager/latest/userguide/monitor-commands.html';
const outputPage = 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CommandPlugin.html';

/** Standard output and error of one invocation, together, as the API returns them without a bucket. */
const outputCharactersMax = 2_500;

interface Machine {
  readonly commands: RunCommand;
}

export const commandNotes: readonly NoteSpec<Machine>[] = [
  {
    place: 10,
    notesOf: ({ commands }, simulation) =>
      commandsBySource(commands.commands)
        .flatMap((source) => [
          roundedLimits(source),
          incompleteIsSuccess(source),
          haltedWithNothingLeft(source),
          errorsBeyondLimit(source),
          silentNodesDoNotCount(source),
          slotsHeldInSilence(source),
          outputCutOff(source, simulation),
        ])
        .filter((note) => note !== null),
  },
];

/** Commands of one task over all its executions, or the one of an action. */
interface CommandsOfSource {
  readonly source: RunSource;
  readonly commands: readonly Command[];
}

function commandsBySource(all: readonly Command[]): CommandsOfSource[] {
  const bySource = new Map<RunSource, Command[]>();
  for (const command of all) {
    const source = asWritten(command.request.source);
    const known = bySource.get(source);
    if (known === undefined) bySource.set(source, [command]);
    else known.push(command);
  }
  return [...bySource].map(([source, commands]) => ({ source, commands }));
}

function sumOver(commands: readonly Command[], count: (command: Command) => number): number {
  return commands.reduce((sum, command) => sum + count(command), 0);
}

function errors(count: number): string {
  return count === 1 ? '1 error' : `${count} errors`;
}

/** #send-commands-maxerrors: a percentage is of the targets that were resolved, and may come to nothing. */
function roundedLimits({ source, commands }: CommandsOfSource): Note | null {
  const command = commands.find(
    ({ maxErrors, maxErrorsCount, targetCount }) =>
      'percent' in maxErrors && maxErrors.percent > 0 && maxErrorsCount === 0 && targetCount > 0,
  );
  if (command === undefined || !('percent' in command.maxErrors)) return null;
  const { maxErrors, targetCount } = command;
  const share = `${maxErrors.percent}% of ${targetCount === 1 ? '1 target' : `${targetCount} targets`}`;
  return {
    text: `${source.id}: MaxErrors ${share} is 0 errors: the first error halts it.`,
    page: sendingPage,
  };
}

/** A command with errors up to its limit is Incomplete, and a task whose command is that is SUCCESS. */
function incompleteIsSuccess({ source, commands }: CommandsOfSource): Note | null {
  const incomplete = commands.filter(({ status }) => status === 'Incomplete');
  const { ofIncomplete } = source.words;
  if (ofIncomplete === null || incomplete.length === 0) return null;
  const count = sumOver(incomplete, ({ rollout }) => rollout.errorCount);
  return {
    text: `${source.id}: ${ofIncomplete} with ${errors(count)}: errors up to MaxErrors do not fail it.`,
    page: statusPage,
  };
}

/** #send-commands-maxerrors: the command is Failed although every target had been sent to. */
function haltedWithNothingLeft({ source, commands }: CommandsOfSource): Note | null {
  const late = commands.filter(
    ({ rollout }) => rollout.isHalted && rollout.unsentCount === 0 && rollout.settings.targetCount > 1,
  );
  if (late.length === 0) return null;
  const where = commands.length === 1 ? '' : ` in ${late.length} of ${commands.length} commands`;
  return {
    text: `${source.id}: errors passed MaxErrors${where} after every target had been sent to: nothing was left to stop, and the command is Failed.`,
    page: sendingPage,
  };
}

/** #send-commands-maxerrors: invocations that run when the limit is passed are allowed to finish, or to fail. */
function errorsBeyondLimit({ source, commands }: CommandsOfSource): Note | null {
  const beyond = commands.filter(
    ({ rollout, maxErrorsCount }) => rollout.isHalted && rollout.errorCount > maxErrorsCount + 1,
  );
  const worst = beyond.sort((a, b) => b.rollout.errorCount - a.rollout.errorCount)[0];
  if (worst === undefined) return null;
  const { rollout, maxErrorsCount } = worst;
  return {
    text: `${source.id}: ${errors(rollout.errorCount)} with MaxErrors ${maxErrorsCount}: nodes already in flight keep running and can fail too.`,
    page: sendingPage,
  };
}

/** #monitor-about-status: neither Undeliverable nor Delivery Timed Out counts toward MaxErrors. */
function silentNodesDoNotCount({ source, commands }: CommandsOfSource): Note | null {
  const undeliverable = sumOver(commands, ({ tally }) => tally.Undeliverable);
  const timedOut = sumOver(commands, ({ tally }) => tally.DeliveryTimedOut);
  if (undeliverable + timedOut === 0) return null;
  const parts = [
    ...(undeliverable > 0 ? [`Undeliverable (${countOfNodes(undeliverable)})`] : []),
    ...(timedOut > 0 ? [`Delivery Timed Out (${countOfNodes(timedOut)})`] : []),
  ];
  const verb = parts.length === 1 ? 'counts' : 'count';
  return {
    text: `${source.id}: ${parts.join(' and ')} never ${verb} toward MaxErrors.`,
    page: statusPage,
  };
}

/** #monitor-about-status: a node that has acknowledged and never answers ends when both timeouts are over. */
function slotsHeldInSilence({ source, commands }: CommandsOfSource): Note | null {
  let count = 0;
  let longestMs = 0;
  for (const command of commands) {
    if (command.tally.DeliveryTimedOut === 0) continue;
    for (let position = 0; position < command.rollout.sentCount; position += 1) {
      if (command.acknowledgedMs[position] === 0 || command.statusOf(position) !== 'DeliveryTimedOut')
        continue;
      count += 1;
      longestMs = Math.max(longestMs, command.endedMs[position]! - command.sentMs[position]!);
    }
  }
  if (count === 0) return null;
  const minutes = Math.round(longestMs / 60_000);
  return {
    text: `${source.id}: ${countOfNodes(count)} acknowledged the command and never reported back. Each counted toward MaxConcurrency until the delivery and execution timeouts ran out, up to ${minutes} min.`,
    page: statusPage,
  };
}

function outputCutOff({ source, commands }: CommandsOfSource, { scenario }: Simulation): Note | null {
  const { documentName, hasOutputBucket } = commands[0]!.request;
  const characters = scenario.model.documents.get(documentName)?.outputCharacters ?? 0;
  if (hasOutputBucket || characters <= outputCharactersMax) return null;
  return {
    text: `${source.id}: ${documentName} prints ${characters} characters; without an S3 bucket AWS keeps the first ${outputCharactersMax}.`,
    page: outputPage,
  };
}
