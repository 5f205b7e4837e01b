/**
 * An execution with targets: one child for each, under rate control; with locations: one child for each account and Region.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/running-automations-scale.html and
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/running-automations-multiple-accounts-regions.html
 */
import { type Limit, resolveMaxConcurrency, resolveMaxErrors } from '../../aws/rate-control.ts';
import { Rollout } from '../../aws/rollout.ts';
import { modelIn } from '../../capability/model.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { pairsIn } from '../../world/places.ts';
import { resolveTargets } from '../../world/target-resolution.ts';
import { rateControlModel } from '../run-command/facts.ts';
import { type Execution, isOver } from './execution.ts';
import type { ExecutionRequest, ExecutionTargets, RateControl } from './request.ts';
import type { Location } from './target-locations.ts';
import type { Timers } from './timers.ts';

/** One wave of children with limits of their own: all targets, or all pairs of a location. */
interface Wave {
  readonly requests: readonly ExecutionRequest[];
  readonly rollout: Rollout;
  isSettling: boolean;
  /** Closed from outside, before errors had halted it. */
  isStopped: boolean;
}

interface Parts {
  readonly timers: Timers;
  readonly start: (request: ExecutionRequest, parent: Execution) => void;
  readonly end: (parent: Execution, status: 'Success' | 'Failed' | 'Cancelled') => void;
}

export class Division {
  private readonly simulation: Simulation;
  private readonly parts: Parts;
  private readonly waves = new Map<Execution, readonly Wave[]>();
  private readonly waveOfChild = new Map<string, Wave>();

  constructor(simulation: Simulation, parts: Parts) {
    this.simulation = simulation;
    this.parts = parts;
  }

  clear(): void {
    this.waves.clear();
    this.waveOfChild.clear();
  }

  begin(parent: Execution): void {
    const { request } = parent;
    const rateControl = request.rateControl!;
    const waves =
      rateControl.locations.length > 0
        ? rateControl.locations.map((location) =>
            this.wave(locationRequests(this.simulation, request, location), {
              maxConcurrency: location.placesAtATime,
              maxErrors: location.placesWithErrors,
            }),
          )
        : [this.wave(targetRequests(this.simulation, request, rateControl), rateControl)];
    this.waves.set(parent, waves);
    for (const wave of waves) this.settle(parent, wave);
  }

  /** All that end in one instant count before anything else is started. */
  onChildOver(parent: Execution, child: Execution): void {
    const wave = this.waveOfChild.get(child.request.id);
    if (wave === undefined) return;
    this.waveOfChild.delete(child.request.id);
    // #running-automations-scale-controls: the next go when those before them are done, which is the gate of the ramp.
    wave.rollout.onAnswered(wave.rollout.batchNumber);
    wave.rollout.onFinished(child.status !== 'Success');
    if (wave.isSettling) return;
    wave.isSettling = true;
    this.parts.timers.whenInstantEnds(() => {
      wave.isSettling = false;
      this.settle(parent, wave);
    });
  }

  /** No child is started any more; those that run are the caller's to stop. */
  close(parent: Execution): void {
    for (const wave of this.waves.get(parent) ?? []) {
      wave.isStopped ||= !wave.rollout.isHalted;
      wave.rollout.isClosed = true;
    }
  }

  /** Errors, and the limit that they may not pass. Null: nothing is divided. */
  tally(
    parent: Execution,
  ): { readonly errorCount: number; readonly notStarted: number; readonly isHalted: boolean } | null {
    const waves = this.waves.get(parent);
    if (waves === undefined) return null;
    return {
      errorCount: waves.reduce((sum, { rollout }) => sum + rollout.errorCount, 0),
      notStarted: waves.reduce((sum, { rollout }) => sum + rollout.unsentCount, 0),
      isHalted: waves.some(({ rollout }) => rollout.isHalted),
    };
  }

  /** Those that were not started, each about one target; of one that never began, all. */
  rest(parent: Execution): { readonly request: ExecutionRequest; readonly isHalted: boolean }[] {
    const waves = this.waves.get(parent);
    if (waves === undefined)
      return this.undivided(parent.request).map((request) => ({ request, isHalted: false }));
    return waves.flatMap(({ requests, isStopped, rollout: { sentCount, isHalted } }) =>
      requests
        .slice(sentCount)
        .flatMap((one) => this.undivided(one))
        .map((request) => ({ request, isHalted: isHalted && !isStopped })),
    );
  }

  private undivided(request: ExecutionRequest): ExecutionRequest[] {
    const { rateControl } = request;
    if (rateControl === undefined) return [request];
    const { locations } = rateControl;
    return locations.length > 0
      ? locations
          .flatMap((location) => locationRequests(this.simulation, request, location))
          .flatMap((one) => this.undivided(one))
      : targetRequests(this.simulation, request, rateControl);
  }

  private wave(
    requests: readonly ExecutionRequest[],
    limits: { readonly maxConcurrency: Limit; readonly maxErrors: Limit },
  ): Wave {
    const { rounding, dispatch, halt } = modelIn(this.simulation.scenario, rateControlModel);
    const rollout = new Rollout({
      targetCount: requests.length,
      maxConcurrencyCount: resolveMaxConcurrency(limits.maxConcurrency, requests.length, rounding),
      maxErrorsCount: resolveMaxErrors(limits.maxErrors, requests.length, rounding),
      dispatch,
      halt,
    });
    return { requests, rollout, isSettling: false, isStopped: false };
  }

  private settle(parent: Execution, wave: Wave): void {
    const { rollout, requests } = wave;
    const count = rollout.sendCountNow();
    const first = rollout.sentCount;
    if (count > 0) rollout.onSent(count);
    for (const request of requests.slice(first, first + count)) {
      this.waveOfChild.set(request.id, wave);
      this.parts.start(request, parent);
    }
    this.endIfDone(parent);
  }

  /**
   * ASSUMPTION automation-parent-status: errors within MaxErrors leave the parent Success; what has passed MaxErrors is Failed.
   */
  endIfDone(parent: Execution): void {
    const waves = this.waves.get(parent) ?? [];
    if (isOver(parent) || !waves.every(({ rollout }) => rollout.isFinished)) return;
    const isHalted = waves.some(({ rollout }) => rollout.isHalted);
    this.parts.end(parent, parent.status === 'Cancelling' ? 'Cancelled' : isHalted ? 'Failed' : 'Success');
  }
}

/** One request for each target, in the order of the targets. */
function targetRequests(
  { fleet, names, kernel }: Simulation,
  request: ExecutionRequest,
  { targets, values, targetMaps, targetParameterName }: RateControl,
): ExecutionRequest[] {
  const { rateControl: _, ...single } = request;
  const requestedMs = kernel.nowMs;
  const parameter = targetParameterName ?? '';
  const withValues = (given: ExecutionRequest['parameters']) => ({ ...request.parameters, ...given });
  const ofValue = (value: string): ExecutionRequest => {
    const node = names.find(value) ?? null;
    const parameters = withValues({ [parameter]: [value] });
    return { ...single, requestedMs, id: `${request.id}/${value}`, resource: value, node, parameters };
  };
  if (targetMaps.length > 0) {
    return targetMaps.map((map, index) => {
      const resource = Object.values(map).flat()[0] ?? String(index + 1);
      const parameters = withValues(map);
      return {
        ...single,
        requestedMs,
        id: `${request.id}/${index + 1}`,
        resource,
        node: names.find(resource) ?? null,
        parameters,
      };
    });
  }
  const { nodes } = resolveTargets(fleet, names, targets, request.account);
  return [
    ...values.map(ofValue),
    ...nodes.map((node): ExecutionRequest => {
      const name = fleet.nameOf(node);
      const parameters = withValues({ [parameter]: [names.idOf(node)] });
      return { ...single, requestedMs, id: `${request.id}/${name}`, resource: name, node, parameters };
    }),
  ];
}

/** One request for each pair of an account and a Region; one that the file does not have has no targets. */
function locationRequests(
  { scenario, kernel }: Simulation,
  request: ExecutionRequest,
  location: Location<ExecutionTargets>,
): ExecutionRequest[] {
  const { rateControl, ...single } = request;
  const isDivided = rateControl!.targetParameterName !== null || rateControl!.targetMaps.length > 0;
  const { targets, maxConcurrency, maxErrors, alarm } = location;
  const there: RateControl = {
    ...rateControl!,
    ...targets,
    locations: [],
    maxConcurrency: maxConcurrency ?? rateControl!.maxConcurrency,
    maxErrors: maxErrors ?? rateControl!.maxErrors,
  };
  return pairsIn(scenario, request.account ?? '', location.where).map(({ id, region, name }) => ({
    ...single,
    id: `${request.id}/${id}.${region}`,
    resource: `${id}/${region}`,
    account: name ?? `${id}/${region}`,
    caller: executionRoleOf(location),
    requestedMs: kernel.nowMs,
    // That of the whole stops its parent, and all of them with it.
    alarm,
    ...(isDivided ? { rateControl: there } : {}),
  }));
}

/** #running-automations-multiple-accounts-regions: the role that children there act as. */
export function executionRoleOf({ executionRoleName }: Pick<Location<unknown>, 'executionRoleName'>): string {
  return executionRoleName ?? 'AWS-SystemsManager-AutomationExecutionRole';
}
