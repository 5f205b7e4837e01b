/** What goes wrong with managed nodes: their roles, networks, activations and agents. */

import type { LintSpec } from '../../../capability/lint-rule.ts';
import { accountRules } from './accounts.ts';
import { activationRules } from './activations.ts';
import { agentRules } from './agents.ts';
import { networkRules } from './network.ts';
import { policyChecks } from './policies.ts';
import { profileRules } from './profiles.ts';
import { declaredNodeRoles } from './roles.ts';

export const nodeLint: LintSpec = {
  declares: { roles: declaredNodeRoles },
  checks: policyChecks,
  rules: [...profileRules, ...networkRules, ...activationRules, ...agentRules, ...accountRules],
};
