/**
 * What AWS-managed policies grant, as far as a fleet of managed nodes meets them.
 *
 * AWS: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
import type { PolicyStatement } from '../world/identity.ts';

const messageActions = [
  'ssmmessages:CreateControlChannel',
  'ssmmessages:CreateDataChannel',
  'ssmmessages:OpenControlChannel',
  'ssmmessages:OpenDataChannel',
  'ec2messages:AcknowledgeMessage',
  'ec2messages:DeleteMessage',
  'ec2messages:FailMessage',
  'ec2messages:GetEndpoint',
  'ec2messages:GetMessages',
  'ec2messages:SendReply',
];

/** What every policy made for managed nodes has in common. */
const nodeActions = [
  'ssm:DescribeAssociation',
  'ssm:GetDeployablePatchSnapshotForInstance',
  'ssm:GetDocument',
  'ssm:DescribeDocument',
  'ssm:GetManifest',
  'ssm:ListAssociations',
  'ssm:ListInstanceAssociations',
  'ssm:PutInventory',
  'ssm:PutComplianceItems',
  'ssm:PutConfigurePackageResult',
  'ssm:UpdateAssociationStatus',
  'ssm:UpdateInstanceAssociationStatus',
  'ssm:UpdateInstanceInformation',
  ...messageActions,
];

const directoryActions = ['ds:CreateComputer', 'ds:DescribeDirectories'];

const cloudWatchAgentActions = [
  'cloudwatch:PutMetricData',
  'ec2:DescribeTags',
  'logs:PutLogEvents',
  'logs:PutRetentionPolicy',
  'logs:DescribeLogStreams',
  'logs:DescribeLogGroups',
  'logs:CreateLogStream',
  'logs:CreateLogGroup',
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
  'xray:GetSamplingStatisticSummaries',
  'ssm:GetParameter',
];

function allow(...actions: readonly string[]): readonly PolicyStatement[] {
  return [{ effect: 'Allow', actions }];
}

/** By name, without the ARN's path. */
export const managedPolicies: ReadonlyMap<string, readonly PolicyStatement[]> = new Map([
  ['AWSLambdaBasicExecutionRole', allow('logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents')],
  ['AmazonSSMManagedInstanceCore', allow(...nodeActions, 'ssm:GetParameter', 'ssm:GetParameters')],
  /** The role of Default Host Management: the core without Parameter Store. */
  ['AmazonSSMManagedEC2InstanceDefaultPolicy', allow(...nodeActions)],
  /** Deprecated by AWS for granting too much, but still attached in many an account. */
  [
    'AmazonEC2RoleforSSM',
    allow(
      ...nodeActions,
      'ssm:GetParameters',
      'cloudwatch:PutMetricData',
      'ec2:DescribeInstanceStatus',
      ...directoryActions,
      'logs:CreateLogGroup',
      'logs:CreateLogStream',
      'logs:DescribeLogGroups',
      'logs:DescribeLogStreams',
      'logs:PutLogEvents',
      's3:GetBucketLocation',
      's3:PutObject',
      's3:GetObject',
      's3:GetEncryptionConfiguration',
      's3:AbortMultipartUpload',
      's3:ListMultipartUploadParts',
      's3:ListBucket',
      's3:ListBucketMultipartUploads',
    ),
  ],
  [
    'AmazonSSMFullAccess',
    allow(
      'ssm:*',
      'ec2messages:*',
      'ssmmessages:CreateControlChannel',
      'ssmmessages:CreateDataChannel',
      'ssmmessages:OpenControlChannel',
      'ssmmessages:OpenDataChannel',
      'logs:*',
      'cloudwatch:PutMetricData',
      'ec2:DescribeInstanceStatus',
      ...directoryActions,
      'iam:CreateServiceLinkedRole',
      'iam:DeleteServiceLinkedRole',
      'iam:GetServiceLinkedRoleDeletionStatus',
    ),
  ],
  ['AmazonSSMReadOnlyAccess', allow('ssm:Describe*', 'ssm:Get*', 'ssm:List*')],
  ['AmazonSSMDirectoryServiceAccess', allow(...directoryActions)],
  /** For AWS-RunPatchBaselineAssociation, which looks its baseline up by tag; nothing that AWS-RunPatchBaseline needs. */
  [
    'AmazonSSMPatchAssociation',
    allow(
      'ssm:DescribeEffectivePatchesForPatchBaseline',
      'ssm:GetPatchBaseline',
      'ssm:DescribePatchBaselines',
      'tag:GetResources',
    ),
  ],
  [
    'AmazonSSMAutomationRole',
    allow('ssm:*', 'ssmmessages:OpenDataChannel', 'lambda:InvokeFunction', 'sns:Publish', 'ec2:CreateTags'),
  ],
  [
    'AmazonSSMMaintenanceWindowRole',
    allow(
      'ssm:GetAutomationExecution',
      'ssm:GetParameters',
      'ssm:ListCommands',
      'ssm:SendCommand',
      'ssm:StartAutomationExecution',
      'lambda:InvokeFunction',
      'states:DescribeExecution',
      'states:StartExecution',
      'resource-groups:ListGroups',
      'resource-groups:ListGroupResources',
      'tag:GetResources',
    ),
  ],
  ['AWSQuickSetupPatchPolicyBaselineAccess', allow('s3:GetObject')],
  ['CloudWatchAgentServerPolicy', allow(...cloudWatchAgentActions, 'ec2:DescribeVolumes')],
  ['CloudWatchAgentAdminPolicy', allow(...cloudWatchAgentActions, 'ssm:PutParameter')],
  [
    'AmazonS3ReadOnlyAccess',
    allow('s3:Get*', 's3:List*', 's3:Describe*', 's3-object-lambda:Get*', 's3-object-lambda:List*'),
  ],
  ['AmazonS3FullAccess', allow('s3:*', 's3-object-lambda:*')],
  ['AdministratorAccess', allow('*')],
  ['PowerUserAccess', [{ effect: 'Allow', notActions: ['iam:*', 'organizations:*', 'account:*'] }]],
]);
