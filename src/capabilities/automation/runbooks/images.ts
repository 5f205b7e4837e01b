/**
 * AWS's runbooks for images, snapshots and volumes.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager-automation-runbooks/latest/userguide/automation-aws-updatelinuxami.html and
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-aws-updatewindowsami.html
 */
import type { Runbook, RunbookParameter, Step } from '../content/runbook.ts';
import {
  lambda,
  lambdaRole,
  type ManagedRunbooks,
  optional,
  required,
  runbook,
  step,
  withStack,
} from './parts.ts';

/** Of those that put up a function for one call: what they take in addition to the roles, and the name of the step. */
const ofOneFunction: Readonly<
  Record<string, readonly [step: string, Readonly<Record<string, RunbookParameter>>]>
> = {
  // The function returns before the snapshot is complete.
  CreateSnapshot: ['createSnapshot', { VolumeId: required(), Description: optional() }],
  DeleteSnapshot: ['deleteSnapshot', { SnapshotId: required() }],
  CopySnapshot: [
    'copySnapshot',
    { SnapshotId: required(), SourceRegion: required(), Description: optional() },
  ],
  AttachEBSVolume: ['attachVolume', { Device: required(), InstanceId: required(), VolumeId: required() }],
  DetachEBSVolume: ['detachVolume', { VolumeId: required() }],
};

const volumeRunbooks: ManagedRunbooks = Object.fromEntries(
  Object.entries(ofOneFunction).map(([name, [stepName, parameters]]) => [
    `AWS-${name}`,
    () =>
      runbook(
        { ...parameters, ...lambdaRole },
        withStack(`${name}Stack`, [lambda(stepName, `${name}Lambda`)]),
        [`${stepName}.Payload`],
      ),
  ]),
);

const launched = ['{{ launchInstance.InstanceIds }}'];

const launch = (timeoutSeconds: number): Step =>
  step(
    'launchInstance',
    'runInstances',
    {
      ImageId: '{{ SourceAmiId }}',
      InstanceType: '{{ InstanceType }}',
      IamInstanceProfileName: '{{ IamInstanceProfileName }}',
      SubnetId: '{{ SubnetId }}',
      MinInstanceCount: 1,
      MaxInstanceCount: 1,
    },
    { maxAttempts: 3, timeoutSeconds },
  );

const command = (name: string, DocumentName: string, commands: string): Step =>
  step(
    name,
    'runCommand',
    { DocumentName, InstanceIds: launched, Parameters: { commands: [commands] } },
    { maxAttempts: 3, timeoutSeconds: 3600 },
  );

const shutDown = (name: string, DesiredState: string): Step =>
  step(
    name,
    'changeInstanceState',
    { InstanceIds: launched, DesiredState },
    { maxAttempts: 3, timeoutSeconds: 1200 },
  );

const image = (ImageName: string): Step =>
  step(
    'createImage',
    'createImage',
    { InstanceId: '{{ launchInstance.InstanceIds }}', ImageName, NoReboot: true },
    {
      maxAttempts: 3,
    },
  );

const scripts = { PreUpdateScript: optional('none'), PostUpdateScript: optional('none') };

const imageParameters = (system: string, instanceType: string) => ({
  SourceAmiId: required(),
  IamInstanceProfileName: optional('ManagedInstanceProfile'),
  InstanceType: optional(instanceType),
  MetadataOptions: optional({ HttpEndpoint: 'enabled', HttpTokens: 'optional' }, 'StringMap'),
  SecurityGroupIds: optional(),
  SubnetId: optional(),
  TargetAmiName: optional(`Update${system}Ami_from_{{ SourceAmiId }}_on_{{ global:DATE_TIME }}`),
});

/** An abort before the last step leaves the temporary instance running. */
function updateLinuxImage(): Runbook {
  return runbook(
    {
      ...imageParameters('Linux', 't2.micro'),
      ...scripts,
      IncludePackages: optional('all'),
      ExcludePackages: optional('none'),
    },
    [
      launch(1200),
      command(
        'updateOSSoftware',
        'AWS-RunShellScript',
        'update {{ IncludePackages }} without {{ ExcludePackages }}',
      ),
      shutDown('stopInstance', 'stopped'),
      image('{{ TargetAmiName }}'),
      shutDown('terminateInstance', 'terminated'),
    ],
    ['createImage.ImageId'],
  );
}

const windowsCommands = [
  'runPreUpdateScript',
  'updateEC2Config',
  'updateSSMAgent',
  'updateAWSPVDriver',
  'updateAwsEnaNetworkDriver',
  'installWindowsUpdates',
  'runPostUpdateScript',
  'runSysprepGeneralize',
];

const windowsFilters = [
  'Categories',
  'ExcludeKbs',
  'IncludeKbs',
  'PublishedDateAfter',
  'PublishedDateBefore',
  'PublishedDaysOld',
  'SeverityLevels',
];

function updateWindowsImage(): Runbook {
  const filters = Object.fromEntries(windowsFilters.map((name) => [name, optional()]));
  return runbook(
    {
      ...imageParameters('Windows', 't2.medium'),
      PreUpdateScript: optional(),
      PostUpdateScript: optional(),
      ...filters,
    },
    [
      launch(1800),
      ...windowsCommands.map((name) => command(name, 'AWS-RunPowerShellScript', name)),
      shutDown('stopInstance', 'stopped'),
      image('{{ TargetAmiName }}'),
      shutDown('TerminateInstance', 'terminated'),
    ],
    ['createImage.ImageId'],
  );
}

export const imageRunbooks: ManagedRunbooks = {
  ...volumeRunbooks,
  'AWS-CreateImage': () =>
    runbook({ InstanceId: required(), NoReboot: optional(true, 'Boolean') }, [
      step(
        'createImage',
        'createImage',
        {
          InstanceId: '{{ InstanceId }}',
          ImageName: '{{ InstanceId }}_{{ automation:EXECUTION_ID }}',
          NoReboot: '{{ NoReboot }}',
        },
        { maxAttempts: 3 },
      ),
    ]),
  'AWS-DeleteImage': () =>
    runbook({ ImageId: required() }, [
      step('deleteImage', 'deleteImage', { ImageId: '{{ ImageId }}' }, { maxAttempts: 3 }),
    ]),
  'AWS-UpdateLinuxAmi': updateLinuxImage,
  'AWS-UpdateWindowsAmi': updateWindowsImage,
};
