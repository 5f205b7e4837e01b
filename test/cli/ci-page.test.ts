/** docs/ci.md and the files beside it say nothing that the program does not know. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { runsForShareGate } from '../../src/statistics/sample-size.ts';
import { fleetsim, patienceMs } from './program.ts';

const page = readFileSync('docs/ci.md', 'utf8');
const files = readdirSync('docs/ci').map((name) => `docs/ci/${name}`);

describe('continuous integration', { timeout: patienceMs }, () => {
  it('uses only options that the commands have', async () => {
    const texts = [page, ...files.map((file) => readFileSync(file, 'utf8'))].join('\n');
    for (const command of ['check', 'compare']) {
      const { stdout } = await fleetsim([command, '--help']);
      const lines = texts
        .split('\n')
        .filter((line) => line.includes(`fleetsim ${command} `))
        .map((line) => line.slice(line.indexOf(`fleetsim ${command} `)));
      const used = new Set(lines.flatMap((line) => line.match(/--[a-z-]+/g) ?? []));
      expect(lines.length).toBeGreaterThan(0);
      expect([...used].filter((option) => !stdout.includes(`${option} `))).toEqual([]);
    }
  });

  it.each(files)('%s is YAML, and checks scenarios', (file) => {
    const text = readFileSync(file, 'utf8');
    expect(parse(text)).toBeTypeOf('object');
    expect(text).toContain("npx fleetsim check 'scenarios/**/*.yaml'");
  });

  it('says how many runs a gate needs, with so many misses', () => {
    for (const [words, limit] of [
      ['at least 95%, or p95', 0.95],
      ['at least 99%', 0.99],
    ] as const) {
      const counts = [0, 1, 2, 3, 4, 5].map((misses) => runsForShareGate(limit, misses));
      const cells = counts.map((count) => (count < 1000 ? String(count) : `1,${String(count).slice(1)}`));
      expect(page).toContain(`| ${words} | ${cells.join(' | ')} |`);
    }
  });
});
