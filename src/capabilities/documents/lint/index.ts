import type { LintSpec } from '../../../capability/lint-rule.ts';
import { documentDeclares } from './declares.ts';
import { checkNested } from './nested.ts';
import { stepRules } from './steps.ts';

export const documentLint: LintSpec = {
  rules: stepRules,
  checks: [{ rule: 'step-document-refused', check: checkNested }],
  declares: documentDeclares,
};
