/** The intervals of a run: each with its own request, the order of its nodes, and the limits that hold for it. */
import { resolveMaxConcurrency, resolveMaxErrors } from '../../aws/rate-control.ts';
import type { DocumentRun } from '../../capability/document-run.ts';
import { documentOf, executionTimeoutSeconds } from '../../capability/documents.ts';
import { modelIn } from '../../capability/model.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { epochMinute } from '../../capability/streams.ts';
import { isoTime } from '../../world/time.ts';
import { sendsFor } from '../parameter-store/facts.ts';
import { inSendingOrder, rateControlModel } from '../run-command/facts.ts';
import { stateManagerModel } from './model.ts';
import { type AssociationState, Interval, type Trigger } from './state.ts';

/** The nodes that an interval means. */
export interface Meant {
  readonly targets: readonly number[];
  /** Those that are not managed as it comes due. */
  readonly missed: readonly number[];
  /** Of how many nodes its percentages are. */
  readonly base: number;
}

export class Intervals {
  readonly all: Interval[] = [];
  private readonly simulation: Simulation;

  constructor(simulation: Simulation) {
    this.simulation = simulation;
  }

  begin(state: AssociationState, trigger: Trigger, { targets, missed, base }: Meant): Interval {
    const { kernel, scenario, fleet } = this.simulation;
    const { nowMs } = kernel;
    const { version, intervals } = state;
    let again = 0;
    while (intervals.at(-1 - again)?.dueMs === nowMs) again += 1;
    const written = { source: version.source, parameters: version.definition.parameters };
    const { request: sent, error } = sendsFor(this.simulation, written);
    const run: DocumentRun = {
      id: `${state.id}/${isoTime(nowMs)}${again === 0 ? '' : `/${again + 1}`}`,
      source: sent.source,
      part: 0,
      occurrence: epochMinute(nowMs),
      snapshot: null,
      requestedMs: nowMs,
    };
    const { halt, rounding } = modelIn(scenario, rateControlModel);
    const { maxConcurrency, maxErrors } = version.source.limits!;
    const { documentName } = version.definition;
    const interval = new Interval({
      index: this.all.length,
      association: state,
      version,
      trigger,
      dueMs: nowMs,
      run,
      nodes: inSendingOrder(this.simulation, run, targets),
      missed,
      rollout: {
        targetCount: targets.length,
        maxConcurrencyCount: resolveMaxConcurrency(maxConcurrency, base, rounding),
        maxErrorsCount: resolveMaxErrors(maxErrors, base, rounding),
        dispatch: modelIn(scenario, stateManagerModel).dispatch,
        halt,
      },
      limitMs: executionTimeoutSeconds(documentOf(scenario, documentName), sent.parameters) * 1000,
      lookUpError: error,
    });
    for (const node of targets) if (fleet.isDown(node)) interval.downCount += 1;
    this.all.push(interval);
    intervals.push(interval);
    return interval;
  }
}
