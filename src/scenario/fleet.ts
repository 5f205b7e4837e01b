/** `fleet`: groups of like nodes. */

import type { AnyCapability } from '../capability/capability.ts';
import { suggestion } from '../diagnostics/nearest.ts';
import { isMap } from '../diagnostics/plain-map.ts';
import { agentVersion } from '../fields/aws-fields.ts';
import type { LoadContext } from '../fields/context.ts';
import { readDistribution } from '../fields/distribution-field.ts';
import {
  boolean,
  choice,
  described,
  type Field,
  field,
  integer,
  listOf,
  map,
  mapOf,
  once,
  oncePer,
  optional,
  read,
  refuse,
  Slip,
  text,
  withDefault,
} from '../fields/fields.ts';
import { parseTime, share, time, timeOrNever } from '../fields/quantities.ts';
import { tagsField } from '../fields/tags-field.ts';
import type { FleetGroup } from '../world/fleet.ts';
import type { Model, ModelOverrides } from '../world/model.ts';
import { type OperatingSystem, operatingSystems } from '../world/operating-systems.ts';
import { placeSuffix } from '../world/scenario.ts';
import { asOverrides, modelOverridesField } from './read-model.ts';
import { defaultInstanceProfile, entriesOf } from './surroundings.ts';

export const nodeCountMax = 10_000_000;

/** AWS: https://docs.aws.amazon.com/general/latest/gr/ssm.html, about the number of managed nodes of an account and Region. */
const managedNodeQuota = 2_400;

/** Recent at the time of writing, and above every threshold that AWS names. */
const agentVersionDefault = '3.3.987.0';

/** Names become parts of node names, of metrics and of `--set` paths. */
const groupName = /^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/;

export const groupField = oncePer((capabilities: readonly AnyCapability[]) => {
  return map({
    count: described(optional(integer(0, nodeCountMax)), 'How many nodes'),
    ids: described(optional(listOf(instanceId())), 'Or their real instance ids, one a node'),
    account: described(optional(text('a name under accounts')), 'Left out: the account of `account`'),
    os: described(choice(...operatingSystems), 'The OperatingSystem of the SSM API'),
    product: described(optional(text('the name of a product', { min: 1 })), 'What PRODUCT filters compare'),
    arch: described(
      optional(text('an architecture such as x86_64', { min: 1 })),
      'What ARCH filters compare',
    ),
    tags: described(withDefault(tagsField(), {}), 'Tags of each node'),
    subnet: described(optional(text('a name under subnets')), 'Left out: an open network'),
    instanceProfile: described(
      optional(text('a name under instanceProfiles, a logical id, or none')),
      `Left out: ${defaultInstanceProfile}`,
    ),
    imdsV2: described(
      withDefault(boolean(), 'true'),
      'Whether the nodes answer IMDSv2, which Default Host Management needs',
    ),
    agent: withDefault(
      map({
        version: described(withDefault(agentVersion(), agentVersionDefault), 'The version of SSM Agent'),
        running: described(
          withDefault(share(), '100%'),
          'Share of the nodes whose agent runs at the beginning',
        ),
      }) as unknown as Field<{ version: string; running: number }>,
      {},
    ),
    software: described(
      withDefault(mapOf(text('a version such as 2.4.54', { min: 1 }), 'packages with their versions'), {}),
      'Packages that are on each node when it launches, with their versions',
    ),
    hybrid: optional(map({ activation: text('a name under activations') })),
    patchedUntil: described(optional(time()), 'Every patch released before it is installed already'),
    registered: described(
      withDefault(boolean(), 'false'),
      'Was registered once, although its prerequisites no longer hold',
    ),
    lastScan: described(optional(timeOrNever('never')), 'When the last scan was; left out: at `start`'),
    joins: described(optional(joinsField()), 'When the nodes launch; left out: before `start`'),
    model: optional(modelOverridesField(capabilities)),
  });
});

interface GivenGroup {
  readonly count?: number;
  readonly ids?: readonly string[];
  readonly account?: string;
  readonly os: OperatingSystem;
  readonly product?: string;
  readonly arch?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly subnet?: string;
  readonly instanceProfile?: string;
  readonly imdsV2: boolean;
  readonly agent: { readonly version: string; readonly running: number };
  readonly software: Readonly<Record<string, string>>;
  readonly hybrid?: { readonly activation: string };
  readonly patchedUntil?: number;
  readonly registered: boolean;
  readonly lastScan?: number | null;
  readonly joins?: NonNullable<FleetGroup['joins']>;
  readonly model?: Readonly<Record<string, unknown>>;
}

export function readFleet(
  raw: unknown,
  model: Model,
  capabilities: readonly AnyCapability[],
  context: LoadContext,
): FleetGroup[] {
  const groups: FleetGroup[] = [];
  const idOwners = new Map<string, string>();
  for (const [name, value] of entriesOf(raw, ['fleet'], context)) {
    if (!groupName.test(name)) {
      context.error(['fleet', name], 'bad-name', 'expected a group name of letters, digits, - and _', {
        at: 'key',
      });
      continue;
    }
    const given = read(
      groupField(capabilities) as unknown as Field<GivenGroup>,
      value,
      ['fleet', name],
      context,
    );
    if (given === undefined) continue;
    const count = countOf(given, name, context);
    if (count === null) continue;
    checkIds(given, name, idOwners, context);
    checkTimes(given, name, context);
    if (given.account !== undefined)
      context.placeIn(given.account, `fleet.${name}`, ['fleet', name, 'account']);
    groups.push(asGroup(name, count, given, model));
  }
  checkTotal(groups, context);
  return groups;
}

function asGroup(name: string, count: number, given: GivenGroup, model: Model): FleetGroup {
  const { ids, os, product, arch, tags, subnet, instanceProfile, imdsV2, agent, software, hybrid } = given;
  const { account, patchedUntil, registered, lastScan, joins, model: overrides } = given;
  const profileLeftOut = hybrid === undefined ? defaultInstanceProfile : null;
  const modelOverrides: ModelOverrides | undefined = overrides && asOverrides(overrides, model);
  return {
    name,
    count,
    os,
    tags,
    subnet: subnet ?? null,
    instanceProfile: instanceProfile === 'none' ? null : (instanceProfile ?? profileLeftOut),
    imdsV2,
    agent: { version: agent.version, runningShare: agent.running },
    software,
    hybridActivation: hybrid?.activation ?? null,
    patchedUntilMs: patchedUntil ?? null,
    registered,
    ...(account === undefined ? {} : { account }),
    ...(ids === undefined ? {} : { ids }),
    ...(product === undefined ? {} : { product }),
    ...(arch === undefined ? {} : { arch }),
    ...(lastScan === undefined ? {} : { lastScanMs: lastScan }),
    ...(joins === undefined ? {} : { joins }),
    ...(modelOverrides === undefined ? {} : { model: modelOverrides }),
  };
}

function countOf({ count, ids }: GivenGroup, name: string, context: LoadContext): number | null {
  if (count === undefined && ids === undefined) {
    context.error(['fleet', name], 'missing-key', 'missing: expected count, or ids');
    return null;
  }
  if (count !== undefined && ids !== undefined && ids.length !== count) {
    context.error(
      ['fleet', name, 'count'],
      'bad-value',
      `expected the number of ids, ${ids.length}, or no count`,
    );
  }
  return ids?.length ?? count ?? null;
}

function checkIds(given: GivenGroup, name: string, owners: Map<string, string>, context: LoadContext): void {
  const isHybrid = given.hybrid !== undefined;
  for (const [index, id] of (given.ids ?? []).entries()) {
    const path = ['fleet', name, 'ids', index];
    const owner = owners.get(id);
    if (owner !== undefined) {
      context.error(path, 'duplicate-id', `expected each id once: ${id} is already in fleet.${owner}`);
    }
    owners.set(id, name);
    if (id.startsWith('mi-') !== isHybrid) {
      const message = isHybrid
        ? 'an id that begins with mi- for a hybrid node'
        : 'an id that begins with i- for an EC2 instance';
      context.error(path, 'bad-value', `expected ${message}`);
    }
  }
}

function checkTimes(given: GivenGroup, name: string, context: LoadContext): void {
  const { startMs, endMs } = context;
  const { lastScan, joins, hybrid, instanceProfile } = given;
  if (typeof lastScan === 'number' && lastScan > startMs) {
    context.error(['fleet', name, 'lastScan'], 'out-of-range', 'expected a time not after start, or never');
  }
  if (joins !== undefined && 'atMs' in joins && (joins.atMs < startMs || joins.atMs >= endMs)) {
    const when =
      joins.atMs < startMs
        ? 'before start: they are there from the beginning'
        : 'at end or later: they never launch';
    context.warning(['fleet', name, 'joins'], 'outside-run', `the nodes launch ${when}`);
  }
  if (hybrid !== undefined && instanceProfile !== undefined && instanceProfile !== 'none') {
    context.error(
      ['fleet', name, 'instanceProfile'],
      'not-for-hybrid',
      'expected no instanceProfile: a hybrid node gets its credentials from its activation',
    );
  }
}

function checkTotal(groups: readonly FleetGroup[], context: LoadContext): void {
  const total = groups.reduce((sum, { count }) => sum + count, 0);
  if (total > nodeCountMax) {
    context.error(['fleet'], 'too-many-nodes', 'expected at most 10,000,000 nodes in all', { at: 'key' });
  }
  for (const place of new Set(groups.map(({ account = '' }) => account))) {
    const own = groups.filter(({ account = '' }) => account === place);
    const nodes = own.reduce((sum, { count }) => sum + count, 0);
    if (nodes <= managedNodeQuota || total > nodeCountMax) continue;
    context.warning(
      ['fleet'],
      'managed-node-quota',
      `${nodes} nodes${placeSuffix(context, place)}: above about 2,400 managed nodes in an account and Region some may stop communicating, unless AWS has raised the quota`,
      { at: 'key' },
    );
  }
}

/** What a group names must exist. Checked once everything that it may name is known. */
export function checkFleetReferences(
  groups: readonly FleetGroup[],
  known: {
    readonly subnets: Iterable<string>;
    readonly instanceProfiles: Iterable<string>;
    readonly activations: Iterable<string>;
    /** Calls whose actions create activations. */
    readonly activationCalls: readonly string[];
  },
  context: LoadContext,
): void {
  const [subnets, profiles, activations] = [
    [...known.subnets],
    [...known.instanceProfiles],
    [...known.activations],
  ];
  for (const { name, subnet, instanceProfile, hybridActivation } of groups) {
    const path = ['fleet', name];
    if (subnet !== null && !subnets.includes(subnet)) {
      reportUnknown([...path, 'subnet'], 'unknown-subnet', 'a name under subnets', subnet, subnets, context);
    }
    if (instanceProfile !== null && !profiles.includes(instanceProfile)) {
      const expected = 'a name under instanceProfiles, a logical id of AWS::IAM::InstanceProfile, or none';
      reportUnknown(
        [...path, 'instanceProfile'],
        'unknown-instance-profile',
        expected,
        instanceProfile,
        [...profiles, 'none'],
        context,
      );
    }
    if (hybridActivation !== null && !activations.includes(hybridActivation)) {
      const expected = `a name under activations, or the id of a ${known.activationCalls.join(' or ')} action`;
      reportUnknown(
        [...path, 'hybrid', 'activation'],
        'unknown-activation',
        expected,
        hybridActivation,
        activations,
        context,
      );
    }
  }
}

export function reportUnknown(
  path: readonly (string | number)[],
  code: string,
  expected: string,
  word: string,
  known: readonly string[],
  context: LoadContext,
): void {
  context.error(path, code, `expected ${expected}`, { help: suggestion(word, known) });
}

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_SendCommand.html, InstanceIds. */
function instanceId(): Field<string> {
  const pattern = /^(i-[0-9a-f]{8}|m?i-[0-9a-f]{17})$/;
  return text('an instance id: i- or mi- and 17 hexadecimal digits', { pattern });
}

const joinsHint = {
  anyOf: [
    { $ref: '#/definitions/time' },
    {
      type: 'object',
      properties: {
        every: {
          $ref: '#/definitions/distribution',
          description: 'Time between two launches, from `start` on',
        },
      },
      required: ['every'],
      additionalProperties: false,
    },
  ],
} as const;

const joinsField = once((): Field<NonNullable<FleetGroup['joins']>> => {
  return field((value) => {
    if (typeof value === 'string') {
      const atMs = parseTime(value);
      return atMs instanceof Slip ? atMs : { atMs };
    }
    const expected = 'a time, or { every: … } with the time between two launches';
    if (!isMap(value)) return refuse(value, expected);
    const other = Object.keys(value).find((key) => key !== 'every');
    if (other !== undefined)
      return new Slip(`expected ${expected}`, { code: 'unknown-key', path: [other], at: 'key' });
    const every = readDistribution(value['every']);
    if (!(every instanceof Slip)) return { every };
    return new Slip(every.message, { ...every.options, path: ['every', ...(every.options.path ?? [])] });
  }, joinsHint);
});
