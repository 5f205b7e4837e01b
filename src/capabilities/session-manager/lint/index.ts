import type { LintSpec } from '../../../capability/lint-rule.ts';
import { preferenceRules } from './preferences.ts';
import { startRules } from './sessions.ts';

export const sessionLint: LintSpec = { rules: [...startRules, ...preferenceRules] };
