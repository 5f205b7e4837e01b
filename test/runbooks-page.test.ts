/** docs/runbooks.md does what it says; test/docs.test.ts runs its example as it is. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { lintText } from './lint/lint-text.ts';
import { simulateYaml } from './support/simulate.ts';

const page = readFileSync(new URL('../docs/runbooks.md', import.meta.url), 'utf8');
const example = /```yaml\n([\s\S]*?)```/.exec(page)![1]!;

test('its example holds, and lint finds no error in it', () => {
  const { result } = simulateYaml(example);
  expect(result.expectations.filter(({ outcome }) => outcome !== 'pass')).toEqual([]);
  expect(result.automations.map(({ id }) => id)).toContain('go/web-0001');
  expect(lintText(example).findings.filter(({ severity }) => severity === 'error')).toEqual([]);
});

test('one line makes a step fail, and the third error stops the rest', () => {
  const run = simulateYaml(example, { set: ['model.calls.elbv2.DeregisterTargets.fails=100%'] });
  const failed = run.result.automations.filter(
    ({ parent, status }) => parent === 'go' && status === 'Failed',
  );
  expect(run.number('automation.go.step.drain.failed')).toBe(failed.length);
  expect(failed.length).toBeGreaterThan(2);
  expect(failed.length).toBeLessThan(20);
  expect(failed[0]!.steps.at(-1)).toMatchObject({ name: 'drain', status: 'Failed', attempts: 2 });
});
