/** Whether anything selects the node: its tags, letter by letter, beside the targets of every Install. */
import * as cli from '../../../aws/cli.ts';
import { matchesTarget, type Target } from '../../../aws/targets.ts';
import { type LinkFound, type LinkSpec, lastSteps } from '../../../capability/links.ts';
import type { RunSource, TargetGroup } from '../../../capability/run-source.ts';
import type { Situation } from '../../../capability/situation.ts';
import { selects, sourcesOf } from '../../../capability/sources.ts';
import { accountNamed, type Scenario } from '../../../world/scenario.ts';
import { patchManagerView } from '../machine.ts';
import { operationMeant } from '../rules.ts';

export const targetLink: LinkSpec = {
  name: 'tags-and-patch-group',
  title: 'Tags and patch group',
  stage: 'target',
  place: 10,
  tell: tagsLink,
};

/** One Install or Scan of the scenario, and what one of its commands is sent to. */
interface Aim {
  readonly operation: 'Install' | 'Scan';
  readonly source: RunSource;
  readonly group: TargetGroup;
}

/** More of them than this are counted. */
const aimsMax = 8;

function tagsLink(situation: Situation): LinkFound {
  const { simulation, node, scenario } = situation;
  const tags = simulation.fleet.tagsOf(node);
  const patchGroup = simulation.views.of(patchManagerView).baselines.patchGroupOf(node);
  const aims = aimsOf(scenario);
  const installs = aims.filter(({ operation }) => operation === 'Install');
  const isMeant = installs.some((aim) => isMeantBy(situation, aim));
  const unsimulated = unsimulatedInstalls(scenario);
  // A Scan is worth a word where it is all there is.
  const told = isMeant ? installs : aims;
  return {
    state: isMeant ? 'ok' : 'unknown',
    found: [
      `tags: ${tagWords(tags)}`,
      patchGroup === null
        ? `in no patch group: no tag ${scenario.model.patchGroupKeys.join(' or ')}`
        : `patch group ${patchGroup}`,
      ...told.slice(0, aimsMax).map((aim) => aimWords(situation, aim)),
      ...(told.length > aimsMax ? [`and ${told.length - aimsMax} more`] : []),
      ...unsimulated,
      ...(aims.length + unsimulated.length === 0 ? ['the scenario has neither an Install nor a Scan'] : []),
    ],
    details: lastSteps(situation, 'tags'),
    console: 'Fleet Manager, tab Tags; compare with the targets in Maintenance Windows and Run Command',
    cli: cli.tags(situation),
    page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/send-commands-targeting.html',
  };
}

/** Each is not simulated, so that whether it patches the node is unknown. */
function unsimulatedInstalls({ unsimulatedInstalls: all }: Scenario): string[] {
  return all.map(({ name }) => `${name} may install on it by a call that is not simulated`);
}

function aimsOf(scenario: Scenario): Aim[] {
  return sourcesOf(scenario).flatMap((source) => {
    const operation = operationMeant(scenario, source);
    return operation === null ? [] : source.targetGroups.map((group) => ({ operation, source, group }));
  });
}

function isMeantBy({ simulation, node }: Situation, { source, group }: Aim): boolean {
  return selects(simulation, { ...source, targetGroups: [group] }, node);
}

function aimWords(situation: Situation, aim: Aim): string {
  const { operation, source, group } = aim;
  const { targets, instanceIds } = group;
  const aimed = instanceIds.length > 0 ? `${instanceIds.length} nodes by id` : targetsWords(targets);
  const by = `${operation} by ${source.words.name}`;
  if (isMeantBy(situation, aim)) {
    const isUploaded = (source.parameters['BaselineOverride']?.[0] ?? '') === '';
    return `${by} selects it: ${aimed}${isUploaded ? '' : '; with a BaselineOverride, which uploads no compliance'}`;
  }
  const elsewhere = whereElse(situation, source);
  const why = elsewhere ?? (instanceIds.length > 0 ? '' : whyNot(situation, targets));
  return `${by} does not select it: ${aimed}${why === '' ? '' : `; ${why}`}`;
}

/** Null: both are in one account and Region. */
function whereElse({ scenario, group, name }: Situation, { account = '' }: Aim['source']): string | null {
  if ((group.account ?? '') === account) return null;
  const [from, to] = [accountNamed(scenario, account), accountNamed(scenario, group.account ?? '')];
  return from.region === to.region
    ? `${name} is in account ${to.id}; what is in account ${from.id} reaches no node of another`
    : `${name} is in ${to.region}; what is in ${from.region} reaches no node of ${to.region}`;
}

/** The criterion that fails, and the tag that was probably meant. */
function whyNot({ simulation, node, isHybrid }: Situation, targets: readonly Target[]): string {
  const tags = simulation.fleet.tagsOf(node);
  const failing = targets.find((target) => !matchesTarget(target, { tags, isHybrid }));
  if (failing === undefined) return '';
  if (failing.key === 'tag') return missingTag(tags, failing.tagKey, failing.values);
  if (failing.key === 'tag-key') {
    const missing = failing.values.find((key) => !Object.hasOwn(tags, key));
    return missing === undefined ? '' : missingTag(tags, missing, []);
  }
  if (failing.key !== 'resource-group') return '';
  const criterion = failing.query.find(({ tagKey, values }) => !hasTag(tags, tagKey, values));
  return criterion === undefined ? '' : missingTag(tags, criterion.tagKey, criterion.values);
}

function hasTag(tags: Readonly<Record<string, string>>, key: string, values: readonly string[]): boolean {
  return matchesTarget({ key: 'tag', tagKey: key, values }, { tags, isHybrid: false });
}

function missingTag(tags: Readonly<Record<string, string>>, key: string, values: readonly string[]): string {
  const own = Object.hasOwn(tags, key) ? tags[key]! : null;
  if (own !== null) {
    const like = values.some((value) => fold(value) === fold(own));
    return `its ${key} is ${own}${like ? ', which differs only in spelling but is a different value' : ''}`;
  }
  const like = Object.keys(tags).find((one) => fold(one) === fold(key));
  return like === undefined ? `it has no tag ${key}` : `it has no tag ${key}: ${like} is a different key`;
}

/** What people take for the same word. */
export function fold(word: string): string {
  return word.toLowerCase().replaceAll(/[-_ ]/g, '');
}

/** `Environment=prod, Patch Group=prod-linux`, or `none`. */
function tagWords(tags: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(tags).map(([key, value]) => `${key}=${value}`);
  return pairs.length === 0 ? 'none' : pairs.join(', ');
}

/** All criteria must hold. */
function targetsWords(targets: readonly Target[]): string {
  return targets.length === 0 ? 'no targets' : targets.map(targetWords).join(' and ');
}

function targetWords(target: Target): string {
  switch (target.key) {
    case 'InstanceIds':
      return `ids ${short(target.values)}`;
    case 'tag':
      return `tag:${target.tagKey} = ${anyOf(target.values)}`;
    case 'tag-key':
      return `a tag ${target.values.join(' and ')}`;
    case 'resource-group':
      return `resource group ${target.name} (${target.query.map(({ tagKey, values }) => `${tagKey} = ${anyOf(values)}`).join(', ')})`;
    case 'resource-types':
      return `every ${target.values.join(' or ')}`;
  }
}

function anyOf(values: readonly string[]): string {
  return values.length === 0 ? 'any value' : values.join(' or ');
}

function short(values: readonly string[]): string {
  return values.length <= 3
    ? values.join(', ')
    : `${values.slice(0, 3).join(', ')} and ${values.length - 3} more`;
}
