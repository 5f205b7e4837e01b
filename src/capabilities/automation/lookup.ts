/**
 * What references of an execution stand for.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-variables.html
 */
import { partitionOf } from '../../aws/arn.ts';
import { awsUuid } from '../../capability/event-arns.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { accountNamed, type Scenario } from '../../world/scenario.ts';
import { isoTime } from '../../world/time.ts';
import type { Value } from './content/runbook.ts';
import type { Execution } from './execution.ts';

/** Undefined: there is nothing of that name, yet or at all. */
export function lookupIn(simulation: Simulation, execution: Execution, name: string): Value | undefined {
  const colon = name.indexOf(':');
  const kind = name.slice(0, Math.max(0, colon));
  if (kind === 'global' || kind === 'automation') return systemVariable(simulation, execution, name);
  if (kind === 'variable') return execution.variables[name.slice(colon + 1)];
  if (Object.hasOwn(execution.parameters, name)) return execution.parameters[name];
  const dot = name.indexOf('.');
  return dot < 0 ? undefined : stepOutput(execution, name.slice(0, dot), name.slice(dot + 1));
}

function stepOutput({ steps, frames }: Execution, step: string, output: string): Value | undefined {
  if (output === 'CurrentIteratorValue') {
    const frame = frames.find(({ loop }) => loop?.step.name === step);
    return frame?.items?.[frame.iteration - 1];
  }
  // A step that ran more than once is known by its last time.
  return steps.findLast((one) => one.step.name === step)?.outputs[output];
}

function systemVariable(simulation: Simulation, { request }: Execution, name: string): Value | undefined {
  const { scenario, kernel } = simulation;
  const now = isoTime(kernel.nowMs);
  switch (name) {
    case 'global:DATE':
      return now.slice(0, 10);
    case 'global:DATE_TIME':
      return now.slice(0, 19).replaceAll(':', '.').replace('T', '_');
    case 'automation:EXECUTION_ID':
      return awsUuid(simulation, 'automation', request.id);
    default:
      return placeVariable(scenario, request.account, name);
  }
}

/** Variables that do not depend on the time. Undefined: of another name, or the account is not known. */
export function placeVariable(
  { account, accounts = new Map() }: Partial<Pick<Scenario, 'account' | 'accounts'>>,
  named: string | undefined,
  name: string,
): string | undefined {
  if (account === undefined) return undefined;
  const { id, region } = accountNamed({ account, accounts }, named ?? '');
  switch (name) {
    case 'global:ACCOUNT_ID':
      return id;
    case 'global:REGION':
      return region;
    case 'global:AWS_PARTITION':
      return partitionOf(region);
    default:
      return undefined;
  }
}
