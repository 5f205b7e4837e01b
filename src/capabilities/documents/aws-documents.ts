/**
 * Documents of AWS that run a script, or keep up what is installed on a node.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-command-ssm-plugin-reference.html
 */
import { otherDocument } from '../../capability/documents.ts';
import type { DocumentSpec, ParameterRule, RunSpec } from '../../cloudformation/document-spec.ts';
import { agentUpdateTime, dockerTime, lognormal, refreshTime, scriptTime } from './content/plugins.ts';

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

export const awsDocuments: readonly DocumentSpec[] = documents.map((one) => ({ ...one, type: 'Command' }));
