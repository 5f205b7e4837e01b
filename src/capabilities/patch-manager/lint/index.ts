/** What goes wrong with patching: groups, baselines, approvals, operations. */
import type { LintSpec } from '../../../capability/lint-rule.ts';
import { approvalRules } from './approval.ts';
import { baselineRules } from './baselines.ts';
import { operationRules } from './operations.ts';
import { patchGroupRules } from './patch-groups.ts';

export const patchLint: LintSpec = {
  rules: [...patchGroupRules, ...baselineRules, ...approvalRules, ...operationRules],
};
