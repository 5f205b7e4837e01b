/**
 * The result of a run as plain data: the same bytes for the same scenario, seed, options and version. Its lists and what it
 * says of each node are the capabilities'.
 */
import type { AnyCapability } from '../capability/capability.ts';
import type { MetricValue } from '../capability/metrics.ts';
import { capabilitiesOf } from '../capability/registry.ts';
import type { NodeFields, ResultList } from '../capability/results.ts';
import { takingPart } from '../capability/taking-part.ts';
import type { NotSimulatedAt } from '../world/scenario.ts';
import { isoTime } from '../world/time.ts';
import { type ExpectationOutcome, evaluateExpectations } from './expectations.ts';
import { type Metrics, metricsOf, nodesOfMetric, rounded } from './metrics.ts';
import type { RunOutcome } from './outcome.ts';
import { type SeriesResult, seriesResults } from './series.ts';

export const resultSchema = 'fleetsim.result/1';

/** What every result has, whatever capabilities took part. */
export interface ResultFrame {
  readonly schema: typeof resultSchema;
  readonly fleetsim: string;
  readonly scenario: { readonly name: string; readonly file: string; readonly sha256: string };
  readonly overrides: Readonly<Record<string, unknown>>;
  readonly seed: string;
  readonly start: string;
  readonly end: string;
  readonly replications: number;
  /** Only where a later replication than the first was asked for. */
  readonly replication?: number;
  readonly metrics: Readonly<Record<string, MetricValue>>;
  /** Only of a single run. */
  readonly series?: readonly SeriesResult[];
  readonly nodes: readonly NodeResult[];
  /** Only where the file has something that this version does not simulate. */
  readonly notSimulated?: readonly NotSimulatedAt[];
  readonly expectations: readonly ExpectationOutcome[];
}

export interface Result extends ResultFrame {
  /** Lists of capabilities, by key. */
  readonly [list: string]: unknown;
}

export interface NodeResult {
  readonly name: string;
  readonly id: string;
  readonly group: string;
  /** Fields of capabilities. */
  readonly [field: string]: unknown;
}

export type NodesWanted = 'all' | 'unpatched' | 'none';

/** Above this number of nodes only those that are not patched are listed by default. */
const allNodesMax = 10_000;

export interface ResultOptions {
  readonly version: string;
  /** Base name of the scenario's file: a result holds no path. */
  readonly file: string;
  readonly sha256: string;
  readonly overrides: Readonly<Record<string, unknown>>;
  readonly nodes?: NodesWanted;
}

export function resultOf(outcome: RunOutcome, options: ResultOptions): Result {
  const { scenario, replication } = outcome;
  const metrics = metricsOf(outcome);
  return {
    schema: resultSchema,
    fleetsim: options.version,
    scenario: { name: scenario.name, file: options.file, sha256: options.sha256 },
    overrides: options.overrides,
    seed: scenario.seed,
    start: isoTime(scenario.startMs),
    end: isoTime(scenario.endMs),
    replications: 1,
    ...(replication === 0 ? {} : { replication }),
    metrics: roundedMetrics(metrics),
    ...Object.fromEntries(
      resultListsOf(capabilitiesOf(scenario)).map(({ key, listOf }) => [key, listOf(outcome)]),
    ),
    ...(outcome.series === null ? {} : { series: seriesResults(outcome.series) }),
    nodes: nodeResults(outcome, options.nodes),
    ...(scenario.notSimulated.length === 0 ? {} : { notSimulated: scenario.notSimulated }),
    expectations: evaluateExpectations(scenario.expectations, metrics, (metric) =>
      nodesOfMetric(outcome, metric),
    ),
  };
}

function roundedMetrics(metrics: Metrics): Record<string, MetricValue> {
  return Object.fromEntries([...metrics].map(([name, value]) => [name, rounded(value)]));
}

/** A list without the type of its machine. */
type AnyList = Pick<ResultList<never>, 'place' | 'key' | 'schema'> & {
  readonly listOf: (outcome: RunOutcome) => readonly object[];
};

/** In their order. */
export function resultListsOf(capabilities: readonly AnyCapability[]): AnyList[] {
  return capabilities
    .flatMap((capability) =>
      capability.open((spec) =>
        (spec.results?.lists ?? []).map(
          (list): AnyList => ({
            ...list,
            listOf: ({ machines, scenario, simulation }) =>
              takingPart(scenario).includes(capability) ? list.listOf(machines.of(spec), simulation) : [],
          }),
        ),
      ),
    )
    .sort((a, b) => a.place - b.place);
}

type AnyFields = Pick<NodeFields<never>, 'place' | 'fields'> & {
  /** What is said of a node of this run. */
  readonly on: (outcome: RunOutcome) => {
    readonly of: (node: number) => object;
    readonly isUnpatched: (node: number) => boolean;
  };
};

/** In their order. */
export function nodeFieldsOf(capabilities: readonly AnyCapability[]): AnyFields[] {
  return capabilities
    .flatMap((capability) =>
      capability.open((spec) =>
        (spec.results?.nodes ?? []).map(
          ({ place, fields, of, isUnpatched }): AnyFields => ({
            place,
            fields,
            on({ machines, simulation }) {
              const machine = machines.of(spec);
              return {
                of: (node) => of(machine, node, simulation),
                isUnpatched: (node) => isUnpatched?.(machine, node) ?? false,
              };
            },
          }),
        ),
      ),
    )
    .sort((a, b) => a.place - b.place);
}

function nodeResults(outcome: RunOutcome, wanted: NodesWanted | undefined): NodeResult[] {
  const { fleet, names } = outcome.simulation;
  const which = wanted ?? (fleet.count <= allNodesMax ? 'all' : 'unpatched');
  if (which === 'none') return [];
  const parts = nodeFieldsOf(takingPart(outcome.scenario)).map(({ on }) => on(outcome));
  const nodes: NodeResult[] = [];
  for (const group of outcome.scenario.fleet) {
    for (const cohort of fleet.cohorts) {
      if (cohort.group !== group) continue;
      for (let node = cohort.first; node < cohort.first + cohort.count; node += 1) {
        if (which !== 'all' && !parts.some((part) => part.isUnpatched(node))) continue;
        const frame = { name: fleet.nameOf(node), id: names.idOf(node), group: group.name };
        nodes.push(Object.assign(frame, ...parts.map((part) => part.of(node))));
      }
    }
  }
  return nodes;
}
