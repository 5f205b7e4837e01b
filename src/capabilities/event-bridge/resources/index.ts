import { nounsOf } from '../../../cloudformation/nouns.ts';
import type { AnyResourceSpec } from '../../../cloudformation/resource-spec.ts';
import type { Scenario } from '../../../world/scenario.ts';
import type { Rule } from '../state.ts';
import { queueResources } from './queues.ts';
import { rule } from './rules.ts';
import { schedule } from './schedules.ts';

export const eventBridgeResources: readonly AnyResourceSpec[] = [...queueResources, rule, schedule];

/** The rules of a scenario, in the order of the file, and then its schedules. */
export function rulesOf(scenario: Pick<Scenario, 'nouns'>): Rule[] {
  return [...nounsOf(scenario, rule).values(), ...nounsOf(scenario, schedule).values()];
}
