/** AWS::SSM::PatchBaseline, and the same shape where UpdatePatchBaseline and BaselineOverride take it. */
import * as z from 'zod/mini';
import type { DataPath } from '../../diagnostics/problem.ts';
import { awsName, listOfLength, readAsAws, tagList } from '../../fields/aws-fields.ts';
import type { LoadContext } from '../../fields/context.ts';
import { boolean, choice, listOf, map, text } from '../../fields/fields.ts';
import { complianceLevels, type PatchBaseline } from '../../world/baselines.ts';
import { type OperatingSystem, operatingSystems, platformTypeOf } from '../../world/operating-systems.ts';
import { approvalRules, filterGroup, readFilters, readRules } from './approval-rules.ts';

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
export const sharedBaselineFields = {
  ApprovalRules: z.optional(approvalRules()),
  ApprovedPatches: z.optional(patchList()),
  ApprovedPatchesComplianceLevel: z.optional(choice(...complianceLevels)),
  ApprovedPatchesEnableNonSecurity: z.optional(boolean()),
  AvailableSecurityUpdatesComplianceStatus: z.optional(choice('COMPLIANT', 'NON_COMPLIANT')),
  GlobalFilters: z.optional(filterGroup()),
  RejectedPatches: z.optional(patchList()),
  RejectedPatchesAction: z.optional(choice('ALLOW_AS_DEPENDENCY', 'BLOCK')),
  Sources: z.optional(sources()),
};

/** What those have in common, read. */
const sharedBaseline = map(sharedBaselineFields);
type WrittenBaseline = z.output<typeof sharedBaseline>;

const description = () => z.optional(text('a description', { min: 1, max: 1024 }));

/**
 * AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ssm-patchbaseline.html
 */
export const baselineFields = map({
  ...sharedBaselineFields,
  DefaultBaseline: z.optional(boolean()),
  Description: description(),
  Name: awsName(),
  OperatingSystem: z.optional(choice(...operatingSystems)),
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
  Tags: z.optional(tagList()),
});

const patchGroupCountMax = 25;

export function readBaseline(
  logicalId: string,
  properties: unknown,
  path: DataPath,
  context: LoadContext,
): PatchBaseline | undefined {
  const read = readAsAws(baselineFields, properties, path, context);
  if (read === undefined) return undefined;
  const { PatchGroups = [] } = read;
  if (PatchGroups.length > patchGroupCountMax) {
    const message = `expected at most ${patchGroupCountMax} patch groups, found ${PatchGroups.length}`;
    context.error([...path, 'PatchGroups'], 'too-many', message, {
      awsError: 'ResourceLimitExceededException',
    });
  }
  return {
    id: logicalId,
    name: read.Name ?? logicalId,
    isDefault: read.DefaultBaseline ?? false,
    patchGroups: PatchGroups,
    ...convertBaseline(read, read.OperatingSystem ?? 'WINDOWS', path, context),
  };
}

/** All that a baseline has besides its names. What is left out has AWS's default. */
export function convertBaseline(
  read: WrittenBaseline,
  os: OperatingSystem,
  path: DataPath,
  context: LoadContext,
): Omit<PatchBaseline, 'id' | 'name' | 'isDefault' | 'patchGroups'> {
  checkPlatform(read, os, path, context);
  return {
    operatingSystem: os,
    globalFilters: readFilters(read.GlobalFilters, os, [...path, 'GlobalFilters'], context),
    rules: readRules(read.ApprovalRules, os, [...path, 'ApprovalRules', 'PatchRules'], context),
    approvedPatches: read.ApprovedPatches ?? [],
    approvedPatchesComplianceLevel: read.ApprovedPatchesComplianceLevel ?? 'UNSPECIFIED',
    approvedPatchesEnableNonSecurity: read.ApprovedPatchesEnableNonSecurity ?? false,
    rejectedPatches: read.RejectedPatches ?? [],
    rejectedPatchesAction: read.RejectedPatchesAction ?? 'ALLOW_AS_DEPENDENCY',
    availableSecurityUpdatesComplianceStatus: read.AvailableSecurityUpdatesComplianceStatus ?? 'COMPLIANT',
    sources: (read.Sources ?? []).map(({ Name, Products }) => ({ name: Name, products: Products })),
  };
}

/** Sources and non-security updates are for Linux, available security updates for Windows. */
function checkPlatform(
  read: WrittenBaseline,
  os: OperatingSystem,
  path: DataPath,
  context: LoadContext,
): void {
  const isLinux = platformTypeOf(os) === 'Linux';
  if (!isLinux && (read.Sources ?? []).length > 0) {
    const message = `expected no Sources for ${os}: they are for Linux`;
    context.error([...path, 'Sources'], 'bad-value', message, { at: 'key', awsError: 'ValidationException' });
  }
  if (!isLinux && read.ApprovedPatchesEnableNonSecurity === true) {
    const message = `has no effect on ${os}: it is for Linux`;
    context.warning([...path, 'ApprovedPatchesEnableNonSecurity'], 'no-effect', message, { at: 'key' });
  }
  if (os !== 'WINDOWS' && read.AvailableSecurityUpdatesComplianceStatus !== undefined) {
    const message = `has no effect on ${os}: it is for WINDOWS`;
    context.warning([...path, 'AvailableSecurityUpdatesComplianceStatus'], 'no-effect', message, {
      at: 'key',
    });
  }
}

export const updateFields = map({
  ...sharedBaselineFields,
  BaselineId: text('a baseline, such as !Ref LinuxBaseline'),
  Description: description(),
  Name: z.optional(awsName()),
  Replace: z.optional(boolean()),
});

/** With `Replace`, what is left out goes back to its default; without, it stays as it is. */
export function readBaselineUpdate(
  raw: unknown,
  baselines: readonly PatchBaseline[],
  path: DataPath,
  context: LoadContext,
):
  | { readonly baselineId: string; readonly changes: Partial<PatchBaseline>; readonly found: boolean }
  | undefined {
  const read = readAsAws(updateFields, raw, path, context);
  if (read === undefined) return undefined;
  const baseline = baselines.find(({ id }) => id === read.BaselineId);
  if (baseline === undefined) return { baselineId: read.BaselineId, changes: {}, found: false };
  if (read.Replace === true && read.Name === undefined) {
    const message = 'missing: expected Name, which Replace requires as CreatePatchBaseline does';
    context.error([...path, 'Name'], 'missing-key', message, { awsError: 'ValidationException' });
  }
  const { operatingSystem, ...whole } = convertBaseline(read, baseline.operatingSystem, path, context);
  const name = read.Name === undefined ? {} : { name: read.Name };
  if (read.Replace === true) return { baselineId: baseline.id, changes: { ...whole, ...name }, found: true };
  const changes = Object.fromEntries(
    Object.entries(whole).filter(([key]) => read[writtenAs[key as keyof typeof whole]] !== undefined),
  );
  return { baselineId: baseline.id, changes: { ...changes, ...name }, found: true };
}

const writtenAs = {
  globalFilters: 'GlobalFilters',
  rules: 'ApprovalRules',
  approvedPatches: 'ApprovedPatches',
  approvedPatchesComplianceLevel: 'ApprovedPatchesComplianceLevel',
  approvedPatchesEnableNonSecurity: 'ApprovedPatchesEnableNonSecurity',
  rejectedPatches: 'RejectedPatches',
  rejectedPatchesAction: 'RejectedPatchesAction',
  availableSecurityUpdatesComplianceStatus: 'AvailableSecurityUpdatesComplianceStatus',
  sources: 'Sources',
} as const;

/**
 * A patch group belongs to one baseline per operating system.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_RegisterPatchBaselineForPatchGroup.html
 */
export function checkPatchGroups(baselines: readonly PatchBaseline[], context: LoadContext): void {
  const ownerOf = new Map<string, string>();
  const defaultOf = new Map<OperatingSystem, string>();
  for (const { id, operatingSystem, patchGroups, isDefault } of baselines) {
    const path = ['resources', id, 'Properties'];
    for (const [index, group] of patchGroups.entries()) {
      const key = JSON.stringify([operatingSystem, group]);
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
    const other = defaultOf.get(operatingSystem);
    if (isDefault && other !== undefined) {
      context.error(
        [...path, 'DefaultBaseline'],
        'duplicate-default-baseline',
        `expected one default baseline for ${operatingSystem}, found ${other} and ${id}`,
      );
    } else if (isDefault) defaultOf.set(operatingSystem, id);
  }
}
