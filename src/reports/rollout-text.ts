/** Windows and commands as text: the story, the picture, the table. */
import type { WindowReport } from '../result/report.ts';
import type { CommandStory, ExecutionStory } from '../result/stories.ts';
import { indented, type Page, wrap } from './layout.ts';
import { count, counted } from './numbers.ts';
import { legend, type PictureLine, picture } from './picture.ts';
import { type PictureOf, pictureOfCommand, pictureOfExecution } from './pictures-of-stories.ts';
import { commandTable, executionsTable, taskTable } from './rollout-tables.ts';
import type { Sentence } from './sentences.ts';
import {
  closingSentences,
  executionSentences,
  operatorSentences,
  taskSentences,
} from './stories-in-words.ts';
import { tableOrTurned } from './tables.ts';
import { dateAndTime } from './times.ts';

/** Of so many executions each has its story; of more only the worst has. */
const storiesMax = 2;

/** So many commands have their own story; of more only those that went wrong, and as many rows. */
const commandStoriesMax = 3;
const commandRowsMax = 20;

export function windowLines(window: WindowReport, page: Page): string[] {
  const { executions, executionCount, skippedCount, schedule } = window;
  const name = window.name === window.window ? '' : ` (${window.name})`;
  const skipped = skippedCount === 0 ? '' : `, ${count(skippedCount)} skipped`;
  const title = `Window ${window.window}${name}, ${schedule}: ${counted(executionCount, 'start')}${skipped}`;
  const lines = [...wrap(title, page.width).map((line) => page.chalk.bold(line))];
  if (executionCount === 0) return [...lines, '  It never came due within the run.'];
  if (executionCount <= storiesMax) {
    executions.forEach((story, index) => {
      if (index > 0) lines.push('');
      lines.push(...executionLines(story, page));
    });
    return lines;
  }
  const worst = executions.find(({ id }) => id === window.worst);
  if (worst !== undefined) {
    const start = dateAndTime(worst.nominal.wallMs);
    lines.push(
      ...wrap(`The one in which least went well, ${start} ${window.timezone}:`, page.width - 2).map(
        (line) => `  ${line}`,
      ),
    );
    lines.push(...executionLines(worst, page, false), '');
  }
  const unshown = executionCount - executions.length;
  if (unshown > 0) lines.push(`  First, worst and last of them; ${count(unshown)} more not shown.`);
  return [...lines, ...indented(tableOrTurned(executionsTable(window), page.width - 2))];
}

function executionLines(story: ExecutionStory, page: Page, hasTable = true): string[] {
  const lines = sentenceLines(executionSentences(story), page, 2);
  for (const task of story.tasks) {
    const operation = task.operation === null ? '' : ` ${task.operation}`;
    lines.push(
      ...wrap(`${task.task}: ${task.document}${operation}, ${task.status}`, page.width - 2).map(
        (line) => `  ${page.chalk.bold(line)}`,
      ),
    );
    lines.push(...sentenceLines(taskSentences(task, story), page, 4));
  }
  lines.push(...sentenceLines(closingSentences(story), page, 2));
  const drawn = pictureOfExecution(story);
  if (drawn !== null) lines.push('', ...pictureLines(drawn, page));
  if (hasTable && story.tasks.length > 0)
    lines.push('', ...indented(tableOrTurned(taskTable(story.tasks), page.width - 2)));
  return lines;
}

export function commandLines(commands: readonly CommandStory[], page: Page): string[] {
  if (commands.length === 0) return [];
  const lines = [page.chalk.bold(`Commands of an operator: ${commands.length}`)];
  const told = commandsToTell(commands);
  for (const command of told) {
    const operation = command.operation === null ? '' : ` ${command.operation}`;
    const when = `${dateAndTime(command.started.atMs)} UTC`;
    const title = `${command.id}: ${command.document}${operation}, ${when}, ${command.status}`;
    lines.push(...wrap(title, page.width - 2).map((line) => `  ${page.chalk.bold(line)}`));
    lines.push(...sentenceLines(operatorSentences(command), page, 4));
    const drawn = command.operation === 'Install' ? pictureOfCommand(command) : null;
    if (drawn !== null) lines.push('', ...pictureLines(drawn, page), '');
  }
  if (lines.at(-1) === '') lines.pop();
  const shown = commands.slice(0, commandRowsMax);
  lines.push(
    '',
    ...indented(tableOrTurned(commandTable(shown, told.length < commands.length), page.width - 2)),
  );
  if (shown.length < commands.length) lines.push(`  … and ${commands.length - shown.length} more`);
  return lines;
}

/** All of them, or those in which least went well. */
export function commandsToTell(commands: readonly CommandStory[]): CommandStory[] {
  if (commands.length <= commandStoriesMax) return [...commands];
  const shortfall = ({ error, tally }: CommandStory) =>
    error === null ? tally.targets - tally.succeeded : Number.MAX_SAFE_INTEGER;
  const worst = commands
    .filter((command) => shortfall(command) > 0)
    .sort((a, b) => shortfall(b) - shortfall(a))
    .slice(0, commandStoriesMax);
  return commands.filter((command) => worst.includes(command));
}

function sentenceLines(sentences: readonly Sentence[], { chalk, width }: Page, indent: number): string[] {
  const paint = { plain: chalk, good: chalk.green, bad: chalk.red, odd: chalk.yellow };
  return sentences.flatMap(({ text, tone }) =>
    wrap(text, width - indent, 2).map((line) => ' '.repeat(indent) + paint[tone](line)),
  );
}

function pictureLines({ series, rows, marks, base }: PictureOf, { chalk, width }: Page): string[] {
  const paint: Readonly<Record<PictureLine['row'], (text: string) => string>> = {
    running: chalk.cyan,
    ended: chalk.green,
    failed: chalk.red,
    down: chalk.yellow,
    axis: chalk.dim,
  };
  const inside = width - 2;
  const lines = picture(series, rows, marks, inside).map(({ row, text }) => paint[row](text));
  const words = legend(rows, marks, base).flatMap((line) => wrap(line, inside));
  return indented([...lines, ...words.map((line) => chalk.dim(line))]);
}
