/** `faults`: what goes wrong with which nodes, and when. */

import { suggestion } from '../diagnostics/nearest.ts';
import type { DataPath, LoadContext } from '../fields/context.ts';
import { distribution } from '../fields/distribution-field.ts';
import {
  boolean,
  choice,
  described,
  type Field,
  integer,
  listOf,
  map,
  once,
  optional,
  read,
  text,
  withDefault,
} from '../fields/fields.ts';
import { share, time } from '../fields/quantities.ts';
import { tagsField } from '../fields/tags-field.ts';
import { expectedStrikes, type Fault, faultActions, inverseActions } from '../world/faults.ts';
import type { FleetGroup, NodeSelector } from '../world/fleet.ts';
import { nodeCountMax, reportUnknown } from './fleet.ts';

/** Ten seconds' worth, or so. */
const strikeCountMax = 20_000_000;

interface GivenFault {
  readonly id?: string;
  readonly at?: number;
  readonly every?: NonNullable<Fault['for']>;
  readonly together: boolean;
  readonly nodes: NodeSelector;
  readonly action: Fault['action'];
  readonly for?: NonNullable<Fault['for']>;
  readonly count?: number;
  readonly instanceProfile?: string;
  readonly association?: string;
  readonly rule?: string;
  readonly resource?: NonNullable<Fault['resource']>;
}

export const faultField = once((): Field<GivenFault> => {
  return map({
    id: described(
      optional(text('letters, digits, - and _', { pattern: /^[A-Za-z0-9_-]{1,128}$/ })),
      'Left out: action, group and number. Its draws hang on it',
    ),
    at: described(optional(time()), 'When it happens, once'),
    every: described(optional(distribution()), 'Or the time between two: a clock for each node'),
    together: described(withDefault(boolean(), 'false'), 'One clock for all nodes'),
    nodes: described(withDefault(selectorField(), {}), 'Which nodes; left out: all'),
    action: described(choice(...faultActions), 'What happens to them'),
    for: described(optional(distribution()), 'How long until it is undone'),
    count: described(optional(integer(1, nodeCountMax)), 'For launch: how many nodes each time; left out: 1'),
    instanceProfile: described(
      optional(text('a name under instanceProfiles')),
      'For attachProfile: which; left out: the one of the group',
    ),
    association: described(
      optional(text('the id of an association')),
      'For drift: what its document set on the nodes is undone, until it runs again',
    ),
    rule: described(optional(text('the logical id of a rule')), 'For breakRule: whose resource it is'),
    resource: described(
      optional(
        map({
          type: described(text('a type such as AWS::SSM::PatchCompliance', { min: 1, max: 256 }), 'Its type'),
          id: described(
            text('an id, or the name of a node', { min: 1, max: 768 }),
            'Its id, or the name of a node',
          ),
        }),
      ),
      'For breakRule: the rule finds it noncompliant, until a remediation succeeds',
    ),
  }) as unknown as Field<GivenFault>;
});

const selectorField = once((): Field<NodeSelector> => {
  return map({
    group: described(optional(text('a group of the fleet')), 'Nodes of this group'),
    tags: described(optional(tagsField()), 'Nodes with these tags'),
    names: described(
      optional(listOf(text('the name of a node such as web-0001'))),
      'These nodes, by name or id',
    ),
    share: described(optional(share()), 'Each of them with this chance'),
    count: described(optional(integer(0, nodeCountMax)), 'Exactly this many of them, drawn at random'),
  }) as unknown as Field<NodeSelector>;
});

export function readFaults(
  raw: unknown,
  fleet: readonly FleetGroup[],
  instanceProfiles: Iterable<string>,
  context: LoadContext,
): Fault[] {
  if (raw === undefined || raw === null) return [];
  // Keys of a map can be walked only once.
  const profiles = [...instanceProfiles];
  const faults: Fault[] = [];
  const ids = new Set<string>();
  const countOf = new Map<string, number>();
  for (const [index, value] of (Array.isArray(raw) ? raw : [raw]).entries()) {
    const path: DataPath = Array.isArray(raw) ? ['faults', index] : ['faults'];
    const given = read(faultField(), value, path, context);
    if (given === undefined) continue;
    const when = whenOf(given, path, context);
    if (when !== null) checkStrikes(given, when, path, fleet, context);
    checkAction(given, path, profiles, context);
    checkSelector(given, path, fleet, context);
    const stem = `${given.action}-${given.nodes.group ?? 'all'}`;
    countOf.set(stem, (countOf.get(stem) ?? 0) + 1);
    const id = given.id ?? `${stem}-${countOf.get(stem)}`;
    if (ids.has(id)) {
      const at = given.id === undefined ? path : [...path, 'id'];
      context.error(at, 'duplicate-id', `expected each id once: another fault is called ${id}`);
    }
    ids.add(id);
    if (when === null) continue;
    faults.push({
      id,
      when,
      nodes: given.nodes,
      action: given.action,
      ...(given.action === 'launch' ? { launchCount: given.count ?? 1 } : {}),
      ...(given.for === undefined ? {} : { for: given.for }),
      ...(given.instanceProfile === undefined ? {} : { instanceProfile: given.instanceProfile }),
      ...(given.association === undefined ? {} : { association: given.association }),
      ...(given.rule === undefined ? {} : { rule: given.rule }),
      ...(given.resource === undefined ? {} : { resource: given.resource }),
    });
  }
  return faults;
}

function whenOf(
  { at, every, together }: GivenFault,
  path: DataPath,
  context: LoadContext,
): Fault['when'] | null {
  if ((at === undefined) === (every === undefined)) {
    const found = at === undefined ? 'neither' : 'both';
    context.error(
      path,
      at === undefined ? 'missing-key' : 'contradiction',
      `expected either at or every, found ${found}`,
    );
    return null;
  }
  if (every !== undefined) {
    if (every.family === 'constant' && every.value === 0) {
      context.error([...path, 'every'], 'out-of-range', 'expected a time above 0 between two faults');
    }
    return { every, together };
  }
  if (together) context.error([...path, 'together'], 'contradiction', 'expected together only with every');
  if (at! < context.startMs || at! >= context.endMs) {
    context.warning([...path, 'at'], 'outside-run', 'this never happens: it lies outside of [start, end)');
  }
  return { atMs: at! };
}

/** A time written too small would keep the run busy for hours. */
function checkStrikes(
  { nodes, action, count = 1 }: GivenFault,
  when: Fault['when'],
  path: DataPath,
  fleet: readonly FleetGroup[],
  context: LoadContext,
): void {
  const nodeCount = action === 'launch' ? count : countSelected(nodes, fleet);
  const strikes = expectedStrikes({ when, nodes }, nodeCount, context.endMs - context.startMs);
  const isStandingStill = 'every' in when && when.every.family === 'constant' && when.every.value === 0;
  if ('atMs' in when || isStandingStill || strikes <= strikeCountMax) return;
  const most = strikeCountMax / 1e6;
  const message = `expected at most about ${most} million strikes in all; these would be ${Math.round(strikes / 1e6)} million`;
  context.error([...path, 'every'], 'out-of-range', message);
}

function checkAction(
  given: GivenFault,
  path: DataPath,
  profiles: readonly string[],
  context: LoadContext,
): void {
  const { action, count, nodes, instanceProfile, association } = given;
  if ((association !== undefined) !== (action === 'drift')) {
    const isMissing = association === undefined;
    const message = isMissing
      ? 'missing: expected the association whose document drifts'
      : 'expected association only with drift';
    const options = isMissing ? {} : ({ at: 'key' } as const);
    context.error([...path, 'association'], isMissing ? 'missing-key' : 'contradiction', message, options);
  }
  if (given.for !== undefined && inverseActions[action] === undefined) {
    context.error([...path, 'for'], 'contradiction', `expected no for: nothing undoes ${action}`, {
      at: 'key',
    });
  }
  if (action === 'launch') {
    const other = Object.keys(nodes).find((key) => key !== 'group');
    if (nodes.group === undefined) {
      context.error(
        [...path, 'nodes'],
        'missing-key',
        'missing: expected the group that the launched nodes belong to',
      );
    }
    if (other !== undefined) {
      const help = 'how many nodes are launched is said by count beside action';
      context.error([...path, 'nodes', other], 'contradiction', 'expected only the group', {
        at: 'key',
        help,
      });
    }
  } else if (count !== undefined) {
    const help = `to choose this many nodes write nodes: { count: ${count} }`;
    context.error([...path, 'count'], 'contradiction', 'expected count only with launch', {
      at: 'key',
      help,
    });
  }
  checkBroken(given, path, context);
  if (instanceProfile === undefined) return;
  if (action !== 'attachProfile') {
    context.error(
      [...path, 'instanceProfile'],
      'contradiction',
      'expected instanceProfile only with attachProfile',
      { at: 'key' },
    );
  } else if (!profiles.includes(instanceProfile)) {
    reportUnknown(
      [...path, 'instanceProfile'],
      'unknown-instance-profile',
      'a name under instanceProfiles, or a logical id of AWS::IAM::InstanceProfile',
      instanceProfile,
      profiles,
      context,
    );
  }
}

/** A rule is broken for one resource, and not for nodes. */
function checkBroken({ action, nodes, ...given }: GivenFault, path: DataPath, context: LoadContext): void {
  const isMeant = action === 'breakRule';
  for (const key of ['rule', 'resource'] as const) {
    if ((given[key] !== undefined) === isMeant) continue;
    const message = isMeant
      ? `missing: expected ${key} with breakRule`
      : `expected ${key} only with breakRule`;
    const options = isMeant ? {} : ({ at: 'key' } as const);
    context.error([...path, key], isMeant ? 'missing-key' : 'contradiction', message, options);
  }
  if (!isMeant || Object.keys(nodes).length === 0) return;
  const help = 'the name of a node goes into resource: { type: …, id: web-0001 }';
  context.error([...path, 'nodes'], 'contradiction', 'expected resource instead of nodes', {
    at: 'key',
    help,
  });
}

function checkSelector(
  { nodes, action }: GivenFault,
  path: DataPath,
  fleet: readonly FleetGroup[],
  context: LoadContext,
): void {
  const { group, names, share: part, count } = nodes;
  if (part !== undefined && count !== undefined) {
    context.error([...path, 'nodes', 'count'], 'contradiction', 'expected either share or count', {
      at: 'key',
    });
  }
  if (group !== undefined && !context.groupNames.includes(group)) {
    reportUnknown(
      [...path, 'nodes', 'group'],
      'unknown-group',
      'a group of the fleet',
      group,
      context.groupNames,
      context,
    );
    return;
  }
  let areNamesKnown = true;
  for (const [index, name] of (names ?? []).entries()) {
    if (context.isNodeName(name) || /^m?i-[0-9a-f]+$/.test(name)) continue;
    areNamesKnown = false;
    const help = suggestion(
      name,
      names === undefined ? [] : context.groupNames.map((each) => `${each}-0001`),
    );
    context.error([...path, 'nodes', 'names', index], 'unknown-node', 'expected the name of a node', {
      help,
    });
  }
  // A group with a mistake of its own is not in the fleet: then nothing can be said.
  if (action === 'launch' || !areNamesKnown || fleet.length < context.groupNames.length) return;
  const selected = countSelected(nodes, fleet);
  if (selected === 0 || count === 0 || part === 0) {
    context.warning([...path, 'nodes'], 'selects-nothing', 'no node is selected: this fault does nothing');
  } else if (count !== undefined && count > selected) {
    context.warning(
      [...path, 'nodes', 'count'],
      'selects-fewer',
      `only ${selected} nodes are there to choose from`,
    );
  }
}

/** At the beginning of the run; tags may change later. */
function countSelected({ group, tags, names }: NodeSelector, fleet: readonly FleetGroup[]): number {
  const groups = fleet.filter(
    (each) =>
      (group === undefined || each.name === group) &&
      Object.entries(tags ?? {}).every(
        ([key, value]) => Object.hasOwn(each.tags, key) && each.tags[key] === value,
      ),
  );
  if (names === undefined) return groups.reduce((sum, each) => sum + each.count, 0);
  return names.filter((name) => /^m?i-/.test(name) || groups.some((each) => name.startsWith(`${each.name}-`)))
    .length;
}
