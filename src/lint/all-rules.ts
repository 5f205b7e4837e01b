/** Every rule, in the order of the table in docs/lint/README.md. */

import { cutoffRules } from '../capabilities/maintenance-windows/lint/cutoff.ts';
import { windowRules } from '../capabilities/maintenance-windows/lint/empty-windows.ts';
import { iamRules } from '../capabilities/maintenance-windows/lint/iam.ts';
import { rateRules } from '../capabilities/maintenance-windows/lint/rates.ts';
import { scheduleRules } from '../capabilities/maintenance-windows/lint/schedules.ts';
import { activationRules } from '../capabilities/managed-nodes/lint/activations.ts';
import { agentRules } from '../capabilities/managed-nodes/lint/agents.ts';
import { networkRules } from '../capabilities/managed-nodes/lint/network.ts';
import { profileRules } from '../capabilities/managed-nodes/lint/profiles.ts';
import { approvalRules } from '../capabilities/patch-manager/lint/approval.ts';
import { baselineRules } from '../capabilities/patch-manager/lint/baselines.ts';
import { operationRules } from '../capabilities/patch-manager/lint/operations.ts';
import { patchGroupRules } from '../capabilities/patch-manager/lint/patch-groups.ts';
import { rebootRules } from '../capabilities/run-command/lint/reboots.ts';
import { targetRules } from '../capabilities/run-command/lint/targets.ts';
import { timeoutRules } from '../capabilities/run-command/lint/timeouts.ts';
import type { Rule } from '../capability/lint-rule.ts';
import { ignoreRules } from './ignore-rules.ts';
import { literalRules } from './literals.ts';

export const allRules: readonly Rule[] = [
  ...patchGroupRules,
  ...baselineRules,
  ...approvalRules,
  ...windowRules,
  ...targetRules,
  ...literalRules,
  ...operationRules,
  ...rebootRules,
  ...rateRules,
  ...cutoffRules,
  ...scheduleRules,
  ...timeoutRules,
  ...networkRules,
  ...profileRules,
  ...iamRules,
  ...activationRules,
  ...agentRules,
  ...ignoreRules,
];
