import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { emptyFolder, fleetsim, patienceMs, scenarioIn, start, sundayPatch } from './program.ts';

/** 0 if it has just been renamed or removed. */
function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

describe.concurrent('exit codes', { timeout: patienceMs }, () => {
  it('a run whose expectations hold ends with 0 and says nothing on standard error', async () => {
    const { code, stdout, stderr } = await fleetsim(['run', sundayPatch]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('All 5 expectations hold.');
  });

  it('an expectation that fails ends with 1, and the result is there all the same', async () => {
    const args = ['run', sundayPatch, '--json', '--nodes', 'none', '--set', 'expect.nodes.total=3'];
    const { code, stdout, stderr } = await fleetsim(args);
    expect(code).toBe(1);
    expect(stderr).toBe('fleetsim: nodes.total: expected exactly 3, observed 240\n');
    expect(JSON.parse(stdout).metrics['nodes.total']).toBe(240);
  });

  it('a warning ends with 0, and with 1 under --strict', async () => {
    const file = scenarioIn(emptyFolder(), 'files: { "s3://bucket/list.json": list.json }\n');
    const [lenient, strict] = await Promise.all([
      fleetsim(['run', file, '--json']),
      fleetsim(['run', file, '--json', '--strict']),
    ]);
    expect(lenient.code).toBe(0);
    expect(lenient.stderr).toContain('warning: ');
    expect(strict.code).toBe(1);
  });

  it('an expectation of a metric that does not exist is bad input, with its place and the nearest name', async () => {
    const file = scenarioIn(emptyFolder(), 'expect:\n  command.scan.faild: 0\n');
    const { code, stdout, stderr } = await fleetsim(['run', file]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('small.yaml:15:3: ');
    expect(stderr).toContain('did you mean command.scan.failed?');
  });

  it.each([
    ['command.scan.failed: true', 'expected a number'],
    ['command.scan.halted: 0', 'expected true or false'],
    ['command.scan.completed: ">= 90"', 'expected true or false'],
  ])('%s could never hold, and is bad input', async (expectation, message) => {
    const file = scenarioIn(emptyFolder(), `expect:\n  ${expectation}\n`);
    const { code, stdout, stderr } = await fleetsim(['run', file]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(new RegExp(`small\\.yaml:15:3: .*${message}`));
  });

  it('reaching the event limit is bad input, and the handler to suspect is named', async () => {
    const { code, stdout, stderr } = await fleetsim(['run', sundayPatch, '--set', 'model.eventLimit=500']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/after 500 events, which is the limit; the last was [a-z-]+\/[a-z-]+/);
  });

  it.each([
    [['rnu'], 'Did you mean run?'],
    [['run', sundayPatch, '--jsno'], 'Did you mean --json?'],
    [['run'], "missing required argument 'file'"],
    [[], 'Usage: fleetsim'],
    [['run', sundayPatch, '--format', 'csv'], 'formats of run: text, json, markdown'],
    [['run', sundayPatch, '--out', 'result.csv'], 'formats of run: text, json, markdown'],
    [['run', sundayPatch, '--replication', '-1'], 'expected a whole number'],
    [['run', sundayPatch, '--nodes', 'some'], 'expected one of all, unpatched, none'],
    [['run', sundayPatch, '--set', 'Install'], 'expected KEY=VALUE'],
    [['run', sundayPatch, '--set', 'fleet.web.tags."Patch Group=x'], 'is not closed'],
    [['run', '-'], 'expected a scenario, found an empty file'],
    [['run', sundayPatch, '--json', '--format', 'text'], 'contradict'],
  ])('%j is a slip: 2, and what was expected', async (args, message) => {
    const { code, stdout, stderr } = await fleetsim(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  it('--replications 1 is what run does', async () => {
    const { code } = await fleetsim(['run', sundayPatch, '--replications', '1', '--quiet']);
    expect(code).toBe(0);
  });

  it.each([
    // A process that obeys a signal other than Ctrl-C has no exit code of its own.
    ['SIGINT', 130],
    ['SIGTERM', null],
    ['SIGHUP', null],
  ] as const)('%s in a long run ends it soon, and leaves no file behind', async (signal, expected) => {
    const folder = emptyFolder();
    const file = scenarioIn(
      folder,
      'faults: [{ id: f, every: 1m, nodes: { group: web }, action: restartAgent }]\n',
    );
    const { ending, interrupt } = start(['run', file, '--set', 'end=1000d', '--events', 'e.jsonl'], {
      cwd: folder,
    });
    // The second thread is at work once it has written something.
    const isAtWork = () =>
      readdirSync(folder).some((name) => name.endsWith('.tmp') && sizeOf(join(folder, name)) > 0);
    await vi.waitUntil(isAtWork, { timeout: patienceMs, interval: 20 });
    interrupt(signal);
    const { code, stdout, stderr } = await ending;
    expect({ code, stdout, stderr }).toEqual({
      code: expected,
      stdout: '',
      stderr: 'fleetsim: interrupted; nothing was written\n',
    });
    expect(readdirSync(folder)).toEqual(['small.yaml']);
  });
});

describe.concurrent('what is printed', { timeout: patienceMs }, () => {
  it('the same command gives the same bytes twice, from another folder too', async () => {
    const here = fleetsim(['run', sundayPatch, '--json']);
    const there = fleetsim(['run', sundayPatch, '--json'], { cwd: '/' });
    expect((await here).stdout).toBe((await there).stdout);
  });

  it('--events-as eventbridge writes the events of AWS in their envelopes, and needs a file', async () => {
    const folder = emptyFolder();
    const args = ['run', sundayPatch, '--brief', '--events-as', 'eventbridge'];
    const { code } = await fleetsim([...args, '--events', join(folder, 'e.jsonl')]);
    const events = readFileSync(join(folder, 'e.jsonl'), 'utf8').trimEnd().split('\n');
    expect({ code, first: JSON.parse(events[0]!) }).toMatchObject({
      code: 0,
      first: { version: '0', source: 'aws.ssm', account: '123456789012' },
    });
    const { code: refused, stderr } = await fleetsim(args);
    expect(refused).toBe(2);
    expect(stderr).toContain('--events FILE');
  });

  it('JSON is indented by two spaces, ends with a line feed and holds no path', async () => {
    const { stdout } = await fleetsim(['run', sundayPatch, '--json']);
    expect(stdout).toBe(`${JSON.stringify(JSON.parse(stdout), null, 2)}\n`);
    expect(JSON.parse(stdout).scenario.file).toBe('sunday-patch.yaml');
    expect(JSON.parse(stdout).nodes).toHaveLength(240);
  });

  it('--set and --seed reach the run and are in its result', async () => {
    const set = ['--set', 'Install.MaxConcurrency=50', '--set', 'fleet.web.tags."Patch Group"=other'];
    const { stdout } = await fleetsim([
      'run',
      sundayPatch,
      '--json',
      '--nodes',
      'none',
      '--seed',
      '7',
      ...set,
    ]);
    const { seed, overrides, nodes } = JSON.parse(stdout);
    expect({ seed, overrides, nodes }).toEqual({
      seed: '7',
      overrides: { 'Install.MaxConcurrency': 50, 'fleet.web.tags."Patch Group"': 'other' },
      nodes: [],
    });
  });

  it('there is no colour where there is no terminal, unless FORCE_COLOR asks for it and --no-color does not', async () => {
    const run = ['run', sundayPatch];
    const [plain, forced, refused, undone] = await Promise.all([
      fleetsim(run),
      fleetsim(run, { env: { FORCE_COLOR: '1' } }),
      fleetsim(run, { env: { NO_COLOR: '1' } }),
      fleetsim([...run, '--no-color'], { env: { FORCE_COLOR: '1' } }),
    ]);
    expect([plain, forced, refused, undone].map(({ stdout }) => stdout.includes('\u001b['))).toEqual([
      false,
      true,
      false,
      false,
    ]);
  });

  it('validate names every file that is fine, reads on after one that is not, and ends with the worst', async () => {
    const { code, stdout, stderr } = await fleetsim(['validate', 'nowhere.yaml', sundayPatch]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: `${sundayPatch}: ok\n` });
    expect(stderr).toContain('nowhere.yaml: expected a file to read: no such file or folder');
  });

  it.each(['run', 'validate'])('the help of %s has two examples that work', async (command) => {
    const { code, stdout } = await fleetsim([command, '--help']);
    expect(code).toBe(0);
    const examples = stdout.split('\n').filter((line) => line.startsWith(`  fleetsim ${command} `));
    expect(examples).toHaveLength(2);
    const folder = emptyFolder();
    for (const example of examples) {
      const args = example.trim().split(' ').slice(1);
      const inFolder = args
        .map((arg) => (arg === 'scenarios/*.yaml' ? sundayPatch : arg))
        .map((arg) => (/\.jsonl?$/.test(arg) ? join(folder, arg) : arg));
      expect((await fleetsim(inFolder)).code).toBe(0);
    }
  });

  it('--version is that of the package', async () => {
    const { version } = (await import('../../package.json', { with: { type: 'json' } })).default;
    expect((await fleetsim(['--version'])).stdout).toBe(`${version}\n`);
  });
});
