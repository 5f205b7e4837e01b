import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { emptyFolder, fleetsim, patienceMs } from './program.ts';

const laughs = ['a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]'];
for (const [name, previous] of ['ba', 'cb', 'dc', 'ed', 'fe', 'gf', 'hg', 'ih'] as const) {
  laughs.push(`${name}: &${name} [${Array.from({ length: 9 }, () => `*${previous}`).join(', ')}]`);
}

const files: readonly [string, (path: string) => void, RegExp][] = [
  ['a file of 100 MB', (path) => writeSparse(path, 100 * 1024 * 1024), /it is too large: 100 MB/],
  ['a folder', (path) => mkdirSync(path), /it is a folder/],
  ['a file that is missing', () => {}, /no such file or folder/],
  [
    'a named pipe that nobody writes to',
    (path) => execFileSync('mkfifo', [path]),
    /a device, a pipe or a socket/,
  ],
  ['an empty file', (path) => writeFileSync(path, ''), /found an empty file/],
  ['text that is not UTF-8', (path) => writeFileSync(path, Buffer.from([0x61, 0x3a, 0xff, 0xfe])), /UTF-8/],
  ['zeros', (path) => writeFileSync(path, Buffer.alloc(1000)), /NUL/],
  ['a key __proto__', (path) => writeFileSync(path, '__proto__: { polluted: 1 }\n'), /__proto__/],
  ['20,000 brackets', (path) => writeFileSync(path, `a: ${'['.repeat(20_000)}`), /levels of nesting/],
  ['aliases that expand without end', (path) => writeFileSync(path, `${laughs.join('\n')}\n`), /alias/],
  ['a key given twice', (path) => writeFileSync(path, 'start: 1\nstart: 2\n'), /twice|duplicate|unique/i],
  ['what is not YAML', (path) => writeFileSync(path, 'a: [b\nc: "d\n'), /expected|:\d+:\d+/],
];

function writeSparse(path: string, size: number): void {
  writeFileSync(path, '');
  truncateSync(path, size);
}

describe.concurrent('files that are no scenario', { timeout: patienceMs }, () => {
  it.each(files)('%s is refused soon, in words, and nothing is written', async (_, make, message) => {
    const folder = emptyFolder();
    make(join(folder, 'hostile.yaml'));
    const before = readdirSync(folder);
    const args = ['run', 'hostile.yaml', '--out', 'out.json', '--events', 'events.jsonl'];
    const { code, stdout, stderr, seconds } = await fleetsim(args, { cwd: folder });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr).toContain('hostile.yaml');
    expect(stderr).not.toMatch(/defect|\n +at /);
    expect(readdirSync(folder)).toEqual(before);
    expect(seconds).toBeLessThan(10);
  });

  it('/dev/zero is refused before it is read', async () => {
    const { code, stderr } = await fleetsim(['run', '/dev/zero']);
    expect(code).toBe(2);
    expect(stderr).toContain('it is a device, a pipe or a socket');
  });
});
