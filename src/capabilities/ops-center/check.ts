/** What the file says of operators, against its principals. */
import { suggestion } from '../../diagnostics/nearest.ts';
import { describe } from '../../diagnostics/plain-map.ts';
import type { LoadContext } from '../../fields/context.ts';
import type { Scenario } from '../../world/scenario.ts';
import { operatorModels } from './model.ts';

export function checkOperators(scenario: Scenario, context: LoadContext): void {
  const known = [...scenario.principals.keys()];
  for (const name of operatorModels(scenario).keys()) {
    if (known.includes(name)) continue;
    const message = `expected a name under principals, found ${describe(name)}`;
    const help = suggestion(name, known) ?? `add it: principals.${name}`;
    context.error(['model', 'operators', name], 'unknown-reference', message, { at: 'key', help });
  }
}
