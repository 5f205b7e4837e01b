/** What these capabilities add to a result, typed: for the library and tests, which know the list. */

import type { AutomationResult } from './automation/results.ts';
import type { ChangeRequestResult } from './change-manager/results.ts';
import type { AlarmResult } from './cloudwatch-alarms/results.ts';
import type { ConfigRuleResult, RemediationResult } from './config/results.ts';
import type { PackageResult } from './distributor/results.ts';
import type { RuleResult } from './event-bridge/results.ts';
import type { NodeCount } from './fleet-manager/fleet-counts.ts';
import type { LicenseResult } from './license-manager/results.ts';
import type { ExecutionResult } from './maintenance-windows/results.ts';
import type { ManagedNodeResult } from './managed-nodes/results.ts';
import type { NotificationResult } from './notifications/results.ts';
import type { OpsItemResult } from './ops-center/results.ts';
import type { ParameterCallResult } from './parameter-store/results.ts';
import type { PatchNodeResult } from './patch-manager/results.ts';
import type { CommandResult } from './run-command/results.ts';
import type { SessionResult } from './session-manager/results.ts';
import type { AssociationResult } from './state-manager/results.ts';

export interface ResultLists {
  readonly executions: readonly ExecutionResult[];
  readonly commands: readonly CommandResult[];
  readonly associations: readonly AssociationResult[];
  readonly alarms: readonly AlarmResult[];
  readonly rules: readonly RuleResult[];
  readonly automations: readonly AutomationResult[];
  readonly notifications: readonly NotificationResult[];
  readonly parameterCalls: readonly ParameterCallResult[];
  readonly configRules: readonly ConfigRuleResult[];
  readonly remediations: readonly RemediationResult[];
  readonly sessions: readonly SessionResult[];
  readonly packages: readonly PackageResult[];
  readonly licenses: readonly LicenseResult[];
  readonly opsItems: readonly OpsItemResult[];
  readonly changeRequests: readonly ChangeRequestResult[];
  readonly managedNodes: readonly NodeCount[];
}

export type NodeDetails = ManagedNodeResult & PatchNodeResult;
