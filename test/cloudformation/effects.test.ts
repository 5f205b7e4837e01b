/** Every property and parameter that a spec accepts is read by something, is harmless, or is warned of. */
import { expect, test } from 'vitest';
import { capabilities } from '../../src/capabilities/index.ts';
import type { AnyCallSpec } from '../../src/cloudformation/call-spec.ts';
import type { AnyResourceSpec } from '../../src/cloudformation/resource-spec.ts';
import { formatProblems } from '../../src/diagnostics/problem.ts';
import { specsOf } from '../../src/scenario/specs.ts';
import { load } from '../scenario/load-text.ts';

const specs = specsOf(capabilities);
const nameOf = (spec: AnyResourceSpec | AnyCallSpec) => ('type' in spec ? spec.type : spec.call);

/** What the type and the calls of an association share. */
const associationKeys = [
  ...['AlarmConfiguration', 'ApplyOnlyAtCronInterval', 'AssociationName', 'AutomationTargetParameterName'],
  'TargetLocations',
  ...['CalendarNames', 'ComplianceSeverity', 'Duration', 'InstanceId', 'MaxConcurrency', 'MaxErrors', 'Name'],
  ...['OutputLocation', 'Parameters', 'ScheduleExpression', 'ScheduleOffset', 'SyncCompliance', 'Targets'],
];
const baselineKeys = [
  ...[
    'ApprovalRules',
    'ApprovedPatches',
    'ApprovedPatchesComplianceLevel',
    'ApprovedPatchesEnableNonSecurity',
  ],
  ...['AvailableSecurityUpdatesComplianceStatus', 'GlobalFilters', 'Name', 'RejectedPatches'],
  'RejectedPatchesAction',
];
const windowKeys = [
  ...['AllowUnassociatedTargets', 'Cutoff', 'Duration', 'Enabled', 'EndDate', 'Schedule', 'ScheduleOffset'],
  ...['ScheduleTimezone', 'StartDate'],
];
const windowTaskKeys = [
  ...['AlarmConfiguration', 'CutoffBehavior', 'MaxConcurrency', 'MaxErrors', 'Priority', 'ServiceRoleArn'],
  ...['Targets', 'TaskArn', 'TaskInvocationParameters', 'TaskParameters', 'WindowId'],
];

/** No answer of fleetsim, and nothing that AWS does to a node, depends on them. */
const harmless: Readonly<Record<string, readonly string[]>> = {
  'AWS::SSM::Parameter': ['Tags'],
  CreateOpsItem: ['Description', 'Priority', 'RelatedOpsItems'],
  UpdateOpsItem: ['Description', 'Priority', 'RelatedOpsItems'],
  StartSession: ['Reason'],
  StartChangeRequestExecution: ['ChangeDetails', 'Tags'],
  'AWS::Logs::LogGroup': [
    ...['BearerTokenAuthenticationEnabled', 'DataProtectionPolicy', 'DeletionProtectionEnabled'],
    ...['FieldIndexPolicies', 'LogGroupClass', 'ResourcePolicyDocument', 'RetentionInDays', 'Tags'],
  ],
  GetParametersByPath: ['NextToken'],
  GetParameterHistory: ['NextToken'],
  DescribeParameters: ['NextToken'],
  StartAutomationExecution: ['ClientToken', 'Tags'],
  'AWS::CloudWatch::Alarm': ['AlarmDescription', 'Tags', 'Unit'],
  'AWS::CloudWatch::CompositeAlarm': [
    ...['ActionsSuppressorExtensionPeriod', 'ActionsSuppressorWaitPeriod', 'AlarmDescription', 'Tags'],
  ],
  'AWS::KMS::Key': [
    ...['BypassPolicyLockoutSafetyCheck', 'Description', 'EnableKeyRotation', 'KeySpec', 'KeyUsage'],
    ...['MultiRegion', 'Origin', 'PendingWindowInDays', 'RotationPeriodInDays', 'Tags'],
  ],
  // What functions and state machines do is said by model.functions.
  'AWS::Lambda::Function': [
    ...[
      'Architectures',
      'CapacityProviderConfig',
      'Code',
      'CodeSigningConfigArn',
      'DeadLetterConfig',
      'Description',
    ],
    ...[
      'DurableConfig',
      'Environment',
      'EphemeralStorage',
      'FileSystemConfigs',
      'FunctionScalingConfig',
      'Handler',
    ],
    ...['ImageConfig', 'KmsKeyArn', 'Layers', 'LoggingConfig', 'MemorySize', 'PackageType'],
    ...['PublishToLatestPublished', 'RecursiveLoop', 'ReservedConcurrentExecutions', 'Role', 'Runtime'],
    ...[
      'RuntimeManagementConfig',
      'SnapStart',
      'Tags',
      'TenancyConfig',
      'Timeout',
      'TracingConfig',
      'VpcConfig',
    ],
  ],
  'AWS::StepFunctions::StateMachine': [
    ...['Definition', 'DefinitionS3Location', 'DefinitionString', 'DefinitionSubstitutions'],
    ...['EncryptionConfiguration', 'LoggingConfiguration', 'RoleArn', 'StateMachineType', 'Tags'],
    'TracingConfiguration',
  ],
  'AWS::Lambda::Permission': [
    ...['EventSourceToken', 'FunctionUrlAuthType', 'InvokedViaFunctionUrl', 'PrincipalOrgID'],
  ],
  'AWS::Lambda::EventInvokeConfig': ['DestinationConfig', 'Qualifier'],
  'AWS::SNS::Topic': [
    ...[
      'ArchivePolicy',
      'ContentBasedDeduplication',
      'DataProtectionPolicy',
      'DeliveryStatusLogging',
      'DisplayName',
    ],
    ...['FifoThroughputScope', 'FifoTopic', 'MaximumMessageSize', 'SignatureVersion', 'Subscription', 'Tags'],
    'TracingConfig',
  ],
  'AWS::SQS::Queue': [
    ...[
      'ContentBasedDeduplication',
      'DeduplicationScope',
      'DelaySeconds',
      'FifoQueue',
      'FifoThroughputLimit',
    ],
    ...['KmsDataKeyReusePeriodSeconds', 'MaximumMessageSize', 'MessageRetentionPeriod'],
    ...[
      'ReceiveMessageWaitTimeSeconds',
      'RedriveAllowPolicy',
      'RedrivePolicy',
      'SqsManagedSseEnabled',
      'Tags',
    ],
    'VisibilityTimeout',
  ],
  'AWS::IAM::Role': ['Description', 'MaxSessionDuration', 'Path', 'Tags'],
  'AWS::IAM::InstanceProfile': ['Path'],
  'AWS::ResourceGroups::Group': ['Description', 'Tags'],
  'AWS::SSM::PatchBaseline': ['Description'],
  'AWS::SSM::MaintenanceWindow': ['Description', 'Name', 'Tags'],
  'AWS::SSM::MaintenanceWindowTarget': ['Description', 'Name', 'OwnerInformation'],
  'AWS::SSM::MaintenanceWindowTask': ['Description', 'Name'],
  'AWS::SSM::Document': [
    ...['Attachments', 'DocumentFormat', 'Requires', 'Tags', 'TargetType', 'UpdateMethod', 'VersionName'],
  ],
  'AWS::Config::ConfigRule': [
    ...['Compliance', 'Description', 'EvaluationModes', 'MaximumExecutionFrequency'],
  ],
  // Where in the bucket, and how it is encrypted.
  'AWS::SSM::ResourceDataSync': ['BucketPrefix', 'BucketRegion', 'KMSKeyArn', 'SyncFormat'],
  // One caller sends each request once.
  DeleteInventory: ['ClientToken'],
  // It only says what the rule says already.
  'AWS::Config::RemediationConfiguration': ['ResourceType'],
  'AWS::Events::Rule': ['Description', 'Tags'],
  // Ignored: what the schedule is encrypted with.
  'AWS::Scheduler::Schedule': ['Description', 'KmsKeyArn'],
  'AWS::SSMQuickSetup::ConfigurationManager': ['Description', 'Tags'],
  UpdateMaintenanceWindow: ['Description', 'Name'],
  RegisterTargetWithMaintenanceWindow: ['Description', 'Name'],
  UpdateMaintenanceWindowTarget: ['Description', 'Name'],
  RegisterTaskWithMaintenanceWindow: ['Description', 'Name'],
  UpdateMaintenanceWindowTask: ['Description', 'Name'],
  // Who calls has every permission.
  CreateAssociation: ['AssociationDispatchAssumeRole', 'Tags'],
  // AssociationVersion keeps two callers from overwriting each other's changes; a scenario has one.
  UpdateAssociation: ['AssociationDispatchAssumeRole', 'AssociationVersion'],
  CreateActivation: ['DefaultInstanceName', 'Description', 'RegistrationMetadata'],
  CreateVpcEndpoint: ['IpAddressType', 'TagSpecifications'],
  CreatePatchBaseline: ['Description'],
  UpdatePatchBaseline: ['Description'],
  // DocumentHashType belongs to DocumentHash.
  SendCommand: ['Comment', 'DocumentHashType', 'OutputS3KeyPrefix', 'OutputS3Region'],
};

/** Each changes a run, is checked against the rest of the file, or is what a rule of lint is about. */
const parameterKeys = [
  'AllowedPattern',
  'DataType',
  'Description',
  'KeyId',
  'Name',
  'Policies',
  'Tier',
  'Type',
  'Value',
];

const read: Readonly<Record<string, readonly string[]>> = {
  'AWS::SSM::Parameter': parameterKeys,
  PutParameter: [...parameterKeys, 'Overwrite', 'Tags'],
  GetParameter: ['Name', 'WithDecryption'],
  GetParameters: ['Names', 'WithDecryption'],
  GetParametersByPath: ['MaxResults', 'ParameterFilters', 'Path', 'Recursive', 'WithDecryption'],
  GetParameterHistory: ['MaxResults', 'Name', 'WithDecryption'],
  LabelParameterVersion: ['Labels', 'Name', 'ParameterVersion'],
  DescribeParameters: ['Filters', 'MaxResults', 'ParameterFilters'],
  UnlabelParameterVersion: ['Labels', 'Name', 'ParameterVersion'],
  DeleteParameter: ['Name'],
  DeleteParameters: ['Names'],
  'AWS::CloudWatch::Alarm': [
    ...[
      'ActionsEnabled',
      'AlarmActions',
      'AlarmName',
      'ComparisonOperator',
      'DatapointsToAlarm',
      'Dimensions',
    ],
    ...[
      'EvaluateLowSampleCountPercentile',
      'EvaluationPeriods',
      'ExtendedStatistic',
      'InsufficientDataActions',
    ],
    ...[
      'MetricName',
      'Metrics',
      'Namespace',
      'OKActions',
      'Period',
      'Statistic',
      'Threshold',
      'ThresholdMetricId',
    ],
    'TreatMissingData',
  ],
  'AWS::CloudWatch::CompositeAlarm': [
    ...['ActionsEnabled', 'AlarmActions', 'AlarmName', 'AlarmRule', 'InsufficientDataActions', 'OKActions'],
  ],
  'AWS::Events::Rule': [
    'EventBusName',
    'EventPattern',
    'Name',
    'RoleArn',
    'ScheduleExpression',
    'State',
    'Targets',
  ],
  'AWS::Scheduler::Schedule': [
    'EndDate',
    'FlexibleTimeWindow',
    'GroupName',
    'Name',
    'ScheduleExpression',
    'ScheduleExpressionTimezone',
    'StartDate',
    'State',
    'Target',
  ],
  PutEvents: ['Entries'],
  inject: ['account', 'detail', 'detail-type', 'id', 'region', 'resources', 'source', 'time', 'version'],
  'AWS::KMS::Key': ['Enabled', 'KeyPolicy'],
  'AWS::KMS::Alias': ['AliasName', 'TargetKeyId'],
  'AWS::Lambda::Function': ['FunctionName'],
  'AWS::StepFunctions::StateMachine': ['StateMachineName'],
  'AWS::Lambda::Permission': ['Action', 'FunctionName', 'Principal', 'SourceAccount', 'SourceArn'],
  'AWS::Lambda::EventInvokeConfig': ['FunctionName', 'MaximumEventAgeInSeconds', 'MaximumRetryAttempts'],
  'AWS::SNS::Topic': ['KmsMasterKeyId', 'TopicName'],
  'AWS::SNS::TopicPolicy': ['PolicyDocument', 'Topics'],
  'AWS::SNS::TopicInlinePolicy': ['PolicyDocument', 'TopicArn'],
  'AWS::SQS::Queue': ['KmsMasterKeyId', 'QueueName'],
  'AWS::SQS::QueuePolicy': ['PolicyDocument', 'Queues'],
  'AWS::SQS::QueueInlinePolicy': ['PolicyDocument', 'Queue'],
  'AWS::IAM::Role': ['AssumeRolePolicyDocument', 'ManagedPolicyArns', 'Policies', 'RoleName'],
  'AWS::IAM::InstanceProfile': ['InstanceProfileName', 'Roles'],
  'AWS::ResourceGroups::Group': ['Name', 'ResourceQuery'],
  'AWS::SSM::PatchBaseline': [...baselineKeys, 'DefaultBaseline', 'OperatingSystem', 'PatchGroups', 'Tags'],
  'AWS::SSM::MaintenanceWindow': windowKeys,
  'AWS::SSM::MaintenanceWindowTarget': ['ResourceType', 'Targets', 'WindowId'],
  'AWS::SSM::MaintenanceWindowTask': [...windowTaskKeys, 'TaskType'],
  UpdateMaintenanceWindow: [...windowKeys, 'Replace', 'WindowId'],
  RegisterTargetWithMaintenanceWindow: ['OwnerInformation', 'ResourceType', 'Targets', 'WindowId'],
  UpdateMaintenanceWindowTarget: ['OwnerInformation', 'Replace', 'Targets', 'WindowId', 'WindowTargetId'],
  DeregisterTargetFromMaintenanceWindow: ['Safe', 'WindowId', 'WindowTargetId'],
  RegisterTaskWithMaintenanceWindow: [...windowTaskKeys, 'TaskType'],
  UpdateMaintenanceWindowTask: [...windowTaskKeys, 'Replace', 'WindowTaskId'],
  DeregisterTaskFromMaintenanceWindow: ['WindowId', 'WindowTaskId'],
  CancelMaintenanceWindowExecution: ['WindowExecutionId'],
  'AWS::SSM::Association': associationKeys,
  CreateAssociation: associationKeys,
  UpdateAssociation: [...associationKeys.filter((key) => key !== 'InstanceId'), 'AssociationId'],
  DeleteAssociation: ['AssociationId'],
  StartAssociationsOnce: ['AssociationIds'],
  'AWS::SSMQuickSetup::ConfigurationManager': ['ConfigurationDefinitions', 'Name'],
  RegisterPatchBaselineForPatchGroup: ['BaselineId', 'PatchGroup'],
  DeregisterPatchBaselineForPatchGroup: ['BaselineId', 'PatchGroup'],
  RegisterDefaultPatchBaseline: ['BaselineId'],
  'AWS::SSM::Document': ['Content', 'DocumentType', 'Name'],
  'AWS::Config::ConfigRule': ['ConfigRuleName', 'InputParameters', 'Scope', 'Source'],
  'AWS::SSM::ResourceDataSync': ['BucketName', 'S3Destination', 'SyncName', 'SyncSource', 'SyncType'],
  PutInventory: ['InstanceId', 'Items'],
  DeleteInventory: ['DryRun', 'SchemaDeleteOption', 'TypeName'],
  'AWS::Config::RemediationConfiguration': [
    ...['Automatic', 'ConfigRuleName', 'ExecutionControls', 'MaximumAutomaticAttempts', 'Parameters'],
    ...['RetryAttemptSeconds', 'TargetId', 'TargetType'],
  ],
  StartRemediationExecution: ['ConfigRuleName', 'ResourceKeys'],
  CreateActivation: ['ExpirationDate', 'IamRole', 'RegistrationLimit', 'Tags'],
  AssociateIamInstanceProfile: ['IamInstanceProfile', 'InstanceId'],
  CreateVpcEndpoint: [
    ...['PrivateDnsEnabled', 'RouteTableIds', 'ServiceName', 'SubnetIds', 'VpcEndpointType', 'VpcId'],
  ],
  DeregisterManagedInstance: ['InstanceId'],
  UpdateServiceSetting: ['SettingId', 'SettingValue'],
  CreateTags: ['Resources', 'Tags'],
  DeleteTags: ['Resources', 'Tags'],
  AddTagsToResource: ['ResourceId', 'ResourceType', 'Tags'],
  RemoveTagsFromResource: ['ResourceId', 'ResourceType', 'TagKeys'],
  CreatePatchBaseline: [...baselineKeys, 'OperatingSystem', 'Tags'],
  UpdatePatchBaseline: [...baselineKeys, 'BaselineId', 'Replace'],
  SendCommand: [
    ...[
      'AlarmConfiguration',
      'DocumentName',
      'InstanceIds',
      'MaxConcurrency',
      'MaxErrors',
      'NotificationConfig',
      'OutputS3BucketName',
      'Parameters',
      'ServiceRoleArn',
      'Targets',
    ],
    'TimeoutSeconds',
  ],
  CancelCommand: ['CommandId', 'InstanceIds'],
  StartAutomationExecution: [
    ...['AlarmConfiguration', 'DocumentName', 'MaxConcurrency', 'MaxErrors', 'Mode', 'Parameters'],
    ...['TargetLocations', 'TargetMaps', 'TargetParameterName', 'Targets'],
  ],
  CreateOpsItem: [
    ...['AccountId', 'Category', 'Notifications', 'OperationalData', 'OpsItemType', 'Severity'],
    ...['Source', 'Tags', 'Title'],
  ],
  UpdateOpsItem: [
    ...['Category', 'Notifications', 'OperationalData', 'OperationalDataToDelete', 'OpsItemId'],
    ...['Severity', 'Status', 'Title'],
  ],
  StartSession: ['DocumentName', 'Parameters', 'Target'],
  StartChangeRequestExecution: [
    ...['AutoApprove', 'ChangeRequestName', 'ClientToken', 'DocumentName', 'Parameters', 'Runbooks'],
    ...['ScheduledEndTime', 'ScheduledTime'],
  ],
  ResumeSession: ['SessionId'],
  TerminateSession: ['SessionId'],
  'AWS::Logs::LogGroup': ['KmsKeyId', 'LogGroupName'],
  StopAutomationExecution: ['AutomationExecutionId', 'Type'],
  SendAutomationSignal: ['AutomationExecutionId', 'Payload', 'SignalType'],
};

/** Said by a warning of its own. */
const warnedElsewhere: Readonly<Record<string, readonly string[]>> = {
  'AWS::IAM::Role': ['PermissionsBoundary'],
};

test.each([...specs.resources, ...specs.calls].map((spec) => [nameOf(spec), spec] as const))(
  'each key of %s is read, harmless or warned of',
  (name, { fields, withoutEffect = {} }) => {
    const warned = Object.keys(withoutEffect).filter((key) => !key.includes('.'));
    const known = [
      ...(read[name] ?? []),
      ...(harmless[name] ?? []),
      ...(warnedElsewhere[name] ?? []),
      ...warned,
    ];
    expect(known.toSorted()).toEqual(Object.keys(fields).toSorted());
  },
);

const world = (resources: string, actions = '[]') => `
start: 2025-01-03T00:00:00Z
end: 2d
seed: 1
fleet: { web: { count: 2, os: AMAZON_LINUX_2, tags: { Env: prod } } }
resources:
  Sunday: { Type: AWS::SSM::MaintenanceWindow, Properties: { Name: sunday, Schedule: rate(1 day), Duration: 3, Cutoff: 1, AllowUnassociatedTargets: false } }
  Web: { Type: AWS::SSM::MaintenanceWindowTarget, Properties: { WindowId: !Ref Sunday, ResourceType: INSTANCE, Targets: [{ Key: "tag:Env", Values: [prod] }] } }
${resources}
actions: ${actions}
`;
const task = (properties: string, run: string) =>
  `  Patch: { Type: AWS::SSM::MaintenanceWindowTask, Properties: { WindowId: !Ref Sunday, TaskType: RUN_COMMAND, TaskArn: AWS-RunPatchBaseline, Priority: 1, MaxConcurrency: 1, MaxErrors: 0, ${properties} Targets: [{ Key: WindowTargetIds, Values: [!Ref Web] }], TaskInvocationParameters: { MaintenanceWindowRunCommandParameters: { ${run} Parameters: { Operation: [Scan] } } } } }`;
const send = (settings: string) =>
  `[{ id: scan, at: 2025-01-03T01:00:00Z, SendCommand: { DocumentName: AWS-RunPatchBaseline, InstanceIds: [web-0001], Parameters: { Operation: [Scan] }, ${settings} } }]`;
const warned = (text: string) => {
  const loaded = load(text);
  if ('problems' in loaded) throw new Error(formatProblems(loaded.problems, loaded.sources));
  return loaded.warnings.filter(({ code }) => code === 'no-effect').map(({ message }) => message);
};

test.each([
  ['LoggingInfo of Patch', world(task('LoggingInfo: { Region: us-east-1, S3Bucket: logs },', ''))],
  [
    'CloudWatchOutputConfig of Patch',
    world(task('', 'CloudWatchOutputConfig: { CloudWatchOutputEnabled: true },')),
  ],
  ['DocumentVersion of Patch', world(task('', 'DocumentVersion: "7",'))],
  ['DocumentHash of scan', world('', send(`DocumentHash: ${'0'.repeat(64)}, DocumentHashType: Sha256`))],
  [
    'Sources of Linux',
    world(
      '  Linux: { Type: AWS::SSM::PatchBaseline, Properties: { Name: linux, OperatingSystem: AMAZON_LINUX_2, Sources: [{ Name: main, Products: ["*"], Configuration: "[main]" }] } }',
    ),
  ],
])('%s: one warning, in the form of what is not simulated', (name, text) => {
  expect(warned(text)).toEqual([expect.stringContaining(`${name} is not simulated by this version: `)]);
});

test('the default version of a document and a comment are no warning', () => {
  expect(
    warned(world(task('', 'Comment: weekly, DocumentVersion: $DEFAULT, OutputS3BucketName: logs,'))),
  ).toEqual([]);
});
