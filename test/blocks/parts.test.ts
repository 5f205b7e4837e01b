import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { barLengths } from '../../src/blocks/bars.ts';
import type { Table, Timeline, TimelineRow } from '../../src/blocks/block.ts';
import { breakable, withoutStop } from '../../src/blocks/block.ts';
import { type Line, plainLine, wrap } from '../../src/blocks/lines.ts';
import { count, counted, duration, listed, minutes, percent } from '../../src/blocks/numbers.ts';
import { tableLines } from '../../src/blocks/tables.ts';
import { inAscii } from '../../src/blocks/text.ts';
import { timelineLines } from '../../src/blocks/timeline.ts';
import { clock, momentInFull, ticks } from '../../src/blocks/times.ts';

const textOf = (lines: readonly Line[]) =>
  lines.map((line) =>
    line
      .map(({ text }) => text)
      .join('')
      .replaceAll(/[\u200b\u00ad]/g, ''),
  );

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
    const wallMs = Date.parse('2025-01-04T18:00:00Z');
    for (const timezone of ['UTC', 'Etc/UTC', 'GMT'])
      expect(momentInFull({ atMs: wallMs, wallMs, timezone })).toBe(`2025-01-04 18:00 ${timezone}`);
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
        const lines = textOf(wrap(plainLine(drawn.join(' ')), width, 2));
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
  const table: Table = {
    kind: 'table',
    head: ['task', 'tar\u00adgets', 'failed'],
    rows: [['Install', '200', '3']],
    numeric: [1, 2],
  };
  const drawn = (width: number, more: Partial<Table> = {}) =>
    textOf(tableLines({ ...table, ...more }, width));

  test('have their titles in one line above the figures', () => {
    expect(drawn(80)).toEqual([
      'task     targets  failed',
      '────────────────────────',
      'Install      200       3',
    ]);
  });

  test('break a title within its words only where there is no room for the word', () => {
    expect(drawn(24)[0]).toBe('task     targets  failed');
    expect(drawn(23)).toEqual([
      '         tar-',
      'task     gets  failed',
      '─────────────────────',
      'Install   200       3',
    ]);
  });

  test('are turned on their side where they do not fit', () => {
    expect(drawn(18)).toEqual([
      'task     Install',
      '────────────────',
      'targets      200',
      'failed         3',
    ]);
  });

  test('of prose have it beside the figures, below them, or are a sentence a row', () => {
    const prose = {
      head: ['task', 'targets', ''],
      rows: [['Install', '200', 'one two three four five six seven eight nine']],
      numeric: [1],
      prose: 1,
    };
    expect(drawn(50, prose).slice(2)).toEqual([
      'Install      200  one two three four five six',
      '                  seven eight nine',
    ]);
    expect(drawn(30, prose).slice(2)).toEqual([
      'Install      200',
      '      one two three four five',
      '        six seven eight nine',
    ]);
    expect(drawn(15, prose)).toEqual([
      'Install:',
      '    targets',
      '    200; one',
      '    two three',
      '    four five',
      '    six seven',
      '    eight nine',
    ]);
  });

  test('that are split have the names of their rows in every part', () => {
    const narrow = { narrow: 'split', head: ['task', 'targets', 'failed'] } as const;
    expect(drawn(18, narrow)).toEqual([
      'task     targets',
      '────────────────',
      'Install      200',
      '',
      'task     failed',
      '───────────────',
      'Install       3',
    ]);
  });

  test('break long names only where the table would not fit', () => {
    const name = breakable('task.Install.finishedBeforeCutoff');
    const long = { head: ['metric', 'mean'], rows: [[name, '2']], numeric: [1] };
    expect(drawn(40, long).at(-1)).toBe('task.Install.finishedBeforeCutoff     2');
    expect(drawn(30, long).slice(2)).toEqual(['task.Install.finished        2', 'BeforeCutoff']);
  });

  test('leave out columns that say nothing, and keep signs of two columns in line', () => {
    expect(drawn(80, { rows: [['週末', '200', '']] })).toEqual([
      'task  targets',
      '─────────────',
      '週末      200',
    ]);
  });
});

describe('a timeline', () => {
  const startMs = Date.parse('2025-01-05T02:00:00Z');
  const flat = (value: number) => new Array<number>(60).fill(value);
  const row = (name: string, values: number[], full: number, more: Partial<TimelineRow> = {}) =>
    ({ name, values, full, height: 1, combine: 'last', tone: 'plain', ...more }) as const;
  const timeline: Timeline = {
    kind: 'timeline',
    fromMs: startMs,
    toMs: startMs + 3_600_000,
    lastMs: startMs + 1_800_000,
    offsetMs: 0,
    rows: [
      row('running', flat(4).fill(2, 15, 30).fill(0, 30), 4, { height: 3, combine: 'mean' }),
      row('failed', flat(0), 1),
      row('down', flat(0).fill(3, 10, 11), 3, { combine: 'most' }),
    ],
    marks: [{ letter: 'C', atMs: startMs + 45 * 60_000, isLined: true }],
    captions: [],
  };
  const full = (columns: number) => '█'.repeat(columns);

  test('is as high as its scale says, and marks what happened through blanks only', () => {
    expect(textOf(timelineLines(timeline, 70))).toEqual([
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
    const rows = [row('running', flat(0.001).fill(0, 10), 4, { height: 3, combine: 'mean' })];
    const [, , base] = textOf(timelineLines({ ...timeline, rows, marks: [] }, 70));
    expect(base).toBe(`running  ${'▁'.repeat(10)}`);
  });
});

test('a message of AWS inside a sentence has no full stop of its own', () => {
  expect(withoutStop('Verify the version and try again.')).toBe('Verify the version and try again');
  expect(withoutStop('InvalidInstanceId')).toBe('InvalidInstanceId');
});
