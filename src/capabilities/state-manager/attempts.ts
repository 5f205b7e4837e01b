/** Every interval of an association that meant a node, and what became of it. */
import * as cli from '../../aws/cli.ts';
import { formatLimit } from '../../aws/rate-control.ts';
import type { Attempt, ToldAttempt } from '../../capability/attempts.ts';
import { documentOf } from '../../capability/documents.ts';
import { exitCodeWords } from '../../capability/failures.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { utc } from '../../world/time.ts';
import type { StateManager } from './machine.ts';
import { type Interval, type SkipReason, stage } from './state.ts';
import { haltOf } from './stories.ts';

const skipWords: Readonly<Record<SkipReason, string>> = {
  halted: 'errors had passed MaxErrors',
  stopped: 'the association was changed, deleted, or came due again before its turn',
  alarm: 'its alarm was in ALARM before its turn',
  away: 'out of reach',
  gated: 'the interval was withheld',
  'no longer a target': 'no longer a target',
  overridden: 'overridden by an association that names nodes',
};

export function attemptsOn({ intervals }: StateManager, simulation: Simulation, node: number): Attempt[] {
  return intervals.flatMap((interval) => {
    const position = interval.positionOf(node);
    if (position >= 0) return [ofInterval(interval, position, simulation, node)];
    return interval.missed.includes(node) ? [ofMissed(interval, simulation, node)] : [];
  });
}

const common = (interval: Interval) => ({
  source: interval.version.source,
  runId: interval.id,
  ownerId: null,
});

/** It matched, and was not a managed node when the association came due. */
function ofMissed(interval: Interval, simulation: Simulation, node: number): Attempt {
  const { dueMs } = interval;
  const told = { ...shownBy(simulation, node), rollout: rolloutWords(interval, simulation), run: [] };
  return { ...common(interval), kind: 'missed', startedMs: dueMs, settledMs: dueMs, status: 'Pending', told };
}

function shownBy({ scenario, names, fleet }: Simulation, node: number): Omit<ToldAttempt, 'rollout' | 'run'> {
  const isHybrid = fleet.groupOf(node).hybridActivation !== null;
  return {
    console: 'State Manager, the association, Execution history: the status of this node',
    cli: cli.associations({ id: names.idOf(node), isHybrid, region: scenario.account.region }),
    page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/state-manager-about.html',
  };
}

function ofInterval(interval: Interval, position: number, simulation: Simulation, node: number): Attempt {
  const { stages, startedMs, endedMs, gatedBy } = interval;
  const reason = interval.skipped.get(position);
  // On its way to the agent, or behind another association there.
  const isWaiting = stages[position] === stage.sent || stages[position] === stage.queued;
  const isSent = interval.isReleased || startedMs[position]! > 0 || isWaiting;
  const endMs = interval.isReleased ? (interval.lastEndedMs ?? interval.dueMs) : endedMs[position]!;
  const kind = gatedBy !== null ? 'skipped' : isSent ? 'sent' : 'not sent';
  const status = interval.statusOf(position);
  const told: ToldAttempt = {
    ...shownBy(simulation, node),
    rollout: rolloutWords(interval, simulation),
    run: [runWords(interval, position, simulation)],
  };
  return {
    ...common(interval),
    runId: interval.runAt(position).id,
    kind,
    startedMs: interval.runAt(position).requestedMs,
    settledMs: endMs > 0 ? endMs : Number.POSITIVE_INFINITY,
    status: gatedBy ?? (reason === undefined ? status : `${status}: ${skipWords[reason]}`),
    told,
  };
}

function rolloutWords(interval: Interval, simulation: Simulation): string[] {
  const { association, version, dueMs, plannedCount, rollout } = interval;
  const { maxConcurrency, maxErrors } = version.source.limits!;
  const { maxConcurrencyCount, maxErrorsCount } = rollout.settings;
  const halt = haltOf(interval, simulation);
  const late = interval.targetCount - plannedCount;
  return [
    `association ${association.id} due at ${utc(dueMs)}: ${plannedCount} targets${late > 0 ? `, ${late} more later` : ''}`,
    `MaxConcurrency ${formatLimit(maxConcurrency)} (${maxConcurrencyCount}); MaxErrors ${formatLimit(maxErrors)} (${maxErrorsCount})`,
    ...(halt === null
      ? []
      : [
          `halted at ${utc(halt.at.atMs)} on error number ${halt.errorCount}${halt.node === '' ? '' : ` (${halt.node})`}`,
        ]),
  ];
}

function runWords(interval: Interval, position: number, { scenario, fleet }: Simulation): string {
  const status = interval.statusOf(position);
  if (interval.startsRunbook)
    return `${status}: execution ${interval.id}/${fleet.nameOf(interval.nodes[position]!)}`;
  if (status !== 'Failed' && status !== 'Success') return status;
  const code = interval.exitCodes[position] ?? 0;
  const { exitCodes } = documentOf(scenario, interval.version.definition.documentName);
  return `${status} with ${exitCodeWords(code, exitCodes?.[code])}`;
}
