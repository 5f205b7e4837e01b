/**
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreatePatchBaseline.html
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UpdatePatchBaseline.html
 */
import * as z from 'zod/mini';
import { inventedBaselines } from '../../aws/invented-names.ts';
import { type AnyCallSpec, type CallReading, call } from '../../cloudformation/call-spec.ts';
import { refuseLogicalId } from '../../cloudformation/targets.ts';
import { nearest, suggestion } from '../../diagnostics/nearest.ts';
import { describe } from '../../diagnostics/plain-map.ts';
import { awsName } from '../../fields/aws-fields.ts';
import { boolean, text } from '../../fields/fields.ts';
import { type Partly, Unknown } from '../../fields/unknown.ts';
import type { PatchBaseline } from '../../world/baselines.ts';
import { predefinedBaselines } from './predefined-baselines.ts';
import {
  baselineDescription,
  baselineKeysWithoutEffect,
  baselineOf,
  newBaseline,
  newBaselineFields,
  patchBaseline,
  refuseBaseline,
  refuseNewBaseline,
  sharedBaselineFields,
} from './resources/baselines.ts';

export const createPatchBaseline = call({
  call: 'CreatePatchBaseline',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreatePatchBaseline.html',
  is: 'Makes a patch baseline, known by the id of the action',
  fields: newBaselineFields,
  withoutEffect: baselineKeysWithoutEffect,
  refusals(seen, { path, context }) {
    refuseNewBaseline(seen, path, context);
  },
  build: (known, { id, context }) => newBaseline(known, id, context),
});

const baselineId = () => text('a baseline: !Ref of the resource, or the id of a CreatePatchBaseline action');
const patchGroup = () => text('a patch group', { min: 1, max: 256 });

/** What every call on a baseline names. Another account or Region does not have it. */
const namesBaseline = {
  ids: ({ baselineId }: { readonly baselineId: string }) => [baselineId],
  error: 'DoesNotExistException',
};

export const updatePatchBaseline = call({
  call: 'UpdatePatchBaseline',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UpdatePatchBaseline.html',
  is: 'Changes a patch baseline',
  fields: () => ({
    ...sharedBaselineFields(),
    BaselineId: baselineId(),
    Description: baselineDescription(),
    Name: z.optional(awsName()),
    Replace: z.optional(boolean()),
  }),
  withoutEffect: baselineKeysWithoutEffect,
  names: namesBaseline,
  refusals(seen, reading) {
    const { BaselineId: id, Replace, Name } = seen;
    const { path, context, references } = reading;
    if (id instanceof Unknown) return;
    refuseUnknownBaseline(id, reading, 'a predefined baseline cannot be changed');
    if (Replace === true && Name === undefined) {
      const message = 'missing: expected Name, which Replace requires as CreatePatchBaseline does';
      context.error([...path, 'Name'], 'missing-key', message, { awsError: 'ValidationException' });
    }
    // Of what operating system a call makes a baseline is not known here.
    const baseline = references.nouns(patchBaseline).get(id);
    refuseBaseline(seen, baseline?.operatingSystem ?? null, path, context);
  },
  /** With `Replace`, what is left out goes back to its default; without, it stays as it is. */
  build(known) {
    const { BaselineId: baselineId, Name } = known;
    const { operatingSystem: _, ...whole } = baselineOf(known, 'WINDOWS');
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

/** Of the file, or made by a call: one that is made later is refused when the call is made. */
function refuseUnknownBaseline(
  id: Partly<string>,
  { path, context, references, actions }: CallReading,
  ofPredefined = 'what AWS provides is registered with no patch group here',
): void {
  if (id instanceof Unknown) return;
  const at = [...path, 'BaselineId'];
  if (references.types.get(id) === patchBaseline.type) {
    refuseLogicalId(id, at, { context, references });
    return;
  }
  const made = actions.filter((one) => one.call === createPatchBaseline.call).map((one) => one.id);
  if (made.includes(id)) return;
  const message = `expected an AWS::SSM::PatchBaseline under resources, or the id of a CreatePatchBaseline action, found ${describe(id)}`;
  const own = [...references.nouns(patchBaseline).keys(), ...made];
  const help = id.startsWith('AWS-') ? helpForPredefined(id, ofPredefined) : suggestion(id, own);
  context.error(at, 'unknown-reference', message, { awsError: 'DoesNotExistException', help });
}

function helpForPredefined(id: string, otherwise: string): string {
  const names = predefinedBaselines.map(({ name }) => name);
  if (names.includes(id)) return otherwise;
  const meant = Object.hasOwn(inventedBaselines, id) ? inventedBaselines[id]! : nearest(id, names);
  return meant === null ? otherwise : `did you mean ${meant}? Even so, ${otherwise}`;
}

export const registerPatchGroup = call({
  call: 'RegisterPatchBaselineForPatchGroup',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_RegisterPatchBaselineForPatchGroup.html',
  is: 'Registers a patch baseline for a patch group',
  fields: () => ({ BaselineId: baselineId(), PatchGroup: patchGroup() }),
  names: namesBaseline,
  refusals: ({ BaselineId }, reading) => refuseUnknownBaseline(BaselineId, reading),
  build: ({ BaselineId, PatchGroup }) => ({ baselineId: BaselineId, patchGroup: PatchGroup }),
});

export const deregisterPatchGroup = call({
  call: 'DeregisterPatchBaselineForPatchGroup',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DeregisterPatchBaselineForPatchGroup.html',
  is: 'Removes a patch group from a patch baseline',
  fields: () => ({ BaselineId: baselineId(), PatchGroup: patchGroup() }),
  names: namesBaseline,
  refusals: ({ BaselineId }, reading) => refuseUnknownBaseline(BaselineId, reading),
  build: ({ BaselineId, PatchGroup }) => ({ baselineId: BaselineId, patchGroup: PatchGroup }),
});

export const registerDefault = call({
  call: 'RegisterDefaultPatchBaseline',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_RegisterDefaultPatchBaseline.html',
  is: 'Makes a patch baseline the default of its operating system',
  fields: () => ({ BaselineId: baselineId() }),
  names: namesBaseline,
  refusals: ({ BaselineId }, reading) =>
    refuseUnknownBaseline(
      BaselineId,
      reading,
      "AWS's own baseline is the default until a call registers another",
    ),
  build: ({ BaselineId }) => ({ baselineId: BaselineId }),
});

export const patchCalls: readonly AnyCallSpec[] = [
  createPatchBaseline,
  updatePatchBaseline,
  registerPatchGroup,
  deregisterPatchGroup,
  registerDefault,
];
