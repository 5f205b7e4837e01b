/** The few metrics that are weighed against each other when nobody says which: `compare` shows these. */
import { isInstall } from '../capabilities/patch-manager/facts.ts';
import type { RunSource } from '../capability/run-source.ts';
import { sourcesOf } from '../capability/sources.ts';
import type { Scenario } from '../world/scenario.ts';
import { metricNames } from './metrics.ts';

/** Intervals that hold together get wider with each: a table of few says more about each of them. */
export const defaultMetricsMax = 8;

/** What a change of settings is made for, what it costs, and what it may break. */
const ofTheFleet = ['exposure.nodeHours', 'patched.percent', 'nodes.lost'];
const ofATask = ['minutes', 'failed', 'notStarted', 'halted', 'finishedBeforeCutoff'];
/** A command has no window, and so no cutoff. */
const ofACommand = ['minutes', 'failed', 'notStarted', 'halted', 'peakDown'];

/**
 * Of the fleet, and of the rollout that matters: the last Install of AWS-RunPatchBaseline (canaries go before it), else
 * the last task, else the last command. Where that leaves room, metrics that `expect` names are added in its order.
 */
export function defaultMetrics(scenario: Scenario): string[] {
  const known = new Set(metricNames(scenario));
  const expected = scenario.expectations.map(({ metric }) => metric).filter((metric) => known.has(metric));
  return [...new Set([...ofTheFleet, ...ofTheRollout(scenario), ...expected])].slice(0, defaultMetricsMax);
}

function ofTheRollout(scenario: Scenario): string[] {
  const chosen = lastSource(scenario, isInstall) ?? lastSource(scenario, () => true);
  const metrics = chosen?.hasCutoff === true ? ofATask : ofACommand;
  return chosen === undefined ? [] : metrics.map((metric) => `${chosen.kind}.${chosen.id}.${metric}`);
}

/** The last of the first kind that has one: a task goes before a command, commands are what is done besides. */
function lastSource(scenario: Scenario, isWanted: (source: RunSource) => boolean): RunSource | undefined {
  const wanted = sourcesOf(scenario).filter(isWanted);
  return wanted.findLast(({ kind }) => kind === wanted[0]!.kind);
}
