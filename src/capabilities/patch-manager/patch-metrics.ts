/**
 * Metrics of single patches and of severities. A run has those of the patches that the file declares, if they are few, and
 * whatever is asked for by name: the patches of streams and the days of a deadline are too many to list.
 */
import {
  amount,
  family,
  lasting,
  type Metric,
  type MetricFamily,
  percent,
  percentOf,
} from '../../capability/metrics.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { formatPath } from '../../diagnostics/problem.ts';
import type { Patch } from '../../world/patches.ts';
import type { Scenario } from '../../world/scenario.ts';
import type { PatchManager } from './machine.ts';
import { hoursTo, hoursWithin, percentWithin, type Wait } from './patch-shares.ts';
import { scanName } from './patch-times.ts';

interface Machine {
  readonly patches: PatchManager;
}

const hourMs = 3_600_000;

/** Of more patches that a file declares, only those that are asked for have metrics. */
const declaredMax = 20;

/** Of the nodes that a patch applies to. */
interface CountedPatch {
  readonly nodeCount: number;
  /** From its release until it was in effect, where it is, in order. */
  readonly took: Float64Array;
}

/** In milliseconds, one for each node that has come so far. */
interface CountedScans {
  readonly toShown: readonly number[];
  readonly toRepaired: readonly number[];
}

const ofPatches: readonly Metric<CountedPatch>[] = [
  percent(
    'installed.percent',
    'higher',
    'Nodes on which the patch is in effect, of those that it applies to; null: it applies to none.',
    ({ took, nodeCount }) => percentOf(took.length, nodeCount),
  ),
  ...([50, 95] as const).map((share) =>
    lasting(
      hourMs,
      amount(
        `hoursTo${share}`,
        'hours',
        'lower',
        `From its release until it was in effect on ${share}% of the nodes that it applies to; null: not reached.`,
        ({ took, nodeCount }: CountedPatch) => hoursTo(share / 100, took, nodeCount),
      ),
    ),
  ),
];

const ofScans: readonly Metric<CountedScans>[] = [
  lasting(
    hourMs,
    amount(
      'hoursToScanned',
      'hours',
      'lower',
      'Mean over nodes: from its release until the first report, of a Scan or an Install, that shows it.',
      ({ toShown }) => meanHours(toShown),
    ),
  ),
  lasting(
    hourMs,
    amount(
      'hoursToRepaired',
      'hours',
      'lower',
      'Mean over nodes that have it and reported it: from that report until it was in effect.',
      ({ toRepaired }) => meanHours(toRepaired),
    ),
  ),
];

const ofSeverities: readonly Metric<readonly Wait[]>[] = [
  lasting(
    hourMs,
    amount(
      'hoursTo95',
      'hours',
      'lower',
      'The time after release within which 95% of the nodes had a patch of the severity, each patch and node counted once; null: not reached.',
      (waits) => hoursWithin(0.95, waits),
    ),
  ),
];

interface Deadline {
  readonly days: number;
  readonly waits: readonly Wait[];
}

const ofDeadlines: readonly Metric<Deadline>[] = [
  percent(
    'percent',
    'higher',
    'Nodes that had a patch of the severity in effect within that number of days of its release, each patch and node counted once. One that lacks ' +
      'it and still has time counts on neither side; null: no such patch has been out for that long.',
    ({ days, waits }) => percentWithin(days, waits),
  ),
];

const patchName = /^patch\.(.+)\.(?:installed\.percent|hoursTo50|hoursTo95)$/;
const severityName = /^severity\.(.+)\.hoursTo95$/;
const deadlineName = /^severity\.(.+)\.withinDays\.([1-9][0-9]{0,4})\.percent$/;

/** As a metric's name has it: quoted where it holds a dot. */
function quoted(name: string): string {
  return formatPath([name]);
}

function askedFor({ metricsNamed }: Scenario, pattern: RegExp): RegExpExecArray[] {
  return metricsNamed.map((name) => pattern.exec(name)).filter((found) => found !== null);
}

/** Ids, as metrics have them, that are asked for and that the scenario may have. */
function askedPatches(scenario: Scenario, pattern: RegExp): string[] {
  const declared = new Set(scenario.patches.map(({ id }) => quoted(id)));
  const streams = scenario.patchStreams.map(({ name }) => name);
  return askedFor(scenario, pattern)
    .map(([, id]) => id!)
    .filter((id) => declared.has(id) || streams.some((name) => isOfStream(id, name)));
}

/** `<name>-0001`: whether it comes in a run, only the run shows. */
function isOfStream(id: string, stream: string): boolean {
  const [, number] = /-([0-9]{4,6})"?$/.exec(id) ?? [];
  return number !== undefined && id === quoted(`${stream}-${number}`);
}

function patchesNamed(scenario: Scenario): string[] {
  const { patches } = scenario;
  const declared = patches.length > declaredMax ? [] : patches.map(({ id }) => quoted(id));
  return [...new Set([...declared, ...askedPatches(scenario, patchName)])];
}

function patchesScanned(scenario: Scenario): string[] {
  return [...new Set(askedPatches(scenario, scanName))];
}

/** Severities that patches of the scenario have, as written. */
function severitiesOf({ patches, patchStreams }: Scenario): Set<string> {
  const drawn = patchStreams.flatMap(({ severity }) => severity.map(({ value }) => value));
  const given = [...patches, ...patchStreams.map(({ template }) => template as Partial<Patch>)];
  const written = given.flatMap(({ severity, msrcSeverity }) => [severity, msrcSeverity]);
  return new Set([...written, ...drawn].filter((one) => one !== undefined));
}

function severitiesNamed(scenario: Scenario): string[] {
  const known = severitiesOf(scenario);
  const names = askedFor(scenario, severityName).map(([, severity]) => severity!);
  return [...new Set(names)].filter((name) => known.has(name));
}

/** `Critical.withinDays.14` */
function deadlinesNamed(scenario: Scenario): string[] {
  const known = severitiesOf(scenario);
  const asked = askedFor(scenario, deadlineName).filter(([, severity]) => known.has(severity!));
  return [...new Set(asked.map(([, severity, days]) => `${severity}.withinDays.${days}`))];
}

/** Of a stream the first: which come in a run, only the run shows. */
function mayNamePatch({ patches, patchStreams }: Scenario): string[] {
  return [...patches.map(({ id }) => id), ...patchStreams.map(({ name }) => `${name}-0001`)].map(quoted);
}

/** With the days that are asked for. */
function mayNameDeadline(scenario: Scenario, misspelt: string): string[] {
  const days = /\.([1-9][0-9]{0,4})\./.exec(misspelt)?.[1] ?? '14';
  return [...severitiesOf(scenario)].map((severity) => `${severity}.withinDays.${days}`);
}

function countPatch(
  { patches: { stock, times } }: Machine,
  simulation: Simulation,
  patch: Patch | undefined,
): CountedPatch {
  const took: number[] = [];
  let nodeCount = 0;
  if (patch !== undefined) {
    times.eachNode(simulation, stock, patch, (tookMs) => {
      nodeCount += 1;
      if (tookMs !== null) took.push(tookMs);
    });
  }
  return { nodeCount, took: Float64Array.from(took).sort() };
}

function countScans(
  { patches: { stock, times } }: Machine,
  simulation: Simulation,
  patch: Patch | undefined,
): CountedScans {
  const counted = { toShown: [] as number[], toRepaired: [] as number[] };
  if (patch === undefined) return counted;
  times.eachNode(simulation, stock, patch, (tookMs, node, place) => {
    const shownMs = times.shownMs(node, place);
    if (shownMs === null) return;
    const toShown = shownMs - patch.releasedMs;
    counted.toShown.push(toShown);
    if (tookMs !== null) counted.toRepaired.push(Math.max(0, tookMs - toShown));
  });
  return counted;
}

/** Of all nodes that patches of the severity apply to. */
function waitsFor({ patches: { stock, times } }: Machine, simulation: Simulation, severity: string): Wait[] {
  const waits: Wait[] = [];
  for (const patch of releasedPatches(stock.blocks)) {
    if (patch.severity !== severity && patch.msrcSeverity !== severity) continue;
    const ageMs = simulation.scenario.endMs - patch.releasedMs;
    times.eachNode(simulation, stock, patch, (tookMs) => waits.push({ ageMs, tookMs }));
  }
  return waits;
}

/** Each once, though groups of several kinds may see it. */
function releasedPatches(blocks: PatchManager['stock']['blocks']): Patch[] {
  return [...new Set(blocks.flatMap(({ catalogue }) => catalogue.patches))];
}

function meanHours(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, ms) => sum + ms / hourMs, 0) / values.length;
}

/** Of the patches that these names are of. One that does not come out before the end of this run is undefined. */
function patchFamily<Counted>(
  place: number,
  namesIn: (scenario: Scenario) => string[],
  metrics: readonly Metric<Counted>[],
  countOf: (machine: Machine, simulation: Simulation, patch: Patch | undefined) => Counted,
): MetricFamily<Machine> {
  return family({
    place,
    subjects: [{ pattern: 'patch.<id>.', namesIn, mayName: mayNamePatch }],
    metrics,
    count(machine: Machine, simulation) {
      const released = releasedPatches(machine.patches.stock.blocks);
      const byName = new Map(released.map((patch) => [quoted(patch.id), patch]));
      return namesIn(simulation.scenario).map((name) => countOf(machine, simulation, byName.get(name)));
    },
  });
}

export const singlePatchMetrics: readonly MetricFamily<Machine>[] = [
  patchFamily(42, patchesNamed, ofPatches, countPatch),
  patchFamily(43, patchesScanned, ofScans, countScans),
  family({
    place: 44,
    subjects: [
      {
        pattern: 'severity.<severity>.',
        namesIn: severitiesNamed,
        mayName: (scenario) => [...severitiesOf(scenario)],
      },
    ],
    metrics: ofSeverities,
    count: (machine: Machine, simulation) =>
      severitiesNamed(simulation.scenario).map((severity) => waitsFor(machine, simulation, severity)),
  }),
  family({
    place: 45,
    subjects: [
      {
        pattern: 'severity.<severity>.withinDays.<days>.',
        namesIn: deadlinesNamed,
        mayName: mayNameDeadline,
      },
    ],
    metrics: ofDeadlines,
    count: (machine: Machine, simulation) =>
      deadlinesNamed(simulation.scenario).map((name): Deadline => {
        const [, severity, days] = /^(.+)\.withinDays\.([0-9]+)$/.exec(name)!;
        return { days: Number(days), waits: waitsFor(machine, simulation, severity!) };
      }),
  }),
];
