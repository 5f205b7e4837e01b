/** Nodes that boot together and read more than AWS takes in that time. */
import { count } from '../../../blocks/numbers.ts';
import type { Subject } from '../../../capability/lint/subject.ts';
import type { Report } from '../../../capability/lint-rule.ts';
import type { Distribution } from '../../../kernel/distributions.ts';
import { modelsByGroup, type ParameterStoreModel } from '../model.ts';
import { namesMax } from '../request.ts';
import { limitOf } from '../throughput.ts';

export function checkBootStorm({ scenario }: Subject, report: Report): void {
  if (scenario === null) return;
  const models = modelsByGroup(scenario);
  scenario.fleet.forEach(({ name, count: nodes }, index) => {
    const model = models[index]!;
    const calls = callsOf(model);
    const { rate, burst } = limitOf(model.bootCall, false);
    const seconds = spreadMs(model.bootDelay) / 1000;
    const reads = nodes * calls;
    if (reads <= burst + rate * seconds) return;
    const spread = seconds === 0 ? 'at once' : `within ${seconds} s`;
    const message = `${name}: ${count(nodes)} nodes that boot together make ${count(reads)} reads ${spread}, and AWS takes ${rate} a second: the others are throttled, and back off`;
    const help =
      model.bootCall === 'GetParameter' && model.atBoot.length > 1
        ? 'read ten names with one GetParameters, spread the boots, or switch on higher throughput'
        : 'spread the boots, keep values on the nodes, or switch on higher throughput';
    report(['fleet', name], message, { at: 'key', help });
  });
}

function callsOf({ atBoot, bootCall }: ParameterStoreModel): number {
  return bootCall === 'GetParameter' ? atBoot.length : Math.ceil(atBoot.length / namesMax);
}

/** How far apart the scripts of nodes that boot together begin, as far as the model bounds it. */
function spreadMs(delay: Distribution): number {
  if (delay.family === 'constant') return 0;
  return delay.family === 'uniform' ? delay.max - delay.min : Number.POSITIVE_INFINITY;
}
