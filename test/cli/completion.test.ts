/** What a shell offers, asked of the shells themselves where they are installed. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { completionScript } from '../../src/cli/completion.ts';
import { shells } from '../../src/cli/declare/setup.ts';
import { flagOf } from '../../src/cli/declare/table.ts';
import { commandTables } from '../../src/cli/program.ts';

type Shell = (typeof shells)[number];
const folder = mkdtempSync(join(tmpdir(), 'fleetsim-completion-'));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, 'sunday patch.yaml'), '');

const isInstalled = (shell: Shell): boolean => spawnSync(shell, ['--version']).error === undefined;

function fileOf(shell: Shell): string {
  const file = join(folder, `completion.${shell}`);
  writeFileSync(file, completionScript(commandTables, shell));
  return file;
}

/** What bash offers for the last of these words. */
function bashOffers(...words: string[]): string[] {
  const script = `source "$1"; shift; COMP_WORDS=(fleetsim "$@"); COMP_CWORD=$#; _fleetsim; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout } = spawnSync('bash', ['-c', script, '_', fileOf('bash'), ...words], {
    cwd: folder,
    encoding: 'utf8',
  });
  return stdout.split('\n').filter((line) => line !== '');
}

describe.runIf(isInstalled('bash'))('bash', () => {
  test('offers every command', () => {
    const names = commandTables.map(({ name }) => name);
    expect(bashOffers('')).toEqual(expect.arrayContaining(names));
    expect(bashOffers('ch')).toEqual(['check']);
  });

  test('offers every option of a command, and of no other', () => {
    expect(bashOffers('check', '--up')).toEqual(['--update']);
    expect(bashOffers('run', '--up')).toEqual([]);
  });

  test('offers the formats of a command', () => {
    expect(bashOffers('check', '--format', '')).toEqual(['text', 'json', 'markdown', 'junit', 'github']);
    expect(bashOffers('run', '--format', 'm')).toEqual(['markdown']);
  });

  test('offers what an option may be, where its description does not list it', () => {
    expect(bashOffers('run', '--nodes', '')).toEqual(['all', 'unpatched', 'none']);
    expect(bashOffers('check', '--inconclusive', 'p')).toEqual(['pass']);
  });

  test('offers files as one word each, also with spaces in their names', () => {
    expect(bashOffers('run', 'sun')).toEqual(['sunday patch.yaml']);
    expect(bashOffers('run', '--out', 'sun')).toEqual(['sunday patch.yaml']);
  });

  test('offers nothing where any text may stand', () => {
    expect(bashOffers('run', '--seed', '')).toEqual([]);
  });
});

describe.runIf(isInstalled('fish'))('fish', () => {
  test('offers the formats of a command, and files', () => {
    const ask = (line: string) =>
      spawnSync('fish', ['-c', `source ${fileOf('fish')}; complete -C '${line}'`], {
        cwd: folder,
        encoding: 'utf8',
      }).stdout;
    expect(ask('fleetsim run --format ').match(/^\w+/gm)).toEqual(['json', 'markdown', 'text']);
    expect(ask('fleetsim run sun')).toContain('sunday');
  });
});

test.each(shells.filter(isInstalled))('%s can read its script', (shell) => {
  expect(spawnSync(shell, ['-n', fileOf(shell)], { encoding: 'utf8' }).stderr).toBe('');
});

test.each(shells)('the script for %s knows every long option that there is', (shell) => {
  const script = completionScript(commandTables, shell);
  const options = commandTables.flatMap((table) => Object.keys(table.options).map(flagOf));
  const written = (option: string) => (shell === 'fish' ? `-l ${option.slice(2)} ` : option);
  expect([...new Set(options)].filter((option) => !script.includes(written(option)))).toEqual([]);
});
