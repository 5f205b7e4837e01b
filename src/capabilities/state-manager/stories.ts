/** What associations did in a run, as data: for the first screen and the report. */
import { haltingErrorOf } from '../../aws/rate-control.ts';
import type { Moment } from '../../blocks/times.ts';
import type { Failure, RefusedNode } from '../../capability/failures.ts';
import { type InstallTally, installsView } from '../../capability/installs.ts';
import { momentIn } from '../../capability/moments.ts';
import { type LimitResult, limitResult } from '../../capability/rollout-results.ts';
import type { HaltStory } from '../../capability/rollout-story.ts';
import { minutesOf, type Tally } from '../../capability/rollout-tally.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { operationIn } from '../run-command/facts.ts';
import { complianceCounts } from './compliance.ts';
import { failuresOf } from './failures.ts';
import type { StateManager } from './machine.ts';
import { countsAsError, overviewOf } from './rules.ts';
import type { AssociationState, Interval, Trigger } from './state.ts';
import { runsOf, tallyOf } from './tally.ts';
import { scheduleWords } from './words.ts';

export interface IntervalStory {
  readonly due: Moment;
  readonly trigger: Trigger;
  readonly status: string;
  /** The cause for which it did not run. */
  readonly skippedFor: string | null;
  readonly tally: Tally;
  readonly installed: InstallTally | null;
  readonly minutes: number | null;
  readonly maxConcurrency: LimitResult | null;
  readonly maxErrors: LimitResult | null;
  readonly halt: HaltStory | null;
  /** Nodes that ran later than the others: they came to the targets, or back to them. */
  readonly lateCount: number;
}

export interface AssociationStory {
  readonly id: string;
  readonly document: string;
  readonly operation: string | null;
  /** `every day, and at once when it is created or changed` */
  readonly schedule: string;
  readonly createdByCall: Moment | null;
  readonly deleted: Moment | null;
  readonly error: string | null;
  readonly refusedFor: readonly RefusedNode[];
  readonly nextDue: Moment | null;
  readonly intervals: readonly IntervalStory[];
  readonly failures: readonly Failure[];
  readonly compliance: { readonly compliant: number; readonly nonCompliant: number };
  readonly severity: string;
}

export function associationStories(
  { associations }: StateManager,
  simulation: Simulation,
): AssociationStory[] {
  return associations
    .filter(({ createdMs }) => createdMs !== null)
    .map((state) => storyOf(state, simulation));
}

const utc = (atMs: number | null): Moment | null => (atMs === null ? null : momentIn('UTC', atMs));

function storyOf(state: AssociationState, simulation: Simulation): AssociationStory {
  const { definition } = state.version;
  return {
    id: state.id,
    document: definition.documentName,
    operation: operationIn(definition.parameters),
    schedule: scheduleWords(definition),
    createdByCall: state.declared.createdBy === null ? null : utc(state.createdMs),
    deleted: utc(state.deletedMs),
    error: state.error,
    refusedFor: state.refusedFor,
    nextDue: utc(state.nextDueMs),
    intervals: state.intervals.map((interval) => intervalStory(interval, simulation)),
    failures: failuresOf(simulation, state.intervals),
    compliance: complianceCounts(state),
    severity: definition.severity,
  };
}

function intervalStory(interval: Interval, simulation: Simulation): IntervalStory {
  const tally = tallyOf(interval);
  const { limits } = interval.version.source;
  const { maxConcurrencyCount, maxErrorsCount } = interval.rollout.settings;
  return {
    due: momentIn('UTC', interval.dueMs),
    trigger: interval.trigger,
    status: overviewOf(interval.tally),
    skippedFor: interval.gatedBy,
    tally,
    installed: simulation.views.of(installsView).of(runsOf(interval)),
    minutes: minutesOf(tally),
    maxConcurrency: limitResult(limits?.maxConcurrency ?? null, maxConcurrencyCount),
    maxErrors: limitResult(limits?.maxErrors ?? null, maxErrorsCount),
    halt: haltOf(interval, simulation),
    lateCount: interval.lateRuns.size,
  };
}

/** Read from when its runs ended. */
export function haltOf(interval: Interval, { fleet }: Simulation): HaltStory | null {
  const { haltedMs, rollout, startedMs, endedMs, nodes } = interval;
  if (haltedMs === null) return null;
  const begun = nodes
    .map((node, position) => ({ node, position }))
    .filter(({ position }) => startedMs[position]! > 0 && startedMs[position]! <= haltedMs);
  const ended = begun.filter(({ position }) => endedMs[position]! > 0 && endedMs[position]! <= haltedMs);
  const errors = ended.filter(({ position }) => countsAsError(interval.statusOf(position)));
  const last = errors.findLast(({ position }) => endedMs[position] === haltedMs);
  return {
    at: momentIn('UTC', haltedMs),
    errorCount: Math.max(
      errors.length,
      haltingErrorOf(rollout.settings.maxErrorsCount, rollout.settings.halt),
    ),
    errorCountAtEnd: rollout.errorCount,
    node: last === undefined ? '' : fleet.nameOf(last.node),
    status: last === undefined ? '' : interval.statusOf(last.position),
    exitCode: last === undefined || interval.startsRunbook ? null : interval.exitCodes[last.position]!,
    sentCount: begun.length,
    inFlightCount: begun.length - ended.length,
    notStartedCount: nodes.length - begun.length,
  };
}
