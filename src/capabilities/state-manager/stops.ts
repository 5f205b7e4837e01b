/** What ends an interval before it is done: errors, a new interval, an edit, its duration, a closed calendar. */
import type { CauseId } from '../../capability/causes.ts';
import type { FactsIn } from '../../capability/facts.ts';
import { type RunEnd, runFacts } from '../../capability/run-facts.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { associationFacts } from './events.ts';
import type { AssociationStatus } from './rules.ts';
import type { Spread } from './spread.ts';
import { type Interval, type SkipReason, stage } from './state.ts';

/** What a node that was skipped was skipped for, as causes have it. */
export const causeOfSkip: Readonly<Record<SkipReason, CauseId>> = {
  halted: 'HALTED_BY_MAX_ERRORS',
  stopped: 'ASSOCIATION_SKIPPED',
  alarm: 'STOPPED_BY_ALARM',
  away: 'DELIVERY_FAILED',
  gated: 'ASSOCIATION_SKIPPED',
  'no longer a target': 'ASSOCIATION_SKIPPED',
  overridden: 'ASSOCIATION_SKIPPED',
};

function reasonOfWaiting({ heldBack, rollout }: Interval, position: number): SkipReason {
  if (!heldBack.has(position)) return 'away';
  return rollout.isHalted ? 'halted' : 'stopped';
}

/** What stopping needs of the runs. */
export interface Stoppable {
  end(interval: Interval, position: number, status: AssociationStatus, how: RunEnd): void;
  /** `isSent`: it holds a slot. */
  skip(interval: Interval, position: number, reason: SkipReason, isSent: boolean): void;
  readonly spread: Pick<Spread, 'leaveOut' | 'touch'>;
}

export class Stops {
  private readonly simulation: Simulation;
  private readonly runs: Stoppable;
  private readonly facts: FactsIn<typeof associationFacts>;
  private readonly runFacts: FactsIn<typeof runFacts>;

  constructor(simulation: Simulation, runs: Stoppable) {
    this.simulation = simulation;
    this.runs = runs;
    this.facts = simulation.facts.of(associationFacts);
    this.runFacts = simulation.facts.of(runFacts);
  }

  /** A closed calendar, or an alarm: nothing of this interval runs. */
  withhold(interval: Interval, cause: CauseId): void {
    interval.gatedBy = cause;
    interval.rollout.isClosed = true;
    interval.finishedMs = this.simulation.kernel.nowMs;
    this.facts.intervalSkipped.tell(interval);
    for (let position = 0; position < interval.plannedCount; position += 1) {
      this.runs.skip(interval, position, 'gated', false);
    }
    this.runs.spread.leaveOut(interval, interval.nodes, cause);
  }

  /** It is a target no longer: what it has missed it does not run. */
  forget(interval: Interval, node: number): void {
    const position = interval.offline.get(node);
    if (position !== undefined) this.runs.skip(interval, position, 'no longer a target', false);
  }

  /** Those whose turn is still to come, and what has not begun on nodes. Those that were away keep their place. */
  halt(interval: Interval): void {
    interval.haltedMs = this.simulation.kernel.nowMs;
    this.facts.intervalHalted.tell(interval);
    this.skipUnsent(interval, 'halted');
  }

  private skipUnsent(interval: Interval, reason: SkipReason): void {
    const left: number[] = [];
    for (let position = interval.nextPosition; position < interval.plannedCount; position += 1) {
      if (interval.stages[position] !== stage.unsent) continue;
      this.runs.skip(interval, position, reason, false);
      left.push(interval.nodes[position]!);
    }
    this.runs.spread.leaveOut(interval, left, causeOfSkip[reason]);
  }

  /** Nothing of it starts any more. What runs goes on, unless `running` says how it ends. */
  close(interval: Interval, running: 'TimedOut' | 'Cancelled' | null, reason: SkipReason = 'stopped'): void {
    const { rollout, stages } = interval;
    rollout.isClosed = true;
    if (interval.countOf('Pending') + interval.countOf('InProgress') === 0) return;
    this.skipUnsent(interval, reason);
    for (let position = 0; position < stages.length; position += 1) {
      const at = stages[position];
      if (at === stage.offline)
        this.runs.skip(interval, position, reasonOfWaiting(interval, position), false);
      else if (at === stage.sent || at === stage.queued) this.runs.skip(interval, position, reason, true);
      else if (running !== null && (at === stage.running || at === stage.resultHeld))
        this.kill(interval, position, running);
    }
    this.runs.spread.touch(interval);
  }

  private kill(interval: Interval, position: number, status: 'TimedOut' | 'Cancelled'): void {
    const node = interval.nodes[position]!;
    const run = interval.runAt(position);
    if (interval.stages[position] === stage.running) this.runFacts.runKilled.tell(node, run);
    if (status === 'TimedOut') interval.replacedCount += 1;
    const cause = status === 'TimedOut' ? 'TIMED_OUT' : 'CANCELLED';
    this.runs.end(interval, position, status, { how: 'stopped', cause });
  }
}
