/**
 * The standard: every output of every shipped scenario, as the commit named in standard.json made it. See README.md
 * beside this file. `UPDATE_STANDARD=<checkout>` records what a built
 * checkout makes.
 */
import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { figuresOf, lostFigures } from './figures.ts';

interface Standard {
  readonly commit: string;
  /** By scenario and output: the SHA-256 of its bytes, or the figures of a report for people. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));
const readJson = (name: string) => JSON.parse(readFileSync(join(here, name), 'utf8'));
const recordedCheckout = process.env['UPDATE_STANDARD'];
/** `<scenario>/<output>`, and the fault whose mending moved it. */
const exceptions = new Map(Object.entries(readJson('exceptions.json') as Record<string, string>));

const folder = mkdtempSync(join(tmpdir(), 'fleetsim-standard-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeAll(async () => {
  const checkout = recordedCheckout ?? root;
  await promisify(execFile)(process.execPath, [join(here, 'make.js'), checkout, folder]);
  if (recordedCheckout !== undefined) {
    writeFileSync(join(here, 'standard.json'), recorded(commitOf(recordedCheckout)));
  }
  // Half a minute, unless the machine has much else to do.
}, 600_000);

// Only a recording may do without one: a standard that is missing would compare nothing, and pass.
const standard =
  recordedCheckout === undefined ? (readJson('standard.json') as Standard) : { commit: '', outputs: {} };

describe.skipIf(recordedCheckout !== undefined).each(Object.entries(standard.outputs))(
  '%s',
  (name, outputs) => {
    test.each(Object.entries(outputs))('%s', (output, kept) => {
      const path = join(folder, name, output);
      const difference = existsSync(path) ? differenceOf(kept, keptOf(path)) : 'it is not made';
      const fault = exceptions.get(`${name}/${output}`);
      if (fault === undefined) expect(difference).toBeNull();
      else expect(difference, `exceptions.json: ${fault} moves it no more`).not.toBeNull();
    });
  },
);

test('exceptions are of outputs that there are', () => {
  const known = Object.entries(standard.outputs).flatMap(([name, outputs]) =>
    Object.keys(outputs).map((output) => `${name}/${output}`),
  );
  expect([...exceptions.keys()].filter((key) => !known.includes(key))).toEqual([]);
});

function differenceOf(kept: string, made: string): string | null {
  if (kept === made) return null;
  if (kept.startsWith('sha256 '))
    return 'other bytes: see test/standard/README.md for how to see the first of them';
  const lost = lostFigures(kept.split(' | '), new Set(made.split(' | ')));
  return lost.length === 0 ? null : `figures that are lost: ${lost.join(' | ')}`;
}

/** What is kept of an output. */
function keptOf(path: string): string {
  const text = readFileSync(path, 'utf8');
  const isForPeople = /\.(md|txt)$/.test(path) && !/annotations|metric-names/.test(path);
  if (isForPeople) return [...figuresOf(text)].sort().join(' | ');
  // The report for people stands above the annotations of a check.
  if (path.endsWith('check.annotations.txt'))
    return `sha256 ${hashOf(text.replaceAll(/^(?!::|exit code ).*\n/gm, ''))}`;
  if (path.endsWith('.lint.json')) return `sha256 ${hashOf(placesIn(text))}`;
  return `sha256 ${hashOf(text)}`;
}

/** Of a template's findings the rules and places: words may change, and what was said twice of one place may be said once. */
function placesIn(text: string): string {
  const { files } = JSON.parse(text) as { files: { findings: Record<string, unknown>[] }[] };
  const places = files.flatMap(({ findings }) =>
    findings.map(({ rule, severity, line, column }) => `${line}:${column} ${severity} ${rule}`),
  );
  return [...new Set(places)].sort().join('\n');
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function commitOf(checkout: string): string {
  return execFileSync('git', ['rev-parse', 'HEAD'], { cwd: checkout, encoding: 'utf8' }).trim();
}

function recorded(commit: string): string {
  const outputs: Record<string, Record<string, string>> = {};
  for (const name of readdirSync(folder).sort()) {
    outputs[name] = {};
    for (const output of readdirSync(join(folder, name)).sort()) {
      outputs[name][output] = keptOf(join(folder, name, output));
    }
  }
  return `${JSON.stringify({ commit, outputs }, null, 2)}\n`;
}
