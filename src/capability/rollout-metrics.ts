/** The metrics of whatever sends a document to nodes, or a service: `task.<task>.…`, `command.<id>.…`. */
import type { Scenario } from '../world/scenario.ts';
import type { InstallTally } from './installs.ts';
import {
  amount,
  type Completeness,
  compared,
  count,
  family,
  lasting,
  type Metric,
  type MetricFamily,
  yesOrNo,
} from './metrics.ts';
import { addCounts, emptyTally, minutesOf, type Tally } from './rollout-tally.ts';
import type { RunSource } from './run-source.ts';
import type { Simulation } from './simulation.ts';
import { knownSource } from './sources.ts';

/** One execution: what it counted, and by when it had to be done. */
export interface RolloutExecution {
  readonly tally: Tally;
  /** Null: it installs nothing. */
  readonly installed: InstallTally | null;
  readonly cutoffMs: number | null;
  readonly endMs: number | null;
}

/** A source without an execution may be absent. */
export type ExecutionsBySource = ReadonlyMap<RunSource, readonly RolloutExecution[]>;

interface RolloutOptions<M> {
  readonly place: number;
  /** `task.<task>.` */
  readonly pattern: string;
  readonly sourcesIn: (scenario: Scenario) => readonly RunSource[];
  /** Whether something ends their turn, as of a source. */
  readonly hasCutoff: boolean;
  readonly isInstall: (source: RunSource) => boolean;
  readonly executionsOf: (machine: M, simulation: Simulation) => ExecutionsBySource;
}

export function rolloutFamily<M>(options: RolloutOptions<M>): MetricFamily<M> {
  const { place, pattern, sourcesIn, hasCutoff, isInstall, executionsOf } = options;
  return family({
    place,
    subjects: [{ pattern, namesIn: (scenario) => sourcesIn(scenario).map(({ id }) => id) }],
    metrics: rolloutMetrics(hasCutoff),
    count(machine: M, simulation) {
      const executions = executionsOf(machine, simulation);
      return sourcesIn(simulation.scenario).map((source) => summary(executions.get(source) ?? []));
    },
    // Canaries go before production: of several the last counts.
    foremost(scenario) {
      const sources = sourcesIn(scenario).map((source) => knownSource(scenario, source));
      const found = sources.findLast(isInstall) ?? sources.at(-1);
      return found === undefined ? null : { subject: found.id, isInstall: isInstall(found) };
    },
  });
}

/** Over several executions counts add up; minutes and peaks are the largest. */
interface Summary {
  readonly sum: Tally;
  readonly installedPatches: number;
  readonly installedNodes: number;
  readonly executions: readonly RolloutExecution[];
}

function summary(executions: readonly RolloutExecution[]): Summary {
  const sum = emptyTally();
  let installedPatches = 0;
  let installedNodes = 0;
  for (const { tally, installed } of executions) {
    addCounts(sum, tally);
    sum.haltedExecutions += tally.haltedExecutions;
    installedPatches += installed?.patches ?? 0;
    installedNodes += installed?.nodes ?? 0;
  }
  return { sum, installedPatches, installedNodes, executions };
}

const targets = 'Those that the criteria meant and the service listed when it was sent.';
const notStarted = 'Were never sent to: halt, cutoff, cancellation, or a target group without its turn.';
const minutes =
  'From the first sending to the last terminal status; null if nothing was sent or something is unfinished.';
const peakDown = 'Most targets rebooting, stopped or lost at once while it ran.';
const halted = 'Errors passed the limit in any execution, also when nothing was left to stop.';
const completed = 'Every target was attempted, and nothing is unfinished; null if it never ran.';
const beforeCutoff =
  'Every target was terminal by the cutoff, none was left unstarted, in every execution; null without one.';

/** A rollout that halts or leaves targets over is soon done: its minutes say less than they seem to. */
const completeness: Completeness = {
  halted: 'halted',
  completed: 'completed',
  guards: ['completed', 'notStarted', 'finishedBeforeCutoff', 'finishedBeforeEnd'],
};

function rolloutMetrics(hasCutoff: boolean): readonly Metric<Summary>[] {
  const comparedWithCutoff = (metric: Metric<Summary>) => (hasCutoff ? compared(5, metric) : metric);
  const comparedWithoutCutoff = (metric: Metric<Summary>) => (hasCutoff ? metric : compared(5, metric));
  return [
    count('targets', 'targets', 'neither', targets, ({ sum }) => sum.targets),
    count('started', 'targets', 'neither', 'Acknowledged by an agent.', ({ sum }) => sum.started),
    count('succeeded', 'targets', 'higher', 'Ended Success.', ({ sum }) => sum.succeeded),
    compared(
      2,
      count('failed', 'targets', 'lower', 'Ended Failed.', ({ sum }) => sum.failed),
    ),
    count(
      'timedOut',
      'targets',
      'lower',
      'Ended ExecutionTimedOut or DeliveryTimedOut.',
      ({ sum }) => sum.timedOut,
    ),
    count(
      'undeliverable',
      'targets',
      'lower',
      'Ended Undeliverable, InvalidPlatform or AccessDenied.',
      ({ sum }) => sum.undeliverable,
    ),
    count('cancelled', 'targets', 'lower', 'Were sent to and then Cancelled.', ({ sum }) => sum.cancelled),
    compared(
      3,
      count('notStarted', 'targets', 'lower', notStarted, ({ sum }) => sum.notStarted),
    ),
    count('unfinished', 'targets', 'lower', 'Still open at the end of the run.', ({ sum }) => sum.unfinished),
    count(
      'installedPatches',
      'patches',
      'neither',
      'Patches that it installed, added up over nodes.',
      (counted) => counted.installedPatches,
    ),
    count(
      'installedNodes',
      'nodes',
      'neither',
      'Nodes on which it installed at least one patch; each execution counts its own.',
      (counted) => counted.installedNodes,
    ),
    compared(
      1,
      lasting(
        60_000,
        amount('minutes', 'minutes', 'lower', minutes, ({ executions }) => largestMinutes(executions)),
        { nullIsLongest: true, completeness },
      ),
    ),
    count(
      'errors',
      'targets',
      'lower',
      'What MaxErrors counted: Failed and ExecutionTimedOut.',
      ({ sum }) => sum.errors,
    ),
    count(
      'peakConcurrency',
      'targets',
      'neither',
      'Most invocations open at once.',
      ({ sum }) => sum.peakConcurrency,
    ),
    comparedWithoutCutoff(count('peakDown', 'targets', 'lower', peakDown, ({ sum }) => sum.peakDown)),
    compared(
      4,
      yesOrNo('halted', 'lower', halted, ({ sum }) => sum.haltedExecutions > 0),
    ),
    count(
      'haltedExecutions',
      'executions',
      'lower',
      'In how many of them.',
      ({ sum }) => sum.haltedExecutions,
    ),
    yesOrNo('completed', 'higher', completed, ({ executions }) => inAll(executions, isWhole)),
    comparedWithCutoff(
      yesOrNo('finishedBeforeCutoff', 'higher', beforeCutoff, ({ executions }) =>
        inAll(executions, (one) => isDoneBy(one, one.cutoffMs)),
      ),
    ),
    yesOrNo('finishedBeforeEnd', 'higher', 'The same by the end of the window.', ({ executions }) =>
      inAll(executions, (one) => isDoneBy(one, one.endMs)),
    ),
  ];
}

function inAll(
  executions: readonly RolloutExecution[],
  holds: (execution: RolloutExecution) => boolean | null,
): boolean | null {
  const answers = executions.map(holds);
  if (answers.length === 0 || answers.includes(null)) return null;
  return answers.every((answer) => answer === true);
}

function isWhole({ tally }: RolloutExecution): boolean {
  return tally.notStarted === 0 && tally.unfinished === 0;
}

function isDoneBy(execution: RolloutExecution, limitMs: number | null): boolean | null {
  if (limitMs === null) return null;
  return isWhole(execution) && (execution.tally.lastEndedMs ?? limitMs) <= limitMs;
}

/** Null if nothing was sent, or something is unfinished. */
function largestMinutes(executions: readonly RolloutExecution[]): number | null {
  if (executions.some(({ tally }) => tally.unfinished > 0)) return null;
  const minutes = executions.map(({ tally }) => minutesOf(tally)).filter((one) => one !== null);
  return minutes.length === 0 ? null : Math.max(...minutes);
}
