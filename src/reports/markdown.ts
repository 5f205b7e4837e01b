/** A run as Markdown, for a pull request: what failed comes first, the details fold away. */
import type { ComplianceCounts } from '../capabilities/patch-manager/compliance-counts.ts';
import type { RunReport, WindowReport } from '../result/report.ts';
import type { CommandStory } from '../result/stories.ts';
import { unmanagedTable, unpatchedTable } from './cause-tables.ts';
import { inline, listSection, table } from './markdown-parts.ts';
import { count, counted, percent } from './numbers.ts';
import { commandTable, executionsTable, taskTable } from './rollout-tables.ts';
import { commandsToTell } from './rollout-text.ts';
import type { Sentence } from './sentences.ts';
import {
  closingSentences,
  executionSentences,
  operatorSentences,
  taskSentences,
} from './stories-in-words.ts';
import { tellingInWords } from './telling-in-words.ts';
import { dateAndTime } from './times.ts';
import { verdictOn, verdictWords } from './verdict.ts';

/** More than this is nothing to read in a pull request. */
const storiesMax = 2;
const commandsMax = 10;

export function renderMarkdown(report: RunReport): string {
  const { result } = report;
  const sections = [
    [`## ${inline(result.scenario.name)}`],
    [`**${verdictWords(verdictOn(result.expectations))}**`],
    expectationsSection(report),
    complianceSection(report),
    ...report.windows.map(windowSection),
    commandsSection(report.commands),
    unpatchedSection(report),
    unmanagedSection(report),
    listSection('Warnings', report.warnings.map(inline)),
    listSection(
      'Notes',
      report.notes.map(({ text, page }) => `${inline(text)} ([AWS](${page}))`),
    ),
    [`Seed ${inline(result.seed)}. Repeat with:`, '', '```sh', report.repeat, '```'],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function expectationsSection({ result }: RunReport): string[] {
  if (result.expectations.length === 0) return [];
  const sorted = [...result.expectations].sort(
    (a, b) => Number(b.outcome === 'fail') - Number(a.outcome === 'fail'),
  );
  const rows = sorted.map(({ metric, expected, observed, outcome, because }) => [
    outcome === 'pass' ? 'ok' : 'FAIL',
    metric,
    expected,
    typeof observed === 'number' ? count(observed) : observed === null ? 'none' : String(observed),
    because ?? '',
  ]);
  return table({ head: ['', 'metric', 'expected', 'observed', 'because'], rows, numeric: new Set([3]) });
}

function complianceSection({ result, complianceBefore, complianceAfter }: RunReport): string[] {
  const total = Number(result.metrics['nodes.total']);
  const patched = Number(result.metrics['patched.nodes']);
  const row = (when: string, { compliant, nonCompliant, unspecified }: ComplianceCounts) => [
    when,
    ...[compliant, nonCompliant, unspecified].map((one) => `${count(one)} (${percent(one, total)})`),
  ];
  const head = ['compliance, as last reported', 'compliant', 'non-compliant', 'unspecified'];
  const rows = [row('before', complianceBefore), row('after', complianceAfter)];
  return [
    ...table({ head, rows, numeric: new Set([1, 2, 3]) }),
    '',
    `Patched in truth: ${count(patched)} of ${counted(total, 'node')} (${percent(patched, total)}).`,
  ];
}

function bullets(sentences: readonly Sentence[]): string[] {
  return sentences.map(({ text, tone }) => (tone === 'bad' ? `- **${inline(text)}**` : `- ${inline(text)}`));
}

function windowSection(window: WindowReport): string[] {
  const { executions, executionCount, skippedCount, schedule } = window;
  const skipped = skippedCount === 0 ? '' : `, ${count(skippedCount)} skipped`;
  const lines = [
    `### Window ${inline(window.window)}, ${schedule}: ${counted(executionCount, 'start')}${skipped}`,
  ];
  if (executionCount === 0) return [...lines, '', 'It never came due within the run.'];
  const told = executionCount <= storiesMax ? executions : executions.filter(({ id }) => id === window.worst);
  for (const story of told) {
    lines.push('', ...bullets(executionSentences(story)));
    for (const task of story.tasks) {
      lines.push('', `${inline(task.task)}: ${inline(task.document)}, ${inline(task.status)}`, '');
      lines.push(...bullets(taskSentences(task, story)));
    }
    if (story.status !== 'SUCCESS') lines.push('', ...bullets(closingSentences(story)));
    if (executionCount <= storiesMax && story.tasks.length > 0)
      lines.push('', ...table(taskTable(story.tasks)));
  }
  if (executionCount > storiesMax) lines.push('', ...table(executionsTable(window)));
  return lines;
}

function commandsSection(commands: readonly CommandStory[]): string[] {
  if (commands.length === 0) return [];
  const lines = [`### Commands of an operator: ${count(commands.length)}`];
  const shown = commands.slice(0, commandsMax);
  const told = commandsToTell(commands);
  for (const command of told) {
    const title = `${command.id}: ${command.document}, ${dateAndTime(command.started.atMs)} UTC, ${command.status}`;
    lines.push('', inline(title), '', ...bullets(operatorSentences(command)));
  }
  lines.push('', ...table(commandTable(shown, told.length < commands.length)));
  if (shown.length < commands.length) lines.push('', `… and ${commands.length - shown.length} more`);
  return lines;
}

function unpatchedSection(report: RunReport): string[] {
  const { causes, telling, result } = report;
  const total = Number(result.metrics['nodes.total']);
  const unpatched = causes.reduce((sum, one) => sum + one.count, 0);
  const title = `### Unpatched nodes: ${count(unpatched)} of ${count(total)}`;
  if (unpatched === 0) return [title];
  const examples = telling.map(
    (node) => `- ${inline(`${node.node}, ${node.cause}: ${tellingInWords(node)}.`)}`,
  );
  return [title, '', ...table(unpatchedTable(report)), '', 'For example:', '', ...examples];
}

function unmanagedSection(report: RunReport): string[] {
  if (report.unmanagedCauses.length === 0) return [];
  return ['### Nodes not managed at the end', '', ...table(unmanagedTable(report))];
}
