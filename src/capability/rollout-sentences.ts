/** How a command spread, in a few sentences: targets, rate, ramp and halt. */
import { type Span, say } from '../blocks/block.ts';
import { count, counted } from '../blocks/numbers.ts';
import { clockWithSeconds, type Moment } from '../blocks/times.ts';
import { refusalSentences } from './failures.ts';
import type { CommandStory, HaltStory, StopStory } from './rollout-story.ts';
import type { Tally } from './rollout-tally.ts';

/** Targets, rate, ramp and halt: how the command spread. `base` is the day on which bare times are meant. */
export function commandSentences(command: CommandStory, base: Moment): Span[] {
  if (command.error !== null) return refusalSentences(command.error, command.refusedFor);
  const sentences = [targetsSentence(command)];
  if (command.tally.targets > 0) sentences.push(rateSentence(command, base));
  if (command.halt !== null) sentences.push(haltSentence(command.halt, command, base));
  if (command.stop !== null) sentences.push(stopSentence(command.stop, command, base));
  return sentences;
}

function targetsSentence({ tally, missed, missedCount }: CommandStory): Span {
  const resolved = counted(tally.targets, 'target');
  if (missedCount === 0) {
    if (tally.targets === 0) return say('0 targets: no node matches.', 'bad');
    return say(`${resolved}; every matching node is managed.`);
  }
  const names = missed.length < missedCount ? `${missed.join(', ')}, …` : missed.join(', ');
  return say(
    `${resolved}. AWS silently leaves out ${count(missedCount)} more that ${missedCount === 1 ? 'matches but is' : 'match but are'} not managed (${names}).`,
    'bad',
  );
}

function rateSentence(command: CommandStory, base: Moment): Span {
  const { maxConcurrency, maxErrors, haltsOnError, tally } = command;
  const concurrency = `At most ${count(maxConcurrency.count)} in flight${given(maxConcurrency, 'MaxConcurrency')}`;
  const halts =
    haltsOnError > tally.targets
      ? `errors never halt it${given(maxErrors, 'MaxErrors')}`
      : `halts on error ${count(haltsOnError)}${given(maxErrors, 'MaxErrors')}`;
  return say(`${concurrency}, ${halts}. ${rampWords(command, base)}`.trim());
}

function given(limit: { readonly given: string; readonly count: number }, name: string): string {
  return ` (${name} ${limit.given})`;
}

function rampWords({ ramp, dispatch, maxConcurrency, tally }: CommandStory, base: Moment): string {
  if (ramp === null) return '';
  const { batches, full } = ramp;
  const sizes = batches.map(count).join(', ');
  if (dispatch === 'batch') return `Batches of ${count(maxConcurrency.count)}.`;
  if (batches[0]! > maxConcurrency.count) return `All ${sizes} sent in one instant: they ended as fast.`;
  if (maxConcurrency.count === 1) return tally.targets === 1 ? '' : 'One at a time.';
  if (batches.length === 1 && batches[0] === 1) return tally.targets === 1 ? '' : 'One was sent.';
  if (batches.length === 1) return `The first ${sizes} sent at once.`;
  const most = count(Math.min(maxConcurrency.count, tally.targets));
  const fully =
    full === null
      ? `it ended before ${most} were in flight`
      : `${most} in flight from ${clockWithSeconds(full, base)}`;
  return `Ramp-up ${sizes}; ${fully}.`;
}

function haltSentence(halt: HaltStory, { tally, haltsOnError }: CommandStory, base: Moment): Span {
  const { at, errorCount, errorCountAtEnd, node, status, exitCode } = halt;
  const code = status !== 'Failed' || exitCode === null ? '' : `, exit code ${exitCode}`;
  const whose = node === '' ? '' : ` (${node}: ${status}${code})`;
  const others = errorCount - haltsOnError;
  const more = others === 0 ? '' : ` with ${count(others)} more in the same instant`;
  const started =
    halt.notStartedCount === 0
      ? 'All targets were already sent, so nothing was left to stop.'
      : `${count(halt.sentCount)} of ${count(tally.targets)} sent, ${count(halt.notStartedCount)} not started.`;
  const rest =
    halt.inFlightCount === 0
      ? ''
      : ` ${count(halt.inFlightCount)} in flight kept running: ${counted(errorCountAtEnd, 'error')} at the end.`;
  return say(
    `HALTED at ${clockWithSeconds(at, base)} on error ${count(haltsOnError)}${more}${whose}. ${started}${rest}`,
    'bad',
  );
}

function stopSentence(stop: StopStory, { tally }: CommandStory, base: Moment): Span {
  const { at, alarm, sentCount, inFlightCount, notStartedCount } = stop;
  const when = clockWithSeconds(at, base);
  if (sentCount === 0) {
    const nodes = counted(notStartedCount, 'node');
    return say(`Kept from starting at ${when} by its alarm ${alarm}: ${nodes} not started.`, 'bad');
  }
  const counts = `${count(sentCount)} of ${count(tally.targets)} sent, ${count(notStartedCount)} not started.`;
  const rest = inFlightCount === 0 ? '' : ` ${count(inFlightCount)} in flight kept running.`;
  return say(`Stopped at ${when} by its alarm ${alarm}. ${counts}${rest}`, 'bad');
}

/** `191 succeeded, 8 failed`: the successes, and whatever else there was. */
export function outcomeWords(tally: Tally): string {
  return [`${count(tally.succeeded)} succeeded`, ...othersThanSucceeded(tally)].join(', ');
}

export function othersThanSucceeded(tally: Tally): string[] {
  const others: (readonly [number, string])[] = [
    [tally.failed, 'failed'],
    [tally.timedOut, 'timed out'],
    [tally.undeliverable, 'undeliverable'],
    [tally.cancelled, 'cancelled'],
    [tally.notStarted, 'not started'],
    [tally.unfinished, 'unfinished'],
  ];
  return others.filter(([value]) => value > 0).map(([value, word]) => `${count(value)} ${word}`);
}
