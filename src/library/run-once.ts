/** One run of a scenario. */
import type { RunOutcome } from '../result/outcome.ts';
import { type Recording, Simulator } from '../simulate.ts';
import type { Scenario } from '../world/scenario.ts';
import { isoTime } from '../world/time.ts';
import { UsageError } from './usage-error.ts';

/** A run that exceeds its limit of events has no result. */
export function runOnce(
  file: string,
  scenario: Scenario,
  recording: Recording,
  replication: number,
): RunOutcome {
  const outcome = new Simulator(scenario, recording).run(replication);
  const { stopReason, eventCount, endedAtMs, lastHandler } = outcome.end;
  if (stopReason === 'event-limit') {
    throw new UsageError(
      `${file}: stopped at ${isoTime(endedAtMs)}, after ${eventCount} events, which is the limit; ` +
        `the last of them was ${lastHandler}. Does something repeat too often? model.eventLimit allows more`,
    );
  }
  return outcome;
}
