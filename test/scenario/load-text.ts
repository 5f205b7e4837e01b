import { expect } from 'vitest';
import { formatProblems } from '../../src/diagnostics/problem.ts';
import { type Loaded, loadScenario, type NotLoaded } from '../../src/scenario/load.ts';
import type { Override } from '../../src/scenario/overrides.ts';
import type { Scenario } from '../../src/world/scenario.ts';

export interface LoadTextOptions {
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly set?: readonly string[];
  readonly seed?: string;
}

/** Loads text as `a.yaml`, with other files beside it and `KEY=VALUE` overrides. */
export function load(text: string | Uint8Array, options: LoadTextOptions = {}): Loaded | NotLoaded {
  const files: Record<string, string | Uint8Array> = { 'a.yaml': text, ...options.files };
  const overrides = (options.set ?? []).map((pair): Override => {
    const equals = pair.indexOf('=');
    return { key: pair.slice(0, equals), value: pair.slice(equals + 1) };
  });
  return loadScenario({
    file: 'a.yaml',
    read: (path) => {
      const content = files[path];
      if (content === undefined) return { error: 'no such file' };
      return typeof content === 'string' ? new TextEncoder().encode(content) : content;
    },
    overrides,
    ...(options.seed === undefined ? {} : { seed: options.seed }),
  });
}

/** The scenario of text that must be without errors. */
export function scenarioOf(text: string, options: LoadTextOptions = {}): Scenario {
  const result = load(text, options);
  expect('problems' in result ? formatProblems(result.problems, result.sources) : '').toBe('');
  return (result as Loaded).scenario;
}

/** `line:column code` of each error, in order. */
export function errorsOf(text: string | Uint8Array, options: LoadTextOptions = {}): string[] {
  const result = load(text, options);
  if ('scenario' in result) return [];
  return result.problems
    .filter(({ severity }) => severity === 'error')
    .map(({ file, line, column, code }) => `${file === 'a.yaml' ? '' : `${file}:`}${line}:${column} ${code}`);
}

/** `line:column code` of each warning of text that must be without errors. */
export function warningsOf(text: string, options: LoadTextOptions = {}): string[] {
  scenarioOf(text, options);
  const { warnings } = load(text, options) as Loaded;
  return warnings.map(({ line, column, code }) => `${line}:${column} ${code}`);
}

/** All problems as a user sees them. */
export function printed(text: string, options: LoadTextOptions = {}): string {
  const result = load(text, options);
  return formatProblems('scenario' in result ? result.warnings : result.problems, result.sources);
}

/** Two lines, so that what follows begins on the third. */
export const times = 'start: 2025-01-03T00:00:00Z\nend: 3d\n';
/** Two more. */
export const web = 'fleet:\n  web: { count: 5, os: AMAZON_LINUX_2 }\n';
