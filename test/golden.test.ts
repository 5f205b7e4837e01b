/**
 * Every shipped scenario as people see it: the report, the figures and the first events, compared with the files in
 * `golden/`. `npm run golden` writes them anew; commit the difference only if you can say why each line has moved.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { metricNames } from '../src/result/metrics.ts';
import { runShipped, shippedFile, shippedNames } from './support/shipped.ts';

const folder = 'test/golden';
const isUpdating = process.env['UPDATE_GOLDEN'] === '1';
/** Enough to see how a run begins; all events would bury a change under what follows from it. */
const journalLines = 40;

if (isUpdating) mkdirSync(folder, { recursive: true });

/** A file in the folder that no test reads would be kept up to date by no test either. */
const filesRead = new Set<string>();

function expectGolden(file: string, content: string): void {
  const path = join(folder, file);
  filesRead.add(file);
  if (isUpdating) writeFileSync(path, content);
  if (!existsSync(path)) throw new Error(`no ${path}: npm run golden writes it`);
  expect(content).toBe(readFileSync(path, 'utf8'));
}

describe.each(shippedNames)('%s', (name) => {
  const { scenario, result, report, journal } = runShipped(name);

  test('prints the report in golden/', () => {
    expectGolden(`${name}.txt`, report);
  });

  // Neither fleetsim's version nor the hash of the scenario: a release or a comment moves no golden file.
  test('has the figures in golden/', () => {
    const { metrics, executions, commands, expectations } = result;
    expectGolden(
      `${name}.json`,
      `${JSON.stringify({ metrics, executions, commands, expectations }, null, 2)}\n`,
    );
  });

  test('begins with the events in golden/', () => {
    const lines = journal.slice(0, journalLines).map((entry) => `${JSON.stringify(entry)}\n`);
    expectGolden(`${name}.journal.txt`, lines.join(''));
  });

  test('is held to expectations, each of a metric that exists, and meets them all', () => {
    expect(result.expectations.length).toBeGreaterThan(0);
    const known = new Set(metricNames(scenario));
    expect(result.expectations.filter(({ metric }) => !known.has(metric))).toEqual([]);
    expect(result.expectations.filter(({ outcome }) => outcome !== 'pass')).toEqual([]);
  });

  test('opens with a comment of several lines, and has a name and a description', () => {
    const lines = readFileSync(shippedFile(name), 'utf8').split('\n');
    const comment = lines.slice(lines[0]!.startsWith('# yaml-language-server:') ? 1 : 0);
    expect(comment.findIndex((line) => !line.startsWith('#'))).toBeGreaterThanOrEqual(3);
    expect(scenario.name).not.toBe(name);
    expect(scenario.description).not.toBe('');
  });
});

test('every file in golden/ is read by a test, and CI writes none', () => {
  expect(readdirSync(folder).sort()).toEqual([...filesRead].sort());
  expect(isUpdating && process.env['CI'] !== undefined).toBe(false);
});
