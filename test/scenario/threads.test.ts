/** Runs of one scenario are shared among threads, which are given it as plain data. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { scenarioOf } from './load-text.ts';

const folder = new URL('../../scenarios/', import.meta.url);
// What reads other files is tried by the command line.
const shipped = readdirSync(folder).filter((name) => name.endsWith('.yaml') && name !== 'zero-day.yaml');

test.each(shipped)('%s can be sent to another thread', (name) => {
  const scenario = scenarioOf(readFileSync(new URL(name, folder), 'utf8'));
  expect(() => structuredClone({ ...scenario })).not.toThrow();
});
