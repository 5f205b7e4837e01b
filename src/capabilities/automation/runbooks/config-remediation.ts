/**
 * The runbooks with which AWS Config remediates: AWSConfigRemediation-*. The usual shape is a change and a look whether it took, so that
 * a change that does not take is a Failed execution. Each needs a role.
 */
import type { Runbook, Step } from '../content/runbook.ts';
import { type ManagedRunbooks, required, runbook, step } from './parts.ts';

/**
 * The service, and the steps in their order: `api` changes or reads, `assert` and `wait` look at a property, `branch` chooses, `script`
 * is a script. AWS publishes the actions.
 *
 * ASSUMPTION config-remediation-calls: which calls the steps make follows from the name of the runbook and the API of the service; of a
 * branch the next step is taken.
 */
const shapes: Readonly<Record<string, string>> = {
  CancelKeyDeletion: 'kms api:CancelKeyDeletion assert:DescribeKey',
  ConfigureLambdaFunctionXRayTracing:
    'lambda api:UpdateFunctionConfiguration assert:GetFunctionConfiguration',
  CreateGuardDutyDetector: 'guardduty api:CreateDetector assert:GetDetector',
  DisableSubnetAutoAssignPublicIP: 'ec2 api:ModifySubnetAttribute assert:DescribeSubnets',
  EnableCLBCrossZoneLoadBalancing:
    'elb api:ModifyLoadBalancerAttributes assert:DescribeLoadBalancerAttributes',
  EnableCloudTrailLogFileValidation: 'cloudtrail api:UpdateTrail assert:GetTrail',
  EnableEbsEncryptionByDefault: 'ec2 api:EnableEbsEncryptionByDefault assert:GetEbsEncryptionByDefault',
  EnableKeyRotation: 'kms api:EnableKeyRotation assert:GetKeyRotationStatus',
  EnablePITRForDynamoDbTable: 'dynamodb api:UpdateContinuousBackups assert:DescribeContinuousBackups',
  EnableRedshiftClusterEncryption: 'redshift api:ModifyCluster assert:DescribeClusters',
  EncryptSNSTopic: 'sns api:SetTopicAttributes assert:GetTopicAttributes',
  ConfigureS3BucketPublicAccessBlock: 's3 api:PutPublicAccessBlock script',
  ConfigureS3PublicAccessBlock: 's3control api:PutPublicAccessBlock script',
  DeleteLambdaFunction: 'lambda api:DeleteFunction script',
  DeleteSecret: 'secretsmanager api:DeleteSecret script',
  DeleteUnusedENI: 'ec2 api:DeleteNetworkInterface script',
  DeleteUnusedVPCNetworkACL: 'ec2 api:DeleteNetworkAcl script',
  DeleteVPCFlowLog: 'ec2 api:DeleteFlowLogs script',
  DropInvalidHeadersForALB: 'elbv2 api:ModifyLoadBalancerAttributes script',
  EnableNLBCrossZoneLoadBalancing: 'elbv2 api:ModifyLoadBalancerAttributes script',
  RotateSecret: 'secretsmanager api:RotateSecret script',
  ConfigureCodeBuildProjectWithKMSCMK:
    'codebuild api:BatchGetProjects api:UpdateProject assert:BatchGetProjects',
  CreateCloudTrailMultiRegionTrail: 'cloudtrail api:CreateTrail api:StartLogging assert:GetTrailStatus',
  EnableCloudTrailEncryptionWithKMS: 'cloudtrail api:GetTrail api:UpdateTrail assert:GetTrail',
  EnableRDSInstanceDeletionProtection:
    'rds api:DescribeDBInstances api:ModifyDBInstance assert:DescribeDBInstances',
  EnableWAFClassicRegionalLogging:
    'waf-regional api:GetWebACL api:PutLoggingConfiguration assert:GetLoggingConfiguration',
  EnableBeanstalkEnvironmentNotifications:
    'elasticbeanstalk api:UpdateEnvironment wait:DescribeEnvironments script',
  EnableElasticBeanstalkEnvironmentLogStreaming:
    'elasticbeanstalk api:UpdateEnvironment wait:DescribeEnvironments script',
  EnableRedshiftClusterAutomatedSnapshot: 'redshift api:ModifyCluster wait:DescribeClusters script',
  MoveLambdaToVPC: 'lambda api:UpdateFunctionConfiguration wait:GetFunctionConfiguration script',
  DisablePublicAccessToRedshiftCluster:
    'redshift api:ModifyCluster wait:DescribeClusters assert:DescribeClusters',
  EnableAccountAccessAnalyzer: 'accessanalyzer api:CreateAnalyzer wait:GetAnalyzer assert:GetAnalyzer',
  EnableEncryptionOnDynamoDBTable: 'dynamodb api:UpdateTable wait:DescribeTable assert:DescribeTable',
  EnableCopyTagsToSnapshotOnRDSCluster:
    'rds api:DescribeDBClusters assert:DescribeDBClusters api:ModifyDBCluster assert:DescribeDBClusters',
  EnableCopyTagsToSnapshotOnRDSDBInstance:
    'rds api:DescribeDBInstances assert:DescribeDBInstances api:ModifyDBInstance assert:DescribeDBInstances',
  EnableRDSClusterDeletionProtection:
    'rds api:DescribeDBClusters assert:DescribeDBClusters api:ModifyDBCluster assert:DescribeDBClusters',
  DeleteRDSInstanceSnapshot:
    'rds api:DescribeDBSnapshots assert:DescribeDBSnapshots api:DeleteDBSnapshot script',
  EnableEnhancedMonitoringOnRDSInstance:
    'rds api:DescribeDBInstances assert:DescribeDBInstances api:ModifyDBInstance script',
  EnableMinorVersionUpgradeOnRDS:
    'rds api:DescribeDBInstances assert:DescribeDBInstances api:ModifyDBInstance script',
  EnableRedshiftClusterEnhancedVPCRouting: 'redshift api:ModifyCluster',
  ModifyRedshiftClusterMaintenanceSettings: 'redshift api:ModifyCluster',
  DeleteRedshiftCluster: 'redshift branch api:DeleteCluster assert:DescribeClusters',
  EnableRedshiftClusterAuditLogging: 'redshift branch api:EnableLogging assert:DescribeLoggingStatus',
  EnableVPCFlowLogsToCloudWatch:
    'ec2 api:DescribeVpcs api:CreateFlowLogs assert:DescribeFlowLogs api:DescribeFlowLogs script',
  EnableVPCFlowLogsToS3Bucket:
    'ec2 api:DescribeVpcs api:CreateFlowLogs assert:DescribeFlowLogs api:DescribeFlowLogs script',
  EnableSecurityHub: 'securityhub api:EnableSecurityHub api:DescribeHub',
  RemoveVPCDefaultSecurityGroupRules: 'ec2 assert:DescribeSecurityGroups script',
  EnforceEC2InstanceIMDSv2: 'ec2 script assert:DescribeInstances',
  DeleteRDSClusterSnapshot: 'rds branch api:DeleteDBClusterSnapshot script',
  EncryptLambdaEnvironmentVariablesWithCMK:
    'lambda wait:GetFunctionConfiguration api:UpdateFunctionConfiguration assert:GetFunctionConfiguration',
  ModifyEBSVolumeType: 'ec2 wait:DescribeVolumes api:ModifyVolume wait:DescribeVolumesModifications',
  EnableWAFClassicLogging:
    'waf api:GetWebACL api:PutLoggingConfiguration api:GetLoggingConfiguration assert:GetLoggingConfiguration',
  EnforceSSLOnlyConnectionsToRedshiftCluster:
    'redshift api:DescribeClusters api:ModifyClusterParameterGroup assert:DescribeClusterParameters script',
  DeleteUnusedSecurityGroup: 'ec2 api:DescribeSecurityGroups branch api:DeleteSecurityGroup script',
  UpdateXRayKMSKey:
    'xray api:PutEncryptionConfig wait:GetEncryptionConfig api:GetEncryptionConfig assert:GetEncryptionConfig',
  EnableMultiAZOnRDSInstance:
    'rds api:DescribeDBInstances api:DescribeDBInstances branch api:ModifyDBInstance assert:DescribeDBInstances',
  ModifyRDSInstancePortNumber:
    'rds api:DescribeDBInstances assert:DescribeDBInstances api:ModifyDBInstance wait:DescribeDBInstances wait:DescribeDBInstances',
  DeleteRDSInstance:
    'rds api:DescribeDBInstances branch api:ModifyDBInstance api:DeleteDBInstance assert:DescribeDBInstances',
  DisablePublicAccessToRDSInstance:
    'rds api:DescribeDBInstances assert:DescribeDBInstances api:ModifyDBInstance wait:DescribeDBInstances wait:DescribeDBInstances assert:DescribeDBInstances',
  DeleteUnusedEBSVolume:
    'ec2 script branch wait:DescribeSnapshots api:DescribeVolumes api:DeleteVolume script',
  EnablePerformanceInsightsOnRDSInstance:
    'rds api:DescribeDBInstances assert:DescribeDBInstances api:DescribeDBInstances branch api:ModifyDBInstance assert:DescribeDBInstances assert:DescribeDBInstances',
  DetachAndDeleteVirtualPrivateGateway:
    'ec2 wait:DescribeVpnGateways api:DescribeVpnGateways branch wait:DescribeVpnGateways api:DetachVpnGateway wait:DescribeVpnGateways api:DeleteVpnGateway wait:DescribeVpnGateways',
  DetachAndDeleteInternetGateway:
    'ec2 wait:DescribeInternetGateways api:DescribeInternetGateways branch wait:DescribeInternetGateways api:DetachInternetGateway wait:DescribeInternetGateways api:DeleteInternetGateway wait:DescribeInternetGateways api:DescribeInternetGateways api:DescribeInternetGateways',
  DeleteDynamoDbTable: 'dynamodb script script',
  DeleteEgressOnlyInternetGateway: 'ec2 script script',
  DeleteIAMRole: 'iam script script script script',
  DeleteIAMUser: 'iam script script script script script script',
};

/** Those of one script. */
const scripts =
  `DeleteAPIGatewayStage DeleteAccessKeysFromCodeBuildProject DeleteElasticsearchDomain DeleteRDSCluster DeleteUnusedIAMGroup
  DeleteUnusedIAMPolicy DetachIAMPolicy EnableAPIGatewayTracing EnableAutoScalingGroupELBHealthCheck EnableCWLoggingForSessionManager
  EnableCloudFrontAccessLogs EnableCloudFrontDefaultRootObject EnableCloudFrontOriginAccessIdentity EnableCloudFrontOriginFailover
  EnableCloudFrontViewerPolicyHTTPS EnableELBDeletionProtection EnableLoggingForALBAndCLB EnableRDSInstanceBackup EnableWAFV2Logging
  EnforceHTTPSOnESDomain ModifyRedshiftClusterNodeType RemovePrincipalStarFromS3BucketPolicy RemoveUnrestrictedSourceIngressRules
  RemoveUserPolicies ReplaceIAMInlinePolicy RestrictBucketSSLRequestsOnly RevokeUnusedIAMUserCredentials SetIAMPasswordPolicy
  UpdateAPIGatewayMethodCaching UpdateElasticsearchDomainSecurityGroups`.split(/\s+/);

const actions: Readonly<Record<string, string>> = {
  api: 'executeAwsApi',
  assert: 'assertAwsResourceProperty',
  wait: 'waitForAwsResourceProperty',
  branch: 'branch',
  script: 'executeScript',
};

function shaped(shape: string): Runbook {
  const [service = '', ...parts] = shape.split(' ');
  const names = parts.map((part, index) => `${part.split(':')[1] ?? part.split(':')[0]}-${index + 1}`);
  const stepOf = (part: string, index: number): Step => {
    const [kind = '', api = ''] = part.split(':');
    return step(names[index]!, actions[kind]!, inputsOf(kind, service, api, names[index + 1]));
  };
  return {
    ...runbook({ AutomationAssumeRole: required() }, parts.map(stepOf)),
    takesOthers: true,
  };
}

function inputsOf(kind: string, service: string, api: string, next = ''): Step['inputs'] {
  if (kind === 'branch') return { Choices: [], Default: next };
  if (kind === 'script')
    return { Runtime: 'python3.8', Handler: 'remediate', Script: 'def remediate(events, context): pass' };
  const call = { Service: service, Api: api };
  return kind === 'api' ? call : { ...call, PropertySelector: '$.State', DesiredValues: ['as wanted'] };
}

export const remediationRunbooks: ManagedRunbooks = Object.fromEntries(
  [...Object.entries(shapes), ...scripts.map((name) => [name, 'iam script'] as const)].map(
    ([name, shape]) => [`AWSConfigRemediation-${name}`, () => shaped(shape)],
  ),
);
