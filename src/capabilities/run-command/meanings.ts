import type { Meanings } from '../../fields/meaning.ts';

/**
 * Parameters of Run Command, and of the other calls that an operator makes.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_SendCommand.html
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_Target.html
 */
export const commandMeanings: Meanings = {
  AlarmConfiguration: 'A CloudWatch alarm: once it is in ALARM, no further node is sent to',
  CloudWatchOutputConfig: 'Whether and where output goes to CloudWatch Logs',
  CloudWatchLogGroupName: 'The log group; left out: one named after the document',
  CloudWatchOutputEnabled: { says: 'Whether output goes there', default: false },
  Comment: 'What the console shows beside the command',
  DocumentHash: 'The hash that the document must have',
  DocumentHashType: { says: 'How DocumentHash was made', default: 'Sha256' },
  DocumentName: {
    says: 'The document to run, by name or ARN. One that fleetsim does not know needs an entry under model.documents',
    examples: ['AWS-RunPatchBaseline', 'AWS-RunShellScript'],
  },
  DocumentVersion: { says: '$DEFAULT, $LATEST or a number', default: '$DEFAULT' },
  InstanceIds: 'Nodes, by id or by name (web-0001), up to 50. Instead of Targets',
  NotificationConfig: 'Messages to SNS when statuses change',
  NotificationArn: 'The ARN of the topic',
  NotificationEvents: 'Which changes are told',
  NotificationType: {
    says: 'Whether of the command as a whole or of each node',
    words: {
      Command: 'One message when the whole command changes',
      Invocation: 'One for each node whose status changes',
    },
  },
  OutputS3BucketName:
    'The bucket that takes the whole output. Without it only the first 2,500 characters of each node are kept',
  OutputS3KeyPrefix: 'What the keys of output begin with',
  OutputS3Region: 'The Region of the bucket',
  Parameters: {
    says: 'Parameters of the document: each a list of texts, or one text',
    examples: [{ Operation: ['Install'], RebootOption: ['RebootIfNeeded'] }],
  },
  ServiceRoleArn: 'The role that sends notifications',
  'SendCommand.MaxConcurrency': {
    says: 'How many targets run it at once: a number, or a percentage of the targets, rounded down but at least 1',
    default: '50',
    examples: ['10%', '50'],
  },
  'SendCommand.MaxErrors': {
    says: 'How many errors are allowed: a number, or a percentage of the targets, rounded down. One more, and nothing is sent any more. Nodes that cannot be reached do not count',
    default: '0',
    examples: ['5%', '0'],
  },
  TimeoutSeconds: {
    says: 'How many seconds the command may wait to start: 30 to 2592000. Later it does not run, and its invocation stays open until the execution timeout has passed too. How long it may run is a parameter of its document',
    default: 3600,
  },
  'SendCommand.Targets':
    'Which nodes: up to five criteria; a node must meet all of them. Instead of InstanceIds',
  'Targets[].Key': {
    says: 'tag:NAME, tag-key, InstanceIds, or resource-groups:Name. NAME is compared letter by letter: Patch Group and PatchGroup are two tags',
    examples: ['tag:Patch Group', 'tag:Environment', 'InstanceIds'],
  },
  'Targets[].Values': 'Any one of these, up to 50',
  'CancelCommand.CommandId': 'The id of a SendCommand action',
  'CancelCommand.InstanceIds': 'Only on these nodes; left out: on all that it has not ended on',
};
