/** Maintenance windows in a report of a run: when each opened, what its tasks did, and what the cutoff found. */
import { type Block, paragraph, type Span, say, section, sentences } from '../../blocks/block.ts';
import { count, counted, duration } from '../../blocks/numbers.ts';
import { clock, dateAndTime, type Moment, momentInFull } from '../../blocks/times.ts';
import { failureSentences, refusalSentences } from '../../capability/failures.ts';
import { commandSentences, outcomeWords } from '../../capability/rollout-sentences.ts';
import { tallyCells, tallyTable, taskCells } from '../../capability/rollout-table.ts';
import { haltMarks, timelineChart } from '../../capability/rollout-timeline.ts';
import type { ReportPart } from '../../capability/view.ts';
import type { MaintenanceWindows } from './machine.ts';
import {
  apart,
  type CutoffStory,
  disabledSentence,
  type ExecutionStory,
  type TaskStory,
  type WindowReport,
  windowReports,
} from './stories.ts';

/** Up to this number of executions each is described; of more only the worst. */
const storiesMax = 2;

interface Machine {
  readonly windows: MaintenanceWindows;
}

export const windowView: readonly ReportPart<Machine>[] = [
  {
    place: 10,
    blocks({ windows }, simulation) {
      const reports = windowReports(windows, simulation);
      return reports.length > 0 ? reports.flatMap(windowBlocks) : [paragraph('No maintenance window.')];
    },
  },
];

function windowBlocks(window: WindowReport): Block[] {
  const { executions, executionCount, skippedCount, schedule } = window;
  const name = window.name === window.window ? '' : ` (${window.name})`;
  const skipped = skippedCount === 0 ? '' : `, ${count(skippedCount)} skipped`;
  const title = `Window ${window.window}${name}, ${schedule}: ${counted(executionCount, 'start')}${skipped}`;
  if (executionCount === 0) return [section(title, [paragraph(capitalised(`${window.whyNever}.`))])];
  const disabled =
    window.disabled.length === 0
      ? []
      : [paragraph(capitalised(disabledSentence(window.disabled, window.passedCount)))];
  if (executionCount > storiesMax) return [section(title, [...disabled, ...manyExecutions(window)])];
  return [
    section(title, [
      ...disabled,
      ...executions.flatMap((story) => [...executionBlocks(story), ...taskTable(story.tasks)]),
    ]),
  ];
}

function capitalised(sentence: string): string {
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`;
}

function manyExecutions(window: WindowReport): Block[] {
  const { executions, executionCount, timezone } = window;
  const worst = executions.find(({ id }) => id === window.worst);
  const unshown = executionCount - executions.length;
  const more = `First, worst and last of them; ${count(unshown)} more not shown.`;
  return [
    ...(worst === undefined
      ? []
      : [
          paragraph(`Worst execution: ${dateAndTime(worst.nominal.wallMs)} ${timezone}.`),
          ...executionBlocks(worst),
        ]),
    ...(unshown > 0 ? [paragraph(more)] : []),
    executionsTable(window),
  ];
}

function executionBlocks(story: ExecutionStory): Block[] {
  return [
    ...sentences(executionSentences(story)),
    ...story.tasks.map((task) => {
      const operation = task.operation === null ? '' : ` ${task.operation}`;
      const title = `${task.task}: ${task.document}${operation}, ${task.status}`;
      return section(title, sentences(taskSentences(task, story)));
    }),
    ...sentences(closingSentences(story)),
    ...executionTimeline(story),
  ];
}

function taskTable(tasks: readonly TaskStory[]): Block[] {
  if (tasks.length === 0) return [];
  const rows = tasks.map((task) => [task.task, task.status, ...taskCells(task)]);
  return [tallyTable(['task', 'status'], rows)];
}

/** One row for each task of each execution that is shown, and one for the sum over all of them. */
function executionsTable({ executions, totals }: WindowReport): Block {
  const shown = executions.flatMap(({ nominal, status, tasks }) => {
    const start = dateAndTime(nominal.wallMs);
    if (tasks.length === 0) return [[start, '-', status, ...tallyCells(null)]];
    return tasks.map((task) => [start, task.task, task.status, ...taskCells(task)]);
  });
  const all = totals.map(({ task, tally, executions: number }) => [
    `all ${count(number)}`,
    task,
    `${count(tally.haltedExecutions)} halted`,
    ...tallyCells({ tally, maxConcurrency: '', maxErrors: '', minutes: '' }),
  ]);
  return tallyTable(['start', 'task', 'status'], [...shown, ...all]);
}

/** By when it had to be done; bare times are meant on the day of the nominal start. */
interface Limits {
  readonly nominal: Moment;
  readonly cutoff: Moment;
  readonly end: Moment;
}

function openingSentence(story: ExecutionStory): Span {
  const { nominal, opened, cutoff, end, status } = story;
  if (opened === null) {
    const due = `Due ${momentInFull(nominal)}`;
    if (status === 'SKIPPED_OVERLAPPING')
      return say(`${due}: SKIPPED_OVERLAPPING, an earlier execution had not ended.`, 'bad');
    if (status === 'PENDING') return say(`${due}; it had not opened when the run ended.`, 'bad');
    return say(`${due}: ${status}. ${story.statusDetails}`.trim(), 'bad');
  }
  const lagMs = opened.atMs - nominal.atMs;
  const lag = lagMs === 0 ? 'on time' : `${duration(lagMs)} late`;
  const times = `Cutoff ${clock(cutoff, nominal)}, end ${clock(end, nominal)}`;
  return say(`Due ${momentInFull(nominal)}; opened ${lag}. ${times}.`);
}

function executionSentences(story: ExecutionStory): Span[] {
  const sentences = [openingSentence(story)];
  if (story.opened === null) return sentences;
  if (story.tasks.length === 0) sentences.push(say('The window has no tasks.', 'odd'));
  return sentences;
}

/** Only where it is not what everybody hopes for. */
function closingSentences({ opened, status, statusDetails }: ExecutionStory): Span[] {
  if (opened === null || status === 'SUCCESS') return [];
  const details = statusDetails === '' ? '.' : `: ${statusDetails}`;
  return [say(`The execution is ${status}${details}`, 'bad')];
}

function taskSentences(task: TaskStory, limits: Limits): Span[] {
  const { commands, statusDetails, tally, leftOut } = task;
  const sentences: Span[] = [];
  if (task.status === 'PENDING') return [say('Not started when the run ended.', 'odd')];
  for (const [index, command] of commands.entries()) {
    const [first, ...others] = commandSentences(command, limits.nominal);
    const prefix = commands.length === 1 ? '' : `Target group ${index + 1}: `;
    sentences.push(say(`${prefix}${first!.text}`, first!.tone), ...others);
  }
  if (commands.length === 0 && tally.started > 0)
    sentences.push(say(`${counted(tally.targets, 'invocation')}.`));
  // What keeps all of it from starting is told once, by its status.
  const isWhole = tally.targets > 0 && tally.started === 0 && leftOut.length === 1;
  if (!isWhole || task.status !== 'TIMED_OUT')
    sentences.push(...leftOut.map(({ count: nodes, reason }) => leftOutSentence(nodes, reason)));
  if (task.cutoff !== null) sentences.push(cutoffSentence(task.cutoff, limits));
  for (const { error, nodes } of task.refused) sentences.push(...refusalSentences(error, nodes));
  if (statusDetails !== '') sentences.push(say(`${task.status}: ${statusDetails}`, 'bad'));
  else if (task.status === 'TIMED_OUT' && tally.started === 0)
    sentences.push(say(neverStarted(tally.notStarted), 'bad'));
  const isKeptOff = tally.started === 0 && commands.some(({ stop }) => stop !== null);
  if (tally.targets > 0 && !isKeptOff && (commands.length > 0 || tally.started > 0))
    sentences.push(endSentence(task, limits), ...failureSentences(task.failures));
  return sentences;
}

function neverStarted(nodes: number): string {
  const whom = nodes === 0 ? '' : `; ${counted(nodes, 'node')} not started`;
  return `TIMED_OUT: the cutoff came before the task could start${whom}.`;
}

function leftOutSentence(nodes: number, reason: string): Span {
  const why: Readonly<Record<string, string>> = {
    halt: 'the task was halted before their target group started',
    alarm: 'the alarm of the task stopped it before their target group started',
    'active alarm': 'the alarm of the task was in ALARM',
    cutoff: 'the cutoff came before their target group started',
    refused: 'the task could not start',
    cancelled: 'the execution was cancelled before the task started',
    end: 'the run ended before their target group started',
  };
  return say(`${counted(nodes, 'node')} not started: ${why[reason] ?? reason}.`, 'bad');
}

function cutoffSentence(cutoff: CutoffStory, { cutoff: at, nominal }: Limits): Span {
  const { runningCount, unsentCount, behavior, effect } = cutoff;
  const parts = [
    ...(runningCount > 0 ? [`${count(runningCount)} still running`] : []),
    ...(unsentCount > 0 ? [`${count(unsentCount)} not started`] : []),
  ];
  const found = `At the cutoff (${clock(at, nominal)}) ${parts.join(' and ')}`;
  const effects = {
    continues: `${behavior} lets the task finish`,
    startsNoMore: 'running nodes finish, and no more start',
    isCancelled: `${behavior} cancels them`,
  };
  return say(`${found}; ${effects[effect]}.`, effect === 'continues' ? 'odd' : 'bad');
}

function endSentence({ tally, lastEnded: last }: TaskStory, { nominal, cutoff, end }: Limits): Span {
  const outcome = outcomeWords(tally);
  const isClean = tally.succeeded === tally.targets;
  if (tally.unfinished > 0) return say(`Unfinished when the run ended: ${outcome}.`, 'bad');
  if (last === null) return say(`Nothing was sent: ${outcome}.`, isClean ? 'plain' : 'bad');
  const isLate = last.atMs > end.atMs;
  return say(
    `Last one ended at ${clock(last, nominal)}, ${apart(last, cutoff, end)}: ${outcome}.`,
    isLate ? 'bad' : isClean ? 'good' : 'plain',
  );
}

function executionTimeline(story: ExecutionStory): Block[] {
  const { timeline, tasks, opened, cutoff, end, nominal } = story;
  if (opened === null) return [];
  const commands = tasks.flatMap((task) => task.commands);
  const marks = [
    { letter: 'O', word: 'opened', at: opened, isLined: false },
    ...haltMarks(commands),
    { letter: 'C', word: 'cutoff', at: cutoff, isLined: true },
    { letter: 'E', word: 'end', at: end, isLined: true },
  ];
  return timelineChart(timeline, commands, marks, nominal);
}
