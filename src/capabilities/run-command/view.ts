/** Manual commands in a report of a run. */
import { type Block, paragraph, type Span, say, section, sentences } from '../../blocks/block.ts';
import { count, duration } from '../../blocks/numbers.ts';
import { dateAndTime } from '../../blocks/times.ts';
import { failureSentences } from '../../capability/failures.ts';
import { commandSentences, outcomeWords } from '../../capability/rollout-sentences.ts';
import type { CommandStory } from '../../capability/rollout-story.ts';
import { tallyTable, taskCells } from '../../capability/rollout-table.ts';
import { haltMarks, timelineChart } from '../../capability/rollout-timeline.ts';
import type { Simulation } from '../../capability/simulation.ts';
import type { ReportPart } from '../../capability/view.ts';
import type { RunCommand } from './machine.ts';
import { isManual } from './request.ts';
import { commandStory, refusedStory } from './stories.ts';

/** Up to this number of commands each is described; of more only those that went wrong, and as many rows. */
const storiesMax = 3;
const rowsMax = 20;

interface Machine {
  readonly commands: RunCommand;
}

export const commandView: readonly ReportPart<Machine>[] = [
  { place: 20, blocks: ({ commands }, simulation) => commandBlocks(manualStories(commands, simulation)) },
];

/** In order of time. */
export function manualStories({ commands, refused }: RunCommand, simulation: Simulation): CommandStory[] {
  const stories = [
    ...commands
      .filter(({ request }) => isManual(request))
      .map((command) => commandStory(simulation, command)),
    ...refused.filter(({ request }) => isManual(request)).map((call) => refusedStory(simulation, call)),
  ];
  return stories.sort((a, b) => a.started.atMs - b.started.atMs);
}

/** A command of `actions` is a manual one; rules send some too. */
export function nounOf(stories: readonly CommandStory[]): string {
  return stories.every(({ startedBy }) => startedBy === null) ? 'manual command' : 'command';
}

function commandBlocks(commands: readonly CommandStory[]): Block[] {
  if (commands.length === 0) return [];
  const told = commandsToTell(commands);
  const shown = commands.slice(0, rowsMax);
  const hidden = commands.length - shown.length;
  return [
    section(`${nounOf(commands) === 'command' ? 'Commands' : 'Manual commands'}: ${count(commands.length)}`, [
      ...told.map(commandSection),
      commandTable(shown, told.length < commands.length),
      ...(hidden > 0 ? [paragraph(`… and ${count(hidden)} more`)] : []),
    ]),
  ];
}

function commandSection(command: CommandStory): Block {
  const operation = command.operation === null ? '' : ` ${command.operation}`;
  const when = `${dateAndTime(command.started.atMs)} UTC`;
  return section(`${command.id}: ${command.document}${operation}, ${when}, ${command.status}`, [
    ...sentences(manualSentences(command)),
    ...(command.operation === 'Install' ? commandTimeline(command) : []),
  ]);
}

/** All of them, or those in which least went well. */
function commandsToTell(commands: readonly CommandStory[]): readonly CommandStory[] {
  if (commands.length <= storiesMax) return commands;
  const shortfall = ({ error, tally }: CommandStory) =>
    error === null ? tally.targets - tally.succeeded : Number.MAX_SAFE_INTEGER;
  const worst = commands
    .filter((command) => shortfall(command) > 0)
    .sort((a, b) => shortfall(b) - shortfall(a))
    .slice(0, storiesMax);
  return commands.filter((command) => worst.includes(command));
}

/** `hasTimes`: when each was sent, where no story says so. */
function commandTable(commands: readonly CommandStory[], hasTimes: boolean): Block {
  return tallyTable(
    ['command', ...(hasTimes ? ['at (UTC)'] : []), 'status'],
    commands.map((command) => [
      command.id,
      ...(hasTimes ? [dateAndTime(command.started.atMs)] : []),
      command.error ?? command.status,
      ...taskCells(command),
    ]),
  );
}

/** A manual command has no window to be in time for. */
function manualSentences(command: CommandStory): Span[] {
  const { tally, lastEnded, started } = command;
  const spread = commandSentences(command, started);
  if (command.error !== null || tally.targets === 0) return spread;
  const outcome = outcomeWords(tally);
  const failures = failureSentences(command.failures);
  if (tally.unfinished > 0 || lastEnded === null)
    return [...spread, say(`Unfinished when the run ended: ${outcome}.`, 'bad'), ...failures];
  const took = duration(lastEnded.atMs - started.atMs);
  const isClean = tally.succeeded === tally.targets;
  return [...spread, say(`Done after ${took}: ${outcome}.`, isClean ? 'good' : 'plain'), ...failures];
}

function commandTimeline(command: CommandStory): Block[] {
  const { timeline, started } = command;
  const marks = [{ letter: 'S', word: 'sent', at: started, isLined: false }, ...haltMarks([command])];
  return timelineChart(timeline, [command], marks, started);
}
