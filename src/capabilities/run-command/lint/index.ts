/** What goes wrong with commands: whom they reach, how long they may take, what is left of them. */

import type { LintSpec } from '../../../capability/lint-rule.ts';
import { commandDeclares } from './declares.ts';
import { outputRules } from './output.ts';
import { rateRules } from './rates.ts';
import { rebootRules } from './reboots.ts';
import { targetRules } from './targets.ts';
import { timeoutRules } from './timeouts.ts';

export const commandLint: LintSpec = {
  declares: commandDeclares,
  rules: [...rateRules, ...outputRules, ...targetRules, ...rebootRules, ...timeoutRules],
};
