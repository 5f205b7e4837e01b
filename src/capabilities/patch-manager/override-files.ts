/**
 * The two files that AWS-RunPatchBaseline reads when it runs.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-baselineoverride-parameter.html
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-aws-runpatchbaseline.html
 */
import * as z from 'zod/mini';
import type { ParameterFile } from '../../cloudformation/parameter-file.ts';
import { warnOfKeysWithoutEffect } from '../../cloudformation/without-effect.ts';
import { readAsAws } from '../../fields/aws-fields.ts';
import type { LoadContext } from '../../fields/context.ts';
import { anything, choice, listOf, map, once, text } from '../../fields/fields.ts';
import type { PatchBaseline } from '../../world/baselines.ts';
import { operatingSystems } from '../../world/operating-systems.ts';
import {
  baselineKeysWithoutEffect,
  baselineOf,
  refuseBaseline,
  sharedBaselineFields,
} from './resources/baselines.ts';

/** Other keys that GetPatchBaseline prints, and that people leave in the file. */
const printedByGetPatchBaseline = [
  'BaselineId',
  'CreatedDate',
  'Description',
  'ModifiedDate',
  'Name',
  'PatchGroups',
];

const overrideFields = once(() =>
  map({
    ...sharedBaselineFields(),
    OperatingSystem: choice(...operatingSystems),
    ...Object.fromEntries(printedByGetPatchBaseline.map((key) => [key, z.optional(anything())])),
  }),
);

/** One entry of an InstallOverrideList: a patch id, on Linux and macOS also a title or version. */
interface OverridePatch {
  readonly id: string;
  readonly title?: string;
}

/** A list of baselines, one for each operating system; the node takes that of its own. */
function readBaselineOverride(bytes: Uint8Array, file: string, context: LoadContext): PatchBaseline[] {
  const data = context.parse(bytes, file);
  if (data === undefined) return [];
  const within = context.within(data);
  const entries = Array.isArray(data) ? data : [data];
  return entries.flatMap((entry, index) => {
    const path = Array.isArray(data) ? [index] : [];
    const read = readAsAws(overrideFields(), entry, path, within);
    if (read === undefined) return [];
    refuseBaseline(read, read.OperatingSystem, path, within);
    const id = `${file}[${index}]`;
    warnOfKeysWithoutEffect({ keys: baselineKeysWithoutEffect, of: id }, entry, path, within);
    return {
      id,
      name: id,
      isDefault: false,
      patchGroups: [],
      ...baselineOf(read, read.OperatingSystem),
    };
  });
}

const listFields = once(() =>
  map({
    patches: listOf(
      map({
        id: text('a patch or package, such as kernel.x86_64 or KB5034439', { min: 1, max: 1000 }),
        title: z.optional(text('a title', { max: 1000 })),
      }),
    ),
  }),
);

/** `patches:` with an `id` each, on Linux and macOS also a `title`. */
function readInstallOverrideList(bytes: Uint8Array, file: string, context: LoadContext): OverridePatch[] {
  const data = context.parse(bytes, file);
  if (data === undefined) return [];
  const read = readAsAws(listFields(), data, [], context.within(data));
  return (read?.patches ?? []).map(({ id, title }) => (title === undefined ? { id } : { id, title }));
}

export const baselineOverrideFile: ParameterFile<readonly PatchBaseline[]> = {
  parameter: 'BaselineOverride',
  read: readBaselineOverride,
};

export const installOverrideListFile: ParameterFile<readonly OverridePatch[]> = {
  parameter: 'InstallOverrideList',
  read: readInstallOverrideList,
};
