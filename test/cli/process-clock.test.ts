import fc from 'fast-check';
import { IANAZone } from 'luxon';
import { describe, expect, it, vi } from 'vitest';
import { processClock } from '../../src/cli/process-clock.ts';

// Machines that are busy with other things need a while.
vi.setConfig({ testTimeout: 120_000 });

const knownZones = Intl.supportedValuesOf('timeZone').filter((name) => processClock.knows(name));

describe("the process's own clock", () => {
  it('knows most zones that people live in', () => {
    expect(knownZones.length).toBeGreaterThan(300);
    expect(knownZones).toContain('Asia/Taipei');
    expect(knownZones).toContain('America/New_York');
  });

  it('tells the offsets that luxon tells, to the millisecond, on either side of every change of clocks', () => {
    const instant = fc.date({
      min: new Date('1975-01-01'),
      max: new Date('2100-01-01'),
      noInvalidDate: true,
    });
    const property = fc.property(fc.constantFrom(...knownZones), instant, (zone, date) => {
      const expected = IANAZone.create(zone).offset(date.getTime()) * 60_000;
      expect(processClock.offsetMsAt(zone, date.getTime()) + 0).toBe(expected + 0);
    });
    fc.assert(property, { numRuns: 2000 });
    const changeMs = Date.UTC(2025, 2, 30, 1);
    expect(processClock.offsetMsAt('Europe/Berlin', changeMs - 1)).toBe(3_600_000);
    expect(processClock.offsetMsAt('Europe/Berlin', changeMs)).toBe(7_200_000);
  });

  it.each([
    'UTC',
    'GMT+5',
    'EST5EDT',
    'Etc/GMT+5',
    'Asia/Nowhere',
    'asia/taipei',
    'posix/Asia/Taipei',
    ':Asia/Taipei',
  ])('%s is left to luxon', (name) => {
    expect(processClock.knows(name)).toBe(false);
  });
});
