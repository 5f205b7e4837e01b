import { describe, expect, test, vi } from 'vitest';
import { renderMarkdown } from '../../src/blocks/markdown.ts';
import { runBlocks } from '../../src/reports/run.ts';
import { reportOf, steadyWindow, type Told, toldOf } from './reporting.ts';

// Machines that are busy with other things need a while.
vi.setConfig({ testTimeout: 120_000 });

function installOf({ windows }: Told) {
  const [execution] = windows[0]!.executions;
  return { execution: execution!, task: execution!.tasks[0]!, command: execution!.tasks[0]!.commands[0]! };
}

const oneAtATime = ['Install.MaxConcurrency="1"', 'patches.ALAS2-1.fails=100%'];

describe('the story of a rollout', () => {
  test('with 3 errors allowed it says that the fourth error halted, and whose it was', () => {
    const { command } = installOf(toldOf(steadyWindow, ...oneAtATime, 'Install.MaxErrors="3"'));
    expect(command.halt).toMatchObject({
      errorCount: 4,
      errorCountAtEnd: 4,
      node: 'web-0004',
      status: 'Failed',
      exitCode: 1,
      sentCount: 4,
      inFlightCount: 0,
      notStartedCount: 16,
    });
  });

  test('what was in flight at the halt is counted, and so are the errors that it adds', () => {
    const set = [
      'patches.ALAS2-1.fails=100%',
      'Install.MaxErrors="0"',
      'model.rateControl.dispatch=ramp',
      'model.runCommand.delivery=20s',
    ];
    const { command } = installOf(toldOf(steadyWindow, ...set));
    expect(command.ramp?.batches).toEqual([1, 2, 2]);
    expect(command.halt).toMatchObject({ errorCount: 1, inFlightCount: 4, errorCountAtEnd: 5 });
  });

  test('a ramp of 10 s to each acknowledgement is 1, 2, 4, 8 and the rest, full at 40 s', () => {
    const set = [
      'Install.MaxConcurrency="20"',
      'model.rateControl.dispatch=ramp',
      'model.runCommand.delivery=10s',
    ];
    const { execution, command } = installOf(toldOf(steadyWindow, ...set));
    expect(command.ramp?.batches).toEqual([1, 2, 4, 8, 5]);
    expect(command.ramp!.full!.atMs - execution.opened!.atMs).toBe(40_000);
  });

  test('a cutoff in the middle finds what runs and what was not sent to', () => {
    const { task } = installOf(toldOf(steadyWindow, 'patches.ALAS2-1.install=24m'));
    // Thirty minutes a batch of five: the fourth batch has run for almost all of its time.
    expect(task.cutoff).toEqual({
      runningCount: 5,
      unsentCount: 0,
      behavior: 'CONTINUE_TASK',
      effect: 'continues',
    });
  });

  test('nodes that match and are not managed are named: nobody else does', () => {
    const { command } = installOf(toldOf(steadyWindow, 'fleet.web.instanceProfile=none'));
    expect(command.missedCount).toBe(20);
    expect(command.missed).toEqual(['web-0001', 'web-0002', 'web-0003']);
  });

  test('local times are those of the window, on the far side of midnight too', () => {
    const { execution } = installOf(toldOf(steadyWindow));
    expect(execution.nominal.atMs).toBe(Date.parse('2025-01-04T18:00:00Z'));
    expect(execution.nominal.wallMs).toBe(Date.parse('2025-01-05T02:00:00Z'));
  });
});

describe('the timeline', () => {
  const { execution } = installOf(toldOf(steadyWindow));
  const series = execution.timeline!;
  const sliceMs = (series.toMs - series.fromMs) / series.running.length;

  test('running adds up to the time that all invocations took', () => {
    const sum = series.running.reduce((all, one) => all + one, 0) * sliceMs;
    expect(sum / 60_000).toBeCloseTo(20 * 10, 6);
  });

  test('five run at once while any does', () => {
    const working = series.running.slice(2, Math.floor((39 * 60_000) / sliceMs));
    expect(Math.min(...working)).toBeCloseTo(5, 6);
    expect(Math.max(...working)).toBeCloseTo(5, 6);
  });

  test('at the end all have ended, none has failed and no more than five were down', () => {
    expect(series.ended.at(-1)).toBe(20);
    expect(series.failed.at(-1)).toBe(0);
    expect(Math.max(...series.down)).toBe(5);
  });

  test('work that fills little of its window is drawn by itself', () => {
    const { execution: short } = installOf(toldOf(steadyWindow, 'Install.MaxConcurrency="20"'));
    expect(short.timeline!.toMs).toBeLessThan(short.cutoff.atMs);
  });
});

describe('compliance and causes', () => {
  test('before is as reported at the start, after as last reported', () => {
    const told = toldOf(steadyWindow);
    expect(told.complianceBefore).toEqual({ compliant: 0, nonCompliant: 20, unspecified: 0 });
    expect(told.complianceAfter).toEqual({ compliant: 20, nonCompliant: 0, unspecified: 0 });
  });

  test('the largest cause comes first, with one node that met it', () => {
    const told = toldOf(steadyWindow, ...oneAtATime, 'Install.MaxErrors="3"');
    expect(told.causes).toMatchObject([
      { cause: 'HALTED_BY_MAX_ERRORS', count: 16 },
      { cause: 'INSTALL_FAILED', count: 4 },
    ]);
    expect(told.examples.map(({ node, cause }) => [node, cause])).toEqual([
      ['web-0005', 'HALTED_BY_MAX_ERRORS'],
      ['web-0001', 'INSTALL_FAILED'],
    ]);
  });

  test('nodes that are not managed are counted by what keeps them so', () => {
    const { unmanaged } = toldOf(steadyWindow, 'fleet.web.instanceProfile=none');
    expect(unmanaged).toMatchObject([{ cause: 'NO_INSTANCE_PROFILE', count: 20 }]);
  });
});

describe('notes', () => {
  const textsOf = (...set: string[]) => reportOf(steadyWindow, ...set).notes.map(({ text }) => text);

  test('a run without oddities has none', () => {
    expect(textsOf()).toEqual([]);
  });

  test('every note names a page of AWS', () => {
    const { notes } = reportOf(steadyWindow, 'patches.ALAS2-1.breaks=100%');
    expect(notes.length).toBeGreaterThan(0);
    for (const { page } of notes) expect(page).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
  });

  test('4% of 20 targets allow no error at all', () => {
    expect(textsOf('Install.MaxErrors=4%')).toEqual([
      expect.stringContaining('MaxErrors 4% of 20 targets is 0 errors'),
    ]);
  });

  test('a SUCCESS with errors is pointed out', () => {
    const texts = textsOf('patches.ALAS2-1.fails=100%', 'Install.MaxErrors="20"');
    expect(texts).toContainEqual(expect.stringContaining('SUCCESS with 20 errors'));
  });

  test('a halt with nothing left to stop is pointed out', () => {
    const texts = textsOf(
      'patches.ALAS2-1.fails=100%',
      'Install.MaxErrors="0"',
      'Install.MaxConcurrency="20"',
    );
    expect(texts).toContainEqual(expect.stringContaining('nothing was left to stop'));
  });

  test('but not of a command to one node, which has nothing else', () => {
    const texts = textsOf('patches.ALAS2-1.fails=100%', 'Install.MaxErrors="0"', 'fleet.web.count=1');
    expect(texts).not.toContainEqual(expect.stringContaining('nothing was left to stop'));
  });

  test('dead nodes that MaxErrors never sees, that hold their places and are COMPLIANT are pointed out', () => {
    const texts = textsOf('patches.ALAS2-1.breaks=100%').join('\n');
    expect(texts).toContain('Delivery Timed Out (20 nodes) never counts toward MaxErrors');
    expect(texts).toContain('20 nodes acknowledged the command and never reported back');
    expect(texts).toContain('COMPLIANT for 20 nodes that did not come back');
  });

  test('a start that is skipped is pointed out', () => {
    const often = [
      'Window.Schedule=rate(2 hours)',
      'Window.Duration=1',
      'Window.Cutoff=0',
      'patches.ALAS2-1.install=4h',
    ];
    expect(textsOf(...often)).toContainEqual(expect.stringContaining('SKIPPED_OVERLAPPING'));
  });
});

describe('Markdown', () => {
  const halted = () =>
    renderMarkdown(runBlocks(reportOf(steadyWindow, ...oneAtATime, 'Install.MaxErrors="3"')));

  test('begins with what the window did and ends with the next command', () => {
    const lines = halted().trimEnd().split('\n');
    expect(lines[2]).toMatch(/Install HALTED on error 4\b.*0 of 20 succeeded, 4 failed.*NOTHING INSTALLED/);
    expect(lines[5]).toContain('2 of 2 expectations FAILED');
    expect(lines.slice(-3)).toEqual([
      '```sh',
      `fleetsim explain a.yaml --all --set 'Install.MaxConcurrency="1"' --set patches.ALAS2-1.fails=100% --set 'Install.MaxErrors="3"' --seed 1`,
      '```',
    ]);
  });

  test('every row of a table has as many cells as its head', () => {
    const tables = halted()
      .split('\n\n')
      .filter((block) => block.startsWith('|'));
    expect(tables.length).toBeGreaterThan(3);
    for (const table of tables) {
      const widths = table.split('\n').map((line) => line.split(/(?<!\\)\|/).length);
      expect(new Set(widths).size).toBe(1);
    }
  });

  test('what an author has written stays text', () => {
    const text = renderMarkdown(runBlocks(reportOf(steadyWindow, 'name="<b>|*x*"')));
    expect(text.split('\n')[0]).toBe('## \\<b\\>\\|\\*x\\*');
  });
});
