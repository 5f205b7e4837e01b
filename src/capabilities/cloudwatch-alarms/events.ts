/** What alarms tell. */
import { fact, factSet } from '../../capability/facts.ts';
import type { AlarmSettings } from '../../world/alarm-settings.ts';
import type { Alarm } from './alarm.ts';
import type { AlarmState } from './rules.ts';

/** One change of an alarm's state. */
export interface AlarmChange {
  readonly from: AlarmState;
  readonly to: AlarmState;
  /** In AWS's manner: what was evaluated, and against what. */
  readonly reason: string;
  /** The same for programs, as JSON text. */
  readonly reasonData: string;
  readonly atMs: number;
}

/** What an alarm keeps from going on, or from starting. */
export interface StoppedByAlarm {
  readonly name: string;
  /** Whose alarm it is: a name under `accounts`, or '' for that of `account`. */
  readonly account: string;
  readonly hadBegun: boolean;
}

export const alarmFacts = factSet('cloudwatch-alarms', {
  stateChanged: fact(
    'cloudwatch-alarms/state-changed',
    'An evaluation brought the alarm into another state.',
    ({ logicalId }: Alarm, { from, to, reason }: AlarmChange) => ({ alarm: logicalId, from, to, reason }),
  ),
  /** Told by what runs it. */
  runStopped: fact(
    'cloudwatch-alarms/run-stopped',
    'A poll found the alarm of a command, task, association or automation in ALARM, or not at all: nothing new of it begins.',
    ({ alarm }: AlarmSettings, { name, hadBegun }: StoppedByAlarm) => ({ alarm, run: name, hadBegun }),
  ),
});
