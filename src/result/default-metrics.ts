/** The few metrics that are weighed against each other unless the question names some: `compare` shows these. */
import { fullName, type MetricSubjects, theFleet } from '../capability/metrics.ts';
import { takingPart } from '../capability/taking-part.ts';
import type { Scenario } from '../world/scenario.ts';
import { type AnyFamily, familiesOf, metricNames } from './metrics.ts';

/** Intervals that hold together get wider with each: a table of few says more about each of them. */
export const defaultMetricsMax = 8;

/**
 * What a change of settings is made for, what it costs, and what it may break: of the fleet, and of each task or ring that
 * is rolled out. Where that leaves room, metrics that `expect` names are added in its order. `ofEach`: of every rollout.
 */
export function defaultMetrics(scenario: Scenario, { ofEach = false } = {}): string[] {
  const known = new Set(metricNames(scenario));
  const expected = scenario.expectations.map(({ metric }) => metric).filter((metric) => known.has(metric));
  const families = familiesOf(takingPart(scenario)).map(({ family }) => family);
  // By its pattern: a scenario may come from another bundle of the program, where the fleet is another object.
  const ofTheFleet = compared(
    families.filter(({ subjects }) => subjects.some(({ pattern }) => pattern === theFleet.pattern)),
    theFleet,
    '',
  );
  if (ofEach) return [...ofTheFleet, ...ofEachRollout(families, scenario)];
  const weighed = [...ofTheFleet, ...ofTheRollouts(families, scenario)];
  return [...new Set([...weighed, ...expected])].slice(0, Math.max(defaultMetricsMax, weighed.length));
}

/** Of how many subjects of one kind headlines are shown. */
const headlinedMax = 8;

/** What else a capability shows first of what the file has: sessions, boots, runbooks. */
export function headlines(scenario: Scenario): string[] {
  return familiesOf(takingPart(scenario)).flatMap(({ family: { subjects, metrics } }) =>
    subjects.flatMap((each) => {
      const shown = metrics.filter(({ isHeadline }) => isHeadline);
      const names = shown.length > 0 && 'namesIn' in each ? each.namesIn(scenario) : [];
      return names
        .slice(0, headlinedMax)
        .flatMap((name) => shown.map((metric) => fullName(each, name, metric)));
    }),
  );
}

/** Every task and every ring has rows of its own. */
function ofEachRollout(families: readonly AnyFamily[], scenario: Scenario): string[] {
  return families
    .filter((family) => family.foremost !== undefined)
    .flatMap((family) =>
      family.subjects.flatMap((subjects) =>
        'namesIn' in subjects
          ? subjects.namesIn(scenario).flatMap((name) => compared([family], subjects, name))
          : [],
      ),
    );
}

/**
 * Of the first family of rollouts that installs patches, else the first: the rollout that matters, then each of the others,
 * such as the rings before it.
 */
function ofTheRollouts(families: readonly AnyFamily[], scenario: Scenario): string[] {
  const rollouts = families.flatMap((family) => {
    const foremost = family.foremost?.(scenario) ?? null;
    return foremost === null ? [] : [{ family, ...foremost }];
  });
  const chosen = rollouts.find(({ isInstall }) => isInstall) ?? rollouts[0];
  if (chosen === undefined) return [];
  const { family, subject } = chosen;
  const subjects = family.subjects[0]!;
  const names = 'namesIn' in subjects ? subjects.namesIn(scenario) : [];
  return [...new Set([subject, ...names])].flatMap((name) => compared([family], subjects, name));
}

function compared(families: readonly AnyFamily[], subjects: MetricSubjects, subject: string): string[] {
  return families
    .flatMap(({ metrics }) => metrics)
    .filter((metric) => metric.compared !== undefined)
    .sort((a, b) => a.compared! - b.compared!)
    .map((metric) => fullName(subjects, subject, metric));
}
