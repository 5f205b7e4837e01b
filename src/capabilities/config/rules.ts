/**
 * What managed rules make of a node, and what remediation allows, as functions of plain values.
 *
 * AWS: https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-trigger-type.html
 */
import { mustStopSending } from '../../aws/rate-control.ts';
import type { EvaluationResult } from './evaluation-result.ts';
import { inventoryRules } from './inventory-rules.ts';

export type { EvaluationResult } from './evaluation-result.ts';

/** What a managed rule looks at. */
export type Evaluates = 'patch compliance' | 'association compliance' | 'registration' | 'inventory';

export interface ManagedRule {
  readonly identifier: string;
  readonly evaluates: Evaluates;
  /** The type of the resources that it gives a result. */
  readonly resourceType: string;
  /** All types whose changes it is evaluated on. */
  readonly recordedTypes: readonly string[];
}

const inventoryType = 'AWS::SSM::ManagedInstanceInventory';

/**
 * AWS: https://docs.aws.amazon.com/config/latest/developerguide/ec2-managedinstance-patch-compliance-status-check.html
 * https://docs.aws.amazon.com/config/latest/developerguide/ec2-managedinstance-association-compliance-status-check.html
 * https://docs.aws.amazon.com/config/latest/developerguide/ec2-instance-managed-by-ssm.html
 */
export const managedRules: readonly ManagedRule[] = [
  {
    identifier: 'EC2_MANAGEDINSTANCE_PATCH_COMPLIANCE_STATUS_CHECK',
    evaluates: 'patch compliance',
    resourceType: 'AWS::SSM::PatchCompliance',
    recordedTypes: ['AWS::SSM::PatchCompliance'],
  },
  {
    identifier: 'EC2_MANAGEDINSTANCE_ASSOCIATION_COMPLIANCE_STATUS_CHECK',
    evaluates: 'association compliance',
    resourceType: 'AWS::SSM::AssociationCompliance',
    recordedTypes: ['AWS::SSM::AssociationCompliance'],
  },
  {
    identifier: 'EC2_INSTANCE_MANAGED_BY_SSM',
    evaluates: 'registration',
    resourceType: 'AWS::EC2::Instance',
    recordedTypes: ['AWS::EC2::Instance', inventoryType],
  },
  ...Object.keys(inventoryRules).map(
    (identifier): ManagedRule => ({
      identifier,
      evaluates: 'inventory',
      resourceType: inventoryType,
      recordedTypes: [inventoryType],
    }),
  ),
];

/** Of what Patch Manager has reported last: the rule is compliant if the status is COMPLIANT. */
export function ofPatchReport(reported: string): EvaluationResult {
  if (reported === 'COMPLIANT' || reported === 'NON_COMPLIANT') return reported;
  return 'INSUFFICIENT_DATA';
}

/** Of the compliance of each association on the node: one that failed makes it noncompliant. */
export function ofAssociations(compliance: readonly EvaluationResult[]): EvaluationResult {
  if (compliance.includes('NON_COMPLIANT')) return 'NON_COMPLIANT';
  return compliance.includes('COMPLIANT') ? 'COMPLIANT' : 'INSUFFICIENT_DATA';
}

export interface InstanceSeen {
  readonly isRunning: boolean;
  readonly isStopped: boolean;
  readonly isOnline: boolean;
}

/** #ec2-instance-managed-by-ssm: a running instance whose agent has stopped is noncompliant, a stopped instance never. */
export function ofRegistration({ isRunning, isStopped, isOnline }: InstanceSeen): EvaluationResult {
  if (isStopped) return 'COMPLIANT';
  if (!isRunning) return 'NOT_APPLICABLE';
  return isOnline ? 'COMPLIANT' : 'NON_COMPLIANT';
}

/** AWS: https://docs.aws.amazon.com/config/latest/APIReference/API_Scope.html */
export interface Scope {
  /** Empty: the types of the rule. */
  readonly types: readonly string[];
  readonly resourceId: string | null;
  readonly tagKey: string | null;
  /** Null: any. */
  readonly tagValue: string | null;
}

/**
 * Whether a change of the resource is evaluated. ASSUMPTION config-scope-tags: the tags of a node are those of what it reports,
 * too.
 */
export function isInScope(
  { types, resourceId, tagKey, tagValue }: Scope,
  resource: {
    readonly type: string;
    readonly ids: readonly string[];
    readonly tags: Readonly<Record<string, string>>;
  },
): boolean {
  if (types.length > 0 && !types.includes(resource.type)) return false;
  if (resourceId !== null && !resource.ids.includes(resourceId)) return false;
  if (tagKey === null) return true;
  return Object.hasOwn(resource.tags, tagKey) && (tagValue === null || resource.tags[tagKey] === tagValue);
}

/**
 * Whether a failure leaves a remediation exception: it is the last of MaximumAutomaticAttempts within RetryAttemptSeconds.
 * ASSUMPTION remediation-retry-window: the window is measured from the first of these failures to the last.
 *
 * AWS: https://docs.aws.amazon.com/config/latest/APIReference/API_RemediationConfiguration.html
 */
export function leavesException(
  failedMs: readonly number[],
  { maximumAutomaticAttempts, retryAttemptSeconds }: RetryLimits,
): boolean {
  const counted = failedMs.slice(-maximumAutomaticAttempts);
  if (counted.length < maximumAutomaticAttempts) return false;
  return counted.at(-1)! - counted[0]! <= retryAttemptSeconds * 1000;
}

export interface RetryLimits {
  readonly maximumAutomaticAttempts: number;
  readonly retryAttemptSeconds: number;
}

/** Whether as many failures of a runbook that takes this long, one after another, ever lie within the window. */
export function canReachException(runMs: number, limits: RetryLimits): boolean {
  const { maximumAutomaticAttempts: most, retryAttemptSeconds } = limits;
  return (most - 1) * runMs <= retryAttemptSeconds * 1000;
}

/**
 * #API_SsmControls: a share of the noncompliant resources; never none of them, as in all rate control.
 *
 * AWS: https://docs.aws.amazon.com/config/latest/APIReference/API_SsmControls.html
 */
export function concurrencyOf(percentage: number, resourceCount: number): number {
  return Math.max(1, Math.floor((percentage * resourceCount) / 100));
}

/** #API_SsmControls: with 40% of 10 resources the fifth error stops it. */
export function mustStop(errorCount: number, percentage: number, resourceCount: number): boolean {
  return mustStopSending(errorCount, Math.floor((percentage * resourceCount) / 100), 'exceeds');
}
