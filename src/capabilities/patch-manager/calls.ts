/** AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UpdatePatchBaseline.html */
import * as z from 'zod/mini';
import { type AnyCallSpec, type CallReading, call } from '../../cloudformation/call-spec.ts';
import { refuseLogicalId } from '../../cloudformation/targets.ts';
import { suggestion } from '../../diagnostics/nearest.ts';
import { describe } from '../../diagnostics/plain-map.ts';
import { awsName } from '../../fields/aws-fields.ts';
import { boolean, text } from '../../fields/fields.ts';
import { type Partly, Unknown } from '../../fields/unknown.ts';
import type { PatchBaseline } from '../../world/baselines.ts';
import {
  baselineDescription,
  baselineKeysWithoutEffect,
  baselineOf,
  patchBaseline,
  refuseBaseline,
  sharedBaselineFields,
} from './resources/baselines.ts';

export const updatePatchBaseline = call({
  call: 'UpdatePatchBaseline',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UpdatePatchBaseline.html',
  is: 'Changes a patch baseline',
  fields: () => ({
    ...sharedBaselineFields,
    BaselineId: text('a baseline, such as !Ref LinuxBaseline'),
    Description: baselineDescription(),
    Name: z.optional(awsName()),
    Replace: z.optional(boolean()),
  }),
  withoutEffect: baselineKeysWithoutEffect,
  refusals(seen, { path, context, references }) {
    const { BaselineId: id, Replace, Name } = seen;
    if (id instanceof Unknown) return;
    const baselines = references.nouns(patchBaseline);
    const baseline = baselines.get(id);
    if (references.types.get(id) === patchBaseline.type) {
      refuseLogicalId(id, [...path, 'BaselineId'], { context, references });
    }
    if (baseline !== undefined) {
      if (Replace === true && Name === undefined) {
        const message = 'missing: expected Name, which Replace requires as CreatePatchBaseline does';
        context.error([...path, 'Name'], 'missing-key', message, { awsError: 'ValidationException' });
      }
      refuseBaseline(seen, baseline.operatingSystem, path, context);
      // A baseline that is itself wrong has been reported under resources.
    } else if (references.types.get(id) !== patchBaseline.type) {
      const message = `expected an AWS::SSM::PatchBaseline under resources, found ${describe(id)}`;
      context.error([...path, 'BaselineId'], 'unknown-reference', message, {
        awsError: 'DoesNotExistException',
        help: id.startsWith('AWS-')
          ? 'a predefined baseline cannot be changed'
          : suggestion(id, [...baselines.keys()]),
      });
    }
  },
  /** With `Replace`, what is left out goes back to its default; without, it stays as it is. */
  build(known, { references }) {
    const { BaselineId: baselineId, Name } = known;
    const baseline = references.nouns(patchBaseline).get(baselineId);
    if (baseline === undefined) return undefined;
    const { operatingSystem: _, ...whole } = baselineOf(known, baseline.operatingSystem);
    const given = Object.entries(whole).filter(
      ([key]) => known.Replace === true || known[writtenAs[key as keyof typeof whole]] !== undefined,
    );
    const changes: Partial<PatchBaseline> = {
      ...Object.fromEntries(given),
      ...(Name === undefined ? {} : { name: Name }),
    };
    return { baselineId, changes };
  },
});

const writtenAs = {
  globalFilters: 'GlobalFilters',
  rules: 'ApprovalRules',
  approvedPatches: 'ApprovedPatches',
  approvedPatchesComplianceLevel: 'ApprovedPatchesComplianceLevel',
  approvedPatchesEnableNonSecurity: 'ApprovedPatchesEnableNonSecurity',
  rejectedPatches: 'RejectedPatches',
  rejectedPatchesAction: 'RejectedPatchesAction',
  availableSecurityUpdatesComplianceStatus: 'AvailableSecurityUpdatesComplianceStatus',
} as const;

const baselineId = () => text('a baseline, such as !Ref LinuxBaseline');
const patchGroup = () => text('a patch group', { min: 1, max: 256 });

/** Of the file: what AWS provides is registered with no group here. */
function refuseUnknownBaseline(id: Partly<string>, { path, context, references }: CallReading): void {
  if (id instanceof Unknown) return;
  const at = [...path, 'BaselineId'];
  if (references.types.get(id) === patchBaseline.type) {
    refuseLogicalId(id, at, { context, references });
    return;
  }
  const message = `expected an AWS::SSM::PatchBaseline under resources, found ${describe(id)}`;
  const help = suggestion(id, [...references.nouns(patchBaseline).keys()]);
  context.error(at, 'unknown-reference', message, { awsError: 'DoesNotExistException', help });
}

export const registerPatchGroup = call({
  call: 'RegisterPatchBaselineForPatchGroup',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_RegisterPatchBaselineForPatchGroup.html',
  is: 'Registers a patch baseline for a patch group',
  fields: () => ({ BaselineId: baselineId(), PatchGroup: patchGroup() }),
  refusals: ({ BaselineId }, reading) => refuseUnknownBaseline(BaselineId, reading),
  build: ({ BaselineId, PatchGroup }) => ({ baselineId: BaselineId, patchGroup: PatchGroup }),
});

export const deregisterPatchGroup = call({
  call: 'DeregisterPatchBaselineForPatchGroup',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DeregisterPatchBaselineForPatchGroup.html',
  is: 'Removes a patch group from a patch baseline',
  fields: () => ({ BaselineId: baselineId(), PatchGroup: patchGroup() }),
  refusals: ({ BaselineId }, reading) => refuseUnknownBaseline(BaselineId, reading),
  build: ({ BaselineId, PatchGroup }) => ({ baselineId: BaselineId, patchGroup: PatchGroup }),
});

export const registerDefault = call({
  call: 'RegisterDefaultPatchBaseline',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_RegisterDefaultPatchBaseline.html',
  is: 'Makes a patch baseline the default of its operating system',
  fields: () => ({ BaselineId: baselineId() }),
  refusals: ({ BaselineId }, reading) => refuseUnknownBaseline(BaselineId, reading),
  build: ({ BaselineId }) => ({ baselineId: BaselineId }),
});

export const patchCalls: readonly AnyCallSpec[] = [
  updatePatchBaseline,
  registerPatchGroup,
  deregisterPatchGroup,
  registerDefault,
];
