import type { LintSpec } from '../../../capability/lint-rule.ts';

export const opsLint: LintSpec = { rules: [] };
