/**
 * The series of a run. Time is divided into equal steps of a round length, at most 100 of them, and 400 of a run of more than a week (fewer for a fleet of more
 * than 10,000 nodes), and every series is sampled after each: so their length is bounded however long a run is and however
 * much happens in it. A point is kept where the value is another than at the point before.
 */
import type { AnyCapability, Machines } from '../capability/capability.ts';
import type { SeriesFamily, SeriesMeaning } from '../capability/series.ts';
import type { Simulation } from '../capability/simulation.ts';
import { takingPart } from '../capability/taking-part.ts';
import type { EventType } from '../kernel/kernel.ts';
import type { Scenario } from '../world/scenario.ts';
import { isoTime } from '../world/time.ts';

export interface RecordedSeries {
  readonly meaning: SeriesMeaning;
  /** Null: of the fleet. */
  readonly group: string | null;
  readonly atMs: readonly number[];
  readonly values: readonly number[];
}

export interface SeriesResult {
  readonly name: string;
  readonly group: string | null;
  readonly unit: string;
  readonly points: Readonly<Record<string, number>>;
}

const minuteMs = 60_000;
const dayMs = 1440 * minuteMs;
const stepsMs = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720].map((minutes) => minutes * minuteMs);

/** A night is looked at in its rollouts; a longer run has more to show here. */
const samplesMaxOf = (runMs: number) => (runMs > 7 * dayMs ? 400 : 100);
const samplesMin = 24;
/** Of all nodes together: looking that often costs little, compared with what a run does with a node. */
const looksMax = 4_000_000;

/** Between two samples: minutes that divide a day, or whole days. */
export function sampleStepMs(runMs: number, nodeCount: number): number {
  const most = Math.max(
    samplesMin,
    Math.min(samplesMaxOf(runMs), Math.floor(looksMax / Math.max(1, nodeCount))),
  );
  return stepsMs.find((step) => runMs / step <= most) ?? dayMs * Math.ceil(runMs / dayMs / most);
}

interface Growing extends RecordedSeries {
  readonly atMs: number[];
  readonly values: number[];
}

interface OpenFamily extends Pick<SeriesFamily<never>, 'place' | 'changesWithEvents'> {
  readonly index: number;
  readonly meanings: readonly SeriesMeaning[];
  readonly valuesAt: (atMs: number) => readonly (readonly number[])[];
}

/** What each series means, in their order. */
export function seriesMeanings(capabilities: readonly AnyCapability[]): SeriesMeaning[] {
  return capabilities
    .flatMap((capability) => capability.open((spec): readonly AnySeries[] => spec.series ?? []))
    .sort((a, b) => a.place - b.place)
    .flatMap(({ series }) => series);
}

type AnySeries = Pick<SeriesFamily<never>, 'place' | 'series'>;

export class SeriesRecorder {
  private readonly simulation: Simulation;
  private readonly families: readonly OpenFamily[];
  /** Those whose values may be others though nothing has happened. */
  private readonly changingInQuiet: readonly OpenFamily[];
  private readonly sampleDue: EventType;
  /** Events that had happened when the last sample was due. */
  private eventCount = -1;
  /** By family, subject and series. */
  private recorded: Growing[][][] = [];

  constructor(simulation: Simulation, machines: Machines) {
    this.simulation = simulation;
    this.families = takingPart(simulation.scenario)
      .flatMap((capability) =>
        capability.open((spec) =>
          (spec.series ?? []).map(({ series, valuesOf, ...family }) => {
            const machine = machines.of(spec);
            const valuesAt: OpenFamily['valuesAt'] = (atMs) => valuesOf(machine, simulation, atMs);
            return { ...family, meanings: series, valuesAt };
          }),
        ),
      )
      .sort((a, b) => a.place - b.place)
      .map((family, index) => ({ ...family, index }));
    this.changingInQuiet = this.families.filter(({ changesWithEvents }) => changesWithEvents !== true);
    this.sampleDue = simulation.kernel.on('series/sample-due', () => this.sampleNow());
  }

  /** Before anything else is scheduled: a sample then precedes everything else at its instant. */
  begin(): void {
    const { kernel, scenario, fleet } = this.simulation;
    const subjects = [null, ...scenario.fleet.map(({ name }) => name)];
    this.recorded = this.families.map(({ meanings }) =>
      subjects.map((group) => meanings.map((meaning) => ({ meaning, group, atMs: [], values: [] }))),
    );
    this.eventCount = -1;
    const { startMs, endMs } = scenario;
    const stepMs = sampleStepMs(endMs - startMs, fleet.count);
    for (let atMs = startMs; atMs < endMs; atMs += stepMs) kernel.schedule(atMs, this.sampleDue);
  }

  /** After every machine has settled. */
  finish(): RecordedSeries[] {
    this.sample(this.simulation.scenario.endMs, this.families);
    return [null, ...this.simulation.scenario.fleet].flatMap((_, subject) =>
      this.recorded.flatMap((family) => family[subject]!),
    );
  }

  private sampleNow(): void {
    const { eventCount, nowMs } = this.simulation.kernel;
    const isQuiet = this.eventCount >= 0 && eventCount === this.eventCount + 1;
    this.eventCount = eventCount;
    this.sample(nowMs, isQuiet ? this.changingInQuiet : this.families);
  }

  private sample(atMs: number, families: readonly OpenFamily[]): void {
    for (const { index, valuesAt } of families) {
      valuesAt(atMs).forEach((values, subject) => {
        const recorded = this.recorded[index]![subject]!;
        for (let place = 0; place < values.length; place += 1) add(recorded[place]!, atMs, values[place]!);
      });
    }
  }
}

function add({ atMs, values }: Growing, nowMs: number, value: number): void {
  if (values.at(-1) === value) return;
  atMs.push(nowMs);
  values.push(value);
}

export function seriesResults(recorded: readonly RecordedSeries[]): SeriesResult[] {
  return recorded.map(({ meaning: { name, unit }, group, atMs, values }) => ({
    name,
    group,
    unit,
    points: Object.fromEntries(atMs.map((at, index) => [isoTime(at), values[index]!])),
  }));
}

/** How many events the samples of a run are: they do not count against its limit. */
export function sampleCount({ startMs, endMs }: Scenario, nodeCount: number): number {
  return Math.ceil((endMs - startMs) / sampleStepMs(endMs - startMs, nodeCount));
}
