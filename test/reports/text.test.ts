import * as fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { renderText as renderBlocks, type TextStyle } from '../../src/blocks/text.ts';
import { runBlocks } from '../../src/reports/run.ts';
import type { RunReport } from '../../src/result/report.ts';
import { reportOf, steadyWindow } from './reporting.ts';

// Machines that are busy with other things need a while.
vi.setConfig({ testTimeout: 120_000 });

const plain = { color: false, width: 80 };
const wide = { color: false, width: 200 };
const minuteOfDay = (clock: string) => 60 * Number(clock.slice(0, 2)) + Number(clock.slice(3));
const escapeSign = String.fromCharCode(27);
const escapes = new RegExp(`${escapeSign}\\[[0-9;]*m`, 'g');
const visibleLength = (line: string) => line.replaceAll(escapes, '').length;
const renderText = (report: RunReport, style: TextStyle) => renderBlocks(runBlocks(report), style);

/** Settings under which a run ends in another way each. */
const endings = {
  healthy: [],
  halted: ['patches.ALAS2-1.fails=100%', 'Install.MaxErrors="0"'],
  'no-window': ['Window.Enabled=false'],
  'not-managed': ['fleet.web.instanceProfile=none'],
  unfinished: ['end=2025-01-04T18:25:00Z'],
} as const;

describe('a report as it is read', () => {
  test.each(Object.entries(endings))('%s', async (name, set) => {
    const text = renderText(reportOf(steadyWindow, ...set), plain);
    await expect(text).toMatchFileSnapshot(`golden/${name}.txt`);
  });

  test('the time of the end and how far it is from the cutoff add up', () => {
    const lags = Array.from({ length: 20 }, (_, index) => `model.maintenanceWindows.startLag=${3 * index}s`);
    const texts = lags.map((lag) => renderText(reportOf(steadyWindow, lag), wide));
    const found = texts.flatMap((text) => [
      ...text.matchAll(
        /Cutoff (?<cutoff>\d\d:\d\d).*?ended at (?<end>\d\d:\d\d), (?:(?<hours>\d+) h )?(?<minutes>\d+) min before/gs,
      ),
    ]);
    expect(found.length).toBeGreaterThan(10);
    for (const { groups = {} } of found) {
      const { cutoff = '', end = '', hours = '0', minutes = '0' } = groups;
      expect(minuteOfDay(cutoff) - minuteOfDay(end)).toBe(60 * Number(hours) + Number(minutes));
    }
  });

  test('tells of two hundred executions in no more lines than of three', () => {
    const often = [
      'Window.Schedule=rate(2 hours)',
      'Window.Duration=1',
      'Window.Cutoff=0',
      'Window.ScheduleTimezone=UTC',
    ];
    const few = renderText(reportOf(steadyWindow, ...often, 'end=6h'), plain);
    const many = renderText(reportOf(steadyWindow, ...often, 'end=400h'), plain);
    expect(many).toContain('200 starts');
    expect(many.split('\n').length - few.split('\n').length).toBeLessThan(40);
  });

  test('repeats the overrides and the seed before its last line, quoted for a shell', () => {
    const text = renderText(reportOf(steadyWindow, "name=it's"), plain);
    expect(text.trimEnd().split('\n').at(-2)).toBe(
      "reproduce with: fleetsim run a.yaml --set 'name=it'\\''s' --seed 1",
    );
  });

  test('lists failed expectations after those that hold, and says how many failed on the first screen', () => {
    const text = renderText(reportOf(steadyWindow, ...endings.halted, 'expect."patched.percent"=0'), plain);
    expect(text.indexOf('FAIL  task.Install.failed')).toBeGreaterThan(text.indexOf('ok    patched.percent'));
    expect(text.replaceAll(/\s+/g, ' ')).toContain('1 of 2 expectations FAILED: task.Install.failed');
  });
});

const anySet = fc
  .record({
    count: fc.integer({ min: 0, max: 40 }),
    fails: fc.integer({ min: 0, max: 100 }),
    breaks: fc.constantFrom(0, 0, 30),
    concurrency: fc.integer({ min: 1, max: 50 }),
    errors: fc.integer({ min: 0, max: 100 }),
    install: fc.constantFrom('0s', '1s', '4m', '50m', '3h'),
    dispatch: fc.constantFrom('ramp', 'sliding', 'batch'),
    behavior: fc.constantFrom('CONTINUE_TASK', 'CANCEL_TASK'),
    profile: fc.constantFrom('AmazonSSMManagedInstanceCore', 'none'),
  })
  .map((drawn) => [
    `fleet.web.count=${drawn.count}`,
    `patches.ALAS2-1.fails=${drawn.fails}%`,
    `patches.ALAS2-1.breaks=${drawn.breaks}%`,
    `patches.ALAS2-1.install=${drawn.install}`,
    `Install.MaxConcurrency=${drawn.concurrency}%`,
    `Install.MaxErrors=${drawn.errors}%`,
    `Install.CutoffBehavior=${drawn.behavior}`,
    `model.rateControl.dispatch=${drawn.dispatch}`,
    `fleet.web.instanceProfile=${drawn.profile}`,
  ]);

describe('whatever happens', () => {
  test('no line is wider than the terminal, save the one to copy', () => {
    fc.assert(
      fc.property(anySet, fc.integer({ min: 60, max: 170 }), fc.boolean(), (set, width, color) => {
        const lines = renderText(reportOf(steadyWindow, ...set), { color, width })
          .trimEnd()
          .split('\n');
        const wide = lines.filter((line) => visibleLength(line) > width && !line.includes('fleetsim '));
        expect(wide).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });

  test('colour adds escape sequences and changes nothing else; without it there are none', () => {
    fc.assert(
      fc.property(anySet, fc.integer({ min: 60, max: 170 }), (set, width) => {
        const report = reportOf(steadyWindow, ...set);
        const colored = renderText(report, { color: true, width });
        const bare = renderText(report, { color: false, width });
        expect(bare).not.toContain(escapeSign);
        expect(colored).toContain(escapeSign);
        expect(colored.replaceAll(escapes, '')).toBe(bare);
      }),
      { numRuns: 12 },
    );
  });

  test('what is not there is never printed as such', () => {
    fc.assert(
      fc.property(anySet, (set) => {
        const text = renderText(reportOf(steadyWindow, ...set), plain);
        // An expectation may say in words that its metric is null.
        const figures = text.replaceAll(/the\s+metric\s+is\s+null/g, '');
        expect(figures).not.toMatch(/NaN|undefined|null|Infinity|\[object/);
      }),
      { numRuns: 25 },
    );
  });

  test('a terminal without block characters gets ASCII, sign for sign', () => {
    fc.assert(
      fc.property(anySet, (set) => {
        const report = reportOf(steadyWindow, ...set);
        const ascii = renderText(report, { ...plain, unicode: false });
        expect(ascii).toMatch(/^[\n -~]*$/);
        expect(ascii.split('\n').map((line) => line.length)).toEqual(
          renderText(report, plain)
            .split('\n')
            .map((line) => line.length),
        );
      }),
      { numRuns: 8 },
    );
  });
});
