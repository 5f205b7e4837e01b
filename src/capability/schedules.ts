/** The one list of what comes due by a schedule of its own. */
import type { Scenario } from '../world/scenario.ts';
import { capabilitiesOf } from './registry.ts';
import type { Scheduled } from './scheduled.ts';

export function scheduledOf(scenario: Scenario): Scheduled[] {
  return capabilitiesOf(scenario).flatMap(({ schedules }) => schedules?.of(scenario) ?? []);
}
