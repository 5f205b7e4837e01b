/** What each window did, on the first screen of a report: every execution, or the worst of many. */
import { type Inline, type Span, say, type Tone } from '../../blocks/block.ts';
import { count, counted } from '../../blocks/numbers.ts';
import { clock, dateAndTime } from '../../blocks/times.ts';
import type { Failure } from '../../capability/failures.ts';
import {
  explainNode,
  type OpenQuestion,
  type ScreenPart,
  type ScreenPartSpec,
} from '../../capability/first-screen.ts';
import {
  installedParts,
  installsTogether,
  rolloutPhrase,
  toneOf,
  totalOf,
  totalPhrase,
} from '../../capability/rollout-screen.ts';
import type { MaintenanceWindows } from './machine.ts';
import {
  apart,
  disabledSentence,
  type ExecutionStory,
  type TaskStory,
  type WindowReport,
  windowReports,
} from './stories.ts';

interface Machine {
  readonly windows: MaintenanceWindows;
}

/** More executions of one window are a sum and the worst. */
const toldMax = 2;

export const windowScreen: readonly ScreenPartSpec<Machine>[] = [
  {
    place: 10,
    of: ({ windows }, simulation) => screenOf(windowReports(windows, simulation)),
  },
];

function screenOf(windows: readonly WindowReport[]): ScreenPart | null {
  if (windows.length === 0) return null;
  const told = windows.map((window) => (window.executionCount > toldMax ? [] : window.executions));
  const full = windows.flatMap((window, index) => [
    ...(told[index]!.length > 0 ? told[index]!.map(executionLine) : [windowLine(window)]),
    ...(told[index]!.length > 0 ? disabledLines(window) : []),
  ]);
  const idle = windows.some(({ executionCount }) => executionCount === 0);
  return {
    versions: [
      full,
      windows.map(mediumLine),
      windows.map((window) => (toneOfWindow(window) === 'good' ? shortLine(window) : mediumLine(window))),
      windows.map((window) => shortLine(window)),
      windows.map((window) => shortLine(window, lateIn)),
      windows.length === 1 ? windows.map((window) => shortLine(window, () => '')) : [allTogether(windows)],
      ...(windows.length === 1 ? [] : [[allTogether(windows, true)]]),
    ],
    question: explainNode(windows.flatMap(failuresIn)) ?? (idle ? calendar : undefined),
  };
}

/** `FreezeWindow: disabled from 2025-12-19 12:00 UTC to 2026-01-05 09:00 UTC: 1 start did not happen.` */
function disabledLines({ window, disabled, passedCount, executionCount }: WindowReport): Span[] {
  if (executionCount === 0 || disabled.length === 0) return [];
  return [say(`${window}: ${disabledSentence(disabled, passedCount)}`, passedCount > 0 ? 'odd' : 'good')];
}

function disabledPhrase({ disabled, passedCount }: WindowReport): string {
  return disabled.length === 0 ? '' : `; ${disabledSentence(disabled, passedCount).replace(/\.$/, '')}`;
}

/** Of the worst execution first. */
function failuresIn({ executions, worst }: WindowReport): Failure[] {
  const [first] = executions.filter(({ id }) => id === worst);
  return [...(first?.tasks ?? []), ...executions.flatMap(({ tasks }) => tasks)].flatMap(
    ({ failures }) => failures,
  );
}

/** When each window of the file opens. */
const calendar: OpenQuestion = { place: 40, command: 'schedule', rest: [], takesSettings: false };

/** `SundayWindow 2025-01-05 02:00 Asia/Taipei: Install: 191 of 200 succeeded, …; ended 03:31, 2 h 29 min before the cutoff.` */
function executionLine(story: ExecutionStory): Span {
  const { window, opened, status, statusDetails, tasks } = story;
  const when = `${window} ${startOf(story)}`;
  if (opened === null) {
    const why =
      status === 'PENDING' ? 'had not opened when the run ended' : `${status} ${statusDetails}`.trim();
    return say(`${when}: ${why}.`, 'bad');
  }
  if (tasks.length === 0) return say(`${when}: no tasks.`, 'odd');
  const words = tasks.map((task) => rolloutPhrase(phraseOf(task, story)));
  return say(`${when}: ${[...words, endOf(story)].join('; ')}.`, toneOfAll(tasks, story));
}

function phraseOf(task: TaskStory, { nominal }: ExecutionStory) {
  return {
    name: task.task,
    operation: task.operation,
    tally: task.tally,
    installed: task.installed,
    maxErrorsCount: task.maxErrors?.count ?? null,
    halts: task.commands.flatMap(({ halt }) => halt ?? []),
    base: nominal,
  };
}

/** When the last invocation ended against the cutoff. */
function endOf({ tasks, nominal, cutoff, end, status }: ExecutionStory): string {
  // A window that reached no node is as green as one that patched them all.
  const isGreen = status === 'SUCCESS' && tasks.every(({ tally }) => tally.targets === 0);
  if (isGreen) return 'AWS reports SUCCESS';
  if (tasks.some(({ tally }) => tally.unfinished > 0)) return 'unfinished when the run ended';
  const ends = tasks.flatMap(({ lastEnded }) => lastEnded ?? []);
  const last = ends.sort((a, b) => b.atMs - a.atMs)[0];
  const reason = tasks.find(({ statusDetails }) => statusDetails !== '')?.statusDetails.replace(/\.$/, '');
  if (last === undefined) return reason ?? `nothing was sent by the cutoff (${clock(cutoff, nominal)})`;
  return `ended ${clock(last, nominal)}, ${apart(last, cutoff, end)}`;
}

function lateIn(story: ExecutionStory): string {
  return isInTime(story) ? '' : `; ${endOf(story)}`;
}

function isInTime({ tasks, cutoff }: ExecutionStory): boolean {
  return tasks.every(({ lastEnded }) => lastEnded !== null && lastEnded.atMs <= cutoff.atMs);
}

function toneOfAll(tasks: readonly TaskStory[], { end }: ExecutionStory): Tone {
  const tones = tasks.map(({ tally, installed }) => toneOf(tally, installed));
  const isLate = tasks.some(({ lastEnded }) => lastEnded !== null && lastEnded.atMs > end.atMs);
  if (isLate || tones.includes('bad')) return 'bad';
  return tones.includes('odd') ? 'odd' : 'good';
}

/** `NightlyScan: 52 executions; Scan: 5,180 of 5,200 succeeded, 20 failed; worst 2025-03-30 20:00 UTC: Scan: 80 of 100 succeeded, 20 failed.` */
function windowLine(window: WindowReport): Span {
  if (window.executionCount === 0) return say(`${window.window}: ${window.whyNever}.`, 'bad');
  const story = worstOf(window);
  const told = story === null ? '' : `; worst ${startOf(story)}: ${tasksInShort(story)}${lateIn(story)}`;
  return say(
    `${startsOf(window)}; ${totalsOf(window)}${told}${disabledPhrase(window)}.`,
    toneOfWindow(window),
  );
}

/** Null: all of its executions went well, or there are no others to be worse than. */
function worstOf(window: WindowReport): ExecutionStory | null {
  const worst = window.executions.find(({ id }) => id === window.worst);
  if (worst === undefined || worst.opened === null) return null;
  return toneOfAll(worst.tasks, worst) === 'good' ? null : worst;
}

function startOf({ nominal }: ExecutionStory): string {
  return `${dateAndTime(nominal.wallMs)} ${nominal.timezone}`;
}

function startsOf({ window, executionCount, skippedCount, passedCount }: WindowReport): string {
  const skipped = skippedCount === 0 ? '' : `, ${count(skippedCount)} SKIPPED_OVERLAPPING`;
  const passed = passedCount === 0 ? '' : `, ${counted(passedCount, 'start')} while disabled`;
  return `${window}: ${counted(executionCount - skippedCount, 'execution')}${skipped}${passed}`;
}

function totalsOf({ totals }: WindowReport): string {
  return totals.length === 0 ? 'no task ran' : totals.map((one) => totalPhrase(one.task, one)).join('; ');
}

function tasksInShort(story: ExecutionStory): string {
  return story.tasks.map((task) => rolloutPhrase(phraseOf(task, story), true)).join('; ');
}

/** What its tasks installed is added up, and only times of day are told. */
function mediumLine(window: WindowReport): Span {
  const [story] = window.executions;
  if (story === undefined || story.opened === null || window.executionCount > 1) return windowLine(window);
  const phrases = story.tasks.map((task) => rolloutPhrase({ ...phraseOf(task, story), installed: null }));
  const installed = installedParts(installsTogether(story.tasks.map((task) => task.installed)));
  const words = [...phrases, ...installed, endOf(story)].join('; ');
  return say(`${story.window}: ${words}${disabledPhrase(window)}.`, toneOfAll(story.tasks, story));
}

/** `ending`: where lines are few, an end in time goes without saying. */
function shortLine(window: WindowReport, ending = (story: ExecutionStory) => `; ${endOf(story)}`): Span {
  const [story] = window.executions;
  if (story === undefined) return windowLine(window);
  if (window.executionCount > 1 || story.opened === null) {
    const worst = worstOf(window);
    const told = worst === null ? '' : `; worst ${startOf(worst)}`;
    return say(`${startsOf(window)}; ${totalsOf(window)}${told}.`, toneOfWindow(window));
  }
  return say(
    `${story.window}: ${tasksInShort(story)}${ending(story)}${disabledPhrase(window)}.`,
    toneOfAll(story.tasks, story),
  );
}

function toneOfWindow({ totals, skippedCount, executionCount }: WindowReport): Tone {
  if (executionCount === 0 || skippedCount > 0) return 'bad';
  const tones = totals.map(({ tally, installed }) => toneOf(tally, installed));
  return (['bad', 'odd'] as const).find((tone) => tones.includes(tone)) ?? 'good';
}

/** Of any number of windows: the sum over all of them. */
function allTogether(windows: readonly WindowReport[], isShortest = false): Inline {
  const total = totalOf(windows.flatMap((window) => window.totals));
  const idle = windows.filter(({ executionCount }) => executionCount === 0).length;
  const executions = windows.reduce((sum, { executionCount }) => sum + executionCount, 0);
  const never = idle === 0 ? '' : `, ${count(idle)} never opened`;
  const name = `${counted(windows.length, 'window')}${never}, ${counted(executions, 'execution')}`;
  const worst = windows.flatMap((window) => worstOf(window) ?? []);
  const told = worst.slice(0, 1).map((story) => `; worst ${story.window} ${startOf(story)}`);
  const tones = windows.map(toneOfWindow);
  const tone = (['bad', 'odd'] as const).find((one) => tones.includes(one)) ?? 'good';
  const frozen = windows.filter(({ passedCount }) => passedCount > 0).slice(0, 1);
  const disabled = frozen.map(
    (one) => `; ${one.window} ${(isShortest ? one.disabledDays : one.disabled).join(', ')}`,
  );
  const more = isShortest ? disabled : [...told, ...disabled];
  return say(`${totalPhrase(name, total)}${more.join('')}.`, tone);
}
