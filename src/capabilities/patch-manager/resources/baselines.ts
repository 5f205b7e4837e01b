/** AWS::SSM::PatchBaseline, and the same shape where UpdatePatchBaseline and BaselineOverride take it. */

import * as z from 'zod/mini';
import { type Nouns, nounsOf } from '../../../cloudformation/nouns.ts';
import { warnOverQuota } from '../../../cloudformation/quota.ts';
import type { Known, Seen } from '../../../cloudformation/read-fields.ts';
import { resource, type Whole } from '../../../cloudformation/resource-spec.ts';
import type { KeysWithoutEffect } from '../../../cloudformation/without-effect.ts';
import type { DataPath } from '../../../diagnostics/problem.ts';
import { awsName, listOfLength, tagList } from '../../../fields/aws-fields.ts';
import type { LoadContext } from '../../../fields/context.ts';
import { boolean, choice, listOf, map, once, text } from '../../../fields/fields.ts';
import { itemsIn, Unknown } from '../../../fields/unknown.ts';
import { complianceLevels, type PatchBaseline } from '../../../world/baselines.ts';
import { idFrom } from '../../../world/made-ids.ts';
import { type OperatingSystem, operatingSystems, platformTypeOf } from '../../../world/operating-systems.ts';
import {
  approvalRules,
  filterGroup,
  filtersOf,
  refuseFilters,
  refuseRules,
  rulesOf,
} from './approval-rules.ts';

const patchList = () => listOfLength(text('a patch or package', { min: 1, max: 100 }), 'patches', 0, 50);

/**
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PatchSource.html
 */
const sources = () =>
  listOfLength(
    map({
      Configuration: text('a repository configuration', { min: 1, max: 1024 }),
      Name: text('a name of 3 to 50 letters, digits, _ - and .', { pattern: /^[a-zA-Z0-9_\-.]{3,50}$/ }),
      Products: listOfLength(text('a product', { min: 1, max: 128 }), 'products', 0, 20),
    }),
    'sources',
    0,
    20,
  );

/**
 * What CreatePatchBaseline, UpdatePatchBaseline and BaselineOverride have in common.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UpdatePatchBaseline.html
 */
export const sharedBaselineFields = once(() => ({
  ApprovalRules: z.optional(approvalRules()),
  ApprovedPatches: z.optional(patchList()),
  ApprovedPatchesComplianceLevel: z.optional(choice(...complianceLevels)),
  ApprovedPatchesEnableNonSecurity: z.optional(boolean()),
  AvailableSecurityUpdatesComplianceStatus: z.optional(choice('COMPLIANT', 'NON_COMPLIANT')),
  GlobalFilters: z.optional(filterGroup()),
  RejectedPatches: z.optional(patchList()),
  RejectedPatchesAction: z.optional(choice('ALLOW_AS_DEPENDENCY', 'BLOCK')),
  Sources: z.optional(sources()),
}));

type WrittenBaseline = Known<ReturnType<typeof sharedBaselineFields>>;
export type SeenBaseline = Seen<ReturnType<typeof sharedBaselineFields>>;

export const baselineDescription = () => z.optional(text('a description', { min: 1, max: 1024 }));

/** Of a new one, in addition. */
export const newBaselineFields = once(() => ({
  ...sharedBaselineFields(),
  Description: baselineDescription(),
  Name: awsName(),
  OperatingSystem: z.optional(choice(...operatingSystems)),
  Tags: z.optional(tagList()),
}));

export const baselineKeysWithoutEffect: KeysWithoutEffect = {
  Sources: {
    touches: 'patches come from the repositories of each node, whatever it names',
    instead: 'leave out of patches what those repositories do not have',
  },
};

const patchGroupCountMax = 25;

/** AWS: https://docs.aws.amazon.com/general/latest/gr/ssm.html */
export const baselineCountQuota = 50;

/** Those that AWS provides are the same in every account. */
export function baselineIdOf(scenarioName: string, id: string): string {
  return id.startsWith('AWS-') ? idFrom('pb', id) : idFrom('pb', scenarioName, id);
}

export const patchBaseline = resource({
  type: 'AWS::SSM::PatchBaseline',
  page: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ssm-patchbaseline.html',
  is: 'Which patches are approved, when, and for whom',
  attributes: ['Id'],
  madeId: baselineIdOf,
  withoutEffect: baselineKeysWithoutEffect,
  schema: {
    definitions: () => ({
      'PatchBaseline.ApprovalRules': sharedBaselineFields().ApprovalRules,
      'PatchBaseline.GlobalFilters': sharedBaselineFields().GlobalFilters,
    }),
  },
  fields: () => ({
    ...newBaselineFields(),
    DefaultBaseline: z.optional(boolean()),
    // The number is a quota, not a shape: it has an error of its own.
    PatchGroups: z.optional(
      listOf(
        text('a patch group of letters, digits, spaces and _ . : / = + - @', {
          min: 1,
          max: 256,
          pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u,
        }),
      ),
    ),
  }),
  refusals(seen, { path, context }) {
    const count = itemsIn(seen.PatchGroups).length;
    if (count > patchGroupCountMax) {
      const message = `expected at most ${patchGroupCountMax} patch groups, found ${count}`;
      const awsError = 'ResourceLimitExceededException';
      context.error([...path, 'PatchGroups'], 'too-many', message, { awsError });
    }
    refuseNewBaseline(seen, path, context);
  },
  build(known, { logicalId, context }): PatchBaseline {
    return {
      ...newBaseline(known, logicalId, context),
      isDefault: known.DefaultBaseline ?? false,
      patchGroups: known.PatchGroups ?? [],
    };
  },
  together(baselines, whole) {
    refuseSharedGroups(baselines.values(), whole);
    const awsError = 'ResourceLimitExceededException';
    warnOverQuota(baselines.keys(), { most: baselineCountQuota, what: 'baselines', awsError }, whole);
  },
});

type NewBaseline = ReturnType<typeof newBaselineFields>;

export function refuseNewBaseline(seen: Seen<NewBaseline>, path: DataPath, context: LoadContext): void {
  const { OperatingSystem: os = 'WINDOWS' } = seen;
  refuseBaseline(seen, os instanceof Unknown ? null : os, path, context);
}

/** No default, and registered with no patch group yet. */
export function newBaseline(known: Known<NewBaseline>, id: string, context: LoadContext): PatchBaseline {
  const account = context.accountOf(id);
  return {
    id,
    name: known.Name,
    ...(account === '' ? {} : { account }),
    isDefault: false,
    patchGroups: [],
    ...(known.Tags === undefined
      ? {}
      : { tags: Object.fromEntries(known.Tags.map(({ Key, Value }) => [Key, Value])) }),
    ...baselineOf(known, known.OperatingSystem ?? 'WINDOWS'),
  };
}

/** `os`: null where it is not known. */
export function refuseBaseline(
  seen: SeenBaseline,
  os: OperatingSystem | null,
  path: DataPath,
  context: LoadContext,
): void {
  if (os !== null) refuseForeign(seen, os, path, context);
  refuseFilters(seen.GlobalFilters, os, [...path, 'GlobalFilters'], context);
  refuseRules(seen.ApprovalRules, os, [...path, 'ApprovalRules'], context);
}

/** All properties of a baseline except its names. An omitted property has AWS's default. */
export function baselineOf(
  read: WrittenBaseline,
  os: OperatingSystem,
): Omit<PatchBaseline, 'id' | 'name' | 'account' | 'isDefault' | 'patchGroups' | 'tags'> {
  return {
    operatingSystem: os,
    globalFilters: filtersOf(read.GlobalFilters),
    rules: rulesOf(read.ApprovalRules),
    approvedPatches: read.ApprovedPatches ?? [],
    approvedPatchesComplianceLevel: read.ApprovedPatchesComplianceLevel ?? 'UNSPECIFIED',
    approvedPatchesEnableNonSecurity: read.ApprovedPatchesEnableNonSecurity ?? false,
    rejectedPatches: read.RejectedPatches ?? [],
    rejectedPatchesAction: read.RejectedPatchesAction ?? 'ALLOW_AS_DEPENDENCY',
    availableSecurityUpdatesComplianceStatus: read.AvailableSecurityUpdatesComplianceStatus ?? 'COMPLIANT',
  };
}

/** Sources and non-security updates are for Linux, available security updates for Windows. */
function refuseForeign(seen: SeenBaseline, os: OperatingSystem, path: DataPath, context: LoadContext): void {
  const isLinux = platformTypeOf(os) === 'Linux';
  if (!isLinux && itemsIn(seen.Sources).length > 0) {
    const message = `expected no Sources for ${os}: they are for Linux`;
    context.error([...path, 'Sources'], 'bad-value', message, { at: 'key', awsError: 'ValidationException' });
  }
  const ignored = (key: keyof SeenBaseline, system: string): void =>
    context.warning([...path, key], 'no-effect', `has no effect on ${os}: it is for ${system}`, {
      at: 'key',
    });
  if (!isLinux && seen.ApprovedPatchesEnableNonSecurity === true) {
    ignored('ApprovedPatchesEnableNonSecurity', 'Linux');
  }
  if (os !== 'WINDOWS' && seen.AvailableSecurityUpdatesComplianceStatus !== undefined) {
    ignored('AvailableSecurityUpdatesComplianceStatus', 'WINDOWS');
  }
}

/**
 * A patch group belongs to one baseline per operating system, in each account and Region.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_RegisterPatchBaselineForPatchGroup.html
 */
function refuseSharedGroups(baselines: Iterable<PatchBaseline>, { key: resourcesKey, context }: Whole): void {
  const ownerOf = new Map<string, string>();
  const defaultOf = new Map<string, string>();
  for (const { id, operatingSystem, account, patchGroups, isDefault } of baselines) {
    const path = [resourcesKey, id, 'Properties'];
    for (const [index, group] of patchGroups.entries()) {
      const key = JSON.stringify([account, operatingSystem, group]);
      const owner = ownerOf.get(key);
      if (owner !== undefined) {
        context.error(
          [...path, 'PatchGroups', index],
          'duplicate-patch-group',
          `expected one baseline for patch group ${group} and ${operatingSystem}, found ${owner === id ? 'it twice' : owner} and ${id}`,
          { awsError: 'AlreadyExistsException' },
        );
      } else ownerOf.set(key, id);
    }
    const whose = JSON.stringify([account, operatingSystem]);
    const other = defaultOf.get(whose);
    if (isDefault && other !== undefined) {
      context.error(
        [...path, 'DefaultBaseline'],
        'duplicate-default-baseline',
        `expected one default baseline for ${operatingSystem}, found ${other} and ${id}`,
      );
    } else if (isDefault) defaultOf.set(whose, id);
  }
}

/** The custom baselines of a scenario; the predefined ones are AWS's. */
export function baselinesOf(scenario: { readonly nouns: Nouns }): PatchBaseline[] {
  return [...nounsOf(scenario, patchBaseline).values()];
}
