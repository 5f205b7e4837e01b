import { expect, test } from 'vitest';
import { durationMsOf, instantMsOf } from '../../../../src/capabilities/automation/content/durations.ts';

test.each([
  ['PT5M', 300_000],
  ['PT10S', 10_000],
  ['P1D', 86_400_000],
  ['P1DT12H30M', 131_400_000],
  ['PT1.5S', 1500],
  ['P2W', 1_209_600_000],
  ['pt1h', 3_600_000],
  ['PT0S', 0],
])('%s lasts %i ms', (text, ms) => {
  expect(durationMsOf(text)).toBe(ms);
});

test.each(['P', 'PT', '5M', 'P1M', 'P1Y', 'PT5', 'P1DT', '10', '', '-PT5M', 'PT5M5H'])(
  '%j is no duration',
  (text) => {
    expect(durationMsOf(text)).toBeNull();
  },
);

test('instants are in UTC unless they have an offset', () => {
  const at = Date.UTC(2020, 0, 1, 1);
  for (const text of [
    '2020-01-01T01:00:00Z',
    '2020-01-01T01:00:00',
    '2020-01-01T03:00:00+02:00',
    '2020-01-01T02:00+0100',
  ])
    expect(instantMsOf(text)).toBe(at);
});

test.each(['2020-02-30T00:00:00Z', '2020-01-01', 'tomorrow', '2020-13-01T00:00:00Z', '2020-01-01T25:00:00Z'])(
  '%s is no instant',
  (text) => {
    expect(instantMsOf(text)).toBeNull();
  },
);
