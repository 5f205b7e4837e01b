/** Every rule, in the order of the table in docs/lint/README.md. */
import { ignoreRules } from '../ignore-rules.ts';
import type { Rule } from '../rule.ts';
import { activationRules } from './activations.ts';
import { agentRules } from './agents.ts';
import { approvalRules } from './approval.ts';
import { baselineRules } from './baselines.ts';
import { cutoffRules } from './cutoff.ts';
import { iamRules } from './iam.ts';
import { networkRules } from './network.ts';
import { operationRules } from './operations.ts';
import { patchGroupRules } from './patch-groups.ts';
import { profileRules } from './profiles.ts';
import { rateRules } from './rates.ts';
import { rebootRules } from './reboots.ts';
import { scheduleRules } from './schedules.ts';
import { targetRules } from './targets.ts';
import { timeoutRules } from './timeouts.ts';

export const allRules: readonly Rule[] = [
  ...patchGroupRules,
  ...baselineRules,
  ...approvalRules,
  ...targetRules,
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
