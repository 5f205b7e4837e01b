/** What calendars kept from running. */
import { count, family, type MetricFamily } from '../../capability/metrics.ts';
import { contentsOf } from '../documents/facts.ts';
import { calendarType } from './content.ts';
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
        namesIn: (scenario) => [...contentsOf(scenario, calendarType).keys()],
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
      calendars.calendars.map(({ name }) => calendars.gatedCounts.get(name) ?? 0),
  }),
];
