/** When operators work. */
import { expect, test } from 'vitest';
import type { Shift } from '../../../src/capabilities/ops-center/model.ts';
import { lengthOf, shiftsWithin } from '../../../src/capabilities/ops-center/operators/shifts.ts';

const days = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'] as const;
const shift = (from: number, to: number, on: Shift['days'] = days): Shift => ({
  days: on,
  from: 60 * from,
  to: 60 * to,
});
const within = (shifts: readonly Shift[] | undefined, from: string, until: string, timezone = 'UTC') =>
  shiftsWithin({ shifts, timezone }, Date.parse(from), Date.parse(until)).map(({ fromMs, untilMs }) =>
    [fromMs, untilMs].map((ms) => new Date(ms).toISOString().slice(5, 16)).join(' '),
  );

test('without shifts an operator works at all times', () => {
  expect(within(undefined, '2025-03-03T00:00Z', '2025-03-04T00:00Z')).toEqual(['03-03T00:00 03-04T00:00']);
});

test('on their days only', () => {
  expect(within([shift(9, 17, ['MON', 'WED'])], '2025-03-03T00:00Z', '2025-03-10T00:00Z')).toEqual([
    '03-03T09:00 03-03T17:00',
    '03-05T09:00 03-05T17:00',
  ]);
});

test('one that ends before it begins ends on the next day', () => {
  expect(within([shift(22, 6, ['MON'])], '2025-03-03T00:00Z', '2025-03-10T00:00Z')).toEqual([
    '03-03T22:00 03-04T06:00',
  ]);
  expect(within([shift(22, 6, ['SUN'])], '2025-03-03T00:00Z', '2025-03-03T12:00Z')).toEqual([
    '03-03T00:00 03-03T06:00',
  ]);
});

test('those that touch or overlap are one', () => {
  expect(
    within([shift(8, 12), shift(12, 16), shift(10, 18)], '2025-03-03T00:00Z', '2025-03-04T00:00Z'),
  ).toEqual(['03-03T08:00 03-03T18:00']);
  expect(within([shift(0, 24)], '2025-03-03T00:00Z', '2025-03-06T00:00Z')).toEqual([
    '03-03T00:00 03-06T00:00',
  ]);
});

test('times are those of the zone, also where clocks change', () => {
  expect(within([shift(9, 17)], '2025-03-29T00:00Z', '2025-03-31T00:00Z', 'Europe/Berlin')).toEqual([
    '03-29T08:00 03-29T16:00',
    '03-30T07:00 03-30T15:00',
  ]);
  // 02:30 is skipped on 30 March.
  const [night] = within(
    [{ days, from: 150, to: 300 }],
    '2025-03-30T00:00Z',
    '2025-03-31T00:00Z',
    'Europe/Berlin',
  );
  expect(night).toBe('03-30T01:00 03-30T03:00');
});

test('their length is what they cover of the run', () => {
  const all = shiftsWithin(
    { shifts: [shift(22, 6)], timezone: 'UTC' },
    Date.UTC(2025, 2, 3),
    Date.UTC(2025, 2, 5),
  );
  expect(lengthOf(all) / 3_600_000).toBe(16);
});
