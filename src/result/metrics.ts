/** Every metric of a run, by name, in a fixed order. Units and meanings are in docs/metrics.md. */

import type { ExecutionStatus } from '../capabilities/maintenance-windows/state.ts';
import { complianceStatus } from '../capabilities/patch-manager/compliance-reports.ts';
import { isManual } from '../capabilities/run-command/request.ts';
import type { Command } from '../capabilities/run-command/state.ts';
import { type Cause, causes } from '../capability/causes.ts';
import type { RunSource } from '../capability/run-source.ts';
import { sourcesOf } from '../capability/sources.ts';
import { power } from '../world/node-records.ts';
import type { Scenario } from '../world/scenario.ts';
import type { RunOutcome } from './outcome.ts';
import { addCounts, emptyTally, minutesOf, type Tally, tallyOfCommand, tallyOfTask } from './tallies.ts';

export type MetricValue = number | boolean | null;
export type Metrics = ReadonlyMap<string, MetricValue>;

/** As results print it: to six decimals. */
export function rounded(value: number): number;
export function rounded(value: number | null): number | null;
export function rounded(value: MetricValue): MetricValue;
export function rounded(value: MetricValue): MetricValue {
  return typeof value === 'number' ? Math.round(value * 1_000_000) / 1_000_000 : value;
}

export function metricsOf(outcome: RunOutcome): Metrics {
  const values = metricValuesOf(outcome);
  return new Map(metricNames(outcome.scenario).map((name, index) => [name, values[index]!]));
}

/** The names that every run of the scenario has: what `expect` may name. */
export function metricNames(scenario: Scenario): string[] {
  const known = namesByScenario.get(scenario);
  if (known !== undefined) return [...known];
  const names = [
    ...namesIn('', nodeMetrics),
    ...scenario.fleet.flatMap(({ name }) => namesIn(`group.${name}.`, nodeMetrics)),
    ...causes.map((cause) => `cause.${cause}`),
    'reboots.total',
    ...scenario.windows.flatMap(({ logicalId }) => namesIn(`window.${logicalId}.`, windowMetrics)),
    ...sourcesOf(scenario).flatMap(({ kind, id }) => namesIn(`${kind}.${id}.`, sourceMetrics)),
  ];
  namesByScenario.set(scenario, names);
  return [...names];
}

const namesByScenario = new WeakMap<Scenario, readonly string[]>();

/** A name, and how its value is worked out. */
type Metric<Facts> = readonly [name: string, of: (facts: Facts) => MetricValue];

function namesIn(prefix: string, metrics: readonly Metric<never>[]): string[] {
  return metrics.map(([name]) => prefix + name);
}

/**
 * The values, in the order of the names. Without causes, which take a look at every patch of every node, those of
 * `cause.…` and `patched.…` mean nothing.
 */
export function metricValuesOf(outcome: RunOutcome, withCauses = true): MetricValue[] {
  const values: MetricValue[] = [];
  const add = <Facts>(metrics: readonly Metric<Facts>[], facts: Facts) => {
    for (const [, of] of metrics) values.push(of(facts));
  };
  const { scenario, windows } = outcome;
  const { groups, byCause } = countNodes(outcome, withCauses);
  const { nodeMs, patchMs } = outcome.patchManager.exposure;
  add(nodeMetrics, { counts: sumOf(groups), nodeMs: total(nodeMs), patchMs: total(patchMs) });
  groups.forEach((counts, index) => {
    add(nodeMetrics, { counts, nodeMs: nodeMs[index]!, patchMs: patchMs[index]! });
  });
  for (const cause of causes) values.push(byCause.get(cause) ?? 0);
  values.push(rebootsOf(outcome));
  for (const { logicalId } of scenario.windows) {
    const statuses = windows.executions
      .filter(({ window }) => window.logicalId === logicalId)
      .map(({ status }) => status);
    add(windowMetrics, statuses);
  }
  const manual = outcome.runCommand.commands.filter(({ request }) => isManual(request));
  for (const source of sourcesOf(scenario)) {
    const commands = manual.filter(({ request }) => request.source === source);
    add(sourceMetrics, summary([...taskExecutions(outcome, source), ...commands.map(commandExecution)]));
  }
  return values;
}

const yesOrNoNames = ['halted', 'completed', 'finishedBeforeCutoff', 'finishedBeforeEnd'];

/** Whether a metric of this name is true or false and not a number. */
export function isYesOrNo(metric: string): boolean {
  return /^(task|command)\./.test(metric) && yesOrNoNames.includes(metric.split('.').at(-1)!);
}

interface NodeCounts {
  total: number;
  online: number;
  connectionLost: number;
  lost: number;
  compliant: number;
  nonCompliant: number;
  patched: number;
}

/** Of the fleet, or of a group. */
interface NodeFacts {
  readonly counts: Readonly<NodeCounts>;
  readonly nodeMs: number;
  readonly patchMs: number;
}

const nodeMetrics: readonly Metric<NodeFacts>[] = [
  ['nodes.total', ({ counts }) => counts.total],
  ['nodes.managed', ({ counts }) => managedOf(counts)],
  ['nodes.unmanaged', ({ counts }) => counts.total - managedOf(counts)],
  ['nodes.online', ({ counts }) => counts.online],
  ['nodes.connectionLost', ({ counts }) => counts.connectionLost],
  ['nodes.lost', ({ counts }) => counts.lost],
  ['compliance.compliant', ({ counts }) => counts.compliant],
  ['compliance.nonCompliant', ({ counts }) => counts.nonCompliant],
  ['compliance.unspecified', ({ counts }) => counts.total - counts.compliant - counts.nonCompliant],
  ['compliance.percent', ({ counts }) => percentOf(counts.compliant, counts.total)],
  ['patched.nodes', ({ counts }) => counts.patched],
  ['patched.percent', ({ counts }) => percentOf(counts.patched, counts.total)],
  ['exposure.nodeHours', ({ nodeMs }) => nodeMs / 3_600_000],
  ['exposure.patchHours', ({ patchMs }) => patchMs / 3_600_000],
];

function managedOf({ online, connectionLost }: NodeCounts): number {
  return online + connectionLost;
}

function percentOf(count: number, total: number): number | null {
  return total === 0 ? null : (100 * count) / total;
}

function countNodes(
  outcome: RunOutcome,
  withCauses: boolean,
): { groups: NodeCounts[]; byCause: Map<Cause, number> } {
  const { scenario, simulation, nodes, patchManager, causes: finder } = outcome;
  const { fleet } = simulation;
  const groups = scenario.fleet.map(noNodes);
  const byCause = new Map<Cause, number>();
  for (const cohort of fleet.cohorts) {
    const counts = groups[cohort.groupIndex]!;
    counts.total += cohort.count;
    for (let node = cohort.first; node < cohort.first + cohort.count; node += 1) {
      const ping = nodes.pingStatus(node);
      if (ping === 'Online') counts.online += 1;
      else if (ping === 'ConnectionLost') counts.connectionLost += 1;
      if (fleet.powerOf(node) === power.lost) counts.lost += 1;
      const compliance = patchManager.reports.statusOf(node);
      if (compliance === complianceStatus.compliant) counts.compliant += 1;
      else if (compliance === complianceStatus.nonCompliant) counts.nonCompliant += 1;
      if (!withCauses) continue;
      const cause = finder.firstCauseOf(node);
      if (cause === null) counts.patched += 1;
      else byCause.set(cause, (byCause.get(cause) ?? 0) + 1);
    }
  }
  return { groups, byCause };
}

function noNodes(): NodeCounts {
  return { total: 0, online: 0, connectionLost: 0, lost: 0, compliant: 0, nonCompliant: 0, patched: 0 };
}

function sumOf(groups: readonly NodeCounts[]): NodeCounts {
  const sum = noNodes();
  for (const group of groups) {
    for (const key of Object.keys(sum) as (keyof NodeCounts)[]) sum[key] += group[key];
  }
  return sum;
}

function rebootsOf({ simulation: { fleet } }: RunOutcome): number {
  let sum = 0;
  for (let node = 0; node < fleet.count; node += 1) sum += fleet.rebootCountOf(node);
  return sum;
}

function total(values: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < values.length; index += 1) sum += values[index]!;
  return sum;
}

/** One execution of a task, or one command: what it counted, and by when it had to be done. */
interface Execution {
  readonly tally: Tally;
  readonly cutoffMs: number | null;
  readonly endMs: number | null;
}

/** Executions of a window, by their statuses. */
const windowMetrics: readonly Metric<readonly ExecutionStatus[]>[] = [
  [
    'executions',
    (statuses) => statuses.filter((one) => one !== 'SKIPPED_OVERLAPPING' && one !== 'PENDING').length,
  ],
  ['skipped', (statuses) => statuses.filter((one) => one === 'SKIPPED_OVERLAPPING').length],
];

function taskExecutions(outcome: RunOutcome, source: RunSource): Execution[] {
  return outcome.windows.executions.flatMap((execution) =>
    execution.tasks
      .filter((one) => one.source === source)
      .map((one) => ({
        tally: tallyOfTask(one, runningCommandsOf(outcome, one)),
        cutoffMs: execution.cutoffMs,
        endMs: execution.endMs,
      })),
  );
}

function commandExecution(command: Command): Execution {
  return { tally: tallyOfCommand(command), cutoffMs: null, endMs: null };
}

/** Commands of the task that the end of the run found unfinished. */
export function runningCommandsOf(outcome: RunOutcome, task: TaskLike): Command[] {
  return outcome.runCommand
    .unfinished()
    .filter(({ request }) => request.ownerId === task.execution.id && request.source === task.source);
}

type TaskLike = RunOutcome['windows']['executions'][number]['tasks'][number];

/** Over several executions counts add up; minutes and peaks are the largest. */
interface Summary {
  readonly sum: Tally;
  readonly executions: readonly Execution[];
}

function summary(executions: readonly Execution[]): Summary {
  const sum = emptyTally();
  for (const { tally } of executions) {
    addCounts(sum, tally);
    sum.haltedExecutions += tally.haltedExecutions;
  }
  return { sum, executions };
}

const sourceMetrics: readonly Metric<Summary>[] = [
  ['targets', ({ sum }) => sum.targets],
  ['started', ({ sum }) => sum.started],
  ['succeeded', ({ sum }) => sum.succeeded],
  ['failed', ({ sum }) => sum.failed],
  ['timedOut', ({ sum }) => sum.timedOut],
  ['undeliverable', ({ sum }) => sum.undeliverable],
  ['cancelled', ({ sum }) => sum.cancelled],
  ['notStarted', ({ sum }) => sum.notStarted],
  ['unfinished', ({ sum }) => sum.unfinished],
  ['minutes', ({ executions }) => largestMinutes(executions)],
  ['errors', ({ sum }) => sum.errors],
  ['peakConcurrency', ({ sum }) => sum.peakConcurrency],
  ['peakDown', ({ sum }) => sum.peakDown],
  ['halted', ({ sum }) => sum.haltedExecutions > 0],
  ['haltedExecutions', ({ sum }) => sum.haltedExecutions],
  ['completed', ({ executions }) => inAll(executions, isWhole)],
  ['finishedBeforeCutoff', ({ executions }) => inAll(executions, (one) => isDoneBy(one, one.cutoffMs))],
  ['finishedBeforeEnd', ({ executions }) => inAll(executions, (one) => isDoneBy(one, one.endMs))],
];

function inAll(
  executions: readonly Execution[],
  holds: (execution: Execution) => boolean | null,
): boolean | null {
  const answers = executions.map(holds);
  if (answers.length === 0 || answers.includes(null)) return null;
  return answers.every((answer) => answer === true);
}

function isWhole({ tally }: Execution): boolean {
  return tally.notStarted === 0 && tally.unfinished === 0;
}

function isDoneBy(execution: Execution, limitMs: number | null): boolean | null {
  if (limitMs === null) return null;
  return isWhole(execution) && (execution.tally.lastEndedMs ?? limitMs) <= limitMs;
}

/** Null if nothing was sent, or something is unfinished. */
function largestMinutes(executions: readonly Execution[]): number | null {
  if (executions.some(({ tally }) => tally.unfinished > 0)) return null;
  const minutes = executions.map(({ tally }) => minutesOf(tally)).filter((one) => one !== null);
  return minutes.length === 0 ? null : Math.max(...minutes);
}
