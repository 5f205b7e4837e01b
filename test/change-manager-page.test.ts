/** docs/change-manager.md does what it says. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { lintText } from './lint/lint-text.ts';
import { simulateYaml } from './support/simulate.ts';

const page = readFileSync(new URL('../docs/change-manager.md', import.meta.url), 'utf8');
const examples = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text]) => text!);

test.each(examples.map((text, index) => [index + 1, text] as const))(
  'example %d holds, and lint finds no error in it',
  (_, text) => {
    const { result } = simulateYaml(text);
    expect(result.expectations.filter(({ outcome }) => outcome !== 'pass')).toEqual([]);
    expect(lintText(text).findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  },
);
