/**
 * Documents of AWS that run a script, or keep up what is installed on a node.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-command-ssm-plugin-reference.html
 */
import { otherDocument } from '../../capability/documents.ts';
import type { DocumentSpec, ParameterRule, RunSpec } from '../../cloudformation/document-spec.ts';
import {
  agentUpdateTime,
  dockerTime,
  lognormal,
  packageTime,
  refreshTime,
  scriptTime,
} from './content/plugins.ts';

/** From 1 to 172,800 seconds, as the document's own pattern has it. */
const executionTimeout: ParameterRule = {
  pattern: /^([1-9][0-9]{0,4}|1[0-6][0-9]{4}|17[01][0-9]{3}|172[0-7][0-9]{2}|172800)$/,
  expected: 'seconds from 1 to 172800',
};
const script: Readonly<Record<string, ParameterRule>> = {
  commands: { isRequired: true },
  executionTimeout,
  workingDirectory: {},
};

const anHour: RunSpec = { ...otherDocument, timeoutParameter: null };
const onLinux: RunSpec = { ...anHour, platforms: ['Linux'] };
const notOnMacOS: RunSpec = { ...anHour, platforms: ['Linux', 'Windows'] };

const yesOrNo: ParameterRule = { allowed: ['True', 'False'] };
const playbookTime = lognormal(180_000, 60_000);

export const updateAgent = 'AWS-UpdateSSMAgent';
export const manageCloudWatchAgent = 'AmazonCloudWatch-ManageAgent';
export const refreshAssociation = 'AWS-RefreshAssociation';

/**
 * ASSUMPTION built-in-documents: what these documents do depends on their parameters; short runs that succeed are the
 * least that can be said of them. `model.documents` overrides each.
 */
const documents: readonly Omit<DocumentSpec, 'type'>[] = [
  {
    name: 'AWS-RunShellScript',
    usualTime: scriptTime,
    parameters: script,
    run: { ...otherDocument, platforms: ['Linux', 'MacOS'] },
  },
  {
    name: 'AWS-RunPowerShellScript',
    usualTime: scriptTime,
    parameters: script,
    run: { ...otherDocument, platforms: ['Windows', 'Linux'] },
  },
  {
    name: updateAgent,
    usualTime: agentUpdateTime,
    parameters: { allowDowngrade: { allowed: ['true', 'false'] }, version: {} },
    run: anHour,
  },
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/installing-cloudwatch-agent-ssm.html
  {
    name: manageCloudWatchAgent,
    usualTime: scriptTime,
    parameters: {
      action: {
        isRequired: true,
        allowed: ['configure', 'configure (append)', 'configure (remove)', 'start', 'status', 'stop'],
      },
      mode: { allowed: ['ec2', 'onPremise', 'auto'] },
      optionalConfigurationLocation: {},
      optionalConfigurationSource: { allowed: ['ssm', 'default', 'all'] },
      optionalOpenTelemetryCollectorConfigurationLocation: {},
      optionalOpenTelemetryCollectorConfigurationSource: { allowed: ['ssm', 'default', 'all'] },
      optionalRestart: { allowed: ['yes', 'no'] },
    },
    run: notOnMacOS,
  },
  // https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-state-manager-ansible.html
  {
    name: 'AWS-RunAnsiblePlaybook',
    usualTime: playbookTime,
    parameters: {
      ...{ check: yesOrNo, extravars: {}, playbook: {}, playbookurl: {} },
      timeoutSeconds: executionTimeout,
    },
    run: { ...onLinux, timeoutParameter: 'timeoutSeconds' },
  },
  {
    name: 'AWS-ApplyAnsiblePlaybooks',
    usualTime: playbookTime,
    parameters: {
      ...{
        Check: yesOrNo,
        ExtraVariables: {},
        InstallDependencies: yesOrNo,
        PlaybookFile: {},
        SourceInfo: {},
      },
      SourceType: { allowed: ['GitHub', 'S3'] },
      TimeoutSeconds: executionTimeout,
      Verbose: { allowed: ['-v', '-vv', '-vvv', '-vvvv'] },
    },
    run: { ...onLinux, timeoutParameter: 'TimeoutSeconds' },
  },
  {
    name: 'AWS-ConfigureDocker',
    usualTime: dockerTime,
    parameters: { action: { isRequired: true, allowed: ['Install', 'Uninstall'] }, workingDirectory: {} },
    run: notOnMacOS,
  },
  {
    name: refreshAssociation,
    usualTime: refreshTime,
    parameters: { associationIds: {} },
    run: anHour,
  },
];

const required: ParameterRule = { isRequired: true };
const onWindows: RunSpec = { ...anHour, platforms: ['Windows'] };

/** What each runs is a plugin of its own; parameters that are not listed are taken. */
const ofPlugins: readonly Omit<DocumentSpec, 'type'>[] = [
  {
    name: 'AWS-RunRemoteScript',
    usualTime: scriptTime,
    parameters: {
      ...{ commandLine: required, executionTimeout, sourceInfo: {}, workingDirectory: {} },
      sourceType: { isRequired: true, allowed: ['GitHub', 'S3'] },
    },
    run: { ...otherDocument, platforms: ['Linux', 'Windows'] },
  },
  {
    name: 'AWS-RunDocument',
    usualTime: scriptTime,
    parameters: {
      ...{ documentParameters: {}, sourceInfo: {} },
      sourceType: { allowed: ['GitHub', 'S3', 'SSMDocument'] },
    },
    run: notOnMacOS,
  },
  {
    name: 'AWS-JoinDirectoryServiceDomain',
    usualTime: packageTime,
    parameters: { directoryId: required, directoryName: required, directoryOU: {}, dnsIpAddresses: {} },
    run: notOnMacOS,
  },
  {
    name: 'AWS-InstallApplication',
    usualTime: packageTime,
    parameters: {
      ...{ parameters: {}, source: required, sourceHash: {} },
      action: { allowed: ['Install', 'Repair', 'Uninstall'] },
    },
    run: onWindows,
  },
  {
    name: 'AWS-InstallPowerShellModule',
    usualTime: packageTime,
    parameters: { commands: {}, executionTimeout, source: {}, sourceHash: {}, workingDirectory: {} },
    run: { ...otherDocument, platforms: ['Windows'] },
  },
  {
    name: 'AWS-ConfigureWindowsUpdate',
    usualTime: scriptTime,
    parameters: {
      ...{ scheduledInstallDay: {}, scheduledInstallTime: {} },
      updateLevel: {
        isRequired: true,
        allowed: ['InstallUpdatesAutomatically', 'NeverCheckForUpdates'],
      },
    },
    run: onWindows,
  },
  { name: 'AWS-ApplyDSCMofs', usualTime: packageTime, parameters: { MofsToApply: required }, run: onWindows },
  {
    name: 'AWS-ConfigureCloudWatch',
    usualTime: scriptTime,
    parameters: { properties: {}, status: { allowed: ['Enabled', 'Disabled'] } },
    run: onWindows,
  },
  {
    name: 'AWS-UpdateEC2Config',
    usualTime: agentUpdateTime,
    parameters: { allowDowngrade: {}, version: {} },
    run: onWindows,
  },
  { name: 'AWSEC2-CreateVssSnapshot', usualTime: packageTime, parameters: {}, run: onWindows },
];

export const awsDocuments: readonly DocumentSpec[] = [
  ...documents,
  ...ofPlugins.map((one) => ({ ...one, takesOthers: true })),
].map((one) => ({ ...one, type: 'Command' }));
