/** Whether anything aims at the node: its tags, letter by letter, beside the targets of every Install. */
import { matchesTarget, type Target } from '../aws/targets.ts';
import { patchOperationOf } from '../capabilities/patch-manager/facts.ts';
import type { RunSource, TargetGroup } from '../capability/run-source.ts';
import { sourcesOf } from '../capability/sources.ts';
import type { Scenario } from '../world/scenario.ts';
import { selects } from './attempts.ts';
import * as cli from './aws-cli.ts';
import type { Link } from './explanation.ts';
import { linkOf } from './link.ts';
import type { Situation } from './situation.ts';
import { stepsAbout, stepsIn, stepsMax } from './steps.ts';
import { tagWords, targetsWords } from './words.ts';

/** One Install or Scan of the scenario, and what one of its commands is sent to. */
interface Aim {
  readonly operation: 'Install' | 'Scan';
  readonly source: RunSource;
  readonly group: TargetGroup;
}

/** More of them than this are counted. */
const aimsMax = 8;

export function tagsLink(situation: Situation): Link {
  const { outcome, node, scenario } = situation;
  const tags = outcome.simulation.fleet.tagsOf(node);
  const patchGroup = outcome.patchManager.baselines.patchGroupOf(node);
  const aims = aimsOf(scenario);
  const installs = aims.filter(({ operation }) => operation === 'Install');
  const isMeant = installs.some((aim) => isMeantBy(situation, aim));
  // A Scan is worth a word where it is all there is.
  const told = isMeant ? installs : aims;
  return linkOf(situation, 'tags-and-patch-group', {
    state: isMeant ? 'ok' : 'unknown',
    found: [
      `tags: ${tagWords(tags)}`,
      patchGroup === null
        ? `in no patch group: no tag ${scenario.model.patchGroupKeys.join(' or ')}`
        : `patch group ${patchGroup}`,
      ...told.slice(0, aimsMax).map((aim) => aimWords(situation, aim)),
      ...(told.length > aimsMax ? [`and ${told.length - aimsMax} more`] : []),
      ...(aims.length === 0 ? ['the scenario has neither an Install nor a Scan'] : []),
    ],
    details: stepsIn(situation.journal, stepsAbout.tags).slice(-stepsMax),
    console: 'Fleet Manager, tab Tags, beside the targets that Maintenance Windows and Run Command show',
    cli: cli.tags(situation),
    page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/send-commands-targeting.html',
  });
}

function aimsOf(scenario: Scenario): Aim[] {
  return sourcesOf(scenario).flatMap((source) => {
    const operation = patchOperationOf(source);
    return operation === null ? [] : source.targetGroups.map((group) => ({ operation, source, group }));
  });
}

function isMeantBy({ outcome, node }: Situation, { group }: Aim): boolean {
  return selects(outcome.simulation, { targetGroups: [group] }, node);
}

function aimWords(situation: Situation, aim: Aim): string {
  const { operation, source, group } = aim;
  const { targets, instanceIds } = group;
  const aimed = instanceIds.length > 0 ? `${instanceIds.length} nodes by id` : targetsWords(targets);
  const by = `${operation} by ${source.words.name}${source.isEnabled ? '' : ' (not enabled)'}`;
  if (isMeantBy(situation, aim)) return `${by} selects it: ${aimed}`;
  const why = instanceIds.length > 0 ? '' : whyNot(situation, targets);
  return `${by} does not select it: ${aimed}${why === '' ? '' : `; ${why}`}`;
}

/** The criterion that fails, and the tag that was probably meant. */
function whyNot({ outcome, node, isHybrid }: Situation, targets: readonly Target[]): string {
  const tags = outcome.simulation.fleet.tagsOf(node);
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
    return `its ${key} is ${own}${like ? ', which differs in letters only, and counts as another value' : ''}`;
  }
  const like = Object.keys(tags).find((one) => fold(one) === fold(key));
  return like === undefined ? `it has no tag ${key}` : `it has no tag ${key}: ${like} is another key`;
}

/** What people take for the same word. */
export function fold(word: string): string {
  return word.toLowerCase().replaceAll(/[-_ ]/g, '');
}
