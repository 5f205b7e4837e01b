/** The metrics of alarms. */
import { amount, count, family, lasting, type MetricFamily } from '../../capability/metrics.ts';
import type { Machine } from './machine.ts';
import { alarmsOf } from './resources/index.ts';
import { alarmCountOf, alarmMsOf } from './state.ts';

const minuteMs = 60_000;

interface Counted {
  readonly alarms: number;
  readonly minutes: number;
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
      count<Counted>(
        'alarms',
        'changes',
        'lower',
        'How often it went into ALARM during the run.',
        ({ alarms }) => alarms,
      ),
      lasting(
        minuteMs,
        amount<Counted>('minutes', 'minutes', 'lower', 'How long it was in ALARM.', ({ minutes }) => minutes),
      ),
    ],
    count: ({ alarms: { records } }: Machine, { scenario: { startMs, endMs } }) =>
      records.map((record) => ({
        alarms: alarmCountOf(record),
        minutes: alarmMsOf(record, startMs, endMs) / minuteMs,
      })),
  }),
];
