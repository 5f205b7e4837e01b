/** Alarms that went into ALARM or stopped something, on the first screen of a report. */
import { type Inline, say } from '../../blocks/block.ts';
import { count, counted } from '../../blocks/numbers.ts';
import { dateAndTime } from '../../blocks/times.ts';
import type { ScreenPartSpec } from '../../capability/first-screen.ts';
import type { Machine } from './machine.ts';
import { type AlarmRecord, alarmCountOf } from './state.ts';

export const alarmScreen: readonly ScreenPartSpec<Machine>[] = [
  {
    place: 27,
    of({ alarms: { records } }) {
      const told = records.filter((record) => record.stopped.length > 0 || wasInAlarm(record));
      if (told.length === 0) return null;
      const [one] = told;
      const short = told.length === 1 && one !== undefined ? shortOf(one) : together(told);
      return { versions: [told.map(lineOf), [short]] };
    },
  },
];

function wasInAlarm(record: AlarmRecord): boolean {
  return record.initial === 'ALARM' || alarmCountOf(record) > 0;
}

/** `Alarm TooFewHealthy: ALARM at 2025-05-10 22:50 UTC; it stopped task Install of SaturdayWindow.` */
function lineOf(record: AlarmRecord): Inline {
  const { alarm, changes, stopped, initial } = record;
  const first = changes.find(({ to }) => to === 'ALARM');
  const times = alarmCountOf(record);
  const again = times > 1 ? `, ${count(times)} times in all` : '';
  const when =
    initial === 'ALARM' || first === undefined
      ? 'in ALARM from the start'
      : `ALARM at ${dateAndTime(first.atMs)} UTC${again}`;
  const [one] = stopped;
  const others = stopped.length > 1 ? ` and ${count(stopped.length - 1)} more` : '';
  const did = one === undefined ? '' : `; it stopped ${one.name}${others}`;
  return say(`Alarm ${alarm.logicalId}: ${when}${did}.`, one === undefined ? 'odd' : 'bad');
}

/** `Alarm TooFewHealthy stopped task Install of SaturdayWindow.` */
function shortOf({ alarm: { logicalId }, stopped }: AlarmRecord): Inline {
  const [one] = stopped;
  if (one === undefined) return say(`Alarm ${logicalId}: ALARM.`, 'odd');
  const others = stopped.length > 1 ? ` and ${count(stopped.length - 1)} more` : '';
  return say(`Alarm ${logicalId} stopped ${one.name}${others}.`, 'bad');
}

function together(records: readonly AlarmRecord[]): Inline {
  const stopped = records.reduce((sum, record) => sum + record.stopped.length, 0);
  const did = stopped === 0 ? '' : `, ${counted(stopped, 'run')} stopped`;
  return say(`${counted(records.length, 'alarm')} in ALARM${did}.`, stopped > 0 ? 'bad' : 'odd');
}
