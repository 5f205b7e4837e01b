/** The result of a run as plain data: the same bytes for the same scenario, seed, options and version. */

import { formatLimit, type Limit } from '../aws/rate-control.ts';
import type { TaskExecution, WindowExecution } from '../capabilities/maintenance-windows/state.ts';
import { runningCommandsOf } from '../capabilities/maintenance-windows/tally.ts';
import type { PatchState } from '../capabilities/patch-manager/compliance.ts';
import type { ReportedCompliance } from '../capabilities/patch-manager/compliance-reports.ts';
import { commandsView } from '../capabilities/run-command/facts.ts';
import { isManual } from '../capabilities/run-command/request.ts';
import type { Command } from '../capabilities/run-command/state.ts';
import type { CauseId } from '../capability/causes.ts';
import type { MetricValue } from '../capability/metrics.ts';
import type { ComplianceLevel } from '../world/baselines.ts';
import { isoTime, isoTimeOrNull } from '../world/time.ts';
import { type ExpectationOutcome, evaluateExpectations } from './expectations.ts';
import { type Metrics, metricsOf, rounded } from './metrics.ts';
import type { RunOutcome } from './outcome.ts';

export const resultSchema = 'fleetsim.result/1';

export interface Result {
  readonly schema: typeof resultSchema;
  readonly fleetsim: string;
  readonly scenario: { readonly name: string; readonly file: string; readonly sha256: string };
  readonly overrides: Readonly<Record<string, unknown>>;
  readonly seed: string;
  readonly start: string;
  readonly end: string;
  readonly replications: number;
  /** Only where a later replication than the first was asked for. */
  readonly replication?: number;
  readonly metrics: Readonly<Record<string, MetricValue>>;
  readonly executions: readonly ExecutionResult[];
  readonly commands: readonly CommandResult[];
  readonly associations: readonly never[];
  readonly nodes: readonly NodeResult[];
  readonly expectations: readonly ExpectationOutcome[];
}

export interface LimitResult {
  readonly given: string;
  readonly count: number;
}

export interface ExecutionResult {
  readonly window: string;
  readonly id: string;
  readonly start: string;
  readonly opened: string | null;
  readonly cutoff: string;
  readonly end: string;
  readonly finished: string | null;
  readonly status: string;
  readonly statusDetails: string;
  readonly tasks: readonly TaskResult[];
}

export interface TaskResult {
  readonly task: string;
  readonly status: string;
  readonly statusDetails: string;
  readonly targets: number;
  readonly maxConcurrency: LimitResult | null;
  readonly maxErrors: LimitResult | null;
  readonly start: string | null;
  readonly end: string | null;
  readonly halted: boolean;
  readonly haltedAt: string | null;
  readonly statuses: Readonly<Record<string, number>>;
  /** One a target group, where a task has several. */
  readonly commands: readonly CommandResult[];
}

export interface CommandResult {
  readonly id: string;
  readonly document: string;
  readonly status: string;
  readonly error: string | null;
  readonly targets: number;
  readonly maxConcurrency: LimitResult | null;
  readonly maxErrors: LimitResult | null;
  readonly start: string;
  readonly end: string | null;
  readonly halted: boolean;
  readonly haltedAt: string | null;
  readonly statuses: Readonly<Record<string, number>>;
}

export interface NodeResult {
  readonly name: string;
  readonly id: string;
  readonly group: string;
  readonly managed: boolean;
  readonly pingStatus: 'Online' | 'ConnectionLost' | null;
  readonly cause: CauseId | null;
  readonly patchGroup: string | null;
  readonly baseline: string;
  readonly compliance: ReportedCompliance;
  readonly InstalledCount: number;
  readonly InstalledOtherCount: number;
  readonly MissingCount: number;
  readonly FailedCount: number;
  readonly InstalledPendingRebootCount: number;
  readonly InstalledRejectedCount: number;
  readonly reboots: number;
  readonly NotApplicableCount: number;
  readonly AvailableSecurityUpdateCount: number;
  readonly CriticalNonCompliantCount: number;
  readonly SecurityNonCompliantCount: number;
  readonly OtherNonCompliantCount: number;
  /** The highest compliance level among the patches at fault; null: none is. */
  readonly NonCompliantSeverity: ComplianceLevel | null;
}

export type NodesWanted = 'all' | 'unpatched' | 'none';

/** Above so many nodes the default is to list the unpatched ones only. */
const allNodesMax = 10_000;

export interface ResultOptions {
  readonly version: string;
  /** Base name of the scenario's file: a result holds no path. */
  readonly file: string;
  readonly sha256: string;
  readonly overrides: Readonly<Record<string, unknown>>;
  readonly nodes?: NodesWanted;
}

export function resultOf(outcome: RunOutcome, options: ResultOptions): Result {
  const { scenario, windows, runCommand, replication } = outcome;
  const metrics = metricsOf(outcome);
  return {
    schema: resultSchema,
    fleetsim: options.version,
    scenario: { name: scenario.name, file: options.file, sha256: options.sha256 },
    overrides: options.overrides,
    seed: scenario.seed,
    start: isoTime(scenario.startMs),
    end: isoTime(scenario.endMs),
    replications: 1,
    ...(replication === 0 ? {} : { replication }),
    metrics: roundedMetrics(metrics),
    executions: windows.executions.map((execution) => executionResult(outcome, execution)),
    commands: [
      ...runCommand.commands.filter(({ request }) => isManual(request)).map(commandResult),
      ...runCommand.refused.filter(({ request }) => isManual(request)).map(refusedResult),
    ],
    associations: [],
    nodes: nodeResults(outcome, options.nodes),
    expectations: evaluateExpectations(scenario.expectations, metrics),
  };
}

function roundedMetrics(metrics: Metrics): Record<string, MetricValue> {
  return Object.fromEntries([...metrics].map(([name, value]) => [name, rounded(value)]));
}

function executionResult(outcome: RunOutcome, execution: WindowExecution): ExecutionResult {
  return {
    window: execution.window.logicalId,
    id: execution.id,
    start: isoTime(execution.nominalMs),
    opened: isoTimeOrNull(execution.openedMs),
    cutoff: isoTime(execution.cutoffMs),
    end: isoTime(execution.endMs),
    finished: isoTimeOrNull(execution.finishedMs),
    status: execution.status,
    statusDetails: execution.statusDetails,
    tasks: execution.tasks.map((task) => taskResult(outcome, task)),
  };
}

function taskResult(outcome: RunOutcome, task: TaskExecution): TaskResult {
  const commands = [...task.commands, ...runningCommandsOf(outcome.simulation.views.of(commandsView), task)];
  const parts = [...commands.map(({ rollout }) => rollout), ...task.services.map(({ rollout }) => rollout)];
  const neverSentCount = task.neverSent.reduce((sum, { nodes }) => sum + nodes.length, 0);
  const haltedAt = [...commands, ...task.services]
    .map(({ haltedMs }) => haltedMs)
    .filter((one) => one !== null);
  const statuses: Record<string, number> = {};
  for (const { tally } of [...commands, ...task.services]) addStatuses(statuses, tally);
  if (neverSentCount > 0) statuses['NeverSent'] = neverSentCount;
  const { maxConcurrency, maxErrors } = task.task;
  const settings = parts[0]?.settings;
  return {
    task: task.task.logicalId,
    status: task.status,
    statusDetails: task.statusDetails,
    targets: parts.reduce((sum, one) => sum + one.settings.targetCount, neverSentCount),
    maxConcurrency: limitResult(maxConcurrency, settings?.maxConcurrencyCount),
    maxErrors: limitResult(maxErrors, settings?.maxErrorsCount),
    start: isoTimeOrNull(task.startedMs),
    end: isoTimeOrNull(task.finishedMs),
    halted: haltedAt.length > 0,
    haltedAt: isoTimeOrNull(haltedAt[0] ?? null),
    statuses,
    commands: commands.length > 1 ? commands.map(commandResult) : [],
  };
}

function limitResult(limit: Limit | null, count: number | undefined): LimitResult | null {
  return limit === null ? null : { given: formatLimit(limit), count: count ?? 0 };
}

function addStatuses(statuses: Record<string, number>, tally: Readonly<Record<string, number>>): void {
  for (const [status, count] of Object.entries(tally)) {
    if (count > 0) statuses[status] = (statuses[status] ?? 0) + count;
  }
}

export function commandResult(command: Command): CommandResult {
  const statuses: Record<string, number> = {};
  addStatuses(statuses, command.tally);
  return {
    id: command.id,
    document: command.request.documentName,
    status: command.status,
    error: null,
    targets: command.targetCount,
    maxConcurrency: limitResult(command.maxConcurrency, command.maxConcurrencyCount),
    maxErrors: limitResult(command.maxErrors, command.maxErrorsCount),
    start: isoTime(command.createdMs),
    end: isoTimeOrNull(command.finishedMs),
    halted: command.rollout.isHalted,
    haltedAt: isoTimeOrNull(command.haltedMs),
    statuses,
  };
}

function refusedResult({ request, error, atMs }: RunOutcome['runCommand']['refused'][number]): CommandResult {
  return {
    id: request.id,
    document: request.documentName,
    status: 'Failed',
    error,
    targets: 0,
    maxConcurrency: limitResult(request.maxConcurrency, 0),
    maxErrors: limitResult(request.maxErrors, 0),
    start: isoTime(atMs),
    end: isoTime(atMs),
    halted: false,
    haltedAt: null,
    statuses: {},
  };
}

function nodeResults(outcome: RunOutcome, wanted: NodesWanted | undefined): NodeResult[] {
  const { fleet } = outcome.simulation;
  const which = wanted ?? (fleet.count <= allNodesMax ? 'all' : 'unpatched');
  if (which === 'none') return [];
  const nodes: NodeResult[] = [];
  for (const group of outcome.scenario.fleet) {
    for (const cohort of fleet.cohorts) {
      if (cohort.group !== group) continue;
      for (let node = cohort.first; node < cohort.first + cohort.count; node += 1) {
        const result = nodeResult(outcome, node);
        if (which === 'all' || result.cause !== null) nodes.push(result);
      }
    }
  }
  return nodes;
}

function nodeResult(outcome: RunOutcome, node: number): NodeResult {
  const { simulation, nodes, patchManager, causes } = outcome;
  const { fleet, names } = simulation;
  const pingStatus = nodes.pingStatus(node);
  const countOf = (state: PatchState) => patchManager.reports.countOf(state, node);
  return {
    name: fleet.nameOf(node),
    id: names.idOf(node),
    group: fleet.groupOf(node).name,
    managed: pingStatus !== null,
    pingStatus,
    cause: causes.causesOf(node)[0] ?? null,
    patchGroup: patchManager.baselines.patchGroupOf(node),
    baseline: patchManager.baselines.of(node).id,
    compliance: patchManager.reports.complianceOf(node),
    InstalledCount: countOf('INSTALLED'),
    InstalledOtherCount: countOf('INSTALLED_OTHER'),
    MissingCount: countOf('MISSING'),
    FailedCount: countOf('FAILED'),
    InstalledPendingRebootCount: countOf('INSTALLED_PENDING_REBOOT'),
    InstalledRejectedCount: countOf('INSTALLED_REJECTED'),
    reboots: fleet.rebootCountOf(node),
    NotApplicableCount: countOf('NOT_APPLICABLE'),
    AvailableSecurityUpdateCount: countOf('AVAILABLE_SECURITY_UPDATE'),
    CriticalNonCompliantCount: patchManager.reports.faultCountOf('CriticalNonCompliantCount', node),
    SecurityNonCompliantCount: patchManager.reports.faultCountOf('SecurityNonCompliantCount', node),
    OtherNonCompliantCount: patchManager.reports.faultCountOf('OtherNonCompliantCount', node),
    NonCompliantSeverity: patchManager.reports.nonCompliantSeverityOf(node),
  };
}
