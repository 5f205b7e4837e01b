/**
 * Installs of runbooks that were never sent: their execution ended, or waits, before the step that sends them, or was never started. Each is
 * an install opportunity of its nodes.
 */
import type { CauseId } from '../../capability/causes.ts';
import { runFacts, type ToldOfUnfinished, toldAtEnd } from '../../capability/run-facts.ts';
import type { RunSource } from '../../capability/run-source.ts';
import type { Simulation } from '../../capability/simulation.ts';
import type { Situation } from '../../capability/situation.ts';
import { view } from '../../capability/views.ts';
import { resolveGroup } from '../../world/target-resolution.ts';
import { causeOf } from './cause-of.ts';
import type { Division } from './division.ts';
import { type Execution, isOver } from './execution.ts';
import { installsMeant } from './installs-meant.ts';
import { isDivided } from './quota.ts';
import type { ExecutionRequest } from './request.ts';

export interface Unsent {
  readonly source: RunSource;
  readonly nodes: readonly number[];
  /** The step that sends it. */
  readonly step: string;
  /** The one that did not reach it, or that was to start one for the node and did not. */
  readonly execution: Execution;
  readonly isStarted: boolean;
  /** It would have started the machine first. */
  readonly isStartedFirst: boolean;
  /** Null: it was in progress when the run ended. */
  readonly cause: CauseId | null;
  readonly atMs: number;
}

/** For causes and `explain`. */
export const unreachedView = view<{ readonly unsent: readonly Unsent[] }>('automation, unreached installs');

/** The one that decided about the node. Undefined: something else did. */
export function unsentOf({ decisive, simulation }: Situation): Unsent | undefined {
  return simulation.views
    .of(unreachedView)
    .unsent.findLast(
      ({ source, execution }) => source === decisive?.source && execution.request.id === decisive.ownerId,
    );
}

export class Unreached {
  readonly unsent: Unsent[] = [];
  private readonly simulation: Simulation;
  private readonly division: Division;
  private readonly executions: readonly Execution[];

  constructor(simulation: Simulation, division: Division, executions: readonly Execution[]) {
    this.simulation = simulation;
    this.division = division;
    this.executions = executions;
    simulation.views.provide(unreachedView, this);
    simulation.facts.of(runFacts).unfinishedAsked.listen((told) => {
      for (const one of this.unfinished()) this.tell(one, told);
    });
  }

  clear(): void {
    this.unsent.length = 0;
  }

  /** A runbook that succeeded has decided itself which of its steps it takes. */
  onOver(execution: Execution): void {
    const { status, endedFor } = execution;
    const isWhole = status === 'Success' && endedFor === null && !isDivided(execution);
    if (!isWhole) this.note(this.leftBy(execution));
  }

  settle(): void {
    this.note(this.unfinished());
  }

  private note(found: readonly Unsent[]): void {
    const told = toldAtEnd(this.simulation.facts.of(runFacts));
    for (const one of found) {
      this.unsent.push(one);
      this.tell(one, told);
    }
  }

  /** Asked for with the execution: whatever else means the node while it runs came later. */
  private tell(unsent: Unsent, { leftOut }: ToldOfUnfinished): void {
    const { source, nodes, cause, isStartedFirst, execution } = unsent;
    const { requestedMs } = execution;
    leftOut({ source, snapshot: null, requestedMs, nodes, cause, isStartedFirst });
  }

  private unfinished(): Unsent[] {
    return this.executions.filter((one) => !isOver(one)).flatMap((one) => this.leftBy(one));
  }

  private leftBy(execution: Execution): Unsent[] {
    if (!isDivided(execution)) return this.found(execution, execution.request, true, causeOf(execution));
    return this.division
      .rest(execution)
      .flatMap(({ request, isHalted }) =>
        this.found(execution, request, false, isHalted ? 'HALTED_BY_MAX_ERRORS' : causeOf(execution)),
      );
  }

  private found(
    execution: Execution,
    request: ExecutionRequest,
    isStarted: boolean,
    cause: CauseId | null,
  ): Unsent[] {
    const { fleet, names, kernel } = this.simulation;
    const meant = installsMeant(this.simulation, execution, request).map((one) => ({
      ...one,
      nodes: one.isOpen
        ? request.node === null
          ? []
          : [request.node]
        : resolveGroup(fleet, names, one.source.targetGroups[0]!, one.source.account).nodes,
    }));
    const sentTo = new Set(meant.filter(({ isSent }) => isSent).flatMap(({ nodes }) => nodes));
    const atMs = kernel.nowMs;
    return meant.flatMap(({ isSent, source, step: { name: step }, nodes, isStartedFirst }): Unsent[] => {
      const left = isSent ? [] : nodes.filter((node) => !sentTo.has(node));
      if (left.length === 0) return [];
      return [{ source, step, nodes: left, execution, isStarted, isStartedFirst, cause, atMs }];
    });
  }
}
