/** Every metric of a run, by name, in a fixed order. Units and meanings are in docs/metrics.md. */

import { complianceStatus } from '../capabilities/patch-manager/compliance-reports.ts';
import type { Command } from '../capabilities/run-command/state.ts';
import { type Cause, causes } from '../capabilities/simulation.ts';
import { power } from '../world/node-records.ts';
import type { Scenario } from '../world/scenario.ts';
import type { RunOutcome } from './outcome.ts';
import { addCounts, emptyTally, minutesOf, type Tally, tallyOfCommand, tallyOfTask } from './tallies.ts';

export type MetricValue = number | boolean | null;
export type Metrics = ReadonlyMap<string, MetricValue>;

/** As results print it: to six decimals. */
export function rounded(value: MetricValue): MetricValue {
  return typeof value === 'number' ? Math.round(value * 1_000_000) / 1_000_000 : value;
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

export function metricsOf(outcome: RunOutcome): Metrics {
  const metrics = new Map<string, MetricValue>();
  const { scenario } = outcome;
  const { groups, byCause } = countNodes(outcome);
  const { nodeMs, patchMs } = outcome.patchManager.exposure;
  addNodeMetrics(metrics, '', sumOf(groups), total(nodeMs), total(patchMs));
  scenario.fleet.forEach((group, index) => {
    addNodeMetrics(metrics, `group.${group.name}.`, groups[index]!, nodeMs[index]!, patchMs[index]!);
  });
  for (const cause of causes) metrics.set(`cause.${cause}`, byCause.get(cause) ?? 0);
  metrics.set('reboots.total', rebootsOf(outcome));
  addWindowMetrics(metrics, outcome);
  addCommandMetrics(metrics, outcome);
  return metrics;
}

/** The names that every run of the scenario has: what `expect` may name. */
export function metricNames(scenario: Scenario): string[] {
  const metrics = new Map<string, MetricValue>();
  addNodeMetrics(metrics, '', noNodes(), 0, 0);
  for (const { name } of scenario.fleet) addNodeMetrics(metrics, `group.${name}.`, noNodes(), 0, 0);
  for (const cause of causes) metrics.set(`cause.${cause}`, 0);
  metrics.set('reboots.total', 0);
  for (const window of scenario.windows) addExecutionCounts(metrics, window.logicalId, 0, 0);
  for (const window of scenario.windows) {
    for (const task of window.tasks) addTaskMetrics(metrics, `task.${task.logicalId}`, []);
  }
  for (const action of scenario.actions) {
    if (action.call === 'SendCommand') addTaskMetrics(metrics, `command.${action.id}`, []);
  }
  return [...metrics.keys()];
}

const yesOrNoNames = ['halted', 'completed', 'finishedBeforeCutoff', 'finishedBeforeEnd'];

/** Whether a metric of this name is true or false and not a number. */
export function isYesOrNo(metric: string): boolean {
  return /^(task|command)\./.test(metric) && yesOrNoNames.includes(metric.split('.').at(-1)!);
}

function countNodes(outcome: RunOutcome): { groups: NodeCounts[]; byCause: Map<Cause, number> } {
  const { scenario, simulation, nodes, patchManager, causes: finder } = outcome;
  const { fleet } = simulation;
  const groups = scenario.fleet.map(noNodes);
  const byCause = new Map<Cause, number>();
  for (const cohort of fleet.cohorts) {
    const counts = groups[cohort.groupIndex]!;
    for (let node = cohort.first; node < cohort.first + cohort.count; node += 1) {
      counts.total += 1;
      const ping = nodes.pingStatus(node);
      if (ping === 'Online') counts.online += 1;
      else if (ping === 'ConnectionLost') counts.connectionLost += 1;
      if (fleet.powerOf(node) === power.lost) counts.lost += 1;
      const compliance = patchManager.reports.statusOf(node);
      if (compliance === complianceStatus.compliant) counts.compliant += 1;
      else if (compliance === complianceStatus.nonCompliant) counts.nonCompliant += 1;
      const need = finder.needOf(node);
      if (need.isPatched) counts.patched += 1;
      else {
        const cause = finder.causesOf(node, need)[0]!;
        byCause.set(cause, (byCause.get(cause) ?? 0) + 1);
      }
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

function addNodeMetrics(
  metrics: Map<string, MetricValue>,
  prefix: string,
  counts: NodeCounts,
  nodeMs: number,
  patchMs: number,
): void {
  const managed = counts.online + counts.connectionLost;
  const percentOf = (count: number) => (counts.total === 0 ? null : (100 * count) / counts.total);
  metrics.set(`${prefix}nodes.total`, counts.total);
  metrics.set(`${prefix}nodes.managed`, managed);
  metrics.set(`${prefix}nodes.unmanaged`, counts.total - managed);
  metrics.set(`${prefix}nodes.online`, counts.online);
  metrics.set(`${prefix}nodes.connectionLost`, counts.connectionLost);
  metrics.set(`${prefix}nodes.lost`, counts.lost);
  metrics.set(`${prefix}compliance.compliant`, counts.compliant);
  metrics.set(`${prefix}compliance.nonCompliant`, counts.nonCompliant);
  metrics.set(`${prefix}compliance.unspecified`, counts.total - counts.compliant - counts.nonCompliant);
  metrics.set(`${prefix}compliance.percent`, percentOf(counts.compliant));
  metrics.set(`${prefix}patched.nodes`, counts.patched);
  metrics.set(`${prefix}patched.percent`, percentOf(counts.patched));
  metrics.set(`${prefix}exposure.nodeHours`, nodeMs / 3_600_000);
  metrics.set(`${prefix}exposure.patchHours`, patchMs / 3_600_000);
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

function addWindowMetrics(metrics: Map<string, MetricValue>, outcome: RunOutcome): void {
  const { scenario, windows } = outcome;
  for (const { logicalId } of scenario.windows) {
    const executions = windows.executions.filter((one) => one.window.logicalId === logicalId);
    const skipped = executions.filter(({ status }) => status === 'SKIPPED_OVERLAPPING').length;
    const pending = executions.filter(({ status }) => status === 'PENDING').length;
    addExecutionCounts(metrics, logicalId, executions.length - skipped - pending, skipped);
  }
  for (const window of scenario.windows) {
    for (const task of window.tasks) {
      addTaskMetrics(metrics, `task.${task.logicalId}`, taskExecutions(outcome, task.logicalId));
    }
  }
}

function addExecutionCounts(
  metrics: Map<string, MetricValue>,
  window: string,
  executions: number,
  skipped: number,
): void {
  metrics.set(`window.${window}.executions`, executions);
  metrics.set(`window.${window}.skipped`, skipped);
}

function taskExecutions(outcome: RunOutcome, task: string): Execution[] {
  return outcome.windows.executions.flatMap((execution) =>
    execution.tasks
      .filter((one) => one.task.logicalId === task)
      .map((one) => ({
        tally: tallyOfTask(one, runningCommandsOf(outcome, one)),
        cutoffMs: execution.cutoffMs,
        endMs: execution.endMs,
      })),
  );
}

/** Commands of the task that the end of the run found unfinished. */
export function runningCommandsOf(outcome: RunOutcome, task: TaskLike): Command[] {
  return outcome.runCommand
    .unfinished()
    .filter(
      ({ request }) =>
        request.windowExecutionId === task.execution.id && request.sourceId === task.task.logicalId,
    );
}

type TaskLike = RunOutcome['windows']['executions'][number]['tasks'][number];

function addCommandMetrics(metrics: Map<string, MetricValue>, outcome: RunOutcome): void {
  const commands = new Map(outcome.runCommand.commands.map((command) => [command.id, command]));
  for (const action of outcome.scenario.actions) {
    if (action.call !== 'SendCommand') continue;
    const command = commands.get(action.id);
    const executions =
      command === undefined ? [] : [{ tally: tallyOfCommand(command), cutoffMs: null, endMs: null }];
    addTaskMetrics(metrics, `command.${action.id}`, executions);
  }
}

/** Over several executions counts add up; minutes and peaks are the largest. */
function addTaskMetrics(
  metrics: Map<string, MetricValue>,
  name: string,
  executions: readonly Execution[],
): void {
  const sum = emptyTally();
  for (const { tally } of executions) {
    addCounts(sum, tally);
    sum.haltedExecutions += tally.haltedExecutions;
  }
  const inAll = (holds: (execution: Execution) => boolean | null): boolean | null => {
    const answers = executions.map(holds);
    if (answers.length === 0 || answers.includes(null)) return null;
    return answers.every((answer) => answer === true);
  };
  const isWhole = ({ tally }: Execution) => tally.notStarted === 0 && tally.unfinished === 0;
  const isDoneBy = (execution: Execution, limitMs: number | null) =>
    limitMs === null ? null : isWhole(execution) && (execution.tally.lastEndedMs ?? limitMs) <= limitMs;
  metrics.set(`${name}.targets`, sum.targets);
  metrics.set(`${name}.started`, sum.started);
  metrics.set(`${name}.succeeded`, sum.succeeded);
  metrics.set(`${name}.failed`, sum.failed);
  metrics.set(`${name}.timedOut`, sum.timedOut);
  metrics.set(`${name}.undeliverable`, sum.undeliverable);
  metrics.set(`${name}.cancelled`, sum.cancelled);
  metrics.set(`${name}.notStarted`, sum.notStarted);
  metrics.set(`${name}.unfinished`, sum.unfinished);
  metrics.set(`${name}.minutes`, largestMinutes(executions));
  metrics.set(`${name}.errors`, sum.errors);
  metrics.set(`${name}.peakConcurrency`, sum.peakConcurrency);
  metrics.set(`${name}.peakDown`, sum.peakDown);
  metrics.set(`${name}.halted`, sum.haltedExecutions > 0);
  metrics.set(`${name}.haltedExecutions`, sum.haltedExecutions);
  metrics.set(`${name}.completed`, inAll(isWhole));
  metrics.set(
    `${name}.finishedBeforeCutoff`,
    inAll((one) => isDoneBy(one, one.cutoffMs)),
  );
  metrics.set(
    `${name}.finishedBeforeEnd`,
    inAll((one) => isDoneBy(one, one.endMs)),
  );
}

/** Null if nothing was sent, or something is unfinished. */
function largestMinutes(executions: readonly Execution[]): number | null {
  if (executions.some(({ tally }) => tally.unfinished > 0)) return null;
  const minutes = executions.map(({ tally }) => minutesOf(tally)).filter((one) => one !== null);
  return minutes.length === 0 ? null : Math.max(...minutes);
}
