import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { emptyFolder, fleetsim, interrupted, patienceMs, scenarioIn, sundayPatch } from './program.ts';

const few = ['--replications', '20'];
const scans = 'expect:\n  command.scan.succeeded: 2\n';
const fails = 'expect:\n  command.scan.succeeded: 3\n';
const open = 'expect:\n  command.scan.completed: { share: ">= 99%" }\n';

/** A scenario of that name in the folder. */
function scenarioNamed(folder: string, name: string, more: string): string {
  const file = join(folder, name);
  writeFileSync(file, readFileSync(scenarioIn(emptyFolder(), more)));
  return file;
}

describe.concurrent('check', { timeout: patienceMs }, () => {
  it.each([
    [scans, 0],
    [fails, 1],
    ['expect:\n  command.scan.suceeded: 3\n', 2],
    [open, 3],
  ])('%j ends with %i', async (expectation, wanted) => {
    const file = scenarioIn(emptyFolder(), expectation);
    expect((await fleetsim(['check', file, ...few])).code).toBe(wanted);
  });

  it('over several files the others still run, and the worst counts: 2, then 1, 3, 0', async () => {
    const folder = emptyFolder();
    const good = scenarioNamed(folder, 'good.yaml', scans);
    const bad = scenarioNamed(folder, 'bad.yaml', fails);
    const undecided = scenarioNamed(folder, 'undecided.yaml', open);
    const absent = join(folder, 'absent.yaml');
    expect((await fleetsim(['check', undecided, good, ...few])).code).toBe(3);
    expect((await fleetsim(['check', good, bad, undecided, ...few])).code).toBe(1);
    const all = await fleetsim(['check', absent, good, bad, undecided, ...few, '--json']);
    expect(all.code).toBe(2);
    expect(JSON.parse(all.stdout).files.map(({ outcome }: { outcome: string }) => outcome)).toEqual([
      'error',
      'pass',
      'fail',
      'inconclusive',
    ]);
  });

  it('a file that expects nothing and has no snapshot is bad input, unless --allow-empty', async () => {
    const file = scenarioIn(emptyFolder());
    const refused = await fleetsim(['check', file, ...few]);
    expect(refused.code).toBe(2);
    expect(refused.stdout).toContain('nothing to check: the file has no expect: and no snapshot');
    const accepted = await fleetsim(['check', file, '--allow-empty', '--strict', ...few]);
    expect(accepted.code).toBe(0);
    // With a snapshot there is something to check.
    expect((await fleetsim(['check', file, '--update', ...few])).code).toBe(0);
    expect((await fleetsim(['check', file, ...few])).code).toBe(0);
    expect((await fleetsim(['check', file, '--replication', '1'])).code).toBe(0);
  });

  it('--strict makes a warning a failure, and says how many there are', async () => {
    const file = scenarioIn(emptyFolder(), open);
    const passing = ['check', file, ...few, '--inconclusive', 'pass'];
    expect((await fleetsim(passing)).code).toBe(0);
    const { code, stderr } = await fleetsim([...passing, '--strict']);
    expect(code).toBe(1);
    expect(stderr).toContain('--strict: 1 warning\n');
    const silent = await fleetsim([...passing, '--strict', '--quiet']);
    expect(silent).toMatchObject({ code: 1, stderr: '' });
  });

  it('--precision that is not reached is inconclusive', async () => {
    const file = scenarioIn(emptyFolder(), scans);
    const precise = ['check', file, '--max-replications', '400', '--precision'];
    const unreached = await fleetsim([...precise, 'command.scan.minutes=0.0001%', '--json']);
    expect(JSON.parse(unreached.stdout).files[0].precision.precisionReached).toBe(false);
    expect(unreached.code).toBe(3);
    expect((await fleetsim([...precise, 'command.scan.minutes=50%'])).code).toBe(0);
  });

  it('--inconclusive decides what too few runs leave open', async () => {
    const file = scenarioIn(emptyFolder(), open);
    expect((await fleetsim(['check', file, ...few, '--inconclusive', 'pass'])).code).toBe(0);
    expect((await fleetsim(['check', file, ...few, '--inconclusive', 'fail'])).code).toBe(1);
    expect((await fleetsim(['check', file, ...few, '--inconclusive', 'maybe'])).code).toBe(2);
  });

  it('one run is never inconclusive', async () => {
    const file = scenarioIn(emptyFolder(), open);
    expect((await fleetsim(['check', file, '--replications', '1'])).code).toBe(0);
    expect((await fleetsim(['check', file, '--replication', '7'])).code).toBe(0);
  });

  it('warns before it simulates where so few runs can never be enough', async () => {
    const file = scenarioIn(emptyFolder(), open);
    const { stderr } = await fleetsim(['check', file, '--replications', '100', '--json']);
    expect(stderr).toMatch(/small\.yaml:\d+:\d+: warning: .* cannot pass with 100 runs.* it takes 368/);
    expect(stderr).toContain('command.scan.completed: expected yes in at least 99% of runs, observed ');
  });

  it('takes patterns, each file once and no snapshots', async () => {
    const folder = emptyFolder();
    mkdirSync(join(folder, 'deep'));
    scenarioNamed(folder, 'one.yaml', scans);
    scenarioNamed(join(folder, 'deep'), 'two.yaml', scans);
    await fleetsim(['check', 'one.yaml', '--update', ...few], { cwd: folder });
    const { code, stdout } = await fleetsim(['check', 'one.yaml', '**/*', '--json', ...few], { cwd: folder });
    expect(code).toBe(0);
    expect(JSON.parse(stdout).files.map(({ file }: { file: string }) => file)).toEqual([
      'one.yaml',
      'deep/two.yaml',
    ]);
    const none = await fleetsim(['check', '*.yml', ...few], { cwd: folder });
    expect(none).toMatchObject({ code: 2, stderr: 'fleetsim: *.yml: no file matches this pattern\n' });
  });

  it('a snapshot of the same version and inputs must give the same bytes', async () => {
    const folder = emptyFolder();
    const file = scenarioIn(folder, scans);
    const written = await fleetsim(['check', file, '--update', ...few]);
    expect(written.code).toBe(0);
    expect(readdirSync(folder).sort()).toEqual(['small.snapshot.json', 'small.yaml']);
    const before = readFileSync(join(folder, 'small.snapshot.json'), 'utf8');
    const same = await fleetsim(['check', file, '--json', '--jobs', '2', ...few]);
    expect(same.code).toBe(0);
    expect(JSON.parse(same.stdout).files[0].snapshot).toMatchObject({
      comparison: 'same bytes',
      outcome: 'pass',
    });
    await fleetsim(['check', file, '--update', ...few]);
    expect(readFileSync(join(folder, 'small.snapshot.json'), 'utf8')).toBe(before);
  });

  it('a snapshot may be larger than a scenario may be, as that of a fleet with many groups is', async () => {
    const folder = emptyFolder();
    const file = scenarioIn(folder, scans);
    await fleetsim(['check', file, '--update', ...few]);
    appendFileSync(join(folder, 'small.snapshot.json'), ' '.repeat(9 * 1024 * 1024));
    const { code, stdout } = await fleetsim(['check', file, ...few]);
    expect(code).toBe(0);
    expect(stdout).toContain('The same bytes as');
  });

  it('--replication R says that it is not held to the snapshot', async () => {
    const folder = emptyFolder();
    const file = scenarioIn(folder, scans);
    writeFileSync(join(folder, 'small.snapshot.json'), '');
    const { code, stdout } = await fleetsim(['check', file, '--replication', '3']);
    expect(code).toBe(0);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('one run, which is not held to the snapshot');
  });

  it('a report is not written over the snapshot', async () => {
    const folder = emptyFolder();
    const file = scenarioIn(folder, scans);
    const path = join(folder, 'small.snapshot.json');
    const { code, stderr } = await fleetsim(['check', file, '--update', '--out', path, ...few]);
    expect(code).toBe(2);
    expect(stderr).toContain('that is the place of the snapshot, and it would be overwritten');
    expect(existsSync(path)).toBe(false);
  });

  it('--update of a snapshot that is a link to itself is bad input', async () => {
    const folder = emptyFolder();
    const file = scenarioIn(folder, scans);
    symlinkSync('small.snapshot.json', join(folder, 'small.snapshot.json'));
    const { code, stdout } = await fleetsim(['check', file, '--update', ...few]);
    expect(code).toBe(2);
    expect(stdout).toContain('cannot be written: too many symbolic links');
  });

  it('a snapshot that the same version cannot repeat was edited, or is a defect: exit 2, in words', async () => {
    const folder = emptyFolder();
    const file = scenarioIn(folder, scans);
    await fleetsim(['check', file, '--update', ...few]);
    const path = join(folder, 'small.snapshot.json');
    writeFileSync(
      path,
      readFileSync(path, 'utf8').replace(
        '"nodes.total": {"kind":"amount","all":10}',
        '"nodes.total": {"kind":"amount","all":11}',
      ),
    );
    const { code, stdout } = await fleetsim(['check', file, ...few]);
    expect(code).toBe(2);
    expect(stdout).toContain('The snapshot was edited, or comes from another build');
  });

  it('a change that moves a metric fails, and names it with its direction', async () => {
    const folder = emptyFolder();
    const file = scenarioIn(folder, scans);
    await fleetsim(['check', file, '--update', ...few]);
    const { code, stdout } = await fleetsim([
      'check',
      file,
      ...['--set', 'fleet.web.count=13', '--set', 'model.patching.scan=5m'],
      '--json',
      ...few,
    ]);
    expect(code).toBe(1);
    const { snapshot } = JSON.parse(stdout).files[0];
    expect(snapshot).toMatchObject({ comparison: 'compared', outcome: 'fail' });
    const moved = snapshot.moved.find(({ metric }: { metric: string }) => metric === 'nodes.total');
    expect(moved).toMatchObject({ before: 10, after: 13, direction: 'higher', outcome: 'fail' });
    expect(snapshot.firstDifference).toMatchObject({ block: 1 });
  });

  it.each([
    ['', 'it is empty'],
    ['{"schema": "fleetsim.snapshot/1"', 'not JSON'],
    ['{"schema": "fleetsim.snapshot/9"}', 'of another version of fleetsim'],
    ['[]', 'expected a map'],
    ['<<<<<<< ours\n', 'conflict markers'],
  ])('the snapshot %j is bad input, with what to do', async (text, message) => {
    const folder = emptyFolder();
    const file = scenarioIn(folder, scans);
    writeFileSync(join(folder, 'small.snapshot.json'), text);
    const { code, stdout } = await fleetsim(['check', file, ...few]);
    expect(code).toBe(2);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(message);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('--update');
  });

  it('a snapshot of another scenario is bad input', async () => {
    const folder = emptyFolder();
    const file = scenarioIn(folder, scans);
    await fleetsim(['check', file, '--update', ...few]);
    writeFileSync(file, readFileSync(file, 'utf8').replace('name: small', 'name: other'));
    const { code, stdout } = await fleetsim(['check', file, ...few]);
    expect(code).toBe(2);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'it is of another scenario, "small": this one is "other"',
    );
  });

  it('adds a summary in Markdown to GITHUB_STEP_SUMMARY, whatever the format', async () => {
    const folder = emptyFolder();
    const file = scenarioIn(folder, scans);
    const summary = join(folder, 'summary.md');
    writeFileSync(summary, 'before\n');
    const env = { GITHUB_STEP_SUMMARY: summary };
    const { code, stdout } = await fleetsim(['check', file, '--format', 'github', ...few], { env });
    expect(code).toBe(0);
    expect(stdout).not.toContain('::error');
    expect(readFileSync(summary, 'utf8')).toMatch(/^before\n[\s\S]*\| /);
  });

  it('annotates the line of the expectation that fails', async () => {
    const folder = emptyFolder();
    scenarioIn(folder, fails);
    const { code, stdout } = await fleetsim(['check', 'small.yaml', '--format', 'github', ...few], {
      cwd: folder,
    });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^::error file=small\.yaml,line=15,col=3,title=/m);
  });

  it('writes JUnit XML with a test case for each expectation', async () => {
    const folder = emptyFolder();
    const file = scenarioIn(folder, `${fails}  nodes.total: 10\n`);
    const out = join(folder, 'junit.xml');
    const { code, stdout } = await fleetsim(['check', file, '--out', out, ...few]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    const xml = readFileSync(out, 'utf8');
    expect(xml.match(/<testcase /g)).toHaveLength(2);
    expect(xml.match(/<failure /g)).toHaveLength(1);
  });

  it('Ctrl-C ends with 130, reports what is done, and leaves no snapshot', async () => {
    const folder = emptyFolder();
    const file = join(folder, 'long.yaml');
    writeFileSync(file, readFileSync(sundayPatch));
    const { code, stdout, stderr } = await interrupted(
      ['check', file, '--update', '--replications', '90000'],
      (ending) => ending.stdout.includes('task.Install.failed'),
    );
    expect(code).toBe(130);
    expect(stdout).toContain('task.Install.failed');
    expect(stderr).toMatch(
      /interrupted: the result is partial, of .*long\.yaml that of the first \d+ replications/,
    );
    expect(existsSync(join(folder, 'long.snapshot.json'))).toBe(false);
    expect(readdirSync(folder)).toEqual(['long.yaml']);
  });
});
