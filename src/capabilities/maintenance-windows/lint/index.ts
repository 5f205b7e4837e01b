/** What goes wrong with maintenance windows: schedules, cutoffs, rates and roles of tasks. */

import type { LintSpec } from '../../../capability/lint-rule.ts';
import { cutoffRules } from './cutoff.ts';
import { windowDeclares } from './declares.ts';
import { windowRules } from './empty-windows.ts';
import { iamRules } from './iam.ts';
import { checkIds } from './ids.ts';
import { patchTuesdayRules } from './patch-tuesday.ts';
import { rateRules } from './rates.ts';
import { runbookRules } from './runbooks.ts';
import { scheduleRules } from './schedules.ts';
import { taskType } from './windows.ts';
import { wrongWindowRules } from './wrong-window.ts';

export const windowLint: LintSpec = {
  declares: windowDeclares,
  checks: [
    { rule: 'literal-parameter', check: checkIds },
    {
      rule: 'target-matches-no-node',
      refusals: [{ of: taskType, keys: ['Targets'], codes: ['missing-key'] }],
    },
  ],
  rules: [
    ...wrongWindowRules,
    ...windowRules,
    ...rateRules,
    ...cutoffRules,
    ...scheduleRules,
    ...patchTuesdayRules,
    ...iamRules,
    ...runbookRules,
  ],
};
