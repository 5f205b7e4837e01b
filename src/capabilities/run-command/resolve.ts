/**
 * Whom a command reaches: resolved when it is sent, in a keyed random order.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/send-commands-targeting.html
 */

import { causesOf } from '../../capability/causes.ts';
import type { DocumentRun } from '../../capability/document-run.ts';
import type { RefusedNode } from '../../capability/failures.ts';
import { managedView } from '../../capability/managed.ts';
import { modelIn } from '../../capability/model.ts';
import { capabilitiesOf } from '../../capability/registry.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { sortEvenlySpread } from '../../kernel/sort.ts';
import { resolveGroup } from '../../world/target-resolution.ts';
import { nodesView } from '../managed-nodes/facts.ts';
import { rateControlModel } from './model.ts';
import type { CommandRequest } from './request.ts';

export interface ResolvedCommand {
  /** Registered nodes, Online or ConnectionLost, in the order in which they are sent to. */
  readonly nodes: Uint32Array;
  /** Nodes that the criteria mean and that are silently not there. */
  readonly missed: readonly number[];
  /** AWS refuses the whole call, such as InvalidInstanceId. */
  readonly error: string | null;
  /** For which it is refused. */
  readonly refusedFor: readonly RefusedNode[];
}

export function resolveCommand(simulation: Simulation, request: CommandRequest): ResolvedCommand {
  const { fleet, names, views } = simulation;
  const view = views.of(nodesView);
  const isById = request.instanceIds.length > 0 || request.targets.some(({ key }) => key === 'InstanceIds');
  const { nodes: meant, unknown } = resolveGroup(fleet, names, request, request.source.account);
  const managed: number[] = [];
  const missed: number[] = [];
  for (const node of meant) (view.pingStatus(node) === null ? missed : managed).push(node);
  if (isById && (unknown.length > 0 || missed.length > 0)) {
    return {
      nodes: new Uint32Array(0),
      missed,
      error: 'InvalidInstanceId',
      refusedFor: refusedNodes(simulation, unknown, missed),
    };
  }
  return { nodes: inSendingOrder(simulation, request, managed), missed, error: null, refusedFor: [] };
}

/** API_SendCommand.html#API_SendCommand_Errors: an id that is not of a managed node makes the whole call invalid. */
function refusedNodes(
  { fleet, scenario, views }: Simulation,
  unknown: readonly string[],
  missed: readonly number[],
): RefusedNode[] {
  const managed = views.of(managedView);
  const causes = causesOf(capabilitiesOf(scenario));
  return [
    ...unknown.map((node) => ({ node, cause: null, summary: 'no node has this id' })),
    ...missed.map((node) => {
      const cause = managed.unmanagedCauseOf(node);
      const summary = cause === null ? 'on its way to registering' : causes.of(cause).summary;
      return { node: fleet.nameOf(node), cause, summary };
    }),
  ];
}

/** 24 bits. */
const fleetMax = 16_777_216;

/**
 * ASSUMPTION rate-control-order: AWS does not say in which order targets are sent to. A keyed random order, never the
 * order of groups or names, so that no node is always the canary; `listed` keeps the order of the fleet.
 */
export function inSendingOrder(
  simulation: Simulation,
  request: Pick<DocumentRun, 'source' | 'occurrence' | 'part'>,
  nodes: readonly number[],
): Uint32Array {
  const order = new Uint32Array(nodes);
  if (modelIn(simulation.scenario, rateControlModel).order === 'listed') return order;
  const { fleet, random } = simulation;
  const keys = new Float64Array(order.length);
  let streamCohort = -1;
  let stream = random.stream('run-command/order', request.source.id, '');
  for (let index = 0; index < order.length; index += 1) {
    const node = order[index]!;
    const cohort = fleet.cohortIndex(node);
    if (cohort !== streamCohort) {
      streamCohort = cohort;
      stream = random.stream('run-command/order', request.source.id, fleet.cohorts[cohort]!.key);
    }
    const uniform = stream.uniform(fleet.ordinalOf(node), request.occurrence, request.part);
    // One number to sort by: 29 bits of chance above 24 bits of the place in the fleet, which breaks ties.
    keys[index] = Math.floor(uniform * 536_870_912) * fleetMax + node;
  }
  sortEvenlySpread(keys, 536_870_912 * fleetMax);
  for (let index = 0; index < order.length; index += 1) {
    order[index] = keys[index]! - Math.floor(keys[index]! / fleetMax) * fleetMax;
  }
  return order;
}
