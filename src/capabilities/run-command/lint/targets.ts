/**
 * Targets that select no node, or fewer than were meant.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_RegisterTargetWithMaintenanceWindow.html
 */

import { matchesTarget, type Target } from '../../../aws/targets.ts';
import {
  type Criterion,
  type DeclaredTargets,
  folded,
  tagKeyOf,
} from '../../../capability/lint/declared-targets.ts';
import { type LintNodes, nodesOf } from '../../../capability/lint/nodes.ts';
import type { Subject } from '../../../capability/lint/subject.ts';
import type { Report, Rule } from '../../../capability/lint-rule.ts';
import { areTagsAdded } from '../../managed-nodes/lint/facts.ts';

/** Targets whose every criterion is a tag, so that nodes can be held against it. */
interface TagTargets extends DeclaredTargets {
  readonly targets: readonly Target[];
}

function tagTargets(subject: Subject): TagTargets[] {
  return subject.targets.flatMap((declared) => {
    const targets = declared.criteria.map(asTarget);
    if (targets.length === 0 || !declared.isKnown || targets.some((each) => each === null)) return [];
    return [{ ...declared, targets: targets.filter((each) => each !== null) }];
  });
}

function asTarget(criterion: Criterion): Target | null {
  if (!criterion.isKnown || criterion.values.length === 0) return null;
  const tagKey = tagKeyOf(criterion);
  // Those that AWS gives itself stand in no file.
  if (tagKey?.startsWith('aws:') === true) return null;
  if (tagKey !== null) return { key: 'tag', tagKey, values: criterion.values };
  return criterion.key === 'tag-key' ? { key: 'tag-key', values: criterion.values } : null;
}

const matches = ({ targets }: TagTargets, nodes: LintNodes): boolean =>
  targets.every((target) => matchesTarget(target, nodes));

/** As far as can be seen: what is left to the deployment may be what is wanted. */
const mayMatch = ({ targets }: TagTargets, nodes: LintNodes): boolean =>
  !nodes.isKnown ||
  targets.every(
    (target) => matchesTarget(target, nodes) || (target.key === 'tag' && nodes.openKeys.has(target.tagKey)),
  );

function checkMatchesNoNode(subject: Subject, report: Report): void {
  reportPrefixes(subject, report);
  const nodes = nodesOf(subject);
  if (nodes.length === 0 || areTagsAdded(subject)) return;
  for (const declared of tagTargets(subject)) {
    if (nodes.some((each) => mayMatch(declared, each)) || otherSpellings(declared, nodes).length > 0)
      continue;
    const wanted = declared.criteria.map(inWords).join(' and ');
    const near = nearestTag(declared, nodes);
    const isScenario = subject.kind === 'scenario';
    // A template's nodes may be somewhere else; with a tag that is nearly right they hardly are.
    const severity = isScenario ? 'error' : near === null ? 'note' : 'warning';
    const whose = isScenario ? 'no group of the fleet' : 'no instance of this template';
    report(declared.path, `${declared.name} selects no node: ${whose} is tagged ${wanted}`, {
      severity,
      help: near ?? `tag the nodes that are meant, or select them by a tag that they have${tagsSeen(nodes)}`,
    });
  }
}

/** `tag:` belongs to the key of a target; nothing of the kind belongs to its values. */
function reportPrefixes(subject: Subject, report: Report): void {
  for (const { name, criteria } of subject.targets) {
    for (const criterion of criteria) {
      const value = criterion.values.find((each) => /^values?[:=]./i.test(each));
      if (tagKeyOf(criterion) === null || value === undefined) continue;
      report(
        [...criterion.path, 'Values'],
        `${name} selects nodes whose tag is exactly ${value}: values of a target have no such prefix`,
        { help: `write ${value.replace(/^values?[:=]/i, '')}`, severity: 'warning' },
      );
    }
  }
}

function inWords({ key, values }: Criterion): string {
  const name = key?.replace(/^tag:/, '') ?? '';
  return key === 'tag-key' ? values.join(' and ') : `${name}: ${values.join(' or ')}`;
}

/** A tag of the right key with a value that is nearly right. */
function nearestTag({ targets }: TagTargets, nodes: readonly LintNodes[]): string | null {
  for (const target of targets) {
    if (target.key !== 'tag') continue;
    for (const { name, tags } of nodes) {
      const value = tags[target.tagKey];
      if (value === undefined) continue;
      const isCase = target.values.some((wanted) => folded(wanted) === folded(value));
      const exact = isCase ? '; values must match exactly' : '';
      return `${name} has ${target.tagKey}: ${value}${exact}`;
    }
  }
  return null;
}

function tagsSeen(nodes: readonly LintNodes[]): string {
  const keys = [...new Set(nodes.flatMap(({ tags }) => Object.keys(tags)))];
  return keys.length === 0 || keys.length > 8 ? '' : `: ${keys.join(', ')}`;
}

interface OtherSpelling {
  readonly nodes: LintNodes;
  readonly tagKey: string;
  readonly written: string;
}

/** Nodes that the targets would select if a tag key were spelled as the nodes have it. */
function otherSpellings({ targets }: TagTargets, nodes: readonly LintNodes[]): OtherSpelling[] {
  return nodes.flatMap((each) => {
    const spellings = targets.map((target): OtherSpelling | 'same' | null => {
      if (matchesTarget(target, each)) return 'same';
      if (target.key !== 'tag') return null;
      const written = Object.keys(each.tags).find(
        (key) =>
          key !== target.tagKey &&
          folded(key) === folded(target.tagKey) &&
          target.values.some((value) => value.toLowerCase() === each.tags[key]!.toLowerCase()),
      );
      return written === undefined || target.tagKey in each.tags
        ? null
        : { nodes: each, tagKey: target.tagKey, written };
    });
    if (spellings.some((one) => one === null)) return [];
    return spellings.filter((one) => one !== null && one !== 'same').slice(0, 1);
  });
}

/** By kind of target: what another target of that kind selects is not left out. */
function leftOutBy(
  all: readonly TagTargets[],
  nodes: readonly LintNodes[],
): ReadonlyMap<string, readonly LintNodes[]> {
  const kinds = [...new Set(all.map(({ kind }) => kind))];
  return new Map(
    kinds.map((kind) => {
      const selecting = all.filter((each) => each.kind === kind);
      return [kind, nodes.filter((each) => !selecting.some((one) => matches(one, each)))];
    }),
  );
}

function checkKeyMismatch(subject: Subject, report: Report): void {
  const nodes = nodesOf(subject);
  if (areTagsAdded(subject)) return;
  const all = tagTargets(subject);
  const leftOut = leftOutBy(all, nodes);
  for (const declared of all) {
    const missed = otherSpellings(declared, leftOut.get(declared.kind)!);
    const first = missed[0];
    if (first === undefined) continue;
    const criterion = declared.criteria.find((each) => tagKeyOf(each) === first.tagKey)!;
    const names = missed.map((one) => one.nodes.name).join(', ');
    const spellings = [...new Set(missed.map(({ written }) => written))].join(', ');
    const both = /^patch ?group$/i.test(first.tagKey)
      ? ' (only Patch Manager reads both spellings as one)'
      : '';
    report(
      [...criterion.path, 'Key'],
      `${declared.name} selects by tag:${first.tagKey}, but ${names} ${missed.length > 1 ? 'are' : 'is'} tagged ` +
        `${spellings}: keys of targets must match exactly, so ${missed.length > 1 ? 'they are' : 'it is'} left out${both}`,
      { help: `write tag:${first.written}, or tag the nodes ${first.tagKey}` },
    );
  }
}

const source = 'https://docs.aws.amazon.com/systems-manager/latest/userguide/send-commands-targeting.html';

export const targetRules: readonly Rule[] = [
  {
    id: 'target-matches-no-node',
    place: 110,
    severity: 'error',
    finds: 'targets by tags that no node of the file has; a RUN_COMMAND task without targets',
    source,
    check: checkMatchesNoNode,
  },
  {
    id: 'target-key-mismatch',
    place: 120,
    severity: 'warning',
    finds: 'nodes tagged `PatchGroup` under a target `tag:Patch Group`, or the reverse',
    source,
    check: checkKeyMismatch,
  },
];
