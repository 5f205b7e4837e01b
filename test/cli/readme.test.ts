/** The README shows what the program prints. UPDATE_GOLDEN=1 writes its output block anew. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { emptyFolder, fleetsim, patienceMs } from './program.ts';

const file = new URL('../../README.md', import.meta.url);
const readme = readFileSync(file, 'utf8');

describe('README', { timeout: patienceMs }, () => {
  it('shows the beginning, the causes and the end of what its first line prints', async () => {
    const { stdout } = await fleetsim(['run', 'scenarios/sunday-patch.yaml']);
    const sections = stdout.trimEnd().split('\n\n');
    const isPicture = (section: string) => /^ +running /m.test(section);
    const shown = [
      ...sections.slice(0, sections.findIndex(isPicture) + 1),
      '…',
      ...sections.filter((section) => /^Unpatched nodes|^ {2}For example/.test(section)),
      '…',
      ...sections.slice(-1),
    ].join('\n\n');
    const block = `\`\`\`text\n${shown}\n\`\`\``;
    if (process.env['UPDATE_GOLDEN']) {
      writeFileSync(
        file,
        readme.replace(/```text\n[\s\S]*?\n```/, () => block),
      );
    } else expect(readme).toContain(block);
  });

  it('tours a scenario that misses its cutoff, and meets it with more nodes at a time', async () => {
    const folder = emptyFolder();
    const scenario = /```yaml\n([\s\S]*?)```/.exec(readme)?.[1];
    writeFileSync(join(folder, 'mine.yaml'), scenario!);
    const [slow, fast, halted] = await Promise.all(
      [[], ['--set', 'Install.MaxConcurrency=25%'], ['--set', 'patches.KB-1.fails=40%']].map((more) =>
        fleetsim(['run', 'mine.yaml', ...more], { cwd: folder }),
      ),
    );
    expect(slow!.code).toBe(1);
    expect(slow!.stdout).toMatch(/FAIL +task\.Install\.finishedBeforeCutoff/);
    expect(fast!.code).toBe(0);
    expect(halted!.stdout).toContain('HALTED_BY_MAX_ERRORS');
  });
});
