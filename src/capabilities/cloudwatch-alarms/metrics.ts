/** The metrics of alarms. */
import { amount, count, family, headline, lasting, type MetricFamily } from '../../capability/metrics.ts';
import type { Machine } from './machine.ts';
import { alarmsOf } from './resources/index.ts';
import { type AlarmRecord, alarmCountOf, alarmMsOf } from './state.ts';

const minuteMs = 60_000;

interface Counted {
  readonly alarms: number;
  readonly minutes: number;
  readonly stopped: number;
  readonly secondsToStop: number | null;
}

export const alarmMetrics: readonly MetricFamily<Machine>[] = [
  family({
    place: 155,
    subjects: [
      {
        pattern: 'alarm.<alarm>.',
        namesIn: (scenario) => alarmsOf(scenario).map(({ logicalId }) => logicalId),
      },
    ],
    metrics: [
      headline(
        count<Counted>(
          'alarms',
          'changes',
          'lower',
          'How often it went into ALARM during the run.',
          ({ alarms }) => alarms,
        ),
      ),
      lasting(
        minuteMs,
        amount<Counted>('minutes', 'minutes', 'lower', 'How long it was in ALARM.', ({ minutes }) => minutes),
      ),
      count<Counted>(
        'stopped',
        'runs',
        'neither',
        'Commands, tasks, associations and automations that it kept from going on, or from starting.',
        ({ stopped }) => stopped,
      ),
      lasting(
        1000,
        amount<Counted>(
          'secondsToStop',
          'seconds',
          'lower',
          'The longest time from its ALARM until a run that had begun was stopped; null: it stopped none.',
          ({ secondsToStop }) => secondsToStop,
        ),
      ),
    ],
    count: ({ alarms: { records } }: Machine, { scenario: { startMs, endMs } }) =>
      records.map((record) => ({
        alarms: alarmCountOf(record),
        minutes: alarmMsOf(record, startMs, endMs) / minuteMs,
        stopped: record.stopped.length,
        secondsToStop: secondsToStop(record),
      })),
  }),
];

function secondsToStop({ changes, stopped }: AlarmRecord): number | null {
  const waits = stopped
    .filter(({ hadBegun }) => hadBegun)
    .map(
      ({ atMs }) => atMs - (changes.findLast((one) => one.to === 'ALARM' && one.atMs <= atMs)?.atMs ?? atMs),
    );
  return waits.length === 0 ? null : waits.reduce((most, one) => Math.max(most, one)) / 1000;
}
