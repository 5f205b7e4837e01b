/**
 * AWS's runbooks for patching one instance, for stacks, databases and topics.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager-automation-runbooks/latest/userguide/automation-aws-patchinstancewithrollback.html and
 * https://docs.aws.amazon.com/systems-manager-automation-runbooks/latest/userguide/automation-aws-publishsnsnotification.html
 */
import type { Runbook, RunbookParameter, Step, ValueMap } from '../content/runbook.ts';
import {
  approval,
  approvers,
  jumpTo,
  lambda,
  lambdaRole,
  type ManagedRunbooks,
  optional,
  required,
  runbook,
  step,
  withStack,
} from './parts.ts';

/**
 * ASSUMPTION patch-with-rollback: AWS publishes the steps and not where they jump. A failed installation, or a report that finds
 * failure, leads to RestoreFromSnapshot; after success nothing is restored.
 */
function patchWithRollback(): Runbook {
  const restore = jumpTo('RestoreFromSnapshot');
  const Operation = ['Install'];
  return runbook(
    { InstanceId: required(), ...lambdaRole, ReportS3Bucket: optional() },
    withStack('PatchInstanceWithRollbackStack', [
      lambda('IdentifyRootVolume', 'IdentifyRootVolumeLambda'),
      step('PrePatchSnapshot', 'executeAutomation', {
        DocumentName: 'AWS-CreateSnapshot',
        RuntimeParameters: { VolumeId: ['{{ IdentifyRootVolume.Payload }}'] },
      }),
      step(
        'installMissingUpdates',
        'runCommand',
        {
          DocumentName: 'AWS-RunPatchBaseline',
          InstanceIds: ['{{ InstanceId }}'],
          Parameters: { Operation },
        },
        restore,
      ),
      lambda('SleepThruInstallation', 'SleepThruInstallationLambda', restore),
      lambda('CheckCompliance', 'CheckComplianceLambda', restore),
      lambda('SaveComplianceReportToS3', 'SaveComplianceReportToS3Lambda', { onFailure: 'Continue' }),
      lambda('ReportSuccessOrFailure', 'ReportSuccessOrFailureLambda', {
        ...restore,
        nextStep: 'DeleteSnapshot',
      }),
      lambda('RestoreFromSnapshot', 'RestoreFromSnapshotLambda', jumpTo('deleteCloudFormationTemplate')),
      lambda('DeleteSnapshot', 'DeleteSnapshotLambda', jumpTo('deleteCloudFormationTemplate')),
    ]),
    ['IdentifyRootVolume.Payload', 'PrePatchSnapshot.Output', 'SaveComplianceReportToS3.Payload'],
  );
}

type Parameters = Readonly<Record<string, RunbookParameter>>;

/** The function starts an update and returns: no step waits for the stack. */
const updateStack = (): Step[] =>
  withStack('UpdateCFTemplateStack', [lambda('updateCloudFormationTemplate', 'UpdateCFTemplate')]);
const deleteStack = (): Step[] => [
  step('deleteCloudFormationStack', 'deleteStack', { StackName: '{{ StackNameOrId }}' }),
];

function withApproval(
  name: string,
  does: string,
  parameters: Parameters,
  steps: () => Step[],
): ManagedRunbooks {
  return {
    [name]: () => runbook(parameters, steps()),
    [`${name}WithApproval`]: () =>
      runbook({ ...parameters, ...approvers }, [approval('approve', does), ...steps()]),
  };
}

/** It asks for the state by trying a function up to ten times. */
function database(change: string, first: string, check: string): ManagedRunbooks {
  return {
    [`AWS-${change}RdsInstance`]: () =>
      runbook(
        { InstanceId: required(), ...lambdaRole },
        withStack(`${change}RdsInstanceStack`, [
          lambda(first, `${change}RdsInstanceLambda`),
          lambda(check, 'VerifyRdsLambda', { maxAttempts: 10, timeoutSeconds: 600 }),
        ]),
      ),
  };
}

/**
 * One call, as rules of AWS Config remediate with it. AWS publishes parameters and permissions of these, which name the call.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager-automation-runbooks/latest/userguide/automation-aws-disables3bucketpublicreadwrite.html
 */
function oneCall(service: string, api: string, parameters: Parameters, inputs: ValueMap = {}): () => Runbook {
  return () => runbook(parameters, [step(api, 'executeAwsApi', { Service: service, Api: api, ...inputs })]);
}

const bucket = { Bucket: '{{ BucketName }}' };

const stackName = { StackNameOrId: required() };

export const serviceRunbooks: ManagedRunbooks = {
  'AWS-PatchInstanceWithRollback': patchWithRollback,
  ...withApproval(
    'AWS-UpdateCloudFormationStack',
    'update a stack',
    { ...stackName, TemplateUrl: required(), LambdaAssumeRole: required() },
    updateStack,
  ),
  ...withApproval('AWS-DeleteCloudFormationStack', 'delete a stack', stackName, deleteStack),
  ...database('Start', 'startInstance', 'checkStart'),
  ...database('Stop', 'stopInstance', 'checkStop'),
  ...database('Reboot', 'reboot', 'wait_for_state'),
  'AWS-DisableS3BucketPublicReadWrite': oneCall(
    's3',
    'PutPublicAccessBlock',
    { S3BucketName: required() },
    { Bucket: '{{ S3BucketName }}' },
  ),
  'AWS-EnableS3BucketEncryption': oneCall(
    's3',
    'PutBucketEncryption',
    { BucketName: required(), SSEAlgorithm: optional('AES256'), KMSMasterKey: optional() },
    bucket,
  ),
  'AWS-ConfigureS3BucketVersioning': oneCall(
    's3',
    'PutBucketVersioning',
    { BucketName: required(), VersioningState: optional('Enabled') },
    bucket,
  ),
  'AWS-DisablePublicAccessForSecurityGroup': oneCall(
    'ec2',
    'RevokeSecurityGroupIngress',
    { GroupId: required(), IpAddressToBlock: optional() },
    { GroupId: '{{ GroupId }}' },
  ),
  'AWS-PublishSNSNotification': () =>
    runbook({ TopicArn: required(), Message: required() }, [
      step('publishSNSNotification', 'executeAwsApi', {
        Service: 'sns',
        Api: 'Publish',
        TopicArn: '{{ TopicArn }}',
        Message: '{{ Message }}',
      }),
    ]),
};
