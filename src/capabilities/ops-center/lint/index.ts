import type { LintSpec } from '../../../capability/lint-rule.ts';
import { opsItemRules } from './ops-items.ts';

export const opsLint: LintSpec = { rules: opsItemRules };
