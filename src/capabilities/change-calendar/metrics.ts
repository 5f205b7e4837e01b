/** What calendars kept from running. */
import { count, family, type MetricFamily } from '../../capability/metrics.ts';
import { calendarsOf } from './declared.ts';
import type { ChangeCalendars } from './machine.ts';

interface Machine {
  readonly calendars: ChangeCalendars;
}

export const calendarMetrics: readonly MetricFamily<Machine>[] = [
  family({
    place: 120,
    subjects: [
      {
        pattern: 'calendar.<calendar>.',
        namesIn: (scenario) => calendarsOf(scenario).map(({ label }) => label),
      },
    ],
    metrics: [
      count<number>(
        'skipped',
        'runs',
        'neither',
        'Associations and runbooks that came due while it was closed.',
        (gated) => gated,
      ),
    ],
    count: ({ calendars }: Machine) =>
      calendars.calendars.map(({ label }) => calendars.gatedCounts.get(label) ?? 0),
  }),
];
