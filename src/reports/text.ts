/** A run as text for a terminal. The eye goes to the end, so what failed and how to repeat it stand there. */
import { Chalk } from 'chalk';
import type { RunReport } from '../result/report.ts';
import { complianceLines, fleetLines, unmanagedLines, unpatchedLines } from './fleet-text.ts';
import { inAscii, indented, type Page, wrap } from './layout.ts';
import { count, counted, duration } from './numbers.ts';
import { commandLines, windowLines } from './rollout-text.ts';
import { tableOrLines } from './tables.ts';
import { dateAndTime } from './times.ts';
import { verdictOn, verdictWords } from './verdict.ts';

export interface TextStyle {
  readonly color: boolean;
  /** Columns. */
  readonly width: number;
  /** Block characters and lines; ASCII where false. */
  readonly unicode?: boolean;
}

/** Below this nothing can be laid out. */
const widthMin = 40;

/** Longer lines are hard to read, and tables need no more. */
const widthMax = 160;

export function renderText(report: RunReport, style: TextStyle): string {
  const page: Page = {
    chalk: new Chalk({ level: style.color ? 1 : 0 }),
    width: Math.max(widthMin, Math.min(widthMax, style.width)),
  };
  const sections = [
    titleLines(report, page),
    ...report.windows.map((window) => windowLines(window, page)),
    commandLines(report.commands, page),
    complianceLines(report, page),
    fleetLines(report.result, page),
    unpatchedLines(report, page),
    unmanagedLines(report, page),
    expectationLines(report, page),
    bulletLines('Warnings', report.warnings, page),
    bulletLines(
      'Notes',
      report.notes.map(({ text }) => text),
      page,
    ),
    closingLines(report, page),
  ];
  const text = `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
  return style.unicode === false ? inAscii(text) : text;
}

function titleLines({ result, windows, description }: RunReport, { chalk, width }: Page): string[] {
  const { scenario, seed, start, end, metrics } = result;
  const span = duration(Date.parse(end) - Date.parse(start));
  const times = `${dateAndTime(Date.parse(start))} to ${dateAndTime(Date.parse(end))} UTC (${span})`;
  const facts = `seed ${seed} · ${counted(Number(metrics['nodes.total']), 'node')} · ${times}`;
  const lines = [
    ...wrap(scenario.name, width).map((line) => chalk.bold(line)),
    ...wrap(description, width),
    ...wrap(facts, width).map((line) => chalk.dim(line)),
  ].filter((line) => line !== '');
  return windows.length > 0 ? lines : [...lines, 'No maintenance window.'];
}

function expectationLines({ result }: RunReport, { chalk, width }: Page): string[] {
  const { expectations } = result;
  if (expectations.length === 0) return [chalk.bold('Expectations'), '  none'];
  // What failed stands last.
  const sorted = [...expectations].sort(
    (a, b) => Number(a.outcome === 'fail') - Number(b.outcome === 'fail'),
  );
  const rows = sorted.map(({ metric, expected, observed, outcome, because }) => [
    outcome === 'pass' ? chalk.green('ok') : chalk.red.bold('FAIL'),
    metric,
    expected,
    typeof observed === 'number' ? count(observed) : observed === null ? 'none' : String(observed),
    because ?? '',
  ]);
  const head = ['', 'metric', 'expected', 'observed', ''];
  const table = { head, rows, numeric: new Set([3]) };
  return [chalk.bold('Expectations'), ...indented(tableOrLines(table, width - 2, expectationInWords))];
}

function expectationInWords([outcome, metric, expected, observed, because]: readonly string[]): string {
  const why = because === '' ? '' : `, ${because}`;
  return `${outcome} ${metric}: expected ${expected}, observed ${observed}${why}`;
}

function bulletLines(title: string, texts: readonly string[], { chalk, width }: Page): string[] {
  if (texts.length === 0) return [];
  return [chalk.bold(title), ...indented(texts.flatMap((text) => bullet(text, width - 2)))];
}

/** Lines of one text stay lines: a warning may have a second one with its remedy. */
function bullet(text: string, width: number): string[] {
  const [first, ...others] = text.split('\n');
  return [...wrap(`- ${first}`, width, 2), ...others.flatMap((line) => indented(wrap(line, width - 2, 2)))];
}

function closingLines(report: RunReport, { chalk }: Page): string[] {
  const verdict = verdictOn(report.result.expectations);
  const words = verdictWords(verdict);
  const colored = verdict.failed > 0 ? chalk.red.bold(words) : chalk.green(words);
  // One line, so that it can be copied.
  return [verdict.total === 0 ? words : colored, `seed ${report.result.seed}, repeat with: ${report.repeat}`];
}
