/** docs/sessions.md does what it says. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { prerequisites } from '../src/capabilities/session-manager/prerequisites.ts';
import { sessionEnds } from '../src/capabilities/session-manager/state.ts';
import { lintText } from './lint/lint-text.ts';
import { simulateYaml } from './support/simulate.ts';

const page = readFileSync(new URL('../docs/sessions.md', import.meta.url), 'utf8');
const examples = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text]) => text!);

test.each(examples.map((text, index) => [index + 1, text] as const))(
  'example %d holds, and lint finds no error in it',
  (_, text) => {
    const { result } = simulateYaml(text);
    expect(result.expectations.filter(({ outcome }) => outcome !== 'pass')).toEqual([]);
    expect(lintText(text).findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  },
);

test('it names every way to end', () => {
  const named = [...page.matchAll(/^\| `([a-z]+)` \|/gm)].map(([, name]) => name);
  expect(named).toEqual(sessionEnds.filter((end) => end !== 'failure'));
});

test('prerequisites are asked in the order of the page', () => {
  expect(prerequisites.map(({ name }) => name)).toEqual([
    'node',
    'endpoint',
    'channels',
    'agent',
    'tier',
    'document',
    'encryption',
    'key-of-user',
    'key-of-node',
    'run-as',
    'log-endpoint',
    'log-target',
    'log-encryption',
  ]);
});
