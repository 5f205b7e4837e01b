/** Alarms in a report of a run. */
import { type Block, paragraph, section } from '../../blocks/block.ts';
import { count, counted } from '../../blocks/numbers.ts';
import { dateAndTime } from '../../blocks/times.ts';
import type { ReportPart } from '../../capability/view.ts';
import type { Machine } from './machine.ts';
import { type AlarmRecord, alarmCountOf, alarmMsOf } from './state.ts';

/** Of an alarm that flaps the first changes are told. */
const changesShown = 6;
const minuteMs = 60_000;

export const alarmView: readonly ReportPart<Machine>[] = [
  {
    place: 22,
    blocks({ alarms: { records } }, { scenario: { startMs, endMs } }): Block[] {
      if (records.length === 0) return [];
      return [
        section(`Alarms: ${count(records.length)}`, [
          {
            kind: 'table',
            head: ['alarm', 'at the end', 'ALARM', 'minutes in ALARM', 'stopped'],
            rows: records.map((record) => [
              record.alarm.logicalId,
              record.state,
              `${count(alarmCountOf(record))}×`,
              count(Math.round(alarmMsOf(record, startMs, endMs) / minuteMs)),
              record.stopped.length === 0 ? '-' : counted(record.stopped.length, 'run'),
            ]),
            numeric: [3],
          },
          ...records.flatMap(changesOf),
        ]),
      ];
    },
  },
];

function changesOf({ alarm, changes, stopped }: AlarmRecord): Block[] {
  const told = changes.slice(0, changesShown).map(({ atMs, to, reason }) => ({
    atMs,
    words: `${to}. ${reason}`,
  }));
  const stops = stopped.slice(0, changesShown).map(({ atMs, name, hadBegun }) => ({
    atMs,
    words: `${name} is ${hadBegun ? 'stopped: no further node is sent to' : 'not started'}.`,
  }));
  const lines = [...told, ...stops].sort((a, b) => a.atMs - b.atMs);
  const hidden = changes.length - told.length;
  return [
    ...lines.map(({ atMs, words }) => paragraph(`${dateAndTime(atMs)} UTC ${alarm.logicalId}: ${words}`)),
    ...(hidden > 0 ? [paragraph(`… and ${counted(hidden, 'more change')} of ${alarm.logicalId}`)] : []),
  ];
}
