import * as fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { spansOf } from '../../src/blocks/block.ts';
import { renderMarkdown } from '../../src/blocks/markdown.ts';
import { renderText } from '../../src/blocks/text.ts';
import { explainNode } from '../../src/explain/explain.ts';
import { firstScreenBlocks } from '../../src/reports/run.ts';
import { fitted } from '../../src/result/first-screen.ts';
import type { RunReport } from '../../src/result/report.ts';
import { at, type Sections, world } from '../capabilities/quiet-world.ts';
import { runShipped, shippedNames } from '../support/shipped.ts';
import { loadYaml } from '../support/simulate.ts';
import { reportOf, steadyWindow } from './reporting.ts';

// Machines that are busy with other things need a while.
vi.setConfig({ testTimeout: 120_000 });

function screenOf(report: RunReport): string {
  return renderText(firstScreenBlocks(report), { color: false, width: 80 }).trimEnd();
}

const screen = (...set: string[]) => screenOf(reportOf(steadyWindow, ...set));

describe('the first screen', () => {
  test.each(shippedNames)('of %s has at most eight lines and ends with a command', (name) => {
    const lines = renderText(runShipped(name).firstScreen, { color: false, width: 80 }).trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(8);
    expect(lines.at(-1)).toMatch(/^next: fleetsim /);
  });

  test.each(shippedNames)('of %s fits into a narrow terminal too, its command included', (name) => {
    const { screenAt } = runShipped(name);
    for (const width of [60, 70]) {
      const lines = screenAt(width);
      expect(lines.length).toBeLessThanOrEqual(8);
      expect(lines.some((line) => line.startsWith('next: fleetsim '))).toBe(true);
    }
  });

  test.each(shippedNames)('of %s says at 80 columns whether its expectations hold', (name) => {
    const text = renderText(runShipped(name).firstScreen, { color: false, width: 80 });
    expect(text.replaceAll(/\s+/g, ' ')).toMatch(/All \d+ expectations hold\./);
  });

  test('what has no line of its own ends the nearest line before it that has room, not one about something else', () => {
    const part = (text: string, more = {}) => ({ versions: [[text]], ...more });
    const parts = [
      part('Window: 3 of 4 succeeded.'),
      part('2 up to date, 2 missed', { about: 'nodes' }),
      part('Missed by cause: CUTOFF 2.', { isOptional: true }),
      part('Rule R invoked once.', { isOptional: true }),
      part('1 of 1 expectation FAILED.'),
    ];
    expect(
      fitted(parts, 3, '4 nodes').map((line) =>
        spansOf(line)
          .map(({ text }) => text)
          .join(''),
      ),
    ).toEqual([
      'Window: 3 of 4 succeeded.',
      '4 nodes: 2 up to date, 2 missed. Missed by cause: CUTOFF 2. Rule R invoked once.',
      '1 of 1 expectation FAILED.',
    ]);
  });

  const inQuietWorld = (sections: Sections) => screenOf(reportOf(world(sections)));

  const fleet = '{ web: { count: 2, os: AMAZON_LINUX_2, tags: { Role: web } } }';
  const everyHour =
    'Name: AWS-RunShellScript, ScheduleExpression: rate(1 hour), Parameters: { commands: [uptime] }, Targets: [{ Key: "tag:Role", Values: [web] }]';

  test('tells a run that the schedule of an association does not explain', () => {
    const actions = `\n  - { id: create, at: ${at('1:07')}, CreateAssociation: { ${everyHour} } }`;
    expect(inQuietWorld({ fleet, actions })).toContain('one at once when created (2025-01-01 01:07 UTC)');
    expect(inQuietWorld({ fleet, actions, end: at('2') })).toContain(
      '01:07 UTC create, at once when created: 2 of 2 succeeded.',
    );
  });

  test('says of a rule that started nothing why, and asks lint next', () => {
    const resources = `
  Fix:
    Type: AWS::Events::Rule
    Properties:
      ScheduleExpression: rate(1 hour)
      Targets: [{ Id: start, Arn: "arn:aws:ssm:us-east-1:123456789012:automation-definition/Fix" }]`;
    const text = inQuietWorld({ fleet, resources }).replaceAll(/\s+/g, ' ');
    expect(text).toContain('Why: the target start has no RoleArn for EventBridge to assume.');
    expect(text).toMatch(/next: fleetsim lint \S+$/);
  });

  test('says which calendar kept what from running', () => {
    const calendar =
      'BEGIN:VCALENDAR\\nVERSION:2.0\\nPRODID:-//AWS//Change Calendar 1.0//EN\\nX-CALENDAR-TYPE:DEFAULT_CLOSED\\nEND:VCALENDAR';
    const resources = `
  Freeze: { Type: AWS::SSM::Document, Properties: { DocumentType: ChangeCalendar, DocumentFormat: TEXT, Content: "${calendar}" } }
  Hourly: { Type: AWS::SSM::Association, Properties: { ${everyHour}, CalendarNames: [!Ref Freeze] } }`;
    expect(inQuietWorld({ fleet, resources })).toContain('Calendar Freeze was closed: 23 runs skipped.');
  });

  test('a window that reached no node is told with what AWS makes of it', () => {
    expect(screen('fleet.web.instanceProfile=none')).toContain('no targets; AWS reports SUCCESS.');
  });

  const ownDocument = [
    'patches={}',
    'expect={}',
    'Install.TaskArn=Acme-Rotate',
    'Install.TaskInvocationParameters={}',
    'model.documents.Acme-Rotate={ run: 30s, fails: 30% }',
  ];

  test('of failed runs of any document asks about a node on which one failed', () => {
    const text = screen(...ownDocument);
    const [, node] = /^next: fleetsim explain a\.yaml (web-\d+) /m.exec(text) ?? [];
    const loaded = loadYaml(steadyWindow, { set: ownDocument });
    const explanation = explainNode({ ...loaded, file: 'a.yaml', version: '0.0.0' }, node!);
    if ('problem' in explanation) throw new Error(explanation.problem);
    const run = explanation.links.find(({ link }) => link === 'run');
    expect(run).toMatchObject({ state: 'failed', found: ['Failed with exit code 1'] });
    expect(screen(...ownDocument.slice(0, -1), 'model.documents.Acme-Rotate={ run: 30s }')).toContain(
      'next: fleetsim run a.yaml --replications 200 ',
    );
  });

  test('says in the shortest form too from when what was not installed is approved', () => {
    const late = 'Baseline.ApprovalRules.PatchRules[0].ApproveAfterDays=60';
    expect(screen(late, 'Window.Schedule=rate(1 hour)').replaceAll(/\s+/g, ' ')).toContain(
      'NOTHING INSTALLED, approval from 2025-02-08',
    );
  });

  test('tells the worst of many executions only if something was worse there, and what', () => {
    const hourly = ['Window.Schedule=rate(1 hour)', 'Window.Duration=1', 'Window.Cutoff=0'];
    const late = screen(...hourly, 'patches.ALAS2-1.install=90m').replaceAll(/\s+/g, ' ');
    expect(late).toMatch(/\d SKIPPED_OVERLAPPING; .*; worst .* after the END of the window\./);
    expect(
      screen(
        ...hourly,
        'patches={}',
        'Install.TaskArn=Acme-Rotate',
        'Install.TaskInvocationParameters={}',
        'model.documents.Acme-Rotate={ run: 30s }',
      ),
    ).not.toContain('worst');
  });

  test('has at most eight lines whatever happens', () => {
    const settings = fc
      .record({
        count: fc.integer({ min: 0, max: 40 }),
        fails: fc.integer({ min: 0, max: 100 }),
        errors: fc.integer({ min: 0, max: 100 }),
        hours: fc.integer({ min: 2, max: 12 }),
        profile: fc.constantFrom('AmazonSSMManagedInstanceCore', 'none'),
        enabled: fc.boolean(),
      })
      .map(({ count, fails, errors, hours, profile, enabled }) => [
        `fleet.web.count=${count}`,
        `patches.ALAS2-1.fails=${fails}%`,
        `Install.MaxErrors=${errors}%`,
        `Window.Schedule=rate(${hours} hours)`,
        'Window.Duration=1',
        'Window.Cutoff=0',
        `fleet.web.instanceProfile=${profile}`,
        `Window.Enabled=${enabled}`,
      ]);
    fc.assert(
      fc.property(settings, (set) => {
        expect(screen(...set).split('\n').length).toBeLessThanOrEqual(8);
      }),
      { numRuns: 25 },
    );
  });

  test('says what the window did, when it ended, and how the nodes are', () => {
    expect(screen().split('\n').slice(1, 3).join(' ').replaceAll(/\s+/g, ' ')).toContain(
      'Install: 20 of 20 succeeded; 20 patches on 20 nodes; ended 02:40, 1 h 20 min before the cutoff.',
    );
    expect(screen()).toContain('20 nodes: 20 up to date; all managed.');
  });

  test('never prints an Install that installed nothing as plain success', () => {
    const text = screen('Baseline.ApprovalRules.PatchRules[0].ApproveAfterDays=60').replaceAll(/\s+/g, ' ');
    expect(text).toContain('NOTHING INSTALLED, 20 nodes had nothing to install');
    expect(text).toContain('ALAS2-1 not yet approved (approval from 2025-02-08)');
  });

  test('counts failures against their limit', () => {
    const text = screen('patches.ALAS2-1.fails=100%', 'Install.MaxConcurrency="1"', 'Install.MaxErrors="3"');
    expect(text).toContain('4 failed (MaxErrors 3)');
    expect(text).toContain('HALTED');
  });

  test.each([
    ['Window.Enabled=false', 'Window: disabled (Enabled: false), so it never opened.'],
    ['Window.EndDate=2025-01-01T00:00:00Z', 'Window: over: its EndDate was 2025-01-01 08:00 Asia/Taipei.'],
    [
      'Window.StartDate=2025-03-01T00:00:00Z',
      'Window: not started: its StartDate is 2025-03-01 08:00 Asia/Taipei.',
    ],
    ['end=2025-01-04T06:00:00Z', 'Window: not due within the run; next start 2025-01-05 02:00 Asia/Taipei.'],
  ])('with %s says why the window never opened', (setting, words) => {
    expect(screen(setting)).toContain(words);
  });

  test('counts nodes that are not managed, also without any patch', () => {
    const text = screen('patches={}', 'fleet.web.instanceProfile=none');
    expect(text).toContain('20 nodes: 20 not managed (NO_INSTANCE_PROFILE 20).');
    expect(text).not.toMatch(/[Pp]atched/);
    expect(text.split('\n').at(-1)).toBe(
      "next: fleetsim explain a.yaml --all --set 'patches={}' --set fleet.web.instanceProfile=none --seed 1",
    );
  });

  test.each(shippedNames)('of %s has the figures of the result', (name) => {
    const { result, firstScreen, scenario } = runShipped(name);
    const text = renderText(firstScreen, { color: false, width: 400 });
    const words = { upToDate: 'up to date', heldBack: 'held back', waiting: 'waiting', missed: 'missed' };
    // Without patches there are no states to tell.
    const hasPatches = scenario.patches.length + scenario.patchStreams.length > 0;
    for (const [state, word] of Object.entries(words)) {
      const told = new RegExp(`([\\d,]+) ${word}\\b`).exec(text)?.[1] ?? '0';
      expect(Number(told.replace(',', '')), word).toBe(hasPatches ? result.metrics[`nodes.${state}`] : 0);
    }
    const unmanaged = /([\d,]+) not managed/.exec(text)?.[1] ?? '0';
    expect(Number(unmanaged.replace(',', ''))).toBe(result.metrics['nodes.unmanaged']);
  });

  test('names the failed expectations and where a task was halted, however short it is', () => {
    const text = screen('patches.ALAS2-1.fails=100%', 'Install.MaxErrors="0"');
    expect(text).toContain('HALTED on error 5');
    expect(text).toContain('15 not started');
    expect(text).toContain('2 of 2 expectations FAILED: task.Install.failed');
  });

  test('is the whole of Markdown too, where it is asked for alone', () => {
    expect(renderMarkdown(firstScreenBlocks(reportOf(steadyWindow)))).toMatch(/^## Steady\n\n- Window/);
  });
});
