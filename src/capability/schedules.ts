/** The one list of what comes due by a schedule of its own. */
import type { Scenario } from '../world/scenario.ts';
import { capabilitiesOf } from './registry.ts';
import type { Scheduled, ScheduledState } from './scheduled.ts';

export function scheduledOf(scenario: Scenario): Scheduled[] {
  return capabilitiesOf(scenario).flatMap(({ schedules }) => schedules?.of(scenario) ?? []);
}

/** What may keep any of them from it between two instants. */
export function statesOf(scenario: Scenario, fromMs: number, untilMs: number): ScheduledState[] {
  return capabilitiesOf(scenario).flatMap(
    ({ schedules }) => schedules?.states?.(scenario, fromMs, untilMs) ?? [],
  );
}
