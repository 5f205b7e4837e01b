/**
 * How many executions run at one time, and which wait: by account and Region.
 *
 * AWS: https://docs.aws.amazon.com/general/latest/gr/ssm.html
 */
import { modelIn } from '../../capability/model.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { holdAction } from './actions/hold.ts';
import type { Execution } from './execution.ts';
import { type AutomationModel, automationModel } from './model.ts';

/** Of one account and Region. `rateControl`: executions that targets or locations divide, which have a quota of their own. */
interface Lane {
  readonly running: Set<Execution>;
  readonly queue: Execution[];
}

export class Quota {
  private readonly model: AutomationModel;
  private readonly begin: (execution: Execution) => void;
  private readonly lanes = new Map<string, Lane>();

  constructor({ scenario }: Simulation, begin: (execution: Execution) => void) {
    this.model = modelIn(scenario, automationModel);
    this.begin = begin;
  }

  clear(): void {
    this.lanes.clear();
  }

  /** False: there is no place in the queue either, and AWS answers AutomationExecutionLimitExceededException. */
  admit(execution: Execution): boolean {
    const lane = this.laneOf(execution);
    if (this.hasRoom(lane, execution)) {
      lane.running.add(execution);
      this.begin(execution);
      return true;
    }
    if (lane.queue.length >= this.queueMax(execution)) return false;
    lane.queue.push(execution);
    return true;
  }

  /** It is over, or is cancelled while it waits. */
  release(execution: Execution): void {
    const lane = this.laneOf(execution);
    const place = lane.queue.indexOf(execution);
    if (place >= 0) lane.queue.splice(place, 1);
    if (!lane.running.delete(execution)) return;
    this.fill(lane);
  }

  /** One that sits on an approval, a pause or a sleep leaves its place to another, up to a number of them. */
  onSitting(execution: Execution): void {
    this.fill(this.laneOf(execution));
  }

  private fill(lane: Lane): void {
    for (let next = lane.queue[0]; next !== undefined && this.hasRoom(lane, next); next = lane.queue[0]) {
      lane.queue.shift();
      lane.running.add(next);
      this.begin(next);
    }
  }

  /**
   * ASSUMPTION automation-nested-quota: what a step starts takes a place and never waits for one, since its parent holds one meanwhile, and a
   * hundred parents would wait for each other.
   */
  private hasRoom({ running }: Lane, execution: Execution): boolean {
    if (execution.parent !== null && execution.parent.request.rateControl === undefined) return true;
    const { concurrent, adaptive, concurrentSitting, concurrentRateControl } = this.model;
    if (isDivided(execution)) return running.size < concurrentRateControl;
    const sittingCount = Math.min(concurrentSitting, countIn(running, isSitting));
    return running.size - sittingCount < Math.max(concurrent, adaptive);
  }

  private queueMax(execution: Execution): number {
    return isDivided(execution) ? this.model.queuedRateControl : this.model.queued;
  }

  private laneOf(execution: Execution): Lane {
    const key = `${execution.request.account ?? ''}/${isDivided(execution) ? 'divided' : ''}`;
    let lane = this.lanes.get(key);
    if (lane === undefined) {
      lane = { running: new Set(), queue: [] };
      this.lanes.set(key, lane);
    }
    return lane;
  }
}

export function isDivided({ request }: Pick<Execution, 'request'>): boolean {
  return request.rateControl !== undefined;
}

const sittingActions = ['aws:approve', 'aws:pause', 'aws:sleep', holdAction];

function isSitting({ steps }: Execution): boolean {
  const last = steps.at(-1);
  return last !== undefined && last.endedMs === null && sittingActions.includes(last.step.action);
}

function countIn<T>(all: Iterable<T>, is: (one: T) => boolean): number {
  let count = 0;
  for (const one of all) if (is(one)) count += 1;
  return count;
}
