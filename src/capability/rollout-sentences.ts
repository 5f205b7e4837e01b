/** How a command spread, in a few sentences: targets, rate, ramp and halt. */
import { type Span, say } from '../blocks/block.ts';
import { count, counted, listed } from '../blocks/numbers.ts';
import { clockWithSeconds, type Moment } from '../blocks/times.ts';
import type { CommandStory, HaltStory } from './rollout-story.ts';
import type { Tally } from './rollout-tally.ts';

/** Targets, rate, ramp and halt: how the command spread. `base` is the day on which bare times are meant. */
export function commandSentences(command: CommandStory, base: Moment): Span[] {
  if (command.error !== null)
    return [say(`AWS refuses the call with ${command.error}: nothing was sent.`, 'bad')];
  const sentences = [targetsSentence(command)];
  if (command.tally.targets > 0) sentences.push(rateSentence(command, base));
  if (command.halt !== null) sentences.push(haltSentence(command.halt, command, base));
  return sentences;
}

function targetsSentence({ tally, missed, missedCount }: CommandStory): Span {
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

function rateSentence(command: CommandStory, base: Moment): Span {
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

function haltSentence(halt: HaltStory, { tally, haltsOnError }: CommandStory, base: Moment): Span {
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
