import { type Meanings, stop } from '../../fields/meaning.ts';

/** AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-scheduler-schedule.html */
const scheduleMeanings: Meanings = {
  'AWS::Scheduler::Schedule.EndDate': 'It is due no more from then on',
  FlexibleTimeWindow: 'Whether it may be late by a random time',
  MaximumWindowInMinutes: '1 to 1440, with Mode FLEXIBLE',
  'FlexibleTimeWindow.Mode': 'OFF or FLEXIBLE',
  'AWS::Scheduler::Schedule.GroupName': { says: 'The group of schedules that it is in', default: 'default' },
  'AWS::Scheduler::Schedule.KmsKeyArn': 'Has no effect on a run',
  'AWS::Scheduler::Schedule.Name': 'The name of the schedule; left out: its logical id',
  'AWS::Scheduler::Schedule.ScheduleExpression': {
    says: 'When it is due: cron(…), rate(…) or at(…)',
    examples: ['cron(0 2 ? * SUN *)', 'rate(1 day)', 'at(2025-01-05T02:00:00)'],
  },
  ScheduleExpressionTimezone: { says: 'The time zone of cron and at', default: 'UTC' },
  'AWS::Scheduler::Schedule.StartDate': 'It is not due before; a rate counts from there',
  'AWS::Scheduler::Schedule.State': { says: 'A schedule that is DISABLED is never due', default: 'ENABLED' },
  'AWS::Scheduler::Schedule.Target': 'What is invoked',
  'Target.Arn':
    'The ARN of what is invoked, or of a call, such as arn:aws:scheduler:::aws-sdk:ssm:sendCommand',
  'Target.Input': 'JSON text: of a call its request',
  'Target.RoleArn':
    'The role in whose name everything is done: scheduler.amazonaws.com must be able to assume it',
  'Target.DeadLetterConfig': 'Where goes what could not be delivered',
  'Target.RetryPolicy': 'How long a target that turns an invocation away is tried again',
  'Target.EcsParameters': 'Of a service that is not simulated',
  'Target.EventBridgeParameters': 'Of a service that is not simulated',
  'Target.KinesisParameters': 'Of a service that is not simulated',
  'Target.SageMakerPipelineParameters': 'Of a service that is not simulated',
  'Target.SqsParameters': 'The message group of a FIFO queue',
};

/**
 * Properties of AWS::Events::Rule, and parameters of PutEvents and `inject`.
 *
 * AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-events-rule.html
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-events-rule-target.html
 */
export const eventMeanings: Meanings = {
  'AWS::Events::Rule.EventBusName': { says: 'The bus whose events it matches', default: 'default' },
  'AWS::Events::Rule.EventPattern': {
    says: 'Which events it matches: fields with lists of values or operators. Text in quotes is text, 300 and true without them are not',
    examples: [{ source: ['aws.ssm'], detail: { status: ['Failed'] } }],
    snippet: {
      source: [stop(1, 'aws.ssm')],
      'detail-type': [stop(2, 'EC2 Command Status-change Notification')],
    },
  },
  'AWS::Events::Rule.Name': 'The name of the rule; left out: its logical id',
  'AWS::Events::Rule.RoleArn': 'The role in whose name targets are started that have none of their own',
  'AWS::Events::Rule.ScheduleExpression': {
    says: 'When it comes due, in UTC: cron(…) or rate(…)',
    examples: ['rate(1 day)', 'cron(0 2 * * ? *)'],
  },
  'AWS::Events::Rule.State': { says: 'A rule that is DISABLED matches nothing', default: 'ENABLED' },
  'AWS::Events::Rule.Targets': 'What is invoked, up to five',
  ...scheduleMeanings,
  'Targets[].Arn': 'The ARN of what is invoked',
  'Targets[].Id': 'Names the target within its rule',
  'Targets[].Input': 'JSON text that the target is given instead of the event: $.detail.… in it is text',
  'Targets[].InputPath': { says: 'The part of the event that the target is given', examples: ['$.detail'] },
  'Targets[].InputTransformer': 'A text made of parts of the event',
  InputPathsMap: 'Names, each with the path of a part of the event',
  InputTemplate: 'The text, with <name> where a part goes',
  'Targets[].RoleArn': 'The role in whose name it is started: commands, runbooks and state machines need one',
  'Targets[].DeadLetterConfig': 'Where an event goes that cannot be delivered',
  'DeadLetterConfig.Arn': 'The ARN of an SQS queue',
  'Targets[].RetryPolicy': 'How long a target that turns an event away is tried again',
  MaximumEventAgeInSeconds: { says: '60 to 86400', default: 86_400 },
  MaximumRetryAttempts: { says: '0 to 185', default: 185 },
  RunCommandParameters: 'Which nodes a command is sent to',
  RunCommandTargets: 'InstanceIds or tag:<key>, with values',
  'RunCommandTargets[].Key': 'InstanceIds or tag:<key>',
  'RunCommandTargets[].Values': 'Any one of these',
  'Targets[].SqsParameters': 'The message group of a FIFO queue',
  MessageGroupId: 'The message group',
  'Targets[].AppSyncParameters': 'Of a service that is not simulated',
  'Targets[].BatchParameters': 'Of a service that is not simulated',
  'Targets[].EcsParameters': 'Of a service that is not simulated',
  'Targets[].HttpParameters': 'Of a service that is not simulated',
  'Targets[].KinesisParameters': 'Of a service that is not simulated',
  'Targets[].RedshiftDataParameters': 'Of a service that is not simulated',
  'Targets[].SageMakerPipelineParameters': 'Of a service that is not simulated',

  Entries: 'Events, up to ten',
  'Entries[].Source': {
    says: 'Its source; AWS keeps aws. for its services',
    examples: ['com.example.patching'],
  },
  'Entries[].DetailType': 'Its detail type',
  'Entries[].Detail': { says: 'Its detail: a map as JSON text', examples: ['{"state": "failed"}'] },
  'Entries[].EventBusName': { says: 'The bus that it goes to', default: 'default' },
  'Entries[].Resources': 'ARNs of what it is about',
  'Entries[].Time': 'When it happened; left out: when it is sent',
  'Entries[].TraceHeader': 'A trace header. It has no effect on a simulation',
  EndpointId: 'A global endpoint. It has no effect on a simulation',

  'inject.source': { says: 'The service that it comes from', examples: ['aws.ec2'] },
  'inject.detail-type': { says: 'Its detail type', examples: ['EC2 Instance State-change Notification'] },
  'inject.detail': 'Its detail. instance-id may be the name of a node',
  'inject.resources': 'ARNs of what it is about',
  'inject.time': 'When it happened; left out: when it is injected',
  'inject.account': 'Its account; left out: that of the scenario',
  'inject.region': 'Its Region; left out: that of the scenario',
  'inject.id': 'Its id; left out: one is made',
  'inject.version': { says: 'The version of the envelope', default: '0' },
};
