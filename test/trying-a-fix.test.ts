/** docs/trying-a-fix.md does what it says. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { messages } from './lint/lint-text.ts';
import { simulateYaml } from './support/simulate.ts';

const page = readFileSync(new URL('../docs/trying-a-fix.md', import.meta.url), 'utf8');
const [example = '', callers = ''] = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml]) => yaml!);

test('the calls at 03:00 mend the night', () => {
  const { expectations } = simulateYaml(example).result;
  expect(expectations).toHaveLength(4);
  expect(expectations.filter(({ outcome }) => outcome !== 'pass')).toEqual([]);
});

test('a quarter of an hour later the profile has not reached its agent', () => {
  const early = simulateYaml(example.replace('T04:00:00Z', 'T03:15:00Z'));
  expect(early.number('command.install.targets')).toBe(15);
  expect(early.result.nodes.find(({ name }) => name === 'new-0001')).toMatchObject({
    state: 'missed',
    cause: 'CREDENTIALS_PENDING',
  });
});

test('a principal without iam:PassRole attaches no profile, and lint says so before', () => {
  const run = simulateYaml(callers);
  expect(run.result.expectations.map(({ outcome }) => outcome)).toEqual(['pass', 'pass']);
  const [refused] = run.events('managed-nodes/action-refused');
  expect(page.replaceAll('\n', ' ')).toContain(String(refused!['error']));
  expect(messages('call-not-allowed', callers)).toHaveLength(1);
});
