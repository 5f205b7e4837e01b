/** A run as text for a terminal. The eye goes to the end, so what failed and how to repeat it stand there. */
import type { RunReport } from '../result/report.ts';
import { complianceLines, fleetLines, unmanagedLines, unpatchedLines } from './fleet-text.ts';
import { indented, oneLine, type Page, wrap } from './layout.ts';
import { count, counted, duration } from './numbers.ts';
import { commandLines, windowLines } from './rollout-text.ts';
import { bulletLines, pageFor, type TextStyle, textOf } from './sections.ts';
import { tableOrLines } from './tables.ts';
import { dateAndTime } from './times.ts';
import { verdictOn, verdictWords } from './verdict.ts';

export type { TextStyle } from './sections.ts';

export function renderText(report: RunReport, style: TextStyle): string {
  const page = pageFor(style);
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
  return textOf(sections, style);
}

function titleLines({ result, windows, description }: RunReport, { chalk, width }: Page): string[] {
  const { scenario, seed, start, end, metrics } = result;
  const span = duration(Date.parse(end) - Date.parse(start));
  const times = `${dateAndTime(Date.parse(start))} to ${dateAndTime(Date.parse(end))} UTC (${span})`;
  const facts = `seed ${seed} · ${counted(Number(metrics['nodes.total']), 'node')} · ${times}`;
  const lines = [
    ...wrap(oneLine(scenario.name), width).map((line) => chalk.bold(line)),
    ...wrap(oneLine(description), width),
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

function closingLines(report: RunReport, { chalk }: Page): string[] {
  const verdict = verdictOn(report.result.expectations);
  const words = verdictWords(verdict);
  const colored = verdict.failed > 0 ? chalk.red.bold(words) : chalk.green(words);
  // One line, so that it can be copied.
  return [verdict.total === 0 ? words : colored, `seed ${report.result.seed}, repeat with: ${report.repeat}`];
}
