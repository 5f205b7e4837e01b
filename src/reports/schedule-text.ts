/** A schedule for a person at a terminal: in words, field by field, its next starts, and what to mind. */
import type { Dialect } from '../aws/schedule/schedule.ts';
import { count, counted, duration } from '../blocks/numbers.ts';
import type { ClockTime, Overlaps, PreviewedStart, SchedulePreview } from '../schedule/preview.ts';
import type { QuestionProblem } from '../schedule/question.ts';
import { clockEffectsInWords } from './clock-effects-in-words.ts';
import { type Page, wrap } from './layout.ts';
import { dayAndTime, timeBeside, utcOffset } from './schedule-times.ts';
import { bulletLines, pageFor, type TextStyle, textOf } from './sections.ts';
import { tableOrTurned, tableWithText } from './tables.ts';

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

export function renderSchedule(preview: SchedulePreview, style: TextStyle): string {
  const page = pageFor(style);
  const effects = clockEffectsInWords(preview.clockEffects, preview.timezone);
  return textOf(
    [
      titleLines(preview, page),
      fieldLines(preview, page),
      startLines(preview, page),
      preview.overlaps === null ? [] : overlapLines(preview.overlaps, preview, page),
      bulletLines('Changes of clocks', effects, page),
      bulletLines('To know', preview.notes, page),
    ],
    style,
  );
}

/** The expression with a caret under the field at fault, what is wrong, and what was probably meant. */
export function renderScheduleProblem(
  problem: QuestionProblem,
  expression: string,
  style: TextStyle,
): string {
  const { chalk } = pageFor(style);
  const { key, message, help, awsError, span } = problem;
  const where = key === 'expression' ? '' : `--${key}: `;
  const caret =
    span === undefined ? [] : [`  ${' '.repeat(span.start)}${chalk.red('^'.repeat(span.length))}`];
  const lines = [
    chalk.red(`${where}${printable(message)}${awsError === undefined ? '' : ` [${awsError}]`}`),
    ...(key === 'expression' ? [`  ${printable(expression)}`, ...caret] : []),
    ...(help === undefined ? [] : [`help: ${printable(help)}`]),
  ];
  return `${lines.join('\n')}\n`;
}

function titleLines(preview: SchedulePreview, { chalk, width }: Page): string[] {
  const { expression, dialect, words, timezone, fields, starts } = preview;
  // A rate is of no zone.
  const zone = fields.length > 0 || /^at\(/.test(expression) ? `, ${timezone}` : '';
  const never = starts.length === 0 ? ['Never again.'] : [];
  return [
    `${chalk.bold(expression)}  ${chalk.dim(dialectNames[dialect])}`,
    ...wrap(`${words.slice(0, 1).toUpperCase()}${words.slice(1)}${zone}`, width),
    ...never.map((line) => chalk.yellow(line)),
  ];
}

function fieldLines({ fields }: SchedulePreview, { width }: Page): string[] {
  if (fields.length === 0) return [];
  const rows = fields.map(({ field, text, meaning }) => [field, text, meaning]);
  return tableWithText({ head: ['Field', 'As written', 'Means'], rows, numeric: new Set() }, width);
}

function startLines(preview: SchedulePreview, page: Page): string[] {
  const { starts, from, timezone, gap, isComplete } = preview;
  if (starts.length === 0) return [];
  const { chalk, width } = page;
  const title = `Next ${counted(starts.length, 'start')} after ${placed(from, timezone)}`;
  const apart = gap === null ? [] : [`${apartInWords(gap)}.`];
  const last = isComplete ? ['Nothing comes after that.'] : [];
  return [
    ...wrap(title, width).map((line) => chalk.bold(line)),
    ...tableOrTurned(startTable(starts, timezone), width),
    ...[...apart, ...last].flatMap((line) => wrap(line, width)),
  ];
}

function startTable(starts: readonly PreviewedStart[], timezone: string) {
  const hasEnds = starts.some(({ end }) => end !== null);
  const isUtc = timezone === 'UTC';
  return {
    head: ['', ...(isUtc ? [] : [timezone]), 'UTC', ...(hasEnds ? [isUtc ? 'Ends' : 'Ends there'] : [])],
    rows: starts.map(({ start, end }, index) => [
      String(index + 1),
      ...(isUtc ? [] : [`${dayAndTime(start.wallMs)} ${utcOffset(start)}`]),
      dayAndTime(start.atMs),
      ...(hasEnds ? [end === null ? '' : timeBeside(end.wallMs, start.wallMs)] : []),
    ]),
    numeric: new Set([0]),
  };
}

function apartInWords({ shortestMs, longestMs }: { shortestMs: number; longestMs: number }): string {
  const [shortest, longest] = [duration(shortestMs), duration(longestMs)];
  return shortest === longest ? `${longest} apart` : `${shortest} to ${longest} apart`;
}

function overlapLines(overlaps: Overlaps, preview: SchedulePreview, page: Page): string[] {
  const { count: overlapCount, ofCount, first } = overlaps;
  const { durationHours, dialect, timezone } = preview;
  const isEvery = overlapCount === ofCount;
  const how = isEvery
    ? 'Every start comes'
    : `${count(overlapCount)} of the next ${count(ofCount)} starts come`;
  const text =
    `${how} due within the ${counted(durationHours ?? 0, 'hour')} of the one before: first ` +
    `${placed(first.later, timezone)}, after ${timeBeside(first.earlier.wallMs, first.later.wallMs)}; ` +
    `${overlapConsequences[dialect]}.`;
  return bulletLines('Overlaps', [text], page);
}

function placed({ wallMs }: ClockTime, timezone: string): string {
  return `${dayAndTime(wallMs)} ${timezone}`;
}

/** Somebody else's text on a terminal: one line, no escapes. A span still fits, one sign for one. */
function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, '?');
}
