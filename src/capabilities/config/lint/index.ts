/** What lint finds of rules of AWS Config and of remediations. */
import type { Subject } from '../../../capability/lint/subject.ts';
import type { Rule as LintRule, LintSpec, Report } from '../../../capability/lint-rule.ts';
import { entry, itemsOf, textOf, type Value } from '../../../cloudformation/value.ts';
import { meanOf } from '../../../kernel/distributions.ts';
import { collectsAnything } from '../../inventory/lint/facts.ts';
import { remediationConfiguration } from '../resources/remediations.ts';
import { configRule } from '../resources/rules.ts';
import { canReachException } from '../rules.ts';

/** Failures of a runbook that takes minutes never lie within a minute: what cannot be repaired is tried for ever. */
function checkRetryWindow(subject: Subject, report: Report): void {
  const { scenario } = subject;
  if (scenario === null) return;
  for (const [logicalId, { isAutomatic, limits, document }] of subject.stack.nouns(
    remediationConfiguration,
  )) {
    const model = scenario.model.documents.get(document);
    const resource = subject.named(logicalId);
    if (!isAutomatic || model === undefined || resource === undefined) continue;
    const runMs = meanOf(model.run);
    if (canReachException(runMs, limits)) continue;
    const { maximumAutomaticAttempts: most, retryAttemptSeconds } = limits;
    const seconds = Math.ceil(((most - 1) * runMs) / 1000);
    const given = subject.property(resource, 'RetryAttemptSeconds') === undefined ? 'the default of ' : '';
    report(
      resource.path,
      `${logicalId} never leaves a remediation exception: ${most} failures of ${document}, which takes ${Math.round(runMs / 1000)} s, do not come within ` +
        `${given}${retryAttemptSeconds} s of RetryAttemptSeconds, and attempts go on without end`,
      { help: `write RetryAttemptSeconds: ${Math.min(2_678_000, seconds * 2)}`, at: 'key' },
    );
  }
}

/** A rule that no change of a recorded type triggers. */
function checkRecording(subject: Subject, report: Report): void {
  const recorders = subject.ofType('AWS::Config::ConfigurationRecorder');
  const groups = recorders.map((one) => subject.property(one, 'RecordingGroup'));
  if (groups.length === 0 || groups.some((group) => group === undefined)) return;
  const recorded = new Set<string>();
  for (const recorder of recorders) {
    const types = subject.property(recorder, 'RecordingGroup', 'ResourceTypes');
    if (
      textOf(subject.property(recorder, 'RecordingGroup', 'AllSupported')) === 'true' ||
      types === undefined
    )
      return;
    for (const item of itemsOf(types)) {
      const type = textOf(item);
      if (type === null || type === undefined) return;
      recorded.add(type);
    }
  }
  for (const [logicalId, { managed }] of subject.stack.nouns(configRule)) {
    const resource = subject.named(logicalId);
    if (managed === null || resource === undefined) continue;
    const missing = managed.recordedTypes.filter((type) => !recorded.has(type));
    if (missing.length < managed.recordedTypes.length) continue;
    report(
      resource.path,
      `${logicalId} is evaluated on changes of ${managed.recordedTypes.join(' and ')}, which the recorder does not record: it never has a result`,
      { help: `add ${missing.join(' and ')} to ResourceTypes of the recorder`, at: 'key' },
    );
  }
}

/** A rule about inventory sees what was collected. */
function checkInventory(subject: Subject, report: Report): void {
  if (collectsAnything(subject)) return;
  for (const [logicalId, { managed, identifier }] of subject.stack.nouns(configRule)) {
    const resource = subject.named(logicalId);
    const readsCollected = managed?.evaluates === 'inventory' && !/PLATFORM_CHECK$/.test(identifier);
    if (!readsCollected || resource === undefined) continue;
    report(
      resource.path,
      `${logicalId} looks at what Inventory has collected, and no association of the file collects: it has no data`,
      { help: 'add an AWS::SSM::Association with AWS-GatherSoftwareInventory', at: 'key' },
    );
  }
}

/** The rule sees what the last report says: without reports it stays as it is. */
function checkReports(subject: Subject, report: Report): void {
  for (const [logicalId, { managed }] of subject.stack.nouns(configRule)) {
    const resource = subject.named(logicalId);
    if (managed?.evaluates !== 'patch compliance' || resource === undefined || subject.scenario === null)
      continue;
    if (subject.runs.some(({ document }) => document === 'AWS-RunPatchBaseline' || document === null))
      continue;
    report(
      resource.path,
      `${logicalId} is evaluated when AWS-RunPatchBaseline reports, and nothing in the file runs it: its results stay as they are`,
      { help: 'scan daily, with an association or a window', at: 'key' },
    );
  }
}

export const configLintRules: readonly LintRule[] = [
  {
    id: 'remediation-endless',
    place: 800,
    severity: 'warning',
    finds: 'an automatic remediation whose failures never come close enough together to leave an exception',
    source: 'https://docs.aws.amazon.com/config/latest/APIReference/API_RemediationConfiguration.html',
    check: checkRetryWindow,
  },
  {
    id: 'remediation-target',
    place: 810,
    severity: 'error',
    finds: 'a remediation whose target is a document of type Command, such as AWS-RunPatchBaseline',
    source: 'https://docs.aws.amazon.com/config/latest/APIReference/API_RemediationConfiguration.html',
    refusals: [{ of: remediationConfiguration.type, keys: ['TargetId'], codes: ['bad-target'] }],
  },
  {
    id: 'remediation-role-missing',
    place: 820,
    severity: 'error',
    finds: 'an automatic remediation without the parameter AutomationAssumeRole',
    source: 'https://docs.aws.amazon.com/config/latest/APIReference/API_PutRemediationConfigurations.html',
    refusals: [{ of: remediationConfiguration.type, keys: ['AutomationAssumeRole'], codes: ['missing-key'] }],
  },
  {
    id: 'config-not-recorded',
    place: 830,
    severity: 'error',
    finds: 'a managed rule about a type of resource that the recorder of the file does not record',
    source: 'https://docs.aws.amazon.com/config/latest/APIReference/API_RecordingGroup.html',
    check: checkRecording,
  },
  {
    id: 'config-rule-stale',
    place: 840,
    severity: 'warning',
    finds: 'a rule on patch compliance in a file in which nothing scans',
    source:
      'https://docs.aws.amazon.com/config/latest/developerguide/ec2-managedinstance-patch-compliance-status-check.html',
    check: checkReports,
  },
];

/** CloudFormation calls the values Value, too. */
function roleOf(value: Value | undefined): Value | undefined {
  return itemsOf(entry(value, 'Values') ?? entry(value, 'Value'))[0];
}

export const configLint: LintSpec = {
  rules: configLintRules,
  checks: [{ rule: 'inventory-not-collected', check: checkInventory }],
  declares: {
    roles: (subject) =>
      subject.ofType(remediationConfiguration.type).map((resource) => ({
        purpose: 'runbook' as const,
        by: `the remediation ${resource.logicalId}`,
        label: resource.logicalId,
        value: roleOf(subject.property(resource, 'Parameters', 'AutomationAssumeRole', 'StaticValue')),
        action: null,
      })),
  },
};
