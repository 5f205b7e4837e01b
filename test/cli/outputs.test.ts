import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bin, emptyFolder, fleetsim, patienceMs, scenarioIn } from './program.ts';

describe.concurrent('--out', { timeout: patienceMs }, () => {
  it('writes what standard output would have had, in the format that its ending says', async () => {
    const folder = emptyFolder();
    scenarioIn(folder);
    const toFile = await fleetsim(['run', 'small.yaml', '--out', 'result.json'], { cwd: folder });
    const { stdout } = await fleetsim(['run', 'small.yaml', '--json'], { cwd: folder });
    expect(toFile).toMatchObject({ code: 0, stdout: '', stderr: '' });
    expect(readFileSync(join(folder, 'result.json'), 'utf8')).toBe(stdout);
    expect(readdirSync(folder).sort()).toEqual(['result.json', 'small.yaml']);
  });

  it('--format outweighs the ending, and a file has no colours', async () => {
    const folder = emptyFolder();
    scenarioIn(folder);
    const args = ['run', 'small.yaml', '--format', 'text', '--out', 'report.json'];
    await fleetsim(args, { cwd: folder, env: { FORCE_COLOR: '1' } });
    const report = readFileSync(join(folder, 'report.json'), 'utf8');
    expect(report.startsWith('small\n')).toBe(true);
    expect(report).not.toContain('\u001b');
  });

  it('a file that is there keeps its content when the run comes to nothing, and its rights when it is replaced', async () => {
    const folder = emptyFolder();
    scenarioIn(folder);
    const out = join(folder, 'result.json');
    writeFileSync(out, 'precious');
    chmodSync(out, 0o640);
    const failing = ['run', 'small.yaml', '--out', 'result.json', '--set', 'model.eventLimit=1'];
    expect((await fleetsim(failing, { cwd: folder })).code).toBe(2);
    expect(readFileSync(out, 'utf8')).toBe('precious');
    await fleetsim(['run', 'small.yaml', '--out', 'result.json'], { cwd: folder });
    expect(JSON.parse(readFileSync(out, 'utf8')).schema).toBe('fleetsim.result/1');
    expect(statSync(out).mode & 0o777).toBe(0o640);
    expect(readdirSync(folder).sort()).toEqual(['result.json', 'small.yaml']);
  });

  it('may be a pipe, such as /dev/stdout', async () => {
    const folder = emptyFolder();
    scenarioIn(folder);
    const command = `"$0" "$1" run small.yaml --json --out /dev/stdout | cat`;
    const printed = execFileSync('sh', ['-c', command, process.execPath, bin], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(JSON.parse(printed).schema).toBe('fleetsim.result/1');
  });

  it('does not wait for somebody to read a named pipe', async () => {
    const folder = emptyFolder();
    scenarioIn(folder);
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    for (const option of ['--out', '--events']) {
      const { code, stderr } = await fleetsim(['run', 'small.yaml', option, 'pipe'], { cwd: folder });
      expect({ code, stderr }).toEqual({
        code: 2,
        stderr: `fleetsim: ${option} pipe: cannot be written: it is a socket, or a pipe without a reader\n`,
      });
    }
  });

  it('a link is followed, not replaced', async () => {
    const folder = emptyFolder();
    scenarioIn(folder);
    mkdirSync(join(folder, 'real'));
    writeFileSync(join(folder, 'real/result.json'), 'old');
    symlinkSync('real/result.json', join(folder, 'link.json'));
    await fleetsim(['run', 'small.yaml', '--out', 'link.json'], { cwd: folder });
    expect(readFileSync(join(folder, 'real/result.json'), 'utf8')).toContain('fleetsim.result/1');
  });

  it.each([
    ['a folder', ['--out', '.'], 'expected a file, found a folder'],
    ['a place that is not there', ['--out', 'nowhere/result.json'], 'no such file or folder'],
    ['the scenario', ['--format', 'text', '--out', './small.yaml'], 'that is the scenario'],
    ['the scenario, as events', ['--events', 'small.yaml'], 'that is the scenario'],
    ['the file of --events', ['--out', 'x.json', '--events', './x.json'], 'name one file'],
    ['a full device', ['--out', '/dev/full'], 'no space left'],
  ])('%s is refused, and nothing is written', async (_, args, message) => {
    const folder = emptyFolder();
    const scenario = readFileSync(scenarioIn(folder), 'utf8');
    const { code, stdout, stderr } = await fleetsim(['run', 'small.yaml', ...args], { cwd: folder });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(readdirSync(folder)).toEqual(['small.yaml']);
    expect(readFileSync(join(folder, 'small.yaml'), 'utf8')).toBe(scenario);
  });

  it('/dev/null stays what it is', async () => {
    const folder = emptyFolder();
    const { code } = await fleetsim(['run', scenarioIn(folder), '--out', '/dev/null']);
    expect(code).toBe(0);
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });
});

describe.concurrent('--events', { timeout: patienceMs }, () => {
  it('writes one event in JSON a line, in order of time, each with its time and name', async () => {
    const folder = emptyFolder();
    scenarioIn(folder);
    const args = ['run', 'small.yaml', '--quiet', '--events', 'events.jsonl'];
    expect((await fleetsim(args, { cwd: folder })).code).toBe(0);
    const text = readFileSync(join(folder, 'events.jsonl'), 'utf8');
    expect(text.endsWith('}\n')).toBe(true);
    const events = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { at: string; event: string; node?: string });
    expect(events.length).toBeGreaterThan(5);
    for (const { at, event } of events) {
      expect(at).toMatch(/^2025-01-04T\d\d:\d\d:\d\d\.\d{3}Z$/);
      expect(event).toMatch(/^[a-z-]+\/[a-z-]+$/);
    }
    expect(events.map(({ at }) => at)).toEqual(events.map(({ at }) => at).sort());
    expect(events.find(({ event }) => event === 'run-command/invocation-sent')?.node).toMatch(
      /^web-000[12]$/,
    );
  });

  it('asking for them changes nothing in the result', async () => {
    const folder = emptyFolder();
    scenarioIn(folder);
    const [without, with_] = await Promise.all([
      fleetsim(['run', 'small.yaml', '--json'], { cwd: folder }),
      fleetsim(['run', 'small.yaml', '--json', '--events', 'e.jsonl'], { cwd: folder }),
    ]);
    expect(with_.stdout).toBe(without.stdout);
    expect(existsSync(join(folder, 'e.jsonl'))).toBe(true);
  });
});
