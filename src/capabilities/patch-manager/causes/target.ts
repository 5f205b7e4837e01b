/** Whether an Install selects the node. */

import type { Target } from '../../../aws/targets.ts';
import type { CauseSpec } from '../../../capability/causes.ts';
import { type ChangeSet, configuration, type Incident, setting } from '../../../capability/changes.ts';
import { installAgain } from '../by-hand.ts';
import { fold } from '../links/target.ts';
import { installsOf } from '../rules.ts';

const targetsPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/send-commands-targeting.html';

/** The number of Install sources that are tried, the likeliest first. */
const sourcesTried = 6;

export const targetCauses = {
  NOT_SIMULATED: {
    stage: 'target',
    place: 5,
    link: 'tags-and-patch-group',
    summary: 'only a call of EventBridge Scheduler that this version does not make may install on the node',
    needed: () =>
      'the same installation as SendCommand of the schedule, or as an Install task of a maintenance window',
    console: 'Amazon EventBridge, Scheduler, Schedules: what the target of the schedule runs',
    page: targetsPage,
    example: ['tags'],
    // No change of the file would show whether AWS patches the node.
    remedies: () => [],
    isUnknown: true,
    meaning:
      'No Install of any window, command or association selects this node, and a schedule of EventBridge Scheduler (AWS::Scheduler::Schedule) may, whose call is not simulated. Whether AWS patches the node is unknown.',
    seen: 'compliance as the last Scan or Install that the schedule sent has reported it.',
    advice:
      'to simulate it, let the schedule call `ssm:sendCommand`, or write a maintenance window with an Install task, or an AWS::SSM::Association.',
  },
  NOT_TARGETED: {
    stage: 'target',
    place: 10,
    link: 'tags-and-patch-group',
    summary: 'no Install and no Scan selects the node',
    needed: (by) => `an Install whose targets select this node, or the tags that an Install targets, ${by}`,
    console: 'Patch Manager, Compliance reporting: the node has never reported. No command targets it',
    page: targetsPage,
    example: ['tags', 'run'],
    remedies: aimAtNode,
    meaning: 'No Install and no Scan of any window, command or association targets this node.',
    seen: 'compliance UNSPECIFIED_DATA.',
    advice:
      'compare its tags with the targets, letter by letter: `PatchGroup` is not `Patch Group`, and neither is `patch_group`.',
  },
  SCAN_ONLY: {
    stage: 'target',
    place: 20,
    link: 'tags-and-patch-group',
    summary: 'scanned only: no Install selects the node',
    needed: (by) => `an Install whose targets select this node, in addition to the Scan, ${by}`,
    console: 'Patch Manager, Compliance reporting: Non-compliant after every scan',
    page: targetsPage,
    example: ['tags', 'run'],
    remedies: aimAtNode,
    meaning: 'It is scanned, but no Install targets it.',
    seen: 'NON_COMPLIANT, week after week.',
    advice: 'an Install task that selects it.',
  },
} satisfies Readonly<Record<string, CauseSpec>>;

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/send-commands-targeting.html */
function aimAtNode(incident: Incident): ChangeSet[] {
  const { group } = incident.situation;
  const wanted = installsOf(incident.situation.scenario)
    .flatMap(({ words, targetGroups }) =>
      targetGroups.map(({ targets }) => ({ source: words.name, tags: tagsFor(targets) })),
    )
    .flatMap(({ source, tags }) => (tags === null ? [] : [{ source, tags: lackingTags(incident, tags) }]))
    .filter(({ tags }) => tags.length > 0)
    .sort((a, b) => likeness(incident, b.tags) - likeness(incident, a.tags) || a.tags.length - b.tags.length);
  const tagged = (sources: typeof wanted) =>
    sources.slice(0, sourcesTried).map(({ source, tags }): ChangeSet => {
      const words = tags.map(([key, value]) => `${key}=${value}`).join(', ');
      return [
        configuration(
          incident,
          `tag the nodes of ${group.name} with ${words}, as the targets of ${source} require`,
          ...tags.map(([key, value]) => setting(['fleet', group.name, 'tags', key], value)),
        ),
      ];
    });
  const why = '; better, add an Install task to a window that targets these nodes';
  const isElsewhere = ({ tags }: (typeof wanted)[number]) => tags.some((tag) => contradicts(incident, tag));
  return [
    ...tagged(wanted.filter((one) => !isElsewhere(one))),
    ...installAgain(incident, why),
    ...tagged(wanted.filter(isElsewhere)),
  ];
}

/** The node has that tag, in whatever spelling, with another value: it belongs elsewhere. */
function contradicts({ situation }: Incident, [key, value]: readonly [string, string]): boolean {
  const tags = Object.entries(situation.simulation.fleet.tagsOf(situation.node));
  return tags.some(([own, ownValue]) => fold(own) === fold(key) && fold(ownValue) !== fold(value));
}

/** The tags with which a node is meant; null: tags do not decide. */
function tagsFor(targets: readonly Target[]): ReadonlyMap<string, string> | null {
  if (targets.length === 0) return null;
  const tags = new Map<string, string>();
  for (const target of targets) {
    if (target.key === 'tag') tags.set(target.tagKey, target.values[0] ?? 'true');
    else if (target.key === 'tag-key') for (const key of target.values) tags.set(key, 'true');
    else if (target.key === 'resource-group')
      for (const { tagKey, values } of target.query) tags.set(tagKey, values[0] ?? 'true');
    else if (target.key === 'InstanceIds') return null;
  }
  return tags;
}

function lackingTags({ situation }: Incident, wanted: ReadonlyMap<string, string>): [string, string][] {
  const tags = situation.simulation.fleet.tagsOf(situation.node);
  return [...wanted].filter(([key, value]) => !Object.hasOwn(tags, key) || tags[key] !== value);
}

/** How many of them it nearly has: another spelling of the key, or of the value. */
function likeness({ situation }: Incident, wanted: readonly (readonly [string, string])[]): number {
  const tags = Object.entries(situation.simulation.fleet.tagsOf(situation.node));
  return wanted.filter(([key, value]) =>
    tags.some(([own, ownValue]) => fold(own) === fold(key) && fold(ownValue) === fold(value)),
  ).length;
}
