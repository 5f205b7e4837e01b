import { execFileSync, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bin, emptyFolder, fleetsim, patienceMs, scenarioIn } from './program.ts';

function zeroDayIn(folder: string): void {
  for (const name of ['zero-day.yaml', 'zero-day-override.json'])
    copyFileSync(`scenarios/${name}`, join(folder, name));
}

function piped(input: string, args: readonly string[], cwd: string) {
  return spawnSync(process.execPath, [bin, ...args], { cwd, input, encoding: 'utf8' });
}

describe.concurrent('an output', { timeout: patienceMs }, () => {
  it.each([
    ['run', '--out', ['zero-day.yaml', '--json']],
    ['run', '--events', ['zero-day.yaml']],
    ['explain', '--out', ['zero-day.yaml', '--all', '--json']],
    ['lint', '--out', ['zero-day.yaml', '--json']],
    ['check', '--out', ['zero-day.yaml', '--json']],
    ['compare', '--out', ['zero-day.yaml', '--json', '--vary', 'seed=1,2']],
    ['schedule', '--out', ['zero-day.yaml', '--json']],
  ])('of %s %s never overwrites a side file, through links too', async (command, option, args) => {
    const folder = emptyFolder();
    zeroDayIn(folder);
    const side = join(folder, 'zero-day-override.json');
    const before = readFileSync(side, 'utf8');
    symlinkSync('zero-day-override.json', join(folder, 'link.json'));
    linkSync(side, join(folder, 'hard.json'));
    for (const name of ['zero-day-override.json', 'link.json', 'hard.json']) {
      const { code, stderr } = await fleetsim([command, ...args, option, name], { cwd: folder });
      expect({ code, said: stderr.includes(`${option} ${name}: the scenario reads that file`) }).toEqual({
        code: 2,
        said: true,
      });
    }
    expect(readFileSync(side, 'utf8')).toBe(before);
  });

  it('is not blocked by what a killed run left behind', async () => {
    const folder = emptyFolder();
    scenarioIn(folder);
    for (let pid = 1; pid < 20; pid += 1) writeFileSync(join(folder, `.fleetsim-${pid}--out.tmp`), '');
    const { code } = await fleetsim(['run', 'small.yaml', '--out', 'r.json'], { cwd: folder });
    expect(code).toBe(0);
    expect(readdirSync(folder)).toHaveLength(21);
  });

  it('with an unknown ending is refused, unless --format says what it is', async () => {
    const folder = emptyFolder();
    scenarioIn(folder);
    const { code, stderr } = await fleetsim(['run', 'small.yaml', '--out', 'r.htm'], { cwd: folder });
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'fleetsim: --out r.htm: unknown format `htm`; formats of run: text, json, markdown\n',
    });
    const given = ['run', 'small.yaml', '--out', 'r.htm', '--format', 'text'];
    expect((await fleetsim(given, { cwd: folder })).code).toBe(0);
    expect((await fleetsim(['run', 'small.yaml', '--out', 'r.txt'], { cwd: folder })).code).toBe(0);
  });
});

describe.concurrent('- is standard input and output', { timeout: patienceMs }, () => {
  it.each([
    ['run', []],
    ['check', ['--replications', '2', '--inconclusive', 'pass']],
    ['compare', ['--vary', 'seed=1,2', '--replications', '2']],
    ['explain', ['--all']],
    ['lint', []],
    ['schedule', []],
    ['validate', []],
  ])('of %s', (command, more) => {
    const folder = emptyFolder();
    const scenario = readFileSync(scenarioIn(folder), 'utf8');
    const args = command === 'check' ? [...more, '--set', 'expect.nodes.total=10'] : more;
    const from = piped(scenario, [command, '-', ...args], folder);
    expect({ status: from.status, stderr: from.stderr }).toMatchObject({ status: 0 });
    expect(from.stdout).not.toBe('');
  });

  it('--out - prints, and --events - needs another place for the report', () => {
    const folder = emptyFolder();
    const scenario = readFileSync(scenarioIn(folder), 'utf8');
    const printed = piped(scenario, ['run', '-', '--json', '--out', '-'], folder);
    expect(JSON.parse(printed.stdout).schema).toBe('fleetsim.result/1');
    expect(piped(scenario, ['run', '-', '--events', '-'], folder).status).toBe(2);
    const events = piped(scenario, ['run', '-', '--events', '-', '--out', 'r.txt'], folder);
    expect(JSON.parse(events.stdout.split('\n')[0]!)).toHaveProperty('event');
    expect(readdirSync(folder).sort()).toEqual(['r.txt', 'small.yaml']);
  });
});

describe.concurrent('side files', { timeout: patienceMs }, () => {
  const secret = 'oauth_token: gho_SECRET';
  const strange = (path: string) => `name: X
start: 2025-01-04T00:00:00Z
end: 1d
fleet: { web: { count: 1, os: AMAZON_LINUX_2 } }
patchFiles: ["${path}"]
`;

  it('lie in or below the folder of the scenario, links followed; nothing of others is shown', async () => {
    const folder = emptyFolder();
    for (const name of ['home', 'repo']) mkdirSync(join(folder, name));
    writeFileSync(join(folder, 'home/hosts.yml'), `github.com:\n  ${secret}\n`);
    symlinkSync('../home/hosts.yml', join(folder, 'repo/link.yml'));
    for (const path of ['../home/hosts.yml', 'link.yml', join(folder, 'home/hosts.yml')]) {
      writeFileSync(join(folder, 'repo/a.yaml'), strange(path));
      for (const command of ['run', 'lint', 'validate', 'schedule', 'check']) {
        const { stdout, stderr } = await fleetsim([command, 'repo/a.yaml'], { cwd: folder });
        expect(stdout + stderr).not.toContain('SECRET');
        expect(stdout + stderr).toContain('outside the folder of the scenario');
      }
    }
    const missing = strange('../home/no.yml');
    writeFileSync(join(folder, 'repo/a.yaml'), missing);
    expect((await fleetsim(['run', 'repo/a.yaml'], { cwd: folder })).stderr).toContain('outside the folder');
  });

  it('may lie in a folder that --allow-read names', async () => {
    const folder = emptyFolder();
    for (const name of ['shared', 'repo']) mkdirSync(join(folder, name));
    writeFileSync(join(folder, 'shared/patches.yml'), '{}\n');
    writeFileSync(join(folder, 'repo/a.yaml'), strange('../shared/patches.yml'));
    const args = ['run', 'repo/a.yaml'];
    expect((await fleetsim(args, { cwd: folder })).code).toBe(2);
    expect((await fleetsim([...args, '--allow-read', 'shared'], { cwd: folder })).code).toBe(0);
  });
});

describe.concurrent('what the machine refuses is exit 2, in words', { timeout: patienceMs }, () => {
  it('a folder that has vanished', () => {
    const folder = emptyFolder();
    const script = `cd "${folder}" && rmdir "${folder}" && "$0" "$1" run x.yaml --out r.json`;
    const { status, stderr } = spawnSync('sh', ['-c', script, process.execPath, bin], { encoding: 'utf8' });
    mkdirSync(folder, { recursive: true });
    expect(status).toBe(2);
    expect(stderr).not.toMatch(/defect|\n +at /);
  });

  it('init below /proc ends', async () => {
    const { code, stderr } = await fleetsim(['init', '/proc/x']);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'fleetsim: /proc/x: the folder cannot be made: no such file or folder\n',
    });
  });

  it('init leaves nothing behind when a file cannot be written in full', () => {
    const folder = emptyFolder();
    const script = `ulimit -f 16; "$0" "$1" init "${folder}/x"`;
    const { status } = spawnSync('bash', ['-c', script, process.execPath, bin], { encoding: 'utf8' });
    expect(status).toBe(2);
    expect(readdirSync(folder)).toEqual([]);
    execFileSync(process.execPath, [bin, 'init', join(folder, 'x')]);
    expect(readdirSync(join(folder, 'x/scenarios')).sort()).toEqual(['scenario.schema.json', 'sunday.yaml']);
    rmSync(join(folder, 'x'), { recursive: true });
  });

  it('a file of 8 MB with millions of values is refused early', async () => {
    const file = join(emptyFolder(), 'dense.yaml');
    writeFileSync(file, `x-a: [${'1,'.repeat(3_900_000)}1]\n`);
    const { code, stderr, seconds } = await fleetsim(['validate', file]);
    expect(code).toBe(2);
    expect(stderr).toContain('[too-many-values]');
    expect(seconds).toBeLessThan(20);
  });
});
