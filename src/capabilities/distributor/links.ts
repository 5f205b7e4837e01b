/** For `explain`: which version of each package the node has, and why not another. */
import { type LinkFound, type LinkSpec, lastSteps } from '../../capability/links.ts';
import type { Situation } from '../../capability/situation.ts';
import { cataloguesOf, latestAt, packageNames } from './catalogue.ts';
import { configurePackage } from './documents.ts';
import { packagesView } from './packages-view.ts';
import type { PackageState } from './state.ts';

export const packageLinks: readonly LinkSpec[] = [
  {
    name: 'packages',
    title: 'Packages',
    stage: 'reboot',
    place: 930,
    isThere: (scenario) => packageNames(scenario).length > 0,
    isAlwaysTold: true,
    tell: packageLink,
  },
];

function packageLink(situation: Situation): LinkFound {
  const { simulation, node, region, id } = situation;
  const packages = simulation.views.of(packagesView).packages();
  const hasFailed = packages.some(({ failures }) => failures.has(node));
  return {
    state: hasFailed ? 'failed' : 'ok',
    found: packages.flatMap((state) => sentencesOf(state, situation)),
    details: lastSteps(situation, 'package'),
    console: 'Distributor, and the command history of Run Command',
    cli: `aws --region ${region} ssm list-command-invocations --instance-id ${id} --filters key=DocumentName,value=${configurePackage} --details`,
    page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/distributor-troubleshooting.html',
  };
}

function sentencesOf(state: PackageState, { node, scenario, nowMs }: Situation): string[] {
  const known = cataloguesOf(scenario).get(state.name);
  const latest = known === undefined ? undefined : latestAt(known, nowMs)?.version;
  const version = state.versionOn(node);
  const failure = state.failures.get(node);
  const has =
    version === null
      ? `${state.name} is not installed`
      : `${state.name} ${version} is installed${version === latest ? ', the default version' : ''}`;
  const lacks = latest !== undefined && version !== latest ? `; the default version is ${latest}` : '';
  return [`${has}${lacks}`, ...(failure === undefined ? [] : [`its last run failed: ${failure.why}`])];
}
