/** Every rule, in the order of the table in docs/lint/README.md. */
import { ignoreRules } from '../ignore-rules.ts';
import type { Rule } from '../rule.ts';
import { targetRules } from './targets.ts';

export const allRules: readonly Rule[] = [...targetRules, ...ignoreRules];
