import type { Meanings } from '../../../fields/meaning.ts';
import { managedRules } from '../rules.ts';

/**
 * AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-config-configrule.html
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-config-remediationconfiguration.html
 */
export const configMeanings: Meanings = {
  Compliance: 'What AWS says of the rule; nothing to write',
  ConfigRuleName: 'The name of the rule; left out: its logical id',
  EvaluationModes: 'Has no effect on a run: rules are evaluated on what has changed',
  InputParameters:
    'Parameters of rules about inventory: applicationNames, inventoryNames, platformType, agentVersion. Others have no effect on a run',
  MaximumExecutionFrequency: 'Has no effect on a run: the rules that are simulated are evaluated on changes',
  'AWS::Config::ConfigRule.Scope': 'Which changes are evaluated; left out: all that the rule is about',
  ComplianceResourceId: 'Only this resource: an instance id, or the name of a node',
  ComplianceResourceTypes: 'Only resources of these types',
  'Scope.TagKey': 'Only resources with this tag; a node’s tags count',
  'Scope.TagValue': 'Only where the tag has this value',
  'AWS::Config::ConfigRule.Source': 'Which rule it is',
  'Source.Owner': 'AWS for a managed rule',
  'Source.SourceIdentifier': {
    says: 'Which managed rule',
    examples: managedRules.map(({ identifier }) => identifier),
  },
  'Source.SourceDetails': 'Of a rule of one’s own, which has results only by the fault breakRule',
  'Source.CustomPolicyDetails': 'Of a rule of one’s own, which has results only by the fault breakRule',

  Automatic: { says: 'Whether it starts by itself', default: false },
  'AWS::Config::RemediationConfiguration.ConfigRuleName': 'The rule whose noncompliant resources it is for',
  ExecutionControls: 'How many runbooks at a time, and which share of errors stops it',
  SsmControls: 'How many runbooks at a time, and which share of errors stops it',
  ConcurrentExecutionRatePercentage: {
    says: 'Share of the noncompliant resources that are remediated at a time',
    default: 10,
  },
  ErrorPercentage: { says: 'Share of the noncompliant resources whose errors it goes on with', default: 50 },
  MaximumAutomaticAttempts: {
    says: 'Failures within RetryAttemptSeconds that leave an exception for the resource',
    default: 5,
  },
  'AWS::Config::RemediationConfiguration.Parameters':
    'Parameters of the runbook. An automatic remediation needs AutomationAssumeRole',
  ResourceValue: 'RESOURCE_ID: the id of the resource',
  'ResourceValue.Value': 'RESOURCE_ID: the id of the resource',
  StaticValue: 'Values that are the same for each resource',
  'StaticValue.Value': 'The same, as CloudFormation calls them',
  'StaticValue.Values': 'Values that are the same for each resource',
  'AWS::Config::RemediationConfiguration.ResourceType': 'Has no effect on a run',
  RetryAttemptSeconds: { says: 'The window in which failures are counted', default: 60 },
  TargetId: 'The runbook: a document of type Automation',
  TargetType: 'Always SSM_DOCUMENT',
  TargetVersion: 'Has no effect on a run',
  resourceType: 'The type of the resource',
  resourceId: 'Its id; of a node, its name will do',
  ResourceKeys: 'Resources of the rule, up to 100',
  'StartRemediationExecution.ConfigRuleName': 'The rule whose remediation is started',
};
