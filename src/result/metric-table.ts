/** What is known of a metric by its name: the tables of all capabilities as one. */
import type { AnyCapability } from '../capability/capability.ts';
import {
  fullName,
  type MetricKind,
  type MetricMeaning,
  type MetricSubjects,
  namePattern,
} from '../capability/metrics.ts';
import { capabilitiesOf } from '../capability/registry.ts';
import type { Scenario } from '../world/scenario.ts';
import { type AnyFamily, familiesOf } from './metrics.ts';

export interface MetricEntry {
  readonly family: AnyFamily;
  readonly subjects: MetricSubjects;
  readonly metric: MetricMeaning;
}

interface NamePattern {
  readonly metric: MetricMeaning;
  /** Characters that are of no subject. */
  readonly ownLength: number;
  /** What is before the first subject: few patterns are tried, and made, for a name. */
  readonly start: string;
  /** Of a regular expression. */
  readonly source: string;
}

export class MetricTable {
  /** In the order of documents: one entry for all that differ only in what they are of. */
  readonly entries: readonly MetricEntry[];
  private readonly byName = new Map<string, MetricMeaning>();
  /** Of subjects of a scenario, those with most of their own text first: `go.step.stop` is a step before it is an id. */
  private readonly patterns: readonly NamePattern[];

  constructor(capabilities: readonly AnyCapability[]) {
    this.entries = familiesOf(capabilities).flatMap(({ family }) =>
      family.subjects.flatMap((subjects) => family.metrics.map((metric) => ({ family, subjects, metric }))),
    );
    for (const { subjects, metric } of this.entries) {
      if (!('names' in subjects)) continue;
      for (const name of subjects.names(capabilities))
        this.byName.set(fullName(subjects, name, metric), metric);
    }
    this.patterns = this.entries
      .filter(({ subjects }) => !('names' in subjects))
      .map(({ subjects, metric }) => ({
        metric,
        ownLength: subjects.pattern.replaceAll(/<[^>]*>/g, '').length,
        start: subjects.pattern.replace(/<.*/, ''),
        source: namePattern(subjects, metric),
      }))
      .sort((one, other) => other.ownLength - one.ownLength);
  }

  /** By the name that a run gives it, such as `group.web.patched.percent` or `task.Install.minutes`. */
  find(name: string): MetricMeaning | undefined {
    const known = this.byName.get(name);
    if (known !== undefined) return known;
    return this.patterns.find(({ start, source }) => name.startsWith(start) && new RegExp(source).test(name))
      ?.metric;
  }

  of(name: string): MetricMeaning {
    const metric = this.find(name);
    if (metric === undefined) throw new Error(`${name} is no metric`);
    return metric;
  }
}

const tables = new WeakMap<readonly AnyCapability[], MetricTable>();

export function metricTable(capabilities: readonly AnyCapability[]): MetricTable {
  const table = tables.get(capabilities) ?? new MetricTable(capabilities);
  tables.set(capabilities, table);
  return table;
}

export function metricTableOf(scenario: Scenario): MetricTable {
  return metricTable(capabilitiesOf(scenario));
}

/** The least change that matters: half a thing, a point of a percentage or of a share, a hundredth of any. */
const leastChange: Readonly<Record<MetricKind, number>> = {
  count: 0.5,
  percent: 1,
  amount: 0,
  yesOrNo: 0.01,
};

/** Changes up to this much count as none, unless told otherwise. In the metric's unit; shares from 0 to 1. */
export function defaultTolerance({ kind }: MetricMeaning, mean: number): number {
  return Math.max(0.01 * Math.abs(mean), leastChange[kind]);
}
