/** Every rule, in the order of the table in docs/lint/README.md. */
import { ignoreRules } from '../ignore-rules.ts';
import type { Rule } from '../rule.ts';
import { approvalRules } from './approval.ts';
import { baselineRules } from './baselines.ts';
import { operationRules } from './operations.ts';
import { patchGroupRules } from './patch-groups.ts';
import { rebootRules } from './reboots.ts';
import { targetRules } from './targets.ts';

export const allRules: readonly Rule[] = [
  ...patchGroupRules,
  ...baselineRules,
  ...approvalRules,
  ...targetRules,
  ...operationRules,
  ...rebootRules,
  ...ignoreRules,
];
