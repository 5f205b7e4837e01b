/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#daylist-savings-time */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clockChanges } from '../../src/aws/schedule/clock-changes.ts';
import type { ClockEffect } from '../../src/aws/schedule/clock-effects.ts';
import { wallTimeAt } from '../../src/aws/schedule/zone.ts';
import { clock, preview } from './ask.ts';

const hourMs = 3_600_000;
const at = (text: string) => Date.parse(text);

describe('changes of clocks', () => {
  it.each([
    ['America/Chicago', ['2026-03-08T08:00:00Z', '2026-11-01T07:00:00Z']],
    ['Europe/Berlin', ['2026-03-29T01:00:00Z', '2026-10-25T01:00:00Z']],
    ['Australia/Lord_Howe', ['2026-04-04T15:00:00Z', '2026-10-03T15:30:00Z']],
    ['Asia/Taipei', []],
    ['UTC', []],
  ])('of %s in 2026 are found to the millisecond', (timezone, expected) => {
    const changes = clockChanges(timezone, at('2026-01-01T00:00:00Z'), at('2027-01-01T00:00:00Z'));
    expect(changes.map(({ atMs }) => atMs)).toEqual(expected.map(at));
  });

  it('are in [from, until), after the very first moment', () => {
    const springMs = at('2026-03-08T08:00:00Z');
    expect(clockChanges('America/Chicago', springMs - 1, springMs)).toEqual([]);
    expect(clockChanges('America/Chicago', springMs - 1, springMs + 1)).toEqual([
      { atMs: springMs, offsetBeforeMs: -6 * hourMs, offsetAfterMs: -5 * hourMs },
    ]);
  });

  it('are what the clock on the wall shows, wherever one looks', () => {
    const zone = fc.constantFrom(
      'America/Chicago',
      'Europe/London',
      'Australia/Lord_Howe',
      'America/Sao_Paulo',
    );
    const fromMs = fc.integer({ min: at('2000-01-01T00:00:00Z'), max: at('2030-01-01T00:00:00Z') });
    fc.assert(
      fc.property(zone, fromMs, (timezone, beginMs) => {
        const endMs = beginMs + 400 * 24 * hourMs;
        const offsetAt = (ms: number) => wallTimeAt(timezone, ms) - ms;
        let offsetMs = offsetAt(beginMs);
        for (const { atMs, offsetBeforeMs, offsetAfterMs } of clockChanges(timezone, beginMs, endMs)) {
          expect(offsetBeforeMs).toBe(offsetMs);
          expect([offsetAt(atMs - 1), offsetAt(atMs)]).toEqual([offsetBeforeMs, offsetAfterMs]);
          offsetMs = offsetAfterMs;
        }
        expect(offsetAt(endMs - 1)).toBe(offsetMs);
      }),
      { numRuns: 25 },
    );
  });
});

function effects(kind: ClockEffect['kind'], ...asked: Parameters<typeof preview>): readonly ClockEffect[] {
  return preview(...asked).clockEffects.filter((effect) => effect.kind === kind);
}

function timesOf(effect: ClockEffect | undefined): readonly string[] {
  return effect === undefined || effect.kind === 'moved' ? [] : effect.wallTimes.map(clock);
}

describe('a start whose time clocks skip', () => {
  it('is dropped, and no other', () => {
    const found = effects('skipped', 'cron(30 2 * * ? *)', { timezone: 'America/Chicago' });
    expect(found).toHaveLength(1);
    expect(timesOf(found[0])).toEqual(['2026-03-08T02:30']);
  });

  it.each(['cron(0 3 * * ? *)', 'cron(59 1 * * ? *)', 'cron(30 2 ? * MON-SAT *)'])(
    'is none of %s in Chicago',
    (text) => {
      expect(effects('skipped', text, { timezone: 'America/Chicago' })).toEqual([]);
    },
  );

  it('may be several in one hour', () => {
    const [found] = effects('skipped', 'cron(0/20 * * * ? *)', { timezone: 'Europe/Berlin' });
    expect(timesOf(found)).toEqual(['2026-03-29T02:00', '2026-03-29T02:20', '2026-03-29T02:40']);
  });

  it('is judged after the offset has moved it', () => {
    const asked = { timezone: 'America/Chicago', offsetDays: 1 };
    expect(timesOf(effects('skipped', 'cron(30 2 ? * SAT *)', asked)[0])).toEqual(['2026-03-08T02:30']);
    expect(effects('skipped', 'cron(30 2 ? * SUN *)', asked)).toEqual([]);
  });

  it.each(['2027-03-13T02:30:00', '2027-03-15T02:30:00'])('is not told of for at(%s), a day away', (day) => {
    expect(effects('skipped', `at(${day})`, { timezone: 'America/Chicago' })).toEqual([]);
  });

  it('is told of for at(), which then never comes', () => {
    const { starts, clockEffects } = preview('at(2027-03-14T02:30:00)', { timezone: 'America/Chicago' });
    expect(starts).toEqual([]);
    expect(clockEffects.map(timesOf)).toEqual([['2027-03-14T02:30']]);
  });

  it('is not spoken of outside the active period', () => {
    const timezone = 'America/Chicago';
    const text = 'cron(30 2 * * ? *)';
    expect(effects('skipped', text, { timezone, endDateMs: at('2026-03-01T00:00:00Z') })).toEqual([]);
    expect(effects('skipped', text, { timezone, startDateMs: at('2026-03-09T00:00:00Z') })).toEqual([]);
  });
});

describe('a start whose time clocks show twice', () => {
  it('is made once, the first time', () => {
    const { starts, clockEffects } = preview('cron(30 1 ? * SUN *)', {
      timezone: 'America/Chicago',
      from: '2026-10-30T00:00:00Z',
      count: 2,
    });
    expect(starts.map(({ start }) => clock(start.atMs))).toEqual(['2026-11-01T06:30', '2026-11-08T07:30']);
    expect(timesOf(clockEffects.find(({ kind }) => kind === 'repeated'))).toEqual(['2026-11-01T01:30']);
  });

  it('is none at the moment that clocks fall back to', () => {
    const asked = { timezone: 'America/Chicago' };
    expect(effects('repeated', 'cron(0 2 * * ? *)', asked)).toEqual([]);
    expect(timesOf(effects('repeated', 'cron(0 1 * * ? *)', asked)[0])).toEqual(['2026-11-01T01:00']);
  });
});

describe('starts that a change moves', () => {
  it('are an hour earlier in UTC from spring on, and an hour later from autumn on', () => {
    const found = effects('moved', 'cron(0 9 * * ? *)', { timezone: 'America/Chicago' });
    expect(found.map((effect) => effect.kind === 'moved' && [effect.where, effect.byMs])).toEqual([
      ['utc', -hourMs],
      ['utc', hourMs],
    ]);
  });

  it('are moved on the clock where a rate counts days of 24 hours', () => {
    const found = effects('moved', 'rate(7 days)', { timezone: 'America/Chicago' });
    expect(found.map((effect) => effect.kind === 'moved' && [effect.where, effect.byMs])).toEqual([
      ['clock', hourMs],
      ['clock', -hourMs],
    ]);
    const starts = preview('rate(7 days)', { timezone: 'America/Chicago', count: 20 }).starts;
    expect(new Set(starts.map(({ start }) => clock(start.wallMs).slice(11)))).toEqual(
      new Set(['18:00', '19:00']),
    );
  });

  it.each(['cron(0 * * * ? *)', 'rate(5 hours)', 'at(2026-03-09T00:00:00)'])(
    'are not those of %s',
    (text) => {
      expect(effects('moved', text, { timezone: 'America/Chicago' })).toEqual([]);
    },
  );

  it.each(['UTC', 'Asia/Taipei'])('do not exist in %s', (timezone) => {
    expect(preview('cron(30 2 * * ? *)', { timezone }).clockEffects).toEqual([]);
  });
});

it('what is dropped is missing from the starts, and what is shown twice stands there once', () => {
  const zone = fc.constantFrom('America/Chicago', 'Europe/Berlin', 'Australia/Lord_Howe');
  const text = fc
    .tuple(fc.nat(59), fc.integer({ min: 0, max: 3 }))
    .map(([minute, hour]) => `cron(${minute} ${hour} * * ? *)`);
  fc.assert(
    fc.property(zone, text, (timezone, expression) => {
      const { starts, clockEffects } = preview(expression, { timezone, count: 366 });
      const walls = starts.map(({ start }) => start.wallMs);
      expect(new Set(walls).size).toBe(walls.length);
      for (const effect of clockEffects) {
        if (effect.kind === 'moved') continue;
        for (const wallMs of effect.wallTimes) {
          expect(walls.includes(wallMs)).toBe(effect.kind === 'repeated');
        }
      }
      // Daily: 366 starts take 366 days, and one more for each that was dropped.
      const dropped = clockEffects.filter(({ kind }) => kind === 'skipped').length;
      expect(Math.round((walls.at(-1)! - walls[0]!) / (24 * hourMs))).toBe(365 + dropped);
    }),
    { numRuns: 20 },
  );
});
