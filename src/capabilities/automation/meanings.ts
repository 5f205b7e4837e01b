import type { Meanings } from '../../fields/meaning.ts';

const of = (call: string, says: Readonly<Record<string, string>>): Meanings =>
  Object.fromEntries(Object.entries(says).map(([key, one]) => [`${call}.${key}`, one]));

/**
 * Parameters of the calls of Automation.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartAutomationExecution.html
 */
export const automationMeanings: Meanings = {
  ...of('StartAutomationExecution', {
    AlarmConfiguration: 'The alarm that stops the execution',
    ClientToken: 'Has no effect on a run: no call is made twice',
    DocumentName: 'The runbook, by name or ARN',
    DocumentVersion: 'Has no effect on a run, which a warning says',
    MaxConcurrency: 'How many targets run at one time: a number or a percentage',
    MaxErrors: 'How many targets may fail before no other is started: a number or a percentage',
    Mode: 'Auto, or Interactive: each step then waits for the signal StartStep',
    Parameters: 'Values of the parameters of the runbook, a list each',
    Tags: 'Tags of the execution. Has no effect on a run',
    TargetLocations: 'Accounts and Regions in which the runbook runs, once in each pair',
    TargetLocationsURL: 'Not simulated, which a warning says',
    TargetMaps: 'One execution for each map: values of its parameters',
    TargetParameterName: 'The parameter that gets the target: one execution for each',
    Targets: 'What the execution is for: ParameterValues, tag:<key>, ResourceGroup or InstanceIds',
  }),
  ...of('StopAutomationExecution', {
    AutomationExecutionId:
      'The execution: the id of a StartAutomationExecution action, of a target of it with / and the target; of others the id that results have',
    Type: 'Cancel, or Complete: the step that runs is the last one, and an Interactive execution whose steps have all run ends',
  }),
  ...of('SendAutomationSignal', {
    AutomationExecutionId:
      'The execution: the id of a StartAutomationExecution action, of a target of it with / and the target; of others the id that results have',
    Payload: 'What the signal says, such as StepName',
    SignalType: 'Approve, Reject, Resume, StartStep, StopStep or Revoke',
  }),
  'TargetLocations[].Targets': 'What it runs on there, in place of the Targets of the execution',
  Accounts: 'Ids of accounts or organizational units; left out: its own account',
  ExcludeAccounts: 'Accounts or organizational units among them where it does not run',
  ExecutionRoleName:
    'The role that is assumed in each account; left out: AWS-SystemsManager-AutomationExecutionRole',
  IncludeChildOrganizationUnits: 'Has no effect on a run: the file does not say which units are in another',
  Regions: 'Left out: every Region in which the file has the account',
  TargetLocationAlarmConfiguration: 'A CloudWatch alarm that stops it there',
  TargetLocationMaxConcurrency: 'How many pairs of account and Region run at one time',
  TargetLocationMaxErrors: 'How many pairs may fail before no other is started',
  TargetsMaxConcurrency: 'MaxConcurrency there',
  TargetsMaxErrors: 'MaxErrors there',
};
