import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { emptyFolder, fleetsim, patienceMs, scenarioIn, sundayPatch } from './program.ts';

const folderOfScenarios = join(sundayPatch, '..');
const zeroPatched = join(folderOfScenarios, 'zero-patched.yaml');

/** Two windows of one schedule; the zone of the second is a parameter without a default. */
function templateIn(folder: string, schedule: string): string {
  const file = join(folder, 'template.yaml');
  const rest = 'Duration: 3, Cutoff: 1, AllowUnassociatedTargets: false';
  writeFileSync(
    file,
    `Parameters: { Zone: { Type: String }, When: { Type: String, Default: '${schedule}' } }
Resources:
  Sunday:
    Type: AWS::SSM::MaintenanceWindow
    Properties:
      { Name: sunday, Schedule: !Ref When, ScheduleTimezone: Europe/Berlin, ${rest} }
  Elsewhere:
    Type: AWS::SSM::MaintenanceWindow
    Properties:
      { Name: elsewhere, Schedule: !Ref When, ScheduleTimezone: !Ref Zone, ${rest} }
`,
  );
  return file;
}

describe.concurrent('schedule', { timeout: patienceMs }, () => {
  it('gives the next starts in UTC, with the keys that others rely on', async () => {
    const args = ['schedule', 'cron(0 2 ? * THU#3 *)', '--timezone', 'Europe/Berlin', '--from', '2026-01-01'];
    const { code, stdout } = await fleetsim([...args, '--count', '3', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      expression: 'cron(0 2 ? * THU#3 *)',
      for: 'window',
      timezone: 'Europe/Berlin',
      next: ['2026-01-15T01:00:00Z', '2026-02-19T01:00:00Z', '2026-03-19T01:00:00Z'],
    });
  });

  it('of what never comes again gives none', async () => {
    const { code, stdout } = await fleetsim([
      'schedule',
      'at(2020-01-01T00:00:00)',
      '--from',
      '2026-01-01',
      '--json',
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).next).toEqual([]);
  });

  it('of a bare template gives the calendar of its windows, and says whose only a deployment decides', async () => {
    const file = templateIn(emptyFolder(), 'cron(0 2 ? * SUN *)');
    const { code, stdout, stderr } = await fleetsim([
      ...['schedule', file, '--from', '2026-03-01', '--days', '7', '--json'],
    ]);
    expect(code).toBe(0);
    expect(
      JSON.parse(stdout).entries.map(({ window, start }: Record<string, string>) => [window, start]),
    ).toEqual([['Sunday', '2026-03-01T01:00:00.000Z']]);
    expect(stderr).toContain('Elsewhere.Properties.ScheduleTimezone: only its deployment decides this');
  });

  it('of a template that AWS would refuse shows where', async () => {
    const file = templateIn(emptyFolder(), 'cron(0 26 ? * SUN *)');
    const { code, stdout, stderr } = await fleetsim(['schedule', file]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('template.yaml:6:');
    expect(stderr).toContain('hours: 26 is out of range');
  });

  it('writes a calendar as Markdown where the file that is named says so', async () => {
    const out = join(emptyFolder(), 'calendar.md');
    const { code } = await fleetsim(['schedule', sundayPatch, '--days', '14', '--out', out]);
    expect(code).toBe(0);
    expect(readFileSync(out, 'utf8')).toMatch(/^## .*\n\n\| Window/);
  });

  it('refuses what AWS refuses, and names the field', async () => {
    const { code, stdout, stderr } = await fleetsim(['schedule', 'cron(0 26 ? * SUN *)']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('hours: 26 is out of range');
    expect(stderr).toContain('       ^^');
  });

  it('of a scenario prints a calendar of its windows', async () => {
    const { code, stdout } = await fleetsim(['schedule', sundayPatch, '--days', '14', '--json']);
    expect(code).toBe(0);
    const calendar = JSON.parse(stdout);
    expect(calendar.schema).toBe('fleetsim.calendar/1');
    expect(calendar.entries.map(({ start }: { start: string }) => start)).toEqual([
      '2025-01-04T18:00:00.000Z',
      '2025-01-11T18:00:00.000Z',
    ]);
  });

  it.each([
    [['schedule', ''], 'expected an expression'],
    [['schedule', 'rate(7 days)', '--count', '0'], 'expected a whole number from 1'],
    [['schedule', 'rate(7 days)', '--from', 'tomorrow'], 'expected a date or a time'],
    [['schedule', 'rate(7 days)', '--from', '2026-02-30'], 'expected a date or a time'],
    [['schedule', 'rate(7 days)', '--for', 'lambda'], 'expected one of window, association, rule'],
    [['schedule', 'rate(7 days)', '--days', '3'], '--days is for a scenario'],
    [['schedule', 'rate(7 days)', '--format', 'markdown'], 'markdown is for the calendar of a file'],
    [['schedule', sundayPatch, '--count', '3'], '--count: of a file'],
  ])('%j is refused', async (args, message) => {
    const { code, stdout, stderr } = await fleetsim(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });
});

describe.concurrent('lint', { timeout: patienceMs }, () => {
  const wrong =
    'resources:\n  W:\n    Type: AWS::SSM::MaintenanceWindow\n    Properties: { Name: weekly, Schedule: rate(7 days), Duration: 2, Cutoff: 2, AllowUnassociatedTargets: true }\n';

  it('ends with 1 where there is an error, with its place and its page', async () => {
    const { code, stdout } = await fleetsim(['lint', scenarioIn(emptyFolder(), wrong)]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/small\.yaml:17:\d+: error: .*\[cutoff-hours\]/);
    expect(stdout).toContain('docs/lint/cutoff-hours.md');
  });

  it('ends with 0 for warnings, with 1 under --strict, with 2 for what cannot be read', async () => {
    expect((await fleetsim(['lint', sundayPatch])).code).toBe(0);
    expect((await fleetsim(['lint', sundayPatch, '--strict'])).code).toBe(1);
    expect((await fleetsim(['lint', 'absent.yaml'])).code).toBe(2);
  });

  it('writes SARIF where the ending says so, JSON and annotations', async () => {
    const folder = emptyFolder();
    const file = scenarioIn(folder, wrong);
    const out = join(folder, 'findings.sarif');
    await fleetsim(['lint', file, '--out', out]);
    expect(JSON.parse(readFileSync(out, 'utf8'))).toMatchObject({ version: '2.1.0' });
    const json = await fleetsim(['lint', file, '--json']);
    expect(JSON.parse(json.stdout)).toMatchObject({ schema: 'fleetsim.lint/1', counts: { errors: 1 } });
    const github = await fleetsim(['lint', 'small.yaml', '--format', 'github'], { cwd: folder });
    expect(github.stdout).toMatch(/^::error file=small\.yaml,line=17,/m);
  });
});

describe.concurrent('init, schema and completion', { timeout: patienceMs }, () => {
  it('what init writes runs, and is clean to check, lint and validate', async () => {
    const folder = emptyFolder();
    const begun = await fleetsim(['init', 'mine'], { cwd: folder });
    expect(begun.code).toBe(0);
    const [, command] = /try it: fleetsim (.*)$/m.exec(begun.stdout)!;
    expect((await fleetsim(command!.split(' '), { cwd: folder })).code).toBe(0);
    const file = command!.split(' ')[1]!;
    expect((await fleetsim(['check', file], { cwd: folder })).code).toBe(0);
    expect((await fleetsim(['validate', file, '--strict'], { cwd: folder })).code).toBe(0);
    expect((await fleetsim(['lint', file, '--strict'], { cwd: folder })).code).toBe(0);
  });

  it('the command that init proposes can be pasted, whatever the folder is called', async () => {
    const folder = emptyFolder();
    expect((await fleetsim(['init', 'my fleet'], { cwd: folder })).stdout).toMatch(
      /^try it: fleetsim run 'my fleet\/scenarios\/sunday\.yaml'$/m,
    );
  });

  it('init overwrites nothing, and then writes nothing', async () => {
    const folder = emptyFolder();
    await fleetsim(['init', '--example', 'zero-day'], { cwd: folder });
    const scenario = join(folder, 'scenarios/zero-day.yaml');
    expect(existsSync(join(folder, 'scenarios/zero-day-override.json'))).toBe(true);
    writeFileSync(scenario, 'mine');
    const again = await fleetsim(['init', '--example', 'zero-day'], { cwd: folder });
    expect(again.code).toBe(2);
    expect(again.stderr).toContain('nothing was written');
    expect(readFileSync(scenario, 'utf8')).toBe('mine');
    expect(readdirSync(join(folder, 'scenarios')).sort()).toEqual([
      'scenario.schema.json',
      'zero-day-override.json',
      'zero-day.yaml',
    ]);
    expect((await fleetsim(['init', '--example', 'zeroday'], { cwd: folder })).stderr).toContain('zero-day');
  });

  it('schema prints what docs/ has', async () => {
    const { stdout } = await fleetsim(['schema']);
    expect(JSON.parse(stdout)).toEqual(
      JSON.parse(readFileSync(join(folderOfScenarios, '../docs/scenario.schema.json'), 'utf8')),
    );
    expect(JSON.parse((await fleetsim(['schema', '--result'])).stdout).title).toBe('A result of fleetsim');
    expect((await fleetsim(['schema', '--of', 'explanation'])).stdout).toBe(
      readFileSync(join(folderOfScenarios, '../docs/explanation.schema.json'), 'utf8'),
    );
    const { code, stderr } = await fleetsim(['schema', '--of', 'nothing']);
    expect(code).toBe(2);
    for (const name of ['snapshot', 'lint', 'calendar', 'explanation']) expect(stderr).toContain(name);
  });

  it('completion is for three shells', async () => {
    for (const shell of ['bash', 'zsh', 'fish']) {
      expect((await fleetsim(['completion', shell])).stdout).toContain('compare');
    }
    expect((await fleetsim(['completion', 'tcsh'])).code).toBe(2);
  });
});

describe.concurrent('explain', { timeout: patienceMs }, () => {
  it('walks through an execution, and refuses what does not go with it', async () => {
    const file = join(emptyFolder(), 'nap.yaml');
    writeFileSync(
      file,
      `start: 2025-01-01T00:00:00Z
end: 1d
fleet: { web: { count: 1, os: AMAZON_LINUX_2 } }
resources:
  Nap: { Type: "AWS::SSM::Document", Properties: { Name: Nap, DocumentType: Automation, Content: { schemaVersion: "0.3",
    mainSteps: [{ name: rest, action: "aws:sleep", inputs: { Duration: PT5M } }] } } }
actions: [{ id: nap, at: 2025-01-01T01:00:00Z, StartAutomationExecution: { DocumentName: Nap } }]
`,
    );
    const { code, stdout } = await fleetsim(['explain', file, '--execution', 'nap']);
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/Execution nap[\s\S]*rest +aws:sleep +Success +5 min/),
    ]);
    const json = JSON.parse((await fleetsim(['explain', file, '--execution', 'nap', '--json'])).stdout);
    expect(json).toMatchObject({ schema: 'fleetsim.walk/1', execution: { status: 'Success' } });
    const unknown = await fleetsim(['explain', file, '--execution', 'nab']);
    expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('did you mean nap?')]);
    for (const more of [['web-0001'], ['--all']]) {
      const both = await fleetsim(['explain', file, ...more, '--execution', 'nap']);
      expect([both.code, both.stderr]).toEqual([
        2,
        expect.stringContaining('--execution goes without a node'),
      ]);
    }
  });

  it('names the instance profile of zero-patched, and proves that attaching one helps', async () => {
    const { code, stdout } = await fleetsim(['explain', zeroPatched, 'migrated-0001', '--json']);
    expect(code).toBe(0);
    const { cause, blocking, links, remedy } = JSON.parse(stdout);
    expect({ cause, blocking }).toEqual({ cause: 'NO_INSTANCE_PROFILE', blocking: ['NO_INSTANCE_PROFILE'] });
    const blocks = links.filter(({ state }: { state: string }) => state === 'blocks');
    expect(blocks.map(({ link }: { link: string }) => link)).toEqual(['instance-profile']);
    expect(remedy.proof).toMatchObject({ isPatched: true, compliance: 'COMPLIANT', remainingCause: null });
  });

  it('its changes, given to run, patch the node', async () => {
    const { stdout } = await fleetsim(['explain', zeroPatched, 'migrated-0001', '--json']);
    const { changes } = JSON.parse(stdout).remedy as {
      changes: { set: { key: string; value: string }[] }[];
    };
    const set = changes.flatMap((change) =>
      change.set.flatMap(({ key, value }) => ['--set', `${key}=${value}`]),
    );
    const run = await fleetsim(['run', zeroPatched, ...set, '--set', 'expect={}', '--json']);
    const node = JSON.parse(run.stdout).nodes.find(({ name }: { name: string }) => name === 'migrated-0001');
    expect(node).toMatchObject({ cause: null, compliance: 'COMPLIANT' });
  });

  it('takes the id of a node, and names the one that was meant', async () => {
    const named = JSON.parse((await fleetsim(['explain', zeroPatched, 'legacy-0002', '--json'])).stdout);
    const byId = JSON.parse((await fleetsim(['explain', zeroPatched, named.node.id, '--json'])).stdout);
    expect(byId.node).toEqual(named.node);
    const mistaken = await fleetsim(['explain', zeroPatched, 'legcy-0002']);
    expect(mistaken).toMatchObject({ code: 2, stdout: '' });
    expect(mistaken.stderr).toContain('legacy-0002');
  });

  it('a warning ends with 0, and with 1 under --strict, which says how many there are', async () => {
    const file = scenarioIn(emptyFolder(), 'files: { "s3://bucket/list.json": list.json }\n');
    const args = ['explain', file, '--all', '--json'];
    expect((await fleetsim(args)).code).toBe(0);
    const { code, stdout, stderr } = await fleetsim([...args, '--strict']);
    expect(code).toBe(1);
    expect(stderr).toContain('--strict: 1 warning\n');
    expect(JSON.parse(stdout)).toHaveProperty('groups');
    const silent = await fleetsim([...args, '--strict', '--quiet']);
    expect(silent).toMatchObject({ code: 1, stderr: '' });
    expect((await fleetsim(['explain', sundayPatch, '--all', '--json', '--strict'])).code).toBe(0);
  });

  it('--all counts every node that is not up to date once', async () => {
    const { stdout } = await fleetsim(['explain', sundayPatch, '--all', '--json']);
    const { nodes, states, groups } = JSON.parse(stdout);
    const counted = groups.reduce((sum: number, { count }: { count: number }) => sum + count, 0);
    expect(states.upToDate + counted).toBe(nodes);
  });

  it.each([
    [['explain', zeroPatched], 'expected the name or id of a node'],
    [['explain', zeroPatched, 'legacy-0001', '--all'], 'expected one of the two'],
    [['explain', zeroPatched, '--all', '--patch', 'X'], '--patch is for one node'],
    [['explain', zeroPatched, 'legacy-0001', '--at', '1999-01-01'], 'outside the run'],
    [['explain', zeroPatched, 'legacy-0001', '--window', 'SaturdyWindow'], 'SaturdayWindow'],
    [['explain', 'absent.yaml', 'legacy-0001'], 'absent.yaml'],
  ])('%j is refused', async (args, message) => {
    const { code, stdout, stderr } = await fleetsim(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });
});
