import { type Meanings, stop } from '../../../fields/meaning.ts';

/**
 * Properties of AWS::SSM::MaintenanceWindow, …WindowTarget and …WindowTask.
 *
 * AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ssm-maintenancewindow.html
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ssm-maintenancewindowtarget.html
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ssm-maintenancewindowtask.html
 */
export const windowMeanings: Meanings = {
  'AWS::SSM::MaintenanceWindow.AllowUnassociatedTargets':
    'Whether tasks may run on nodes that are not registered as targets of the window. Required; false keeps tasks to WindowTargetIds',
  'AWS::SSM::MaintenanceWindow.Cutoff': {
    says: 'How many hours before its end the window stops starting tasks: whole hours, less than Duration. What becomes of running ones, CutoffBehavior of the task says',
    examples: [1],
  },
  'AWS::SSM::MaintenanceWindow.Duration': {
    says: 'How many hours the window is open: 1 to 24',
    examples: [3],
  },
  'AWS::SSM::MaintenanceWindow.Enabled': {
    says: 'Whether it opens at all. CloudFormation has no such property: use it to try out a window that is disabled in the console',
    default: true,
  },
  'AWS::SSM::MaintenanceWindow.EndDate': 'After this time it does not open any more',
  'AWS::SSM::MaintenanceWindow.Name': 'The name of the window, as the console shows it',
  'AWS::SSM::MaintenanceWindow.Schedule': {
    says: 'When it opens: cron(minutes hours day-of-month month day-of-week year), rate(…) or at(…), in ScheduleTimezone. Put it in quotes',
    examples: ['cron(0 2 ? * SUN *)', 'cron(0 2 ? * TUE#2 *)', 'rate(7 days)', 'at(2025-01-05T02:00:00)'],
  },
  'AWS::SSM::MaintenanceWindow.ScheduleOffset': {
    says: 'How many days after the day of its cron expression it opens: 1 to 6. With TUE#2 and 3 it is the Friday after the second Tuesday',
    examples: [3],
  },
  'AWS::SSM::MaintenanceWindow.ScheduleTimezone': {
    says: 'The time zone of Schedule, by its name in the IANA database',
    default: 'UTC',
    examples: ['Asia/Taipei', 'Europe/Berlin', 'America/New_York'],
  },
  'AWS::SSM::MaintenanceWindow.StartDate': 'Before this time it does not open',

  'AWS::SSM::MaintenanceWindowTarget.ResourceType': {
    says: 'What Targets name',
    words: {
      INSTANCE: 'Nodes, by tag or by id',
      RESOURCE_GROUP: 'Nodes, by the resource group that they are in',
    },
  },
  'AWS::SSM::MaintenanceWindowTarget.Targets':
    'Which nodes: up to five criteria; a node must meet all of them. They are resolved each time a task sends',
  'AWS::SSM::MaintenanceWindowTarget.OwnerInformation': 'Whatever its owner wants to note in events',
  Name: 'A name for people to know it by',
  WindowId: 'The window that it belongs to, such as !Ref SundayWindow',

  CutoffBehavior: {
    says: 'What becomes of the task when the cutoff comes while it runs',
    default: 'CONTINUE_TASK',
    words: {
      CONTINUE_TASK:
        'It goes on, also past the end of the window, and still sends to nodes that have not had their turn',
      CANCEL_TASK:
        'Its command is cancelled: nodes without their turn are never sent to, and running ones are told to stop',
    },
  },
  LoggingInfo:
    'Where the task writes logs to in S3; an older property than those of TaskInvocationParameters',
  'LoggingInfo.Region': 'The Region of the bucket',
  'LoggingInfo.S3Bucket': 'The name of the bucket',
  'LoggingInfo.S3Prefix': 'What the keys begin with',
  MaxConcurrency: {
    says: 'How many targets run it at once: a number, or a percentage of the targets, rounded down but at least 1. Required with Targets, forbidden without',
    examples: ['10%', '50'],
  },
  MaxErrors: {
    says: 'How many errors are allowed: a number, or a percentage of the targets, rounded down. One more, and nothing is sent any more. Nodes that cannot be reached do not count. Required with Targets, forbidden without',
    examples: ['5%', '0'],
  },
  'AWS::SSM::MaintenanceWindowTask.Priority': {
    says: 'Its turn in the window: lower numbers first, equal ones together. The next number starts when all before are done',
    default: 0,
  },
  'AWS::SSM::MaintenanceWindowTask.ServiceRoleArn':
    'The role that the window assumes to run the task, such as !GetAtt WindowRole.Arn. ssm.amazonaws.com must be allowed to assume it. Left out: the service-linked role',
  'AWS::SSM::MaintenanceWindowTask.Targets':
    'Which targets of the window, by WindowTargetIds, or nodes, by InstanceIds. Several window targets have their turns one after another',
  'AWS::SSM::MaintenanceWindowTask.Targets[].Key': {
    says: 'WindowTargetIds or InstanceIds. Tags belong into the target of the window',
    examples: ['WindowTargetIds', 'InstanceIds'],
  },
  'AWS::SSM::MaintenanceWindowTask.Targets[].Values':
    'Targets of the window, such as !Ref WebNodes; or ids or names of nodes',
  TaskArn: {
    says: 'What it runs: the name or ARN of a document, function or state machine',
    examples: ['AWS-RunPatchBaseline', 'AWS-RunShellScript'],
  },
  TaskInvocationParameters: {
    says: 'What is handed to it, under the key that belongs to TaskType',
    snippet: { MaintenanceWindowRunCommandParameters: { Parameters: { Operation: [stop(1, 'Install')] } } },
  },
  MaintenanceWindowRunCommandParameters: 'For a task of type RUN_COMMAND',
  MaintenanceWindowAutomationParameters: 'For a task of type AUTOMATION',
  MaintenanceWindowLambdaParameters: 'For a task of type LAMBDA',
  MaintenanceWindowStepFunctionsParameters: 'For a task of type STEP_FUNCTIONS',
  'MaintenanceWindowLambdaParameters.ClientContext': 'Information about the client, for the function',
  'MaintenanceWindowLambdaParameters.Payload': 'JSON that the function gets',
  'MaintenanceWindowLambdaParameters.Qualifier': 'A version or an alias of the function',
  'MaintenanceWindowStepFunctionsParameters.Input': 'JSON that the execution begins with',
  'MaintenanceWindowStepFunctionsParameters.Name': 'The name of the execution',
  TaskParameters:
    'The older way to pass parameters: each a map with Values. TaskInvocationParameters take precedence if both are given',
  TaskType: {
    says: 'What kind of thing it runs',
    words: {
      RUN_COMMAND: 'A command document, on nodes',
      AUTOMATION: 'An Automation runbook',
      LAMBDA: 'A Lambda function',
      STEP_FUNCTIONS: 'A state machine',
    },
  },
};
