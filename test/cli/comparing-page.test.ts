/** The page on comparing shows what the program prints. UPDATE_GOLDEN=1 writes its output block anew. */
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { csvColumns } from '../../src/reports/comparison-csv.ts';
import { fleetsim, patienceMs } from './program.ts';

const file = new URL('../../docs/comparing.md', import.meta.url);
const page = readFileSync(file, 'utf8');

const example = /## One comparison\n\n```sh\nfleetsim (.*)\n```/.exec(page)?.[1];

describe('the page on comparing', { timeout: patienceMs }, () => {
  it('ends with what its example prints', async () => {
    const { stdout, code } = await fleetsim(example!.split(' '));
    expect(code).toBe(0);
    const block = `\`\`\`text\n${stdout.trimEnd()}\n\`\`\`\n\nFive`;
    if (process.env['UPDATE_GOLDEN']) {
      writeFileSync(
        file,
        page.replace(/```text\n(?:(?!```)[\s\S])*```\n\nFive/, () => block),
      );
    } else expect(page).toContain(block);
  });

  it('names every column of the CSV', () => {
    expect(csvColumns.filter((column) => !page.includes(`\`${column}\``))).toEqual([]);
  });

  it('names every key of the JSON', async () => {
    const { stdout } = await fleetsim([
      ...example!.split(' '),
      ...['--replications', '40', '--json', '--precision', 'task.Install.failed=50%'],
      ...['--goal', 'min exposure.nodeHours', '--subject-to', 'task.Install.failed p95 <= 20'],
      ...['--frontier', 'exposure.nodeHours,task.Install.failed'],
    ]);
    const keys = new Set(keysOf(JSON.parse(stdout)));
    const isSetting = (key: string) => key.includes('.');
    expect([...keys].filter((key) => !isSetting(key) && !page.includes(`\`${key}\``))).toEqual([]);
  });
});

function keysOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(keysOf);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...keysOf(inner)]);
}
