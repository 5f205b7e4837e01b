/**
 * Associations whose document is a runbook that is simulated step by step: one execution for each target. No agent takes part, so that a
 * stopped instance is a target as any other.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/scheduling-automations-state-manager-associations.html
 */
import type { ExecutionSource } from '../../capability/execution-source.ts';
import type { Simulation } from '../../capability/simulation.ts';
import type { Scenario } from '../../world/scenario.ts';
import type { ExecutionRequest } from '../automation/facts.ts';
import { declaredAssociations } from './sources.ts';
import type { Interval } from './state.ts';

/** `node` null: the association has no targets, and starts one execution. */
export function executionRequestOf(
  { fleet, names, kernel }: Simulation,
  { id, association, run, version: { definition, source } }: Interval,
  node: number | null,
): ExecutionRequest {
  const { documentName, parameters, targetParameter } = definition;
  const resource = node === null ? association.id : fleet.nameOf(node);
  return {
    id: `${id}/${resource}`,
    source: association.id,
    document: documentName,
    parameters:
      node === null || targetParameter === null
        ? parameters
        : { ...parameters, [targetParameter]: [names.idOf(node)] },
    node,
    resource,
    occurrence: run.occurrence,
    requestedMs: kernel.nowMs,
    account: source.account,
  };
}

export function associationExecutions(scenario: Scenario): ExecutionSource[] {
  return declaredAssociations(scenario)
    .filter(({ startsRunbook }) => startsRunbook)
    .map(({ id, definition, source: { account } }) => ({
      id,
      account,
      document: definition.documentName,
      parameters: definition.parameters,
    }));
}
