/**
 * Values of a run over time: what a capability shows of a fleet while the run goes on. They are recorded only where that is
 * asked for, and each is what the run's metric would be if the run ended at that moment.
 */
import type { Tone } from '../blocks/block.ts';
import type { Metric, MetricMeaning } from './metrics.ts';
import type { Simulation } from './simulation.ts';

export interface SeriesMeaning extends Pick<MetricMeaning, 'name' | 'unit' | 'meaning'> {
  /** How the chart of a report shows that of the fleet; absent: it does not. */
  readonly row?: {
    readonly label: string;
    readonly tone: Tone;
    /** What fills a row: every node, or the largest value that there was. */
    readonly full: 'nodes' | 'most';
  };
}

export interface Series<Counted> extends SeriesMeaning {
  readonly value: (counted: Counted) => number;
}

export interface SeriesFamily<M> {
  /** Families are in this order. */
  readonly place: number;
  readonly series: readonly SeriesMeaning[];
  /**
   * Of the fleet and then of each group, as if the run ended at `atMs`, before anything happens at that instant. It is asked
   * in order of time, and changes nothing of the run.
   */
  readonly valuesOf: (machine: M, simulation: Simulation, atMs: number) => readonly (readonly number[])[];
  /** Its values are what they were as long as nothing happens: it is not asked anew. */
  readonly changesWithEvents?: true;
}

interface FamilyOptions<M, Counted> extends Pick<SeriesFamily<M>, 'place' | 'changesWithEvents'> {
  readonly series: readonly Series<Counted>[];
  readonly count: (machine: M, simulation: Simulation, atMs: number) => readonly Counted[];
}

export function seriesFamily<M, Counted>(options: FamilyOptions<M, Counted>): SeriesFamily<M> {
  const { count, series, ...family } = options;
  return {
    ...family,
    series,
    valuesOf: (machine, simulation, atMs) =>
      // What is counted of accounts and Regions after them has no series.
      count(machine, simulation, atMs)
        .slice(0, 1 + simulation.scenario.fleet.length)
        .map((counted) => series.map(({ value }) => value(counted))),
  };
}

/** A metric that is never null, over time: its name, unit and meaning stay. */
export function overTime<Counted>(
  metrics: readonly Metric<Counted>[],
  name: string,
  row?: SeriesMeaning['row'],
): Series<Counted> {
  const metric = metrics.find((one) => one.name === name)!;
  const { unit, meaning, value } = metric;
  return {
    name,
    unit,
    meaning,
    value: (counted) => Number(value(counted)),
    ...(row === undefined ? {} : { row }),
  };
}
