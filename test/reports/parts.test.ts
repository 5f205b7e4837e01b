import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { barLengths } from '../../src/reports/bars.ts';
import { inAscii, wrap } from '../../src/reports/layout.ts';
import { count, counted, duration, listed, minutes, percent } from '../../src/reports/numbers.ts';
import { type PictureRow, picture } from '../../src/reports/picture.ts';
import { tableOrTurned } from '../../src/reports/tables.ts';
import { clock, momentInFull, ticks } from '../../src/reports/times.ts';
import type { TimelineSeries } from '../../src/result/timeline.ts';

const taipei = (utc: string) => {
  const atMs = Date.parse(utc);
  return { atMs, wallMs: atMs + 8 * 3_600_000, timezone: 'Asia/Taipei' };
};

describe('numbers', () => {
  test('are grouped by thousands, whatever the locale', () => {
    expect([0, 999, 1000, 1234567, -1000, 1234.5].map(count)).toEqual([
      '0',
      '999',
      '1,000',
      '1,234,567',
      '-1,000',
      '1,234.5',
    ]);
  });

  test('one is singular', () => {
    expect([counted(1, 'node'), counted(0, 'node'), counted(2, 'node')]).toEqual([
      '1 node',
      '0 nodes',
      '2 nodes',
    ]);
  });

  test('a percentage is never 0 for something and never 100 for not all', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 10_000_000 }), fc.nat(), (whole, drawn) => {
        const part = 1 + (drawn % (whole - 1));
        expect(['0%', '100%']).not.toContain(percent(part, whole));
      }),
    );
    expect([percent(0, 3), percent(3, 3), percent(1, 3), percent(0, 0)]).toEqual([
      '0%',
      '100%',
      '33.3%',
      '-',
    ]);
  });

  test('durations are said in two units at most', () => {
    expect([0, 29_400, 59_700, 3_600_000, 6_000_000, 302_400_000].map(duration)).toEqual([
      '0 s',
      '29 s',
      '1 min',
      '1 h',
      '1 h 40 min',
      '3 d 12 h',
    ]);
  });

  test('minutes have one decimal, and a sign for none', () => {
    expect([minutes(99.918), minutes(0), minutes(null)]).toEqual(['99.9', '0', '-']);
  });

  test('lists end with "and"', () => {
    expect([[], ['1'], ['1', '2'], ['1', '2', '4']].map(listed)).toEqual(['', '1', '1 and 2', '1, 2 and 4']);
  });
});

describe('times', () => {
  test('stand in their zone and in UTC', () => {
    expect(momentInFull(taipei('2025-01-04T18:00:00Z'))).toBe(
      '2025-01-05 02:00 Asia/Taipei (2025-01-04 18:00 UTC)',
    );
  });

  test('are bare on the day that is meant and dated on another', () => {
    const base = taipei('2025-01-04T18:00:00Z');
    expect(clock(taipei('2025-01-05T15:59:00Z'), base)).toBe('23:59');
    expect(clock(taipei('2025-01-05T16:00:00Z'), base)).toBe('01-06 00:00');
  });

  test('an axis has round local times, no more of them than there is room for', () => {
    const [fromMs, toMs] = [Date.parse('2025-01-04T18:10:00Z'), Date.parse('2025-01-04T21:00:00Z')];
    const labels = ticks(fromMs, toMs, 5.5 * 3_600_000, 6).map(({ label }) => label);
    expect(labels).toEqual(['00:00', '00:30', '01:00', '01:30', '02:00', '02:30']);
  });
});

describe('lines', () => {
  test('wrapping loses no word and breaks none', () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,30}$/), { minLength: 1 });
    fc.assert(
      fc.property(words, fc.integer({ min: 1, max: 80 }), (drawn, width) => {
        const lines = wrap(drawn.join(' '), width, 2);
        expect(lines.flatMap((line) => line.trim().split(' '))).toEqual(drawn);
        for (const line of lines) expect(line.length <= width || !line.trim().includes(' ')).toBe(true);
      }),
    );
  });

  test('ASCII stands in for every block, one for one', () => {
    expect(inAscii('▁▄█ ▒ · │ ┊…')).toBe('.=# x - | :~');
  });
});

describe('bars', () => {
  test('have the length that was asked for, show whatever is there and nothing else', () => {
    const values = fc.array(fc.nat({ max: 1_000_000 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(values, fc.integer({ min: 5, max: 80 }), (drawn, length) => {
        fc.pre(drawn.some((value) => value > 0));
        const lengths = barLengths(drawn, length);
        expect(lengths.reduce((sum, one) => sum + one, 0)).toBe(length);
        drawn.forEach((value, index) => {
          expect(lengths[index]! > 0).toBe(value > 0);
        });
      }),
    );
  });
});

describe('tables', () => {
  const table = {
    head: ['task', 'tar-\ngets', 'failed'],
    rows: [['Install', '200', '3']],
    numeric: new Set([1, 2]),
  };

  test('have their titles in one line above the figures', () => {
    expect(tableOrTurned(table, 80)).toEqual([
      '         tar-',
      'task     gets  failed',
      '─────────────────────',
      'Install   200       3',
    ]);
  });

  test('are turned on their side where they do not fit', () => {
    expect(tableOrTurned(table, 18)).toEqual([
      'task     Install',
      '────────────────',
      'targets      200',
      'failed         3',
    ]);
  });
});

describe('the picture', () => {
  const moment = (minute: number) => {
    const atMs = Date.parse('2025-01-05T02:00:00Z') + minute * 60_000;
    return { atMs, wallMs: atMs, timezone: 'UTC' };
  };
  const flat = (value: number) => new Array<number>(60).fill(value);
  const series: TimelineSeries = {
    fromMs: moment(0).atMs,
    toMs: moment(60).atMs,
    running: flat(4).fill(2, 15, 30).fill(0, 30),
    ended: flat(1),
    failed: flat(0),
    down: flat(0).fill(3, 10, 11),
    lastMs: moment(30).atMs,
  };
  const rows: PictureRow[] = [
    { name: 'running', full: 4, note: '' },
    { name: 'failed', full: 1, note: '' },
    { name: 'down', full: 3, note: '' },
  ];
  const full = (columns: number) => '█'.repeat(columns);
  const marks = [{ letter: 'C', word: 'cutoff', at: moment(45), isLined: true }];

  test('is as high as its scale says, and marks what happened through blanks only', () => {
    expect(picture(series, rows, marks, 70).map(({ text }) => text)).toEqual([
      `         ${full(15)}                              ┊`,
      `         ${full(15)}${'▄'.repeat(15)}               ┊`,
      `running  ${full(30)}               ┊`,
      'failed                                                ┊',
      'down               █                                  ┊',
      '         ┴─────────┴─────────┴─────────┴─────────┴─────────┴────────┴',
      '         02:00     02:10     02:20     02:30     02:40     02:50',
      '                                                      C',
    ]);
  });

  test('shows the least of something, and nothing where nothing is', () => {
    const tiny = { ...series, running: flat(0.001).fill(0, 10) };
    const [, , base] = picture(tiny, rows, [], 70);
    expect(base!.text).toBe(`running  ${'▁'.repeat(10)}`);
  });
});
