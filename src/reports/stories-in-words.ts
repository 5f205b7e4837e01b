/** The story of a window, of a task and of a command, in a few sentences each. */
import type { Moment } from '../result/moments.ts';
import type { CutoffStory, HaltStory } from '../result/rollout-stories.ts';
import type { CommandStory, ExecutionStory, TaskStory } from '../result/stories.ts';
import type { Tally } from '../result/tallies.ts';
import { count, counted, duration, listed } from './numbers.ts';
import { type Sentence, say } from './sentences.ts';
import { clock, clockWithSeconds, momentInFull } from './times.ts';

/** By when it had to be done; bare times are meant on the day of the nominal start. */
interface Limits {
  readonly nominal: Moment;
  readonly cutoff: Moment;
  readonly end: Moment;
}

export function openingSentence(story: ExecutionStory): Sentence {
  const { nominal, opened, cutoff, end, status } = story;
  if (opened === null) {
    const due = `Due ${momentInFull(nominal)}`;
    if (status === 'SKIPPED_OVERLAPPING')
      return say(`${due}: SKIPPED_OVERLAPPING, an earlier execution had not ended.`, 'bad');
    if (status === 'PENDING') return say(`${due}; it had not opened when the run ended.`, 'bad');
    return say(`${due}: ${status}. ${story.statusDetails}`.trim(), 'bad');
  }
  const lagMs = opened.atMs - nominal.atMs;
  const lag = lagMs === 0 ? 'on time' : `${duration(lagMs)} after its start was due`;
  const times = `Cutoff ${clock(cutoff, nominal)}, end ${clock(end, nominal)}`;
  return say(`Due ${momentInFull(nominal)}; opened ${lag}. ${times}.`);
}

export function executionSentences(story: ExecutionStory): Sentence[] {
  const sentences = [openingSentence(story)];
  if (story.opened === null) return sentences;
  if (story.tasks.length === 0) sentences.push(say('No tasks: the window opens and closes.', 'odd'));
  return sentences;
}

/** Only where it is not what everybody hopes for. */
export function closingSentences({ opened, status, statusDetails }: ExecutionStory): Sentence[] {
  if (opened === null || status === 'SUCCESS') return [];
  const details = statusDetails === '' ? '.' : `: ${statusDetails}`;
  return [say(`The execution is ${status}${details}`, 'bad')];
}

export function taskSentences(task: TaskStory, limits: Limits): Sentence[] {
  const { commands, statusDetails, tally, leftOut } = task;
  const sentences: Sentence[] = [];
  if (task.status === 'PENDING') return [say('Its turn had not come when the run ended.', 'odd')];
  for (const [index, command] of commands.entries()) {
    const [first, ...others] = commandSentences(command, limits.nominal);
    const prefix = commands.length === 1 ? '' : `Target group ${index + 1}: `;
    sentences.push(say(`${prefix}${first!.text}`, first!.tone), ...others);
  }
  if (commands.length === 0 && tally.started > 0)
    sentences.push(say(`${counted(tally.targets, 'invocation')}.`));
  sentences.push(...leftOut.map(({ count: nodes, reason }) => leftOutSentence(nodes, reason)));
  if (task.cutoff !== null) sentences.push(cutoffSentence(task.cutoff, limits));
  if (statusDetails !== '') sentences.push(say(`${task.status}: ${statusDetails}`, 'bad'));
  else if (task.status === 'TIMED_OUT' && tally.started === 0)
    sentences.push(say('TIMED_OUT: its turn came only after the cutoff.', 'bad'));
  if (tally.targets > 0 && (commands.length > 0 || tally.started > 0))
    sentences.push(endSentence(task, limits));
  return sentences;
}

function leftOutSentence(nodes: number, reason: string): Sentence {
  const why: Readonly<Record<string, string>> = {
    halt: 'the task had been halted before their target group had its turn',
    cutoff: 'the cutoff came before their target group had its turn',
    refused: 'the task could not start',
    end: 'the run ended before their target group had its turn',
  };
  return say(`${counted(nodes, 'node')} never sent to: ${why[reason] ?? reason}.`, 'bad');
}

/** Targets, rate, ramp and halt: how the command spread. `base` is the day on which bare times are meant. */
export function commandSentences(command: CommandStory, base: Moment): Sentence[] {
  if (command.error !== null)
    return [say(`AWS refuses the call with ${command.error}: nothing was sent.`, 'bad')];
  const sentences = [targetsSentence(command)];
  if (command.tally.targets > 0) sentences.push(rateSentence(command, base));
  if (command.halt !== null) sentences.push(haltSentence(command.halt, command, base));
  return sentences;
}

function targetsSentence({ tally, missed, missedCount }: CommandStory): Sentence {
  const resolved = counted(tally.targets, 'target');
  if (missedCount === 0) {
    if (tally.targets === 0) return say('0 targets: no node matches.', 'bad');
    return say(`${resolved}: every node that matches is managed.`);
  }
  const names = missed.length < missedCount ? `${missed.join(', ')}, …` : missed.join(', ');
  const verb = missedCount === 1 ? 'matches and is' : 'match and are';
  return say(
    `${resolved}; ${count(missedCount)} more ${verb} not managed, so AWS leaves them out silently (${names}).`,
    'bad',
  );
}

function rateSentence(command: CommandStory, base: Moment): Sentence {
  const { maxConcurrency, maxErrors, haltsOnError, tally } = command;
  const concurrency = `At most ${count(maxConcurrency.count)} at a time${given(maxConcurrency, 'MaxConcurrency')}`;
  const halts =
    haltsOnError > tally.targets
      ? `no number of errors halts it${given(maxErrors, 'MaxErrors')}`
      : `halts on error ${count(haltsOnError)}${given(maxErrors, 'MaxErrors')}`;
  return say(`${concurrency}, ${halts}. ${rampWords(command, base)}`.trim());
}

function given(limit: { readonly given: string; readonly count: number }, name: string): string {
  return ` (${name} ${limit.given})`;
}

function rampWords({ ramp, dispatch, maxConcurrency }: CommandStory, base: Moment): string {
  if (ramp === null) return '';
  const { batches, full } = ramp;
  const sizes = listed(batches.map(count));
  if (dispatch === 'batch') return `Batches of ${count(maxConcurrency.count)}.`;
  if (batches[0]! > maxConcurrency.count) return `Sent to ${sizes} in one instant: they ended as fast.`;
  if (batches.length === 1) return `First sent to ${sizes}.`;
  const speed =
    full === null
      ? 'stopped before it reached full speed'
      : `at full speed at ${clockWithSeconds(full, base)}`;
  return `Sent to ${sizes} in turn; ${speed}.`;
}

function haltSentence(halt: HaltStory, { tally, haltsOnError }: CommandStory, base: Moment): Sentence {
  const { at, errorCount, errorCountAtEnd, node, status, exitCode } = halt;
  const code = status === 'Failed' ? `, exit code ${exitCode}` : '';
  const whose = node === '' ? '' : ` (${node}: ${status}${code})`;
  const others = errorCount - haltsOnError;
  const more = others === 0 ? '' : ` with ${count(others)} more in the same instant`;
  const started =
    halt.notStartedCount === 0
      ? 'Every target had been sent to: nothing was left to stop.'
      : `${count(halt.sentCount)} of ${count(tally.targets)} had been sent to; ${count(halt.notStartedCount)} never started.`;
  const rest =
    halt.inFlightCount === 0
      ? ''
      : ` ${count(halt.inFlightCount)} in flight ran on: ${counted(errorCountAtEnd, 'error')} in the end.`;
  return say(
    `HALTED at ${clockWithSeconds(at, base)} on error ${count(haltsOnError)}${more}${whose}. ${started}${rest}`,
    'bad',
  );
}

function cutoffSentence(cutoff: CutoffStory, { cutoff: at, nominal }: Limits): Sentence {
  const { runningCount, unsentCount, behavior, effect } = cutoff;
  const found = `At the cutoff ${clock(at, nominal)}: ${count(runningCount)} running, ${count(unsentCount)} not sent to`;
  const effects = {
    continues: `${behavior} lets the task go on with both`,
    startsNoMore: 'what runs goes on, and no more are sent to',
    isCancelled: `${behavior} cancels both`,
  };
  return say(`${found}; ${effects[effect]}.`, effect === 'continues' ? 'odd' : 'bad');
}

/** `191 succeeded, 8 failed`: the successes, and whatever else there was. */
export function outcomeWords(tally: Tally): string {
  const others: (readonly [number, string])[] = [
    [tally.failed, 'failed'],
    [tally.timedOut, 'timed out'],
    [tally.undeliverable, 'undeliverable'],
    [tally.cancelled, 'cancelled'],
    [tally.notStarted, 'not started'],
    [tally.unfinished, 'unfinished'],
  ];
  const parts = others.filter(([value]) => value > 0).map(([value, word]) => `${count(value)} ${word}`);
  return [`${count(tally.succeeded)} succeeded`, ...parts].join(', ');
}

/** Between two times that are told in whole minutes: what a reader gets who subtracts one from the other. */
function apart(fromMs: number, toMs: number): string {
  const minuteMs = 60_000;
  const minutes = Math.floor(toMs / minuteMs) - Math.floor(fromMs / minuteMs);
  return duration(toMs - fromMs < minuteMs ? toMs - fromMs : minutes * minuteMs);
}

function endSentence({ tally, lastEnded: last }: TaskStory, { nominal, cutoff, end }: Limits): Sentence {
  const outcome = outcomeWords(tally);
  const isClean = tally.succeeded === tally.targets;
  if (tally.unfinished > 0) return say(`Not done when the simulation ended: ${outcome}.`, 'bad');
  if (last === null) return say(`Nothing was sent: ${outcome}.`, isClean ? 'plain' : 'bad');
  const place =
    last.atMs <= cutoff.atMs
      ? `${apart(last.atMs, cutoff.atMs)} before the cutoff`
      : last.atMs <= end.atMs
        ? `${apart(cutoff.atMs, last.atMs)} after the cutoff, before the end`
        : `${apart(end.atMs, last.atMs)} after the END of the window`;
  const isLate = last.atMs > end.atMs;
  return say(
    `Last one ended at ${clock(last, nominal)}, ${place}: ${outcome}.`,
    isLate ? 'bad' : isClean ? 'good' : 'plain',
  );
}

/** An operator's command has no window to be in time for. */
export function operatorSentences(command: CommandStory): Sentence[] {
  const { tally, lastEnded, started } = command;
  const sentences = commandSentences(command, started);
  if (command.error !== null || tally.targets === 0) return sentences;
  const outcome = outcomeWords(tally);
  if (tally.unfinished > 0 || lastEnded === null)
    return [...sentences, say(`Not done when the simulation ended: ${outcome}.`, 'bad')];
  const took = duration(lastEnded.atMs - started.atMs);
  const isClean = tally.succeeded === tally.targets;
  return [...sentences, say(`Done after ${took}: ${outcome}.`, isClean ? 'good' : 'plain')];
}
