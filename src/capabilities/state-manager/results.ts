/** Associations as results have them: in the shape of commands, and each of their intervals. */
import { type FailureResult, failureFields } from '../../capability/failures.ts';
import { type InstallTally, installsView, installTallySchema } from '../../capability/installs.ts';
import type { ResultSpec } from '../../capability/results.ts';
import {
  limitResult,
  type RolloutResult,
  rolloutFields,
  statusCounts,
} from '../../capability/rollout-results.ts';
import type { Simulation } from '../../capability/simulation.ts';
import {
  count,
  instant,
  instantOrNothing,
  listOf,
  oneOf,
  said,
  text,
  textOrNothing,
} from '../../fields/json-parts.ts';
import { exactly } from '../../fields/json-schema.ts';
import { isoTime, isoTimeOrNull } from '../../world/time.ts';
import { complianceCounts } from './compliance.ts';
import { complianceSeverities } from './definition.ts';
import { failuresOf } from './failures.ts';
import type { StateManager } from './machine.ts';
import { overviewOf, overviewStatuses } from './rules.ts';
import { type AssociationState, type Interval, triggers } from './state.ts';
import { runsOf } from './tally.ts';

export interface IntervalResult extends RolloutResult {
  readonly id: string;
  readonly trigger: string;
  readonly status: string;
  readonly start: string;
  readonly end: string | null;
  readonly skippedFor: string | null;
}

export interface AssociationResult extends RolloutResult, FailureResult {
  readonly id: string;
  readonly name: string;
  readonly document: string;
  readonly status: string;
  readonly error: string | null;
  readonly start: string | null;
  readonly end: string | null;
  readonly installed: InstallTally | null;
  readonly severity: string;
  readonly compliance: { readonly compliant: number; readonly nonCompliant: number };
  readonly executions: readonly IntervalResult[];
}

const intervalSchema = exactly({
  id: text,
  trigger: said('Why it began.', oneOf(...triggers)),
  status: oneOf(...overviewStatuses),
  ...rolloutFields,
  start: said('When it came due.', instant),
  end: said('When nothing of it was in progress; null: not before the end of the run.', instantOrNothing),
  skippedFor: said('The cause for which it did not run; null: it ran.', textOrNothing),
});

const associationSchema = exactly({
  id: said('Its logical id, or the id of the action that creates it.', text),
  name: text,
  document: text,
  status: said('That of its last interval.', oneOf(...overviewStatuses)),
  error: said('The name of the error with which AWS refused to create it.', textOrNothing),
  ...rolloutFields,
  ...failureFields,
  start: said('When it first came due; null: never.', instantOrNothing),
  end: instantOrNothing,
  installed: said('Null: it is no Install, or did not run.', installTallySchema),
  severity: oneOf(...complianceSeverities),
  compliance: said(
    'Nodes by association compliance, as last written in the run.',
    exactly({ compliant: count, nonCompliant: count }),
  ),
  executions: said('Its intervals, in the order of time.', listOf(intervalSchema)),
});

interface Machine {
  readonly associations: StateManager;
}

export const associationResults: ResultSpec<Machine> = {
  lists: [
    {
      place: 30,
      key: 'associations',
      schema: said(
        'Associations of State Manager, added up over their intervals. Those of replication 0.',
        listOf(associationSchema),
      ),
      listOf: ({ associations: { associations } }, simulation) =>
        associations
          .filter(({ createdMs }) => createdMs !== null)
          .map((state) => associationResult(state, simulation)),
    },
  ],
};

function associationResult(state: AssociationState, simulation: Simulation): AssociationResult {
  const { intervals, version } = state;
  const { definition, source } = version;
  const last = intervals.at(-1);
  const halted = intervals.filter(({ haltedMs }) => haltedMs !== null);
  const runs = intervals.flatMap(runsOf);
  return {
    id: state.id,
    name: definition.name,
    document: definition.documentName,
    status: last === undefined ? 'Pending' : overviewOf(last.tally),
    error: state.error,
    targets: intervals.reduce((sum, { targetCount }) => sum + targetCount, 0),
    maxConcurrency: limitResult(
      source.limits?.maxConcurrency ?? null,
      last?.rollout.settings.maxConcurrencyCount,
    ),
    maxErrors: limitResult(source.limits?.maxErrors ?? null, last?.rollout.settings.maxErrorsCount),
    start: isoTimeOrNull(intervals[0]?.dueMs ?? null),
    end: isoTimeOrNull(last?.finishedMs ?? null),
    halted: halted.length > 0,
    haltedAt: isoTimeOrNull(halted[0]?.haltedMs ?? null),
    statuses: statusCounts(intervals.map(({ tally }) => tally)),
    failures: failuresOf(simulation, intervals),
    refusedFor: state.refusedFor,
    installed: runs.length === 0 ? null : simulation.views.of(installsView).of(runs),
    severity: definition.severity,
    compliance: complianceCounts(state),
    executions: intervals.map(intervalResult),
  };
}

function intervalResult(interval: Interval): IntervalResult {
  const { rollout, version, haltedMs } = interval;
  const { limits } = version.source;
  const { maxConcurrencyCount, maxErrorsCount } = rollout.settings;
  return {
    id: interval.id,
    trigger: interval.trigger,
    status: overviewOf(interval.tally),
    targets: interval.targetCount,
    maxConcurrency: limitResult(limits?.maxConcurrency ?? null, maxConcurrencyCount),
    maxErrors: limitResult(limits?.maxErrors ?? null, maxErrorsCount),
    start: isoTime(interval.dueMs),
    end: isoTimeOrNull(interval.finishedMs),
    halted: rollout.isHalted,
    haltedAt: isoTimeOrNull(haltedMs),
    skippedFor: interval.gatedBy,
    statuses: statusCounts([interval.tally]),
  };
}
