/** What faults say of rules of AWS Config, against the rest of the file. */

import { nounsOf } from '../../cloudformation/nouns.ts';
import { suggestion } from '../../diagnostics/nearest.ts';
import type { LoadContext } from '../../fields/context.ts';
import type { Scenario } from '../../world/scenario.ts';
import { configRule } from './resources/rules.ts';

export function checkBrokenRules(scenario: Scenario, context: LoadContext): void {
  const rules = [...nounsOf(scenario, configRule).keys()];
  for (const [index, { rule }] of scenario.faults.entries()) {
    if (rule === undefined || rules.includes(rule)) continue;
    const message = `expected the logical id of an ${configRule.type} under resources`;
    context.error(['faults', index, 'rule'], 'unknown-reference', message, { help: suggestion(rule, rules) });
  }
}
