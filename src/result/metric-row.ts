/** The metrics of a run as numbers in a row, for whoever makes thousands of runs and keeps only that. */
import { assert } from '../kernel/assert.ts';
import type { Scenario } from '../world/scenario.ts';
import { type MetricValue, metricNames, metricValuesOf } from './metrics.ts';
import type { RunOutcome } from './outcome.ts';

/**
 * Writes the metrics of these names into `row` from `at` on, in the order of the names and not rounded. A row holds numbers
 * only: null is NaN, true is 1, false is 0. Give the same list of names each time: where they lie is looked up once.
 */
export function metricRowOf(
  outcome: RunOutcome,
  names: readonly string[],
  row: Float64Array,
  at: number,
): void {
  const { places, withCauses } = selectionOf(outcome.scenario, names);
  const values = metricValuesOf(outcome, withCauses);
  for (let index = 0; index < places.length; index += 1) row[at + index] = asNumber(values[places[index]!]!);
}

interface Selection {
  /** Of each name among all metrics. */
  readonly places: readonly number[];
  readonly withCauses: boolean;
}

const selections = new WeakMap<Scenario, WeakMap<readonly string[], Selection>>();

function selectionOf(scenario: Scenario, names: readonly string[]): Selection {
  const ofScenario = selections.get(scenario) ?? new WeakMap<readonly string[], Selection>();
  selections.set(scenario, ofScenario);
  const known = ofScenario.get(names);
  if (known !== undefined) return known;
  const placeByName = new Map(metricNames(scenario).map((name, place) => [name, place]));
  const places = names.map((name) => {
    const place = placeByName.get(name);
    assert(place !== undefined, `the scenario has no metric ${name}`);
    return place;
  });
  const withCauses = names.some((name) => /^cause\.|(^|\.)patched\./.test(name));
  const selection = { places, withCauses };
  ofScenario.set(names, selection);
  return selection;
}

function asNumber(value: MetricValue): number {
  return value === null ? Number.NaN : Number(value);
}
