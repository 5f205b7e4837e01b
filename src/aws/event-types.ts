/**
 * Events of AWS that a rule about nodes may wait for: from which service, with which fields, and which words AWS writes there.
 *
 * AWS: https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-ssm.html
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/monitoring-systems-manager-event-examples.html
 */

export interface EventType {
  readonly source: string;
  readonly detailType: string;
  /** Fields of its detail; null: AWS shows no example. */
  readonly fields: readonly string[] | null;
  /** Every value that AWS writes in a field, where AWS lists them all. */
  readonly words: Readonly<Record<string, readonly string[]>>;
}

/** Every detail type of these sources is listed below. */
export const sourcesKnownInFull: readonly string[] = ['aws.ssm', 'aws.events'];

const split = (text: string): readonly string[] => text.split(' ');

const commandStatuses = split('Success InProgress TimedOut Cancelled Failed');
const windowIds = 'start-time end-time window-id window-execution-id status';
const windowStatuses = split(
  'PENDING IN_PROGRESS SUCCESS FAILED TIMED_OUT CANCELLING CANCELLED SKIPPED_OVERLAPPING',
);
const automation = 'ExecutionId Definition DefinitionVersion Status StartTime EndTime Time';

function ssm(detailType: string, fields: string | null, words: EventType['words'] = {}): EventType {
  return { source: 'aws.ssm', detailType, fields: fields === null ? null : split(fields), words };
}

export const eventTypes: readonly EventType[] = [
  ssm(
    'EC2 Command Status-change Notification',
    'command-id document-name expire-after parameters requested-date-time status',
    { status: commandStatuses },
  ),
  ssm(
    'EC2 Command Invocation Status-change Notification',
    'command-id document-name instance-id requested-date-time status',
    { status: commandStatuses },
  ),
  ssm(
    'EC2 State Manager Association State Change',
    'association-id document-name association-version document-version targets creation-date last-successful-execution-date ' +
      'last-execution-date last-updated-date status association-status-aggregated-count schedule-expression association-cwe-version',
    { status: split('Failed Pending Success') },
  ),
  ssm(
    'EC2 State Manager Instance Association State Change',
    'association-id instance-id document-name document-version targets creation-date last-successful-execution-date ' +
      'last-execution-date status detailed-status error-code execution-summary output-url instance-association-cwe-version',
    { status: split('Failed Pending Success') },
  ),
  ssm('EC2 Automation Execution Status-change Notification', `${automation} ExecutedBy`, {
    Status: split(
      'Approved Cancelled Failed PendingApproval PendingChangeCalendarOverride Rejected Scheduled Success TimedOut',
    ),
  }),
  ssm('EC2 Automation Step Status-change Notification', `${automation} StepName Action`, {
    Status: split('Cancelled Failed Success TimedOut'),
  }),
  ssm('Maintenance Window State-change Notification', 'window-id status', {
    status: split('ENABLED DISABLED'),
  }),
  ssm('Maintenance Window Execution State-change Notification', windowIds, { status: windowStatuses }),
  ssm('Maintenance Window Task Execution State-change Notification', `${windowIds} task-execution-id`, {
    status: windowStatuses,
  }),
  ssm(
    'Maintenance Window Task Target Invocation State-change Notification',
    `${windowIds} task-execution-id window-target-id owner-information`,
    { status: [...windowStatuses, 'COMPLETE'] },
  ),
  ssm('Maintenance Window Target Registration Notification', 'window-target-id window-id status', {
    status: split('REGISTERED DEREGISTERED UPDATED'),
  }),
  ssm('Maintenance Window Task Registration Notification', 'window-task-id window-id status', {
    status: split('REGISTERED DEREGISTERED UPDATED'),
  }),
  ssm(
    'Configuration Compliance State Change',
    'last-runtime compliance-status resource-type resource-id compliance-type patch-baseline-id severity',
    {
      'compliance-status': split('compliant non_compliant'),
      'compliance-type': split('Association Patch'),
      'resource-type': ['managed-instance'],
    },
  ),
  ssm('Calendar State Change', 'state atTime nextTransitionTime', { state: split('OPEN CLOSED') }),
  ssm('Parameter Store Change', 'exception dataType description name type operation', {
    operation: split('Create Update Delete LabelParameterVersion'),
  }),
  ssm('Inventory Resource State Change', null),
  ssm('Parameter Store Policy Action', null),
  ssm('OpsItem Create', null),
  ssm('OpsItem Update', null),
  ssm('Change Request Status Update', null),
  ssm('Change Request Template Document Review Status Update', null),
  ssm('Document Review Status Update', null),
  ssm('SSM Managed Instance Deregistration', null),
  ssm('SSM Managed Instance Registration', null),
  ssm('SSM Managed Instance Public Key Update', null),
  ssm('Impact Assessment Created', null),
  ssm('Approver Access Request Status Update', null),
  ssm('Requester Access Request Status Update', null),
  ssm('JITNA Access Request Failed', null),
  // What users of CloudTrail write for calls of Systems Manager.
  ssm('AWS API Call via CloudTrail', null),
  {
    source: 'aws.ec2',
    detailType: 'EC2 Instance State-change Notification',
    fields: split('instance-id state'),
    words: { state: split('pending running stopping stopped shutting-down terminated') },
  },
  {
    source: 'aws.cloudwatch',
    detailType: 'CloudWatch Alarm State Change',
    fields: split(
      'alarmName state previousState configuration actionsSuppressedBy actionsSuppressedReason alarmContributor muteDetail',
    ),
    words: { 'state.value': split('OK ALARM INSUFFICIENT_DATA') },
  },
  {
    source: 'aws.config',
    detailType: 'Config Rules Compliance Change',
    fields: split(
      'resourceId awsRegion awsAccountId configRuleName recordVersion configRuleARN messageType newEvaluationResult oldEvaluationResult ' +
        'notificationCreationTime resourceType',
    ),
    words: {
      messageType: ['ComplianceChangeNotification'],
      'newEvaluationResult.complianceType': split('COMPLIANT NON_COMPLIANT NOT_APPLICABLE INSUFFICIENT_DATA'),
    },
  },
  { source: 'aws.events', detailType: 'Scheduled Event', fields: [], words: {} },
];
