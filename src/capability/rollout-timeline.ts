/** Rollouts as charts: rows, their scales and their marks. */
import type { Block, TimelineMark, TimelineRow } from '../blocks/block.ts';
import { count } from '../blocks/numbers.ts';
import { clock, type Moment } from '../blocks/times.ts';
import type { CommandStory, HaltStory, TimelineSeries } from './rollout-story.ts';

export interface Mark {
  readonly letter: string;
  readonly word: string;
  readonly at: Moment;
  readonly isLined: boolean;
}

export function haltMarks(commands: readonly CommandStory[]): Mark[] {
  return commands
    .map(({ halt }) => halt)
    .filter((halt): halt is HaltStory => halt !== null)
    .map(({ at }) => ({ letter: 'H', word: 'halted', at, isLined: true }));
}

/** Nothing where there is nothing to draw. */
export function timelineChart(
  series: TimelineSeries | null,
  commands: readonly CommandStory[],
  marks: readonly Mark[],
  base: Moment,
): Block[] {
  // Whatever was sent to may have ended in the same instant.
  if (series === null || series.running.every((value) => value === 0)) return [];
  const rows = rowsOf(series, commands);
  const isShown = ({ at }: Mark) => at.atMs >= series.fromMs && at.atMs <= series.toMs;
  const shown = marks.filter(isShown).map(({ letter, word, at }) => `${letter} ${word} ${clock(at, base)}`);
  const later = marks.filter((mark) => !isShown(mark)).map(({ word, at }) => `${word} ${clock(at, base)}`);
  const events = [shown, later].filter(({ length }) => length > 0).map((words) => words.join(', '));
  const meanings = rows.map(({ name, note }) => `${name}: ${note}`);
  return [
    {
      kind: 'chart',
      chart: {
        kind: 'timeline',
        fromMs: series.fromMs,
        toMs: series.toMs,
        lastMs: series.lastMs,
        offsetMs: base.wallMs - base.atMs,
        rows: rows.map(({ note: _, ...row }) => row),
        marks: marks.map(({ letter, at, isLined }): TimelineMark => ({ letter, atMs: at.atMs, isLined })),
        captions: [events.join('; not in the chart: '), `${meanings.join('; ')}.`],
      },
    },
  ];
}

function rowsOf(
  series: TimelineSeries,
  commands: readonly CommandStory[],
): (TimelineRow & { readonly note: string })[] {
  const targets = commands.reduce((sum, { tally }) => sum + tally.targets, 0);
  const ended = series.ended.at(-1) ?? 0;
  const failed = series.failed.at(-1) ?? 0;
  const peakRunning = Math.max(...commands.map(({ tally }) => tally.peakConcurrency));
  const peakDown = Math.max(...commands.map(({ tally }) => tally.peakDown));
  const halting = commands.map((command) => command.haltsOnError);
  const haltsOn = halting.length === 1 && halting[0]! <= targets ? halting[0]! : null;
  // A row of zeros needs a scale too.
  const row = (name: keyof TimelineSeries & TimelineRow['name'], full: number) => ({
    name,
    values: series[name] as readonly number[],
    full: Math.max(1, full),
    height: 1,
  });
  return [
    {
      ...row('running', Math.max(peakRunning, ...series.running)),
      // It is what the chart is looked at for.
      height: 3,
      combine: 'mean',
      tone: 'info',
      note: `at once, up to ${count(peakRunning)}`,
    },
    { ...row('ended', targets), combine: 'last', tone: 'good', note: `${count(ended)} of ${count(targets)}` },
    {
      ...row('failed', Math.max(failed, haltsOn ?? 0)),
      combine: 'last',
      tone: 'bad',
      note: haltsOn === null ? count(failed) : `${count(failed)}, error ${count(haltsOn)} halts`,
    },
    {
      ...row('down', Math.max(peakDown, ...series.down)),
      combine: 'most',
      tone: 'odd',
      note: `rebooting, stopped or lost, up to ${count(peakDown)}`,
    },
  ];
}
