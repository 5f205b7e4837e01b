import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scheduleAsked } from '../../src/aws/schedule/question.ts';
import { renderMarkdown } from '../../src/blocks/markdown.ts';
import { renderText } from '../../src/blocks/text.ts';
import type { Scheduled } from '../../src/capability/scheduled.ts';
import { calendarBlocks } from '../../src/reports/calendar.ts';
import { scheduleBlocks, scheduleProblemBlocks } from '../../src/reports/schedule.ts';
import { calendarOf } from '../../src/schedule/calendar.ts';
import { preview, refusal } from '../schedule/ask.ts';

const plain = { color: false, width: 80 };
const fromMs = Date.parse('2026-03-01T00:00:00Z');

function textOf(...asked: Parameters<typeof preview>): string {
  return renderText(scheduleBlocks(preview(...asked)), plain);
}

/** On one line, as lines break where the width says. */
const flowing = (text: string) => text.replaceAll(/\s+/g, ' ');

describe('a schedule as it is read', () => {
  test.each([
    ['cron', 'cron(30 2 ? * SUN *)', { timezone: 'America/Chicago', durationHours: 3, count: 3 }],
    ['rate', 'rate(7 days)', { timezone: 'Europe/Berlin', count: 3 }],
    ['overlapping', 'cron(0 0/2 * * ? *)', { durationHours: 3, count: 2 }],
    ['never', 'cron(0 2 30 2 ? *)', {}],
  ] as const)('%s', async (name, text, asked) => {
    await expect(textOf(text, asked)).toMatchFileSnapshot(`golden/schedule-${name}.txt`);
  });

  test('is in one clock only where the zone is UTC', () => {
    expect(textOf('cron(0 2 ? * SUN *)', { count: 2 })).toMatch(/^ {2}1 {2}Sun 2026-01-04 02:00$/m);
  });

  test('shows the offset of the zone from UTC before and after a change', () => {
    const text = textOf('cron(0 9 ? * SUN *)', { timezone: 'America/Chicago', from: '2026-03-01T18:00:00Z' });
    expect(text).toMatch(/2026-03-08 09:00 -05:00 +Sun 2026-03-08 14:00/);
    const winter = textOf('cron(0 9 ? * SUN *)', { timezone: 'America/Chicago' });
    expect(winter).toMatch(/2026-01-04 09:00 -06:00 +Sun 2026-01-04 15:00/);
  });

  test('shows seconds where there are some, and nowhere else', () => {
    expect(textOf('cron(24 30 09 ? * * *)', { count: 1 })).toMatch(/2026-01-01 09:30:24/);
    expect(textOf('cron(30 09 ? * * *)', { count: 1 })).not.toMatch(/09:30:/);
  });

  test('says what becomes of an overlapping start, which differs by who reads the expression', () => {
    const says = (dialect: 'window' | 'association' | 'rule') =>
      flowing(textOf('cron(0 * * * ? *)', { dialect, durationHours: 2 }));
    expect(says('window')).toMatch(/SKIPPED_OVERLAPPING/);
    expect(says('association')).toMatch(/the earlier run then times out/);
    expect(says('rule')).toMatch(/both run/);
  });

  test('counts the times that clocks skip where they are many', () => {
    const text = flowing(textOf('cron(* * * * ? *)', { timezone: 'America/Chicago', count: 1 }));
    expect(text).toMatch(/60 of its times, from 02:00 to 02:59, do not exist, and these starts are dropped/);
    expect(text).toMatch(/60 of its times, from 01:00 to 01:59, come twice/);
  });

  test('is never wider than it may be, whatever is asked', () => {
    const asked = fc.record({
      expression: fc.constantFrom(
        'cron(0/5 8-17 ? * MON-FRI *)',
        'cron(1,24,50-55,58 * 25 MAR/4 ? 2027,2028)',
        'cron(* * * * * ? *)',
        'rate(25 days)',
        'at(2026-03-08T02:30:00)',
      ),
      timezone: fc.constantFrom('UTC', 'America/Chicago', 'America/Argentina/ComodRivadavia'),
      durationHours: fc.option(fc.integer({ min: 1, max: 24 }), { nil: undefined }),
      width: fc.integer({ min: 66, max: 160 }),
    });
    fc.assert(
      fc.property(asked, ({ expression, timezone, durationHours, width }) => {
        const question = { timezone, count: 4, ...(durationHours === undefined ? {} : { durationHours }) };
        const text = renderText(scheduleBlocks(preview(expression, question)), {
          color: false,
          width,
          unicode: false,
        });
        for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(width);
        expect(text).toMatch(/^[\x20-\x7e\n]*$/);
      }),
      { numRuns: 40 },
    );
  });
});

describe('a refused expression as it is read', () => {
  const told = (...asked: Parameters<typeof refusal>) =>
    renderText(scheduleProblemBlocks(refusal(...asked), asked[0]), plain);

  test('has a caret under the field at fault', () => {
    expect(told('cron(0 25 ? * SUN *)')).toBe(
      'hours: 25 is out of range, expected 0-23 [ValidationException]\n  cron(0 25 ? * SUN *)\n         ^^\n',
    );
  });

  test('has the expression that was probably meant', () => {
    expect(told('cron(0 2 * * SUN)')).toMatch(/^help: did you mean cron\(0 2 \? \* SUN \*\)$/m);
  });

  test('names the option where the expression is right', () => {
    expect(told('rate(7 days)', { offsetDays: 3 })).toMatch(/^--offset: rate schedules take no offset/);
  });

  test('paints no terminal', () => {
    expect(told('cron(\u001b[31m 25 ? * SUN *)')).not.toContain('\u001b');
  });
});

describe('a calendar as it is read', () => {
  const windowWith = (
    logicalId: string,
    { expression, timezone = 'UTC' }: { readonly expression: string; readonly timezone?: string },
  ): Scheduled => {
    const asked = scheduleAsked({ expression, timezone, fromMs });
    if ('problem' in asked) throw new Error(asked.problem.message);
    const { schedule } = asked;
    return {
      kind: 'maintenance window',
      logicalId,
      name: logicalId,
      schedule,
      durationHours: 3,
      cutoffHours: 1,
      enabled: true,
    };
  };
  const windows = [
    windowWith('Sunday', { expression: 'cron(30 2 ? * SUN *)', timezone: 'America/Chicago' }),
    windowWith('Late', { expression: 'cron(0 22 ? * SUN *)', timezone: 'America/Chicago' }),
    windowWith('Often', { expression: 'rate(2 hours)' }),
    windowWith('Past', { expression: 'at(2025-01-01T00:00:00)' }),
    windowWith('Rare', { expression: 'cron(0 2 1 6 ? *)' }),
    { ...windowWith('Off', { expression: 'rate(1 day)' }), enabled: false },
  ];
  const calendar = calendarOf({ windows }, { fromMs, days: 14 });

  test('as text', async () => {
    await expect(renderText(calendarBlocks(calendar), { color: false, width: 100 })).toMatchFileSnapshot(
      'golden/calendar.txt',
    );
  });

  test('as Markdown, with the same rows', async () => {
    await expect(renderMarkdown(calendarBlocks(calendar))).toMatchFileSnapshot('golden/calendar.md');
  });

  test('is never wider than it may be', () => {
    fc.assert(
      fc.property(fc.integer({ min: 60, max: 160 }), (width) => {
        const text = renderText(calendarBlocks(calendar), { color: false, width });
        for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(width);
      }),
      { numRuns: 20 },
    );
  });

  test('of no windows says so', () => {
    expect(renderText(calendarBlocks(calendarOf({ windows: [] }, { fromMs, days: 7 })), plain)).toMatch(
      /^0 maintenance windows from Sun 2026-03-01 00:00 to Sun 2026-03-08 00:00 UTC\n$/,
    );
  });
});
