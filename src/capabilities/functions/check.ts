/** What `model.functions` says, against the rest of the file. */
import { suggestion } from '../../diagnostics/nearest.ts';
import type { LoadContext } from '../../fields/context.ts';
import type { Scenario } from '../../world/scenario.ts';
import { topicNames } from '../notifications/facts.ts';
import { functionModelOf } from './model.ts';

export function checkFunctions(scenario: Scenario, context: LoadContext): void {
  for (const [name, { count, then }] of functionModelOf(scenario)) {
    const path = ['model', 'functions', name];
    if (count !== undefined && then === undefined) {
      const message = 'missing: expected then beside count, such as { notify: OnCall }';
      context.error([...path, 'then'], 'missing-key', message);
    }
    if (then === undefined) continue;
    const given = Object.keys(then);
    if (given.length !== 1) {
      const found = given.length === 0 ? 'an empty map' : given.join(' and ');
      context.error([...path, 'then'], 'bad-value', `expected one of notify, fails, answer; found ${found}`);
    }
    const topics = topicNames(scenario);
    if (then.notify === undefined || topics.includes(then.notify)) continue;
    const message = 'expected the logical id of an AWS::SNS::Topic under resources';
    const help = suggestion(then.notify, topics);
    context.error([...path, 'then', 'notify'], 'unknown-reference', message, { help });
  }
}
