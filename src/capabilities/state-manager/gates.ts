/**
 * What may keep an association from running when it comes due: a change calendar that is closed, an alarm.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/state-manager-associations-creating.html
 */
import type { CauseId } from '../../capability/causes.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { calendarFacts, calendarsView } from '../change-calendar/facts.ts';
import type { AlarmWatch } from '../cloudwatch-alarms/facts.ts';
import type { AssociationState, Interval } from './state.ts';

/** The cause by which what comes due now is withheld; null: nothing withholds it. */
export function gateOf(
  { facts, kernel, views }: Simulation,
  { id, version: { definition, source } }: AssociationState,
): CauseId | null {
  const { calendarNames } = definition;
  const { account } = source;
  if (calendarNames.length === 0) return null;
  if (views.of(calendarsView).stateOf(calendarNames, kernel.nowMs, account) === 'OPEN') return null;
  facts.of(calendarFacts).runGated.tell({ calendarNames, account, name: `association ${id}` });
  return 'CALENDAR_CLOSED';
}

/** For a node that comes to the targets: when it may run at the earliest. Null: not before the end of the simulation. */
export function openFromMs({ kernel, views }: Simulation, { version }: AssociationState): number | null {
  const { calendarNames } = version.definition;
  const { account } = version.source;
  const { nowMs } = kernel;
  if (calendarNames.length === 0) return nowMs;
  const calendars = views.of(calendarsView);
  return calendars.stateOf(calendarNames, nowMs, account) === 'OPEN'
    ? nowMs
    : calendars.nextTransitionMs(calendarNames, nowMs, account);
}

/** From now on its alarm is watched, which also stops what runs. The cause, where it is in ALARM already. */
export function beginAlarm(alarms: AlarmWatch<Interval>, interval: Interval): CauseId | null {
  const { words, alarm, account } = interval.run.source;
  return alarms.begin(interval, words.name, alarm, account) ? null : 'ALARM_ACTIVE';
}
