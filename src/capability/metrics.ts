/**
 * A metric is one entry of a table: its name, unit, kind and meaning, which direction is better, and how its value is
 * taken from what was counted. Metrics that are counted together are a family.
 */

import type { FleetGroup } from '../world/fleet.ts';
import type { Cohort } from '../world/fleet-state.ts';
import { accountNamed, type Scenario } from '../world/scenario.ts';
import type { WithCauses } from './causes.ts';
import type { Simulation } from './simulation.ts';

export type MetricValue = number | boolean | null;
export type Better = 'higher' | 'lower' | 'neither';
/** What a difference in it is measured by: whole things, points of a percentage, time, or runs in which it is true. */
export type MetricKind = 'count' | 'percent' | 'amount' | 'yesOrNo';

export interface MetricMeaning {
  /** Without what it is of: `patched.percent`, `minutes`. */
  readonly name: string;
  readonly kind: MetricKind;
  readonly unit: string;
  readonly better: Better;
  readonly meaning: string;
  /** Its place among the metrics that `compare` shows unless it is told which; absent: it is not one of them. */
  readonly compared?: number;
  /** `run --replications` shows it of the subjects that the file has, as it shows those of `compared`. */
  readonly isHeadline?: true;
  /** Head of its column in the table of groups; absent: it has none. `\u00ad` is where it may be broken. */
  readonly column?: string;
  /** Of a length of time: its unit in milliseconds, so that a limit may be written as a duration. */
  readonly unitMs?: number;
  /** A run without a value took longer than any other. Absent: null says that there was nothing to measure. */
  readonly nullIsLongest?: true;
  /** What tells whether the value of a run is that of a whole rollout. */
  readonly completeness?: Completeness;
}

/** Metrics of the same subject, without what they are of. */
export interface Completeness {
  readonly halted: string;
  readonly completed: string;
  /** A limit on one of these accepts incomplete rollouts as they are. */
  readonly guards: readonly string[];
}

export interface Metric<Counted> extends MetricMeaning {
  readonly value: (counted: Counted) => MetricValue;
}

type Value<Counted> = Metric<Counted>['value'];

export function count<C>(
  name: string,
  unit: string,
  better: Better,
  meaning: string,
  value: Value<C>,
): Metric<C> {
  return { name, kind: 'count', unit, better, meaning, value };
}

export function percent<C>(name: string, better: Better, meaning: string, value: Value<C>): Metric<C> {
  return { name, kind: 'percent', unit: 'percent', better, meaning, value };
}

export function amount<C>(
  name: string,
  unit: string,
  better: Better,
  meaning: string,
  value: Value<C>,
): Metric<C> {
  return { name, kind: 'amount', unit, better, meaning, value };
}

export function yesOrNo<C>(name: string, better: Better, meaning: string, value: Value<C>): Metric<C> {
  return { name, kind: 'yesOrNo', unit: 'yes or no', better, meaning, value };
}

/** A length of time, in minutes or hours. */
export function lasting<C>(
  unitMs: number,
  metric: Metric<C>,
  unended: Pick<MetricMeaning, 'nullIsLongest' | 'completeness'> = {},
): Metric<C> {
  return { ...metric, unitMs, ...unended };
}

/** One of the metrics that `compare` shows unless it is told which, at this place among them. */
export function compared<C>(place: number, metric: Metric<C>): Metric<C> {
  return { ...metric, compared: place };
}

/** One that an engineer looks at first where the file has its subject. */
export function headline<C>(metric: Metric<C>): Metric<C> {
  return { ...metric, isHeadline: true };
}

/** A column of the table of groups. */
export function inGroups<C>(column: string, metric: Metric<C>): Metric<C> {
  return { ...metric, column };
}

/** Things of one kind that have the same metrics. */
export type MetricSubjects = SubjectsOfScenario | SubjectsOfAll;

/** Groups, windows, tasks. */
export interface SubjectsOfScenario {
  /** The prefix of a metric's name, as documents write it: `group.<group>.`. */
  readonly pattern: string;
  /** What stands for `<…>`, in order. */
  readonly namesIn: (scenario: Scenario) => readonly string[];
  /** What might, where a run has only what is asked for: what the misspelt name of a metric may have meant. */
  readonly mayName?: (scenario: Scenario, misspelt: string) => readonly string[];
}

/** The fleet, causes: every scenario has the same. */
export interface SubjectsOfAll {
  readonly pattern: string;
  readonly names: (capabilities: WithCauses) => readonly string[];
}

export const theFleet: MetricSubjects = { pattern: '', names: () => [''] };
export const eachGroup: MetricSubjects = {
  pattern: 'group.<group>.',
  namesIn: ({ fleet }) => fleet.map(({ name }) => name),
};
const eachAccount: MetricSubjects = {
  pattern: 'account.<account>.',
  namesIn: (scenario) => placesOf(scenario, accountOfGroup),
};
const eachRegion: MetricSubjects = {
  pattern: 'region.<region>.',
  namesIn: (scenario) => placesOf(scenario, regionOfGroup),
};
/** The metrics of all families of these follow each other for the fleet, for each group, for each account and Region. */
export const fleetAndGroups: readonly MetricSubjects[] = [theFleet, eachGroup, eachAccount, eachRegion];

type PlaceOf = (scenario: Scenario, group: FleetGroup) => string;
const accountOfGroup: PlaceOf = (_, { account = 'default' }) => account;
const regionOfGroup: PlaceOf = (scenario, { account = '' }) => accountNamed(scenario, account).region;

/** Those that have a group of the fleet. A file without `accounts` has one of each, which is the fleet itself. */
function placesOf(scenario: Scenario, placeOf: PlaceOf): string[] {
  if (scenario.accounts.size === 0) return [];
  return [...new Set(scenario.fleet.map((group) => placeOf(scenario, group)))];
}

/** The name of a metric as a run gives it. */
export function fullName({ pattern }: MetricSubjects, subject: string, { name }: MetricMeaning): string {
  return pattern.replace(/<.*>/, () => subject) + name;
}

/** What the names of a metric look like: the name of a subject may hold dots. */
export function namePattern({ pattern }: MetricSubjects, { name }: MetricMeaning): string {
  return `^${(pattern + name).replaceAll('.', '\\.').replaceAll(/<[^>]*>/g, '.+')}$`;
}

/** The subject whose metrics `compare` shows unless it is told which. */
export interface Foremost {
  readonly subject: string;
  /** It installs patches, which goes before everything that does not. */
  readonly isInstall: boolean;
}

export interface MetricFamily<M> {
  /** Families are in this order. */
  readonly place: number;
  readonly subjects: readonly MetricSubjects[];
  readonly metrics: readonly MetricMeaning[];
  /** Of each subject in order. A family without a wanted metric is not asked. */
  readonly valuesOf: (machine: M, simulation: Simulation) => readonly (readonly MetricValue[])[];
  readonly foremost?: (scenario: Scenario) => Foremost | null;
  /** Names of the nodes that the metric of this full name is about; null: it is about none. */
  readonly nodesOf?: (machine: M, simulation: Simulation, metric: string) => readonly string[] | null;
}

interface FamilyOptions<M, Counted> extends Omit<MetricFamily<M>, 'valuesOf'> {
  readonly metrics: readonly Metric<Counted>[];
  /** For each subject in order. */
  readonly count: (machine: M, simulation: Simulation) => readonly Counted[];
}

export function family<M, Counted>({ count, ...options }: FamilyOptions<M, Counted>): MetricFamily<M> {
  const { metrics } = options;
  return {
    ...options,
    valuesOf: (machine, simulation) =>
      count(machine, simulation).map((counted) => metrics.map(({ value }) => value(counted))),
  };
}

type Counts = Readonly<Record<string, number>>;

/**
 * Counts of the fleet and of each group. `count` goes through the nodes of one cohort and adds to the counts of its
 * group: a loop of its own, so that counting calls nothing for each node but what it counts.
 */
export function countCohorts<C extends Counts>(
  { fleet, scenario }: Simulation,
  none: () => C,
  count: (cohort: Cohort, counts: C) => void,
): C[] {
  const groups = scenario.fleet.map(none);
  for (const cohort of fleet.cohorts) count(cohort, groups[cohort.groupIndex]!);
  return withPlaces(groups, none(), scenario);
}

/** Those of the fleet, of each group, of each account and of each Region. */
export function withPlaces<C extends Counts>(groups: readonly C[], none: C, scenario: Scenario): C[] {
  const sums = (placeOf: PlaceOf) =>
    placesOf(scenario, placeOf).map((place) => {
      const own = groups.filter((_, index) => placeOf(scenario, scenario.fleet[index]!) === place);
      return withFleet(own, none)[0]!;
    });
  return [...withFleet(groups, none), ...sums(accountOfGroup), ...sums(regionOfGroup)];
}

/** Those of the fleet, which are the sum of its groups, then those of each group. */
export function withFleet<C extends Counts>(groups: readonly C[], none: C): C[] {
  const sum: Record<string, number> = { ...none };
  for (const group of groups) for (const key of Object.keys(sum)) sum[key]! += group[key]!;
  // The same keys as those of `none`.
  return [sum as C, ...groups];
}

export function percentOf(part: number, total: number): number | null {
  return total === 0 ? null : (100 * part) / total;
}
