import type { Meanings } from '../../fields/meaning.ts';

/** Other types and calls have a property of this name, too. */
const inEach = (property: string, says: string): Meanings =>
  Object.fromEntries(
    ['AWS::SSM::Association', 'CreateAssociation', 'UpdateAssociation'].map((each) => [
      `${each}.${property}`,
      says,
    ]),
  );

/** Automations have the same entries, and read less of them. */
const inEachLocation = (property: string, says: string): Meanings =>
  inEach(`TargetLocations[].${property}`, says);

/**
 * Properties of associations, and parameters of the calls on them.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateAssociation.html
 */
export const associationMeanings: Meanings = {
  ApplyOnlyAtCronInterval: {
    says: 'Whether it runs at its cron times only: not at once when it is created or changed, and not on nodes that come to its targets. For cron expressions',
    default: false,
  },
  AssociationDispatchAssumeRole: 'The role in whose name State Manager runs it',
  AssociationVersion: 'The version that it changes. Has no effect on a run: a scenario has one caller',
  TargetMaps: 'Targets of a runbook with several parameters. Not simulated, which a warning says',
  AssociationId: 'The association: !Ref of the resource, or the id of a CreateAssociation action',
  AssociationIds: 'Up to 10 associations, each as AssociationId',
  AssociationName: 'What the console shows',
  AutomationTargetParameterName: 'Of a runbook: the parameter that takes its targets',
  CalendarNames: 'Change calendars that must all be open when it is to run',
  ComplianceSeverity: { says: 'How much it weighs when it is not compliant', default: 'UNSPECIFIED' },
  ...inEach('AlarmConfiguration', 'A CloudWatch alarm that stops it'),
  ...inEach(
    'Duration',
    'After this number of hours, 1 to 24, what runs is cancelled and nothing more starts',
  ),
  InstanceId: 'One node, by id or by name. Targets takes its place',
  OutputLocation: 'Where the whole output is kept',
  'OutputLocation.S3Location': 'A bucket, a prefix and a Region',
  ScheduleExpression: {
    says: 'When it comes due: cron in UTC in the shapes that AWS lists for associations, rate from 30 minutes to 31 days, or at(…). Left out: it runs once',
    examples: ['rate(1 day)', 'cron(0 2 ? * SUN *)'],
  },
  ...inEach(
    'ScheduleOffset',
    'Days, 1 to 6, between the day of the cron expression and the run. With ApplyOnlyAtCronInterval only',
  ),
  SyncCompliance: {
    says: 'Whether a status is compliance',
    default: 'AUTO',
    words: { AUTO: 'Success is compliant, anything else is not', MANUAL: 'Only PutComplianceItems says so' },
  },
  'AWS::SSM::Association.Targets':
    'Which nodes: up to five criteria, which must all hold. InstanceIds: ["*"] means every node',
  'CreateAssociation.Targets':
    'Which nodes: up to five criteria, which must all hold. InstanceIds: ["*"] means every node',
  'UpdateAssociation.Targets': 'Which nodes: up to five criteria, which must all hold. Left out: they stay',
  TargetLocations: 'Accounts and Regions in which it runs, in place of its own',
  'TargetLocations[].TargetLocationAlarmConfiguration.Alarms': 'One alarm',
  'TargetLocations[].TargetLocationAlarmConfiguration.IgnorePollAlarmFailure':
    'Whether it goes on where the state of the alarm cannot be read',
  ...inEachLocation('Accounts', 'Ids of accounts or organizational units; left out: its own account'),
  ...inEachLocation('ExcludeAccounts', 'Accounts or organizational units among them where it does not run'),
  ...inEachLocation('IncludeChildOrganizationUnits', 'Has no effect: State Manager does not support it'),
  ...inEachLocation('Regions', 'Left out: every Region in which the file has the account'),
  ...inEachLocation('TargetLocationAlarmConfiguration', 'A CloudWatch alarm that stops it there'),
  ...inEachLocation('Targets', 'Which nodes there; left out: its own targets'),
  ...inEachLocation('TargetsMaxConcurrency', 'MaxConcurrency there'),
  ...inEachLocation('TargetsMaxErrors', 'MaxErrors there'),
  WaitForSuccessTimeoutSeconds: 'How long the deployment of a stack waits for the first success',
};
