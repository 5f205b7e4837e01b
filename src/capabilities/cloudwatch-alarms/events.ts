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
  readonly atMs: number;
}

export const alarmFacts = factSet('cloudwatch-alarms', {
  stateChanged: fact(
    'cloudwatch-alarms/state-changed',
    'An evaluation brought the alarm into another state.',
    ({ logicalId }: Alarm, { from, to, reason }: AlarmChange) => ({ alarm: logicalId, from, to, reason }),
  ),
  /** Told by what runs it. The flag: it had begun. */
  runStopped: fact(
    'cloudwatch-alarms/run-stopped',
    'A poll found the alarm of a command, task, association or automation in ALARM, or not at all: nothing new of it begins.',
    ({ alarm }: AlarmSettings, run: string, hadBegun: boolean) => ({ alarm, run, hadBegun }),
  ),
});
