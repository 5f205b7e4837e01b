/** Types that belong to no capability: whatever assumes a role, and whatever is found by its tags. */
import type { AnyResourceSpec } from '../resource-spec.ts';
import { kmsAlias, kmsKey } from './keys.ts';
import { resourceGroup } from './resource-groups.ts';
import { iamRole, instanceProfile } from './roles.ts';

/** A profile names a role, so that roles go before. */
export const worldResources: readonly AnyResourceSpec[] = [
  iamRole,
  instanceProfile,
  resourceGroup,
  kmsKey,
  kmsAlias,
];
