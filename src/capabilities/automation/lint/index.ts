/** What goes wrong with runbooks: their roles, and the ways through their steps. */
import type { LintSpec } from '../../../capability/lint-rule.ts';
import { documentRules } from './documents.ts';
import { roleRules } from './roles.ts';
import { stepRules } from './steps.ts';

export const automationLint: LintSpec = { rules: [...roleRules, ...stepRules, ...documentRules] };
