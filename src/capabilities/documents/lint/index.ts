import type { LintSpec } from '../../../capability/lint-rule.ts';
import { documentDeclares } from './declares.ts';
import { stepRules } from './steps.ts';

export const documentLint: LintSpec = { rules: stepRules, declares: documentDeclares };
