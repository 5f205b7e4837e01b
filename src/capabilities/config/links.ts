/** What AWS Config says of a node: it follows what the node reports, and causes nothing. */
import * as cli from '../../aws/cli.ts';
import { count, counted } from '../../blocks/numbers.ts';
import type { LinkFound, LinkSpec } from '../../capability/links.ts';
import { lastSteps } from '../../capability/links.ts';
import type { Situation } from '../../capability/situation.ts';
import { nounsOf } from '../../cloudformation/nouns.ts';
import { utc } from '../../world/time.ts';
import { configView } from './machine.ts';
import { configRule } from './resources/rules.ts';
import type { Resource } from './state.ts';

export const configLinks: readonly LinkSpec[] = [
  {
    name: 'config-rules',
    title: 'Rules of AWS Config',
    stage: 'reboot',
    place: 90,
    isAlwaysTold: true,
    isThere: (scenario) => nounsOf(scenario, configRule).size > 0,
    tell: tellRules,
  },
];

function tellRules(situation: Situation): LinkFound {
  const { simulation, node } = situation;
  const { evaluations, remediations } = simulation.views.of(configView);
  const resources = evaluations.rules.flatMap(({ resources: all }) =>
    [...all.values()].filter((one) => one.node === node),
  );
  const tried = remediations.all.flatMap(({ remediated }) =>
    [...remediated.values()].filter(
      ({ resource, attemptCount }) => resource.node === node && attemptCount > 0,
    ),
  );
  const isBad = resources.some(({ result }) => result === 'NON_COMPLIANT');
  return {
    state: resources.length === 0 ? 'unknown' : isBad ? 'failed' : 'ok',
    found: [
      ...(resources.length === 0 ? ['no rule has a result for it'] : resources.map(resultWords)),
      ...tried.map(({ of, attemptCount, failedCount, failure, exceptionMs }) => {
        const why = failure === null ? '' : `; the last one failed ${failure}`;
        const exception = exceptionMs === null ? '' : `; exception since ${utc(exceptionMs)}`;
        return `${of.remediation.logicalId}: ${counted(attemptCount, 'attempt')}, ${count(failedCount)} failed${why}${exception}`;
      }),
    ],
    details: lastSteps(situation, 'config'),
    console: 'AWS Config, Resources: the rules of the resource and its timeline',
    cli: cli.configCompliance(situation, resources[0]?.type ?? 'AWS::SSM::PatchCompliance'),
    page: 'https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-trigger-type.html',
  };
}

function resultWords({ rule, result, resultMs }: Resource): string {
  const since = resultMs === null ? 'since before the run' : `since ${utc(resultMs)}`;
  return `${rule.rule.logicalId}: ${result} ${result === 'INSUFFICIENT_DATA' ? '(nothing has been reported)' : since}`;
}
