/** Loading with the checks that need the metrics of a scenario, which the loader does not know. */

import type { Problem } from '../diagnostics/problem.ts';
import { impossibilityOf } from '../experiment/impossible-expectations.ts';
import { metricTableOf } from '../result/metric-table.ts';
import { metricNames, namesLike } from '../result/metrics.ts';
import { type Loaded, type LoadOptions, loadScenario, type NotLoaded } from '../scenario/load.ts';
import type { Expectation } from '../world/expectations.ts';
import type { Scenario } from '../world/scenario.ts';
import { experimentProblems } from './experiment-problems.ts';
import { metricHelp } from './known-metrics.ts';

/** Where a scenario comes from. */
export type ScenarioInput = Pick<LoadOptions, 'file' | 'read'>;

/** A scenario that can be used and measured, or everything that is wrong with it. */
export function loadChecked(options: LoadOptions): Loaded | NotLoaded {
  const loaded = loadScenario(options);
  if ('problems' in loaded) return loaded;
  const problems = [
    ...unknownMetrics(loaded, options.file),
    ...impossible(loaded, options.file),
    ...unknownTolerances(loaded, options.file),
    ...experimentProblems(loaded.scenario),
  ];
  return problems.length === 0 ? loaded : { problems, sources: loaded.sources };
}

/** An expectation, or a tolerance, of something that is never measured would test nothing. */
function unknownMetrics({ scenario, sources }: Loaded, file: string): Problem[] {
  const { expectations, tolerances } = scenario;
  // Once each, however much is said of it.
  const named = new Map([...expectations.map(({ metric, at }) => [metric, { at }] as const), ...tolerances]);
  if (named.size === 0) return [];
  const known = new Set(metricNames(scenario));
  return [...named]
    .filter(([metric]) => !known.has(metric))
    .map(([metric, { at }]) => ({
      severity: 'error',
      code: 'unknown-metric',
      path: ['expect', metric],
      message: 'expected a metric of this scenario',
      ...helpFor(metric, scenario),
      ...placeOf({ metric, at }, file, sources),
    }));
}

/** What could not hold whatever happened, such as a number that is to be true, is a slip. */
function impossible({ scenario, sources }: Loaded, file: string): Problem[] {
  const known = new Set(metricNames(scenario));
  const metrics = metricTableOf(scenario);
  return scenario.expectations
    .filter(({ metric }) => known.has(metric))
    .flatMap((expectation) => {
      const message = impossibilityOf(expectation, metrics.of(expectation.metric));
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

/** A tolerance of something that is never measured would be a slip that goes unnoticed. */
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
      ...helpFor(metric, scenario),
      ...placeOf({ metric, at }, file, sources),
    }));
}

function helpFor(metric: string, scenario: Scenario): { help?: string } {
  const help = metricHelp(metric, namesLike(metric, scenario));
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
