/** A run that does too much is given up: what it has reached so far is no answer. */
import { UsageError } from '../diagnostics/usage-error.ts';
import type { RunEnd } from '../kernel/kernel.ts';
import { isoTime } from '../world/time.ts';
import { fixed } from './figures.ts';

export class OverrunError extends UsageError {}

export function refuseOverrun({ stopReason, endedAtMs, eventCount, lastHandler, givenUpFor }: RunEnd): void {
  const stopped = `stopped at ${isoTime(endedAtMs)}`;
  if (stopReason === 'given-up') throw new OverrunError(`${stopped}: ${givenUpFor}`);
  if (stopReason !== 'event-limit') return;
  throw new OverrunError(
    `${stopped} after ${fixed(eventCount, 0)} events, which is the limit; the last was ${lastHandler}. ` +
      'Does something repeat too often? model.eventLimit allows more',
  );
}
