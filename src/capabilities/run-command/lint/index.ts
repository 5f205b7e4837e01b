/** What goes wrong with commands: whom they reach, how long they may take, what is left of them. */
import type { LintSpec } from '../../../capability/lint-rule.ts';
import { rebootRules } from './reboots.ts';
import { targetRules } from './targets.ts';
import { timeoutRules } from './timeouts.ts';

export const commandLint: LintSpec = {
  rules: [...targetRules, ...rebootRules, ...timeoutRules],
};
