/** For `explain`: what the node read of Parameter Store when it booted. */
import * as cli from '../../aws/cli.ts';
import { type LinkFound, type LinkSpec, lastSteps } from '../../capability/links.ts';
import type { Situation } from '../../capability/situation.ts';
import { modelsByGroup } from './model.ts';
import { parametersView } from './parameters-view.ts';
import { refusalSentences } from './story.ts';
import { bootsWithParameters } from './uses.ts';

export const parameterLinks: readonly LinkSpec[] = [
  {
    name: 'parameters at boot',
    title: 'Parameters at boot',
    stage: 'reboot',
    place: 915,
    isThere: bootsWithParameters,
    isAlwaysTold: true,
    tell: bootLink,
  },
];

function bootLink(situation: Situation): LinkFound {
  const { simulation, node, scenario } = situation;
  const { fleet } = simulation;
  const boot = simulation.views.of(parametersView).boots.findLast((one) => one.node === node);
  const told = {
    details: lastSteps(situation, 'parameters'),
    console: 'Parameter Store',
    cli: cli.parameterValues(
      situation,
      boot?.names ?? modelsByGroup(scenario)[fleet.cohortOf(node).groupIndex]!.atBoot,
    ),
    page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-throughput.html',
  };
  if (boot === undefined)
    return { ...told, state: 'ok', found: ['it did not boot in this run, or reads nothing'] };
  if (boot.refusal !== null) {
    return {
      ...told,
      state: 'failed',
      found: [`it did not get its parameters: ${refusalSentences(boot.refusal)}`],
    };
  }
  const attempts = boot.throttled === 0 ? 'none' : String(boot.throttled);
  return {
    ...told,
    state: 'ok',
    found: [`it read ${boot.names.join(', ')}; attempts throttled: ${attempts}`],
  };
}
