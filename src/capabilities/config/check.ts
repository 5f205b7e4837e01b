/** What faults say of rules of AWS Config, against the rest of the file. */

import { nounsOf } from '../../cloudformation/nouns.ts';
import { suggestion } from '../../diagnostics/nearest.ts';
import type { LoadContext } from '../../fields/context.ts';
import type { FleetGroup } from '../../world/fleet.ts';
import { accountNamed, type Scenario } from '../../world/scenario.ts';
import { configRule } from './resources/rules.ts';

export function checkBrokenRules(scenario: Scenario, context: LoadContext): void {
  const rules = nounsOf(scenario, configRule);
  for (const [index, { rule: wanted, resource }] of scenario.faults.entries()) {
    if (wanted === undefined) continue;
    const rule = rules.get(wanted);
    if (rule === undefined) {
      const message = `expected the logical id of an ${configRule.type} under resources`;
      const help = suggestion(wanted, [...rules.keys()]);
      context.error(['faults', index, 'rule'], 'unknown-reference', message, { help });
      continue;
    }
    const group = groupOf(scenario, resource?.id ?? '');
    if (group === undefined || (group.account ?? '') === rule.account) continue;
    const { id, region } = accountNamed(scenario, rule.account);
    const message = `expected a resource of account ${id} and Region ${region}, which are those of ${wanted}: a rule evaluates no others`;
    context.error(['faults', index, 'resource', 'id'], 'bad-target', message);
  }
}

/** Of the node that has this name or this id; undefined: it is no node. */
function groupOf({ fleet }: Scenario, id: string): FleetGroup | undefined {
  const name = /^(.+)-[0-9]{4,}$/.exec(id)?.[1];
  return fleet.find((group) => group.name === name || (group.ids?.includes(id) ?? false));
}
