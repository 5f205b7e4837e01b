/** What the picture of one rollout shows: its rows, their scales and its marks. */
import type { Moment } from '../result/moments.ts';
import type { HaltStory } from '../result/rollout-stories.ts';
import type { CommandStory, ExecutionStory } from '../result/stories.ts';
import type { TimelineSeries } from '../result/timeline.ts';
import { count } from './numbers.ts';
import type { Mark, PictureRow } from './picture.ts';

export interface PictureOf {
  readonly series: TimelineSeries;
  readonly rows: readonly PictureRow[];
  readonly marks: readonly Mark[];
  readonly base: Moment;
}

export function pictureOfExecution(story: ExecutionStory): PictureOf | null {
  const { timeline, tasks, opened, cutoff, end, nominal } = story;
  if (timeline === null || opened === null || isEmpty(timeline)) return null;
  const marks: Mark[] = [
    { letter: 'O', word: 'opened', at: opened, isLined: false },
    ...tasks.flatMap(({ commands }) => haltMarks(commands)),
    { letter: 'C', word: 'cutoff', at: cutoff, isLined: true },
    { letter: 'E', word: 'end', at: end, isLined: true },
  ];
  return {
    series: timeline,
    rows: rowsOf(
      timeline,
      tasks.flatMap(({ commands }) => commands),
    ),
    marks,
    base: nominal,
  };
}

export function pictureOfCommand(command: CommandStory): PictureOf | null {
  const { timeline, started } = command;
  if (timeline === null || isEmpty(timeline)) return null;
  const rows = rowsOf(timeline, [command]);
  const marks = [{ letter: 'S', word: 'sent', at: started, isLined: false }, ...haltMarks([command])];
  return { series: timeline, rows, marks, base: started };
}

function haltMarks(commands: readonly CommandStory[]): Mark[] {
  return commands
    .map(({ halt }) => halt)
    .filter((halt): halt is HaltStory => halt !== null)
    .map(({ at }) => ({ letter: 'H', word: 'halted', at, isLined: true }));
}

function rowsOf(series: TimelineSeries, commands: readonly CommandStory[]): PictureRow[] {
  const targets = commands.reduce((sum, { tally }) => sum + tally.targets, 0);
  const ended = series.ended.at(-1) ?? 0;
  const failed = series.failed.at(-1) ?? 0;
  const peakRunning = Math.max(...commands.map(({ tally }) => tally.peakConcurrency));
  const peakDown = Math.max(...commands.map(({ tally }) => tally.peakDown));
  const halting = commands.map((command) => command.haltsOnError);
  const haltsOn = halting.length === 1 && halting[0]! <= targets ? halting[0]! : null;
  const running = Math.max(peakRunning, ...series.running);
  const down = Math.max(peakDown, ...series.down);
  return [
    { name: 'running', full: atLeastOne(running), note: `at once, up to ${count(peakRunning)}` },
    { name: 'ended', full: atLeastOne(targets), note: `${count(ended)} of ${count(targets)}` },
    {
      name: 'failed',
      full: atLeastOne(Math.max(failed, haltsOn ?? 0)),
      note: haltsOn === null ? count(failed) : `${count(failed)}, error ${count(haltsOn)} halts`,
    },
    {
      name: 'down',
      full: atLeastOne(down),
      note: `rebooting, stopped or lost at once, up to ${count(peakDown)}`,
    },
  ];
}

/** A row of zeros needs a scale too. */
function atLeastOne(value: number): number {
  return Math.max(1, value);
}

/** Whatever was sent to ended in the same instant. */
function isEmpty({ running }: TimelineSeries): boolean {
  return running.every((value) => value === 0);
}
