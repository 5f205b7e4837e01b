/** A scenario from a file, with what is wrong in it told on standard error. */

import { formatProblems, type Problem } from '../diagnostics/problem.ts';
import { impossibilityOf } from '../experiment/impossible-expectations.ts';
import { metricNames } from '../result/metrics.ts';
import { type Loaded, type LoadOptions, loadScenario } from '../scenario/load.ts';
import type { Expectation } from '../world/expectations.ts';
import { experimentProblems } from './experiment-problems.ts';
import { metricHelp } from './known-metrics.ts';
import { readFile } from './read-file.ts';
import { writeError } from './standard-streams.ts';

/** Null: it cannot be used, and that has been said. */
export function loadOrComplain(
  options: Omit<LoadOptions, 'read'>,
  { quiet }: { readonly quiet: boolean },
): Loaded | null {
  const loaded = loadChecked(options);
  if ('complaint' in loaded) {
    writeError(`${loaded.complaint}\n`);
    return null;
  }
  if (!quiet && loaded.warnings.length > 0) {
    writeError(`${formatProblems(loaded.warnings, loaded.sources)}\n`);
  }
  return loaded;
}

/** A scenario that can be used and measured, or everything that is wrong with it. */
export function loadChecked(options: Omit<LoadOptions, 'read'>): Loaded | { readonly complaint: string } {
  const loaded = loadScenario({ ...options, read: readFile });
  if ('problems' in loaded) return { complaint: formatProblems(loaded.problems, loaded.sources) };
  const mistaken = [
    ...unknownMetrics(loaded, options.file),
    ...impossible(loaded, options.file),
    ...unknownTolerances(loaded, options.file),
    ...experimentProblems(loaded.scenario),
  ];
  return mistaken.length === 0 ? loaded : { complaint: formatProblems(mistaken, loaded.sources) };
}

/** An expectation, or a tolerance, of something that is never measured would hold nobody to anything. */
function unknownMetrics({ scenario, sources }: Loaded, file: string): Problem[] {
  const { expectations, tolerances } = scenario;
  // Once each, however much is said of it.
  const named = new Map([...expectations.map(({ metric, at }) => [metric, { at }] as const), ...tolerances]);
  if (named.size === 0) return [];
  const names = metricNames(scenario);
  const known = new Set(names);
  return [...named]
    .filter(([metric]) => !known.has(metric))
    .map(([metric, { at }]) => ({
      severity: 'error',
      code: 'unknown-metric',
      path: ['expect', metric],
      message: 'expected a metric of this scenario',
      ...helpFor(metric, names),
      ...placeOf({ metric, at }, file, sources),
    }));
}

/** What could not hold whatever happened, such as a number that is to be true, is a slip. */
function impossible({ scenario, sources }: Loaded, file: string): Problem[] {
  const known = new Set(metricNames(scenario));
  return scenario.expectations
    .filter(({ metric }) => known.has(metric))
    .flatMap((expectation) => {
      const message = impossibilityOf(expectation);
      if (message === null) return [];
      return [
        {
          severity: 'error',
          code: 'cannot-hold',
          path: ['expect', expectation.metric],
          message,
          ...placeOf(expectation, file, sources),
        },
      ];
    });
}

/** A tolerance of something that is never measured would be a slip that nobody notices. */
function unknownTolerances({ scenario, sources }: Loaded, file: string): Problem[] {
  const names = metricNames(scenario);
  const expected = new Set(scenario.expectations.map(({ metric }) => metric));
  return [...scenario.tolerances]
    .filter(([metric]) => !names.includes(metric) && !expected.has(metric))
    .map(([metric, { at }]) => ({
      severity: 'error',
      code: 'unknown-metric',
      path: ['expect', metric],
      message: 'expected a metric of this scenario',
      ...helpFor(metric, names),
      ...placeOf({ metric, at }, file, sources),
    }));
}

function helpFor(metric: string, names: readonly string[]): { help?: string } {
  const help = metricHelp(metric, names);
  return help === undefined ? {} : { help };
}

function placeOf(
  { metric, at }: Pick<Expectation, 'metric' | 'at'>,
  file: string,
  sources: ReadonlyMap<string, string>,
): Pick<Problem, 'file' | 'line' | 'column' | 'endColumn'> {
  const override = `--set expect.${metric}`;
  if (sources.has(override)) return { file: override, line: 0, column: 0 };
  const { line, column } = at;
  return { file, line, column, endColumn: column + metric.length };
}
