/** Every metric of a run, by name, in a fixed order: the tables of all capabilities, laid out once for a scenario. */
import type { AnyCapability } from '../capability/capability.ts';
import { fullName, type MetricFamily, type MetricSubjects, type MetricValue } from '../capability/metrics.ts';
import { capabilitiesOf } from '../capability/registry.ts';
import { takingPart } from '../capability/taking-part.ts';
import { assert } from '../kernel/assert.ts';
import type { Scenario } from '../world/scenario.ts';
import type { RunOutcome } from './outcome.ts';

export type Metrics = ReadonlyMap<string, MetricValue>;

/** As results print it: to six decimals. */
export function rounded(value: number): number;
export function rounded(value: number | null): number | null;
export function rounded(value: MetricValue): MetricValue;
export function rounded(value: MetricValue): MetricValue {
  return typeof value === 'number' ? Math.round(value * 1_000_000) / 1_000_000 : value;
}

export function metricsOf(outcome: RunOutcome): Metrics {
  const { names, families } = layoutOf(outcome.scenario);
  const values: MetricValue[] = names.map(() => null);
  for (const family of families) family.write(outcome, values);
  return new Map(names.map((name, place) => [name, values[place]!]));
}

/** The names that every run of the scenario has: what `expect` may name. */
export function metricNames(scenario: Scenario): string[] {
  return [...layoutOf(scenario).names];
}

/** What a misspelt name may have meant: also what a run has only where it is asked for. */
export function namesLike(misspelt: string, scenario: Scenario): string[] {
  const asked = familiesOf(capabilitiesOf(scenario)).flatMap(({ family: { subjects, metrics } }) =>
    subjects.flatMap((each) =>
      'mayName' in each && each.mayName !== undefined
        ? each
            .mayName(scenario, misspelt)
            .flatMap((subject) => metrics.map((metric) => fullName(each, subject, metric)))
        : [],
    ),
  );
  return [...new Set([...metricNames(scenario), ...asked])];
}

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
  const { places, families, values } = selectionOf(outcome.scenario, names);
  for (const family of families) family.write(outcome, values);
  for (let index = 0; index < places.length; index += 1) row[at + index] = asNumber(values[places[index]!]!);
}

function asNumber(value: MetricValue): number {
  return value === null ? Number.NaN : Number(value);
}

/** A family without the type of its machine. */
export type AnyFamily = Omit<MetricFamily<never>, 'valuesOf' | 'nodesOf'>;

interface OpenFamily {
  readonly family: AnyFamily;
  readonly valuesOf: (outcome: RunOutcome) => readonly (readonly MetricValue[])[];
  readonly nodesOf: (outcome: RunOutcome, metric: string) => readonly string[] | null;
}

/** In the order of their places. */
export function familiesOf(capabilities: readonly AnyCapability[]): OpenFamily[] {
  return capabilities
    .flatMap((capability) =>
      capability.open((spec) =>
        (spec.metrics ?? []).map(
          (family): OpenFamily => ({
            family,
            valuesOf: ({ machines, simulation }) => family.valuesOf(machines.of(spec), simulation),
            nodesOf: ({ machines, simulation }, metric) =>
              family.nodesOf?.(machines.of(spec), simulation, metric) ?? null,
          }),
        ),
      ),
    )
    .sort((a, b) => a.family.place - b.family.place);
}

/** Names of the nodes that a metric of the run is about; null: it is about none. */
export function nodesOfMetric(outcome: RunOutcome, metric: string): readonly string[] | null {
  for (const { nodesOf } of familiesOf(takingPart(outcome.scenario))) {
    const nodes = nodesOf(outcome, metric);
    if (nodes !== null) return nodes;
  }
  return null;
}

interface LaidOutFamily {
  readonly places: readonly number[];
  readonly write: (outcome: RunOutcome, values: MetricValue[]) => void;
}

interface Layout {
  readonly names: readonly string[];
  readonly placeByName: ReadonlyMap<string, number>;
  readonly families: readonly LaidOutFamily[];
}

const layouts = new WeakMap<Scenario, Layout>();

function layoutOf(scenario: Scenario): Layout {
  const known = layouts.get(scenario) ?? newLayout(scenario);
  layouts.set(scenario, known);
  return known;
}

/** Families of the same subjects take turns: all metrics of the fleet, then all of the first group. */
function newLayout(scenario: Scenario): Layout {
  const names: string[] = [];
  const placesOf = new Map<OpenFamily, number[]>();
  const families = familiesOf(takingPart(scenario));
  for (const subjects of new Set(families.map(({ family }) => family.subjects))) {
    const together = families.filter(({ family }) => family.subjects === subjects);
    for (const kind of subjects) {
      for (const subject of subjectNames(kind, scenario)) {
        for (const open of together) {
          const places = placesOf.get(open) ?? [];
          placesOf.set(open, places);
          for (const metric of open.family.metrics) {
            places.push(names.length);
            names.push(fullName(kind, subject, metric));
          }
        }
      }
    }
  }
  return {
    names,
    placeByName: new Map(names.map((name, place) => [name, place])),
    families: [...placesOf].map(([{ valuesOf }, places]) => ({
      places,
      write(outcome, values) {
        let index = 0;
        for (const ofSubject of valuesOf(outcome)) {
          for (const value of ofSubject) values[places[index++]!] = value;
        }
      },
    })),
  };
}

function subjectNames(kind: MetricSubjects, scenario: Scenario): readonly string[] {
  return 'names' in kind ? kind.names(capabilitiesOf(scenario)) : kind.namesIn(scenario);
}

interface Selection {
  /** Of each name among all metrics. */
  readonly places: readonly number[];
  /** Those that have one of the metrics: the others are not counted at all. */
  readonly families: readonly LaidOutFamily[];
  readonly values: MetricValue[];
}

const selections = new WeakMap<Layout, WeakMap<readonly string[], Selection>>();

function selectionOf(scenario: Scenario, names: readonly string[]): Selection {
  const layout = layoutOf(scenario);
  const ofLayout = selections.get(layout) ?? new WeakMap<readonly string[], Selection>();
  selections.set(layout, ofLayout);
  const known = ofLayout.get(names);
  if (known !== undefined) return known;
  const places = names.map((name) => {
    const place = layout.placeByName.get(name);
    assert(place !== undefined, `the scenario has no metric ${name}`);
    return place;
  });
  const wanted = new Set(places);
  const families = layout.families.filter((family) => family.places.some((place) => wanted.has(place)));
  const selection = { places, families, values: layout.names.map(() => null) };
  ofLayout.set(names, selection);
  return selection;
}
