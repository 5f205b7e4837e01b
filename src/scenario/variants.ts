/** Variants of an experiment: the one that is asked for, and whether each is a scenario that can run. */

import { suggestion } from '../diagnostics/nearest.ts';
import type { EntrySpan } from '../diagnostics/positions.ts';
import { formatPath, type Problem, type Problems } from '../diagnostics/problem.ts';
import type { ExperimentRead, VariantRead } from './experiment.ts';
import {
  applySetting,
  nameOfOverride,
  type Override,
  type OverrideTools,
  parseKey,
  settingValue,
} from './overrides.ts';
import type { ScenarioContext } from './scenario-context.ts';

/** Null: there is no such variant, and that has been said. */
export function chooseVariant(
  name: string,
  found: ExperimentRead | null,
  context: ScenarioContext,
): VariantRead | null {
  const variants = found?.variants ?? [];
  const chosen = variants.find((variant) => variant.name === name);
  if (chosen !== undefined) return chosen;
  // What is wrong with the experiment has been said before.
  if (context.problems.errorCount > 0) return null;
  const names = variants.map((variant) => variant.name);
  const message =
    found === null
      ? `expected an experiment with a variant "${name}", found no experiment`
      : `expected the name of a variant, found "${name}"`;
  context.error(['experiment'], 'unknown-variant', message, { at: 'key', help: suggestion(name, names) });
  return null;
}

/** For the result: what the variant sets, as JSON has it. */
export function settingsOf(variant: VariantRead | null): Record<string, unknown> {
  return Object.fromEntries(variant?.settings.map(({ key, data }) => [key, settingValue(data)]) ?? []);
}

/** Of variants that differ in their seeds, `--seed` would make runs that are all the same. */
export function checkSeed(
  seed: string | undefined,
  variant: VariantRead | null,
  overrides: readonly Override[],
  { problems }: ScenarioContext,
): void {
  if (seed === undefined) return;
  const message = 'expected no --seed beside variants that have seeds of their own';
  const mistake = { severity: 'error', code: 'contradiction', message } as const;
  for (const { key, entry, path } of variant?.settings ?? []) {
    if (isSeed(key)) problems.add({ ...mistake, path, ...entry.source.placeOf(entry.key) });
  }
  for (const override of overrides) {
    if (!isSeed(override.key) || override.option !== '--vary') continue;
    problems.add({ ...mistake, path: [], file: nameOfOverride(override), line: 0, column: 0 });
  }
}

function isSeed(key: string): boolean {
  const path = parseKey(key);
  return path?.length === 1 && path[0] === 'seed';
}

/** The data with everything set that the variant sets. */
export function applyVariant(
  data: unknown,
  { settings }: VariantRead,
  tools: Pick<OverrideTools, 'positions' | 'problems'>,
): unknown {
  return settings.reduce((changed, setting) => applySetting(changed, setting, tools), data);
}

/**
 * `readWith` reads the scenario with a variant in a context of its own. The scenario by itself is without errors, so
 * each error found is one of the variant.
 */
export function checkVariants(
  variants: readonly VariantRead[],
  problems: Problems,
  readWith: (variant: VariantRead) => ScenarioContext,
): void {
  for (const variant of variants) {
    const context = readWith(variant);
    for (const problem of context.problems.errors()) problems.add(shownAt(variant, problem, context));
  }
}

/** At what the variant sets; an error that it brings about elsewhere, at its name. */
function shownAt(variant: VariantRead, problem: Problem, context: ScenarioContext): Problem {
  if (variant.settings.some(({ entry }) => isWithin(problem, entry))) return problem;
  const place = context.positions.find(context.root, variant.path, 'key');
  const where = [
    ...(problem.path.length === 0 ? [] : [formatPath(problem.path)]),
    ...(problem.line === 0 ? [] : [`line ${problem.line}`]),
  ];
  return {
    ...problem,
    path: variant.path,
    message: `${[variant.name, where.join(', ')].filter(Boolean).join(': ')}: ${problem.message}`,
    ...place,
  };
}

function isWithin({ file, line, column }: Problem, { source, key, value }: EntrySpan): boolean {
  const from = source.placeOf(key);
  const to = source.placeOf({ start: Math.max(key.end, value.end), end: Math.max(key.end, value.end) });
  const isAfter = line > from.line || (line === from.line && column >= from.column);
  const isBefore = line < to.line || (line === to.line && column <= to.column);
  return file === source.file && isAfter && isBefore;
}
