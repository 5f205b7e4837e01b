/** What goes wrong with maintenance windows: schedules, cutoffs, rates and roles of tasks. */
import type { LintSpec } from '../../../capability/lint-rule.ts';
import { cutoffRules } from './cutoff.ts';
import { windowRules } from './empty-windows.ts';
import { iamRules } from './iam.ts';
import { rateRules } from './rates.ts';
import { scheduleRules } from './schedules.ts';

export const windowLint: LintSpec = {
  rules: [...windowRules, ...rateRules, ...cutoffRules, ...scheduleRules, ...iamRules],
};
