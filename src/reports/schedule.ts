/** A schedule in words, field by field, its next starts, and what to mind. */

import type { QuestionProblem } from '../aws/schedule/question.ts';
import type { Dialect } from '../aws/schedule/schedule.ts';
import {
  type Block,
  heading,
  type Inline,
  listUnder,
  paragraph,
  say,
  section,
  type Table,
} from '../blocks/block.ts';
import { count, counted, duration } from '../blocks/numbers.ts';
import type { ClockTime, Overlaps, PreviewedStart, SchedulePreview } from '../schedule/preview.ts';
import { clockEffectsInWords } from './clock-effects-in-words.ts';
import { dayAndTime, timeBeside, utcOffset } from './schedule-times.ts';

const dialectNames: Readonly<Record<Dialect, string>> = {
  window: 'maintenance window',
  association: 'State Manager association',
  rule: 'EventBridge rule',
};

/** AWS's own words for what becomes of the second start differ by who reads the expression. */
const overlapConsequences: Readonly<Record<Dialect, string>> = {
  window: 'while the earlier execution is unfinished the later one is SKIPPED_OVERLAPPING',
  association: 'the earlier run then times out and the later one starts',
  rule: 'a rule does not wait, and both run',
};

export function scheduleBlocks(preview: SchedulePreview): Block[] {
  const { expression, dialect, words, timezone, fields, starts, overlaps, clockEffects, notes } = preview;
  // A rate is of no zone.
  const zone = fields.length > 0 || /^at\(/.test(expression) ? `, ${timezone}` : '';
  return [
    heading([expression, say(`  ${dialectNames[dialect]}`, 'dim')]),
    paragraph(`${words.slice(0, 1).toUpperCase()}${words.slice(1)}${zone}`),
    ...(starts.length === 0 ? [paragraph('Never again.', 'odd')] : []),
    {
      kind: 'table',
      head: ['Field', 'As written', 'Means'],
      rows: fields.map(({ field, text, meaning }) => [field, text, meaning]),
      numeric: [],
      prose: 1,
    },
    ...startBlocks(preview),
    ...listUnder('Overlaps', overlaps === null ? [] : [overlapInWords(overlaps, preview)]),
    ...listUnder('Changes of clocks', clockEffectsInWords(clockEffects, timezone)),
    ...listUnder('To know', notes),
  ];
}

/** The expression with a caret under the field at fault, what is wrong, and what was probably meant. */
export function scheduleProblemBlocks(problem: QuestionProblem, expression: string): Block[] {
  const { key, message, help, awsError, span } = problem;
  const where = key === 'expression' ? '' : `--${key}: `;
  const caret: Inline[] =
    span === undefined ? [] : [[`  ${' '.repeat(span.start)}`, say('^'.repeat(span.length), 'bad')]];
  const lines = [
    say(`${where}${message}${awsError === undefined ? '' : ` [${awsError}]`}`, 'bad'),
    ...(key === 'expression' ? [`  ${expression}`, ...caret] : []),
    ...(help === undefined ? [] : [`help: ${help}`]),
  ];
  return [{ kind: 'code', lines, language: 'text' }];
}

function startBlocks({ starts, from, timezone, gap, isComplete }: SchedulePreview): Block[] {
  if (starts.length === 0) return [];
  return [
    section(`Next ${counted(starts.length, 'start')} after ${placed(from, timezone)}`, [
      startTable(starts, timezone),
      ...(gap === null ? [] : [paragraph(`${apartInWords(gap)}.`)]),
      ...(isComplete ? [paragraph('Nothing comes after that.')] : []),
    ]),
  ];
}

function startTable(starts: readonly PreviewedStart[], timezone: string): Table {
  const hasEnds = starts.some(({ end }) => end !== null);
  const isUtc = timezone === 'UTC';
  return {
    kind: 'table',
    head: ['', ...(isUtc ? [] : [timezone]), 'UTC', ...(hasEnds ? [isUtc ? 'Ends' : 'Ends there'] : [])],
    rows: starts.map(({ start, end }, index) => [
      String(index + 1),
      ...(isUtc ? [] : [`${dayAndTime(start.wallMs)} ${utcOffset(start)}`]),
      dayAndTime(start.atMs),
      ...(hasEnds ? [end === null ? '' : timeBeside(end.wallMs, start.wallMs)] : []),
    ]),
    numeric: [0],
  };
}

function apartInWords({ shortestMs, longestMs }: { shortestMs: number; longestMs: number }): string {
  const [shortest, longest] = [duration(shortestMs), duration(longestMs)];
  return shortest === longest ? `${longest} apart` : `${shortest} to ${longest} apart`;
}

function overlapInWords(overlaps: Overlaps, preview: SchedulePreview): string {
  const { count: overlapCount, ofCount, first } = overlaps;
  const { durationHours, dialect, timezone } = preview;
  const isEvery = overlapCount === ofCount;
  const how = isEvery
    ? 'Every start comes'
    : `${count(overlapCount)} of the next ${count(ofCount)} starts come`;
  return (
    `${how} due within the ${counted(durationHours ?? 0, 'hour')} of the one before: first ` +
    `${placed(first.later, timezone)}, after ${timeBeside(first.earlier.wallMs, first.later.wallMs)}; ` +
    `${overlapConsequences[dialect]}.`
  );
}

function placed({ wallMs }: ClockTime, timezone: string): string {
  return `${dayAndTime(wallMs)} ${timezone}`;
}
