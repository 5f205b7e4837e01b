/** A scenario's text, simulated: what most tests of the whole need, in one call. */

import type { AnyCapability } from '../../src/capability/capability.ts';
import type { MetricValue } from '../../src/capability/metrics.ts';
import { formatProblems } from '../../src/diagnostics/problem.ts';
import type { JournalEntry } from '../../src/result/journal.ts';
import { type Metrics, metricsOf } from '../../src/result/metrics.ts';
import type { RunOutcome } from '../../src/result/outcome.ts';
import { type Loaded, loadScenario } from '../../src/scenario/load.ts';
import { Simulator } from '../../src/simulate.ts';
import type { Scenario } from '../../src/world/scenario.ts';
import { type TypedResult, typedResultOf } from './results.ts';

export interface SimulateOptions {
  /** Files beside the scenario, by the path that the scenario gives. */
  readonly files?: Readonly<Record<string, string>>;
  /** `KEY=VALUE`, as `--set` takes it. */
  readonly set?: readonly string[];
  readonly seed?: string | number;
  readonly replication?: number;
  /** fleetsim's own unless given. */
  readonly capabilities?: readonly AnyCapability[];
}

export interface Simulated {
  readonly scenario: Scenario;
  readonly outcome: RunOutcome;
  readonly metrics: Metrics;
  readonly result: TypedResult;
  readonly journal: readonly JournalEntry[];
  /** The metric's value, which must exist. */
  metric(name: string): MetricValue;
  /** The metric's value, which must be a number. */
  number(name: string): number;
  /** Entries of one kind, such as `run-command/invocation-sent`. */
  events(event: string): readonly JournalEntry[];
}

/** The scenario of a text that must be without errors; every problem is told otherwise. */
export function loadYaml(text: string, options: SimulateOptions = {}): Loaded {
  const files: Readonly<Record<string, string>> = { 'test.yaml': text, ...options.files };
  const loaded = loadScenario({
    file: 'test.yaml',
    read: (path) => {
      const content = files[path];
      return content === undefined ? { error: 'no such file' } : new TextEncoder().encode(content);
    },
    overrides: (options.set ?? []).map((pair) => {
      const equals = pair.indexOf('=');
      return { key: pair.slice(0, equals), value: pair.slice(equals + 1) };
    }),
    ...(options.seed === undefined ? {} : { seed: String(options.seed) }),
    ...(options.capabilities === undefined ? {} : { capabilities: options.capabilities }),
  });
  if ('problems' in loaded) throw new Error(formatProblems(loaded.problems, loaded.sources));
  return loaded;
}

/** One run, with everything that can be seen of it. */
export function simulateYaml(text: string, options: SimulateOptions = {}): Simulated {
  const loaded = loadYaml(text, options);
  const journal: JournalEntry[] = [];
  const simulator = new Simulator(loaded.scenario, { journal: (entry) => journal.push(entry) });
  const outcome = simulator.run(options.replication ?? 0);
  return {
    ...seen(outcome, loaded),
    journal,
    events: (event) => journal.filter((one) => one.event === event),
  };
}

/** Many replications of one scenario; `read` sees each outcome before the next run overwrites it. */
export function replicate<T>(
  text: string,
  count: number,
  read: (outcome: RunOutcome, replication: number) => T,
  options: SimulateOptions = {},
): T[] {
  const simulator = new Simulator(loadYaml(text, options).scenario);
  return Array.from({ length: count }, (_, replication) => read(simulator.run(replication), replication));
}

function seen(outcome: RunOutcome, loaded: Loaded) {
  const metrics = metricsOf(outcome);
  const metric = (name: string): MetricValue => {
    const value = metrics.get(name);
    if (value === undefined) throw new Error(`no metric ${name}`);
    return value;
  };
  const number = (name: string): number => {
    const value = metric(name);
    if (typeof value !== 'number') throw new Error(`${name} is ${value}, not a number`);
    return value;
  };
  const { sha256, overrides } = loaded;
  const result = typedResultOf(outcome, { version: '0.0.0', file: 'test.yaml', sha256, overrides });
  return { scenario: outcome.scenario, outcome, metrics, result, metric, number };
}
