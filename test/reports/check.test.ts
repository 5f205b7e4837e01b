import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderMarkdown } from '../../src/blocks/markdown.ts';
import { renderText, type TextStyle } from '../../src/blocks/text.ts';
import { checkBlocks } from '../../src/reports/check.ts';
import type { ReadableCheck } from '../../src/reports/check-rows.ts';
import {
  brokenFile,
  check,
  failedFile,
  failedGate,
  file,
  gate,
  move,
  nastyTexts,
  openGate,
  sameSnapshot,
  snapshot,
} from './checks.ts';

const plain = { color: false, width: 100 };
const escapes = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');
const visibleLength = (line: string) => line.replaceAll(escapes, '').length;
const renderCheck = (report: ReadableCheck, style: TextStyle) => renderText(checkBlocks(report), style);
const renderCheckMarkdown = (report: ReadableCheck) => renderMarkdown(checkBlocks(report));

describe('a check as text', () => {
  test('of one file: what was expected and seen, what moved, and how to repeat it', async () => {
    await expect(renderCheck(check(failedFile), plain)).toMatchFileSnapshot('golden/check-failed.txt');
  });

  test('of several files: one table of all at the end', async () => {
    const text = renderCheck(check(file({ snapshot: sameSnapshot }), failedFile, brokenFile), plain);
    await expect(text).toMatchFileSnapshot('golden/check-several.txt');
    expect(text.trimEnd().split('\n').at(-1)).toBe('3 files: 1 ERROR, 1 FAILED, 1 ok.');
  });

  test('what failed stands below what is open, and that below what holds', () => {
    const text = renderCheck(check(failedFile), plain);
    const places = [
      /✓ +task\.Install\.failed/,
      /\? +task\.Install\.finishedBeforeCutoff/,
      /✗ +task\.Install\.minutes/,
    ].map((line) => text.search(line));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places[0]).toBeGreaterThan(0);
  });

  test('a table where there is room for one, two lines each where there is none', () => {
    const wide = renderCheck(check(file()), plain);
    expect(wide).toMatch(/metric +expected +observed/);
    expect(renderCheck(check(file()), { color: false, width: 60 })).not.toMatch(/metric +expected +observed/);
  });

  test('no line is wider than the terminal, save those to copy', () => {
    fc.assert(
      fc.property(fc.integer({ min: 60, max: 170 }), fc.boolean(), (width, color) => {
        const lines = renderCheck(check(failedFile, file()), { color, width }).split('\n');
        const tooWide = lines.filter(
          (line) => visibleLength(line) > width && !/fleetsim check|^ *\{"at"/.test(line),
        );
        expect(tooWide).toEqual([]);
      }),
    );
  });

  test('a terminal without Unicode gets words for marks, and colour adds nothing but colour', () => {
    const text = renderCheck(check(failedFile, brokenFile), { color: false, width: 100, unicode: false });
    expect(text).toMatch(/^[\n -~]*$/);
    expect(text).toMatch(/FAIL +task\.Install\.minutes/);
    const colored = renderCheck(check(failedFile), { ...plain, color: true });
    expect(colored).not.toBe(renderCheck(check(failedFile), plain));
    expect(colored.replaceAll(escapes, '')).toBe(renderCheck(check(failedFile), plain));
  });

  test('lists ten metrics that moved, and counts the others', () => {
    const moved = Array.from({ length: 23 }, (_, index) => move({ metric: `group.g${index}.nodes.lost` }));
    const text = renderCheck(check(file({ outcome: 'fail', snapshot: snapshot({ moved }) })), plain);
    expect(text.match(/✗ +group\.g/g)).toHaveLength(10);
    expect(text).toContain('… and 13 metrics more that moved: --json');
  });

  test('shows of a share its percentages, and of what is gone that there is none', () => {
    const moved = [
      move({
        metric: 'task.Install.halted',
        before: 0,
        after: 0.1,
        change: 0.1,
        low: 0.06,
        high: 0.14,
        tolerance: 0.01,
      }),
      move({ metric: 'task.Install.minutes', after: null, change: null, low: null, high: null }),
    ];
    const text = renderCheck(check(file({ snapshot: snapshot({ moved }) })), { color: false, width: 160 });
    expect(text).toMatch(/task\.Install\.halted +0% +10% +\+10 \(\+6 to \+14\) points +1 point/);
    expect(text).toMatch(/task\.Install\.minutes +81\.6 +none/);
  });

  test('a snapshot that is the same, or was written, takes a line', () => {
    expect(renderCheck(check(file({ snapshot: sameSnapshot })), plain)).toContain(
      '✓ Snapshot\n  The same bytes as a.snapshot.json: 128 metrics.\n',
    );
    const written = snapshot({
      outcome: 'pass',
      comparison: 'written',
      moved: [],
      unchanged: 128,
      firstDifference: null,
    });
    expect(renderCheck(check(file({ snapshot: written })), plain)).toContain(
      'Written: a.snapshot.json, 128 metrics.',
    );
  });

  test('tells how to accept what moved, with the same settings', () => {
    expect(renderCheck(check(failedFile), plain)).toContain(
      'If that is intended: fleetsim check scenarios/a.yaml --seed 7 --replications 200 --update\n',
    );
    expect(renderCheck(check(file({ snapshot: sameSnapshot })), plain)).not.toContain('--update');
  });

  test('of one run says that it says little', () => {
    expect(renderCheck(check(file({ replications: 1 })), plain)).toContain('One run says little');
  });

  test('names what is gone and what is new, not all of a hundred', () => {
    const removed = Array.from({ length: 100 }, (_, index) => `group.g${index}.nodes.lost`);
    const text = renderCheck(
      check(file({ snapshot: snapshot({ removed, added: ['reboots.total'] }) })),
      plain,
    );
    expect(text).toContain('and 95 more.');
    expect(text).toContain('New since: reboots.total.');
  });

  test.each(nastyTexts)('takes no command from a name such as %j', (text) => {
    const nasty = file({
      name: text,
      file: text,
      seed: text,
      repeat: text,
      outcome: 'error',
      problems: [text],
      warnings: [text],
      expectations: [gate({ metric: text, observed: text, because: text })],
    });
    const lines = renderCheck(check(nasty, nasty), plain).split(/\r\n?|\n/);
    expect(lines.filter((line) => line.trimStart().startsWith('::') || line.includes('##['))).toEqual([]);
    expect(lines.join('\n')).toMatch(/^(\P{Cc}|\n)*$/u);
  });
});

describe('a check as Markdown', () => {
  test('of one file', async () => {
    await expect(renderCheckMarkdown(check(failedFile))).toMatchFileSnapshot('golden/check-failed.md');
  });

  test('of several: what needs somebody first, what holds folded away', () => {
    const text = renderCheckMarkdown(check(file({ name: 'Fine' }), failedFile, brokenFile));
    expect(text).toMatch(/^## fleetsim check\n\n\*\*3 files: 1 ERROR, 1 FAILED, 1 ok\.\*\*\n/);
    expect(text.indexOf('### ! b.yaml')).toBeLessThan(text.indexOf('### ✗ Sunday'));
    expect(text).toContain('<details><summary>Fine: The one expectation holds.</summary>');
  });

  test.each(nastyTexts)('keeps a table of so many columns, and no markup, with a name such as %j', (text) => {
    const nasty = file({
      name: text,
      file: `${text}.yaml`,
      outcome: 'fail',
      expectations: [{ ...failedGate, metric: text, observed: text }],
    });
    const markdown = renderCheckMarkdown(check(nasty, { ...nasty, outcome: 'pass' }));
    const withoutCode = markdown.replaceAll(/^(`{3,})[^\n]*\n[\s\S]*?\n\1$/gm, '');
    const rows = withoutCode.split('\n').filter((line) => line.startsWith('|'));
    const columns = new Set(rows.map((row) => row.replaceAll('\\|', '').split('|').length - 2));
    // A column that has nothing in any row is left out.
    expect([...columns].sort()).toEqual(text === '' ? [3, 5] : [5]);
    const tags = [...withoutCode.matchAll(/(?<!\\)<\/?(\w+)/g)].map(([, tag]) => tag!);
    expect(new Set(tags)).toEqual(new Set(['details', 'summary']));
  });

  test('lists an open gate with how many runs would settle it', () => {
    const text = renderCheckMarkdown(check(file({ outcome: 'inconclusive', expectations: [openGate] })));
    expect(text).toContain('| ? | task.Install.finishedBeforeCutoff | yes in at least 99% of runs |');
    expect(text).toContain('about 2,300 runs would settle it (4 in 5)');
  });
});
