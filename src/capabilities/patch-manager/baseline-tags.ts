/**
 * BaselineTags of AWS-RunPatchBaselineAssociation.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-aws-runpatchbaselineassociation.html
 */
import { profileAllowsAll } from '../../aws/iam.ts';
import type { PatchBaseline } from '../../world/baselines.ts';
import type { InstanceProfile } from '../../world/identity.ts';
import { type Served, serves } from './patch-groups.ts';

export interface BaselineTags {
  readonly key: string;
  readonly values: readonly string[];
}

/** `Key=tag-key,Values=tag-value1,tag-value2`; undefined: it has another form. */
export function parseBaselineTags(text: string): BaselineTags | undefined {
  const found = /^Key=([^,=]{1,128}),Values=(.{1,2000})$/.exec(text);
  return found === null ? undefined : { key: found[1]!, values: found[2]!.split(',') };
}

/**
 * A baseline of one's own for the operating system that has the tag. None: the patch group decides, as without tags. Several:
 * only one patch baseline can be tagged so, and the run fails with 153.
 */
export function taggedBaseline(
  { key, values }: BaselineTags,
  node: Served,
  baselines: readonly PatchBaseline[],
): PatchBaseline | 153 | null {
  const found = baselines.filter(
    (baseline) => serves(baseline, node) && values.includes(baseline.tags?.[key] ?? ''),
  );
  return found.length > 1 ? 153 : (found[0] ?? null);
}

/** What the node needs to look baselines up by their tags, and Quick Setup gives it. */
const lookUp = [
  'ssm:DescribePatchBaselines',
  'tag:GetResources',
  'ssm:GetPatchBaseline',
  'ssm:DescribeEffectivePatchesForPatchBaseline',
];

export function mayLookUpTags(profile: InstanceProfile | null): boolean {
  return profile !== null && profileAllowsAll(profile, lookUp);
}
