import type { Meanings } from '../../fields/meaning.ts';

const says: Meanings = {
  AutoApprove: 'Whether it does without approvals, where the change template is autoApprovable',
  ChangeDetails: 'Details for reviewers. Has no effect on a run',
  ChangeRequestName: 'What the change request is called in the console',
  ClientToken: 'The same call with the same token is one change request; another with it is refused',
  DocumentName: 'The change template, by name or ARN',
  DocumentVersion: 'Has no effect on a run, which a warning says',
  Parameters: 'Values of the parameters of the change template, a list each',
  Runbooks: 'The runbook, with its parameters and targets: one',
  ScheduledEndTime: 'When the change is expected to be over: an estimate for reviewers',
  ScheduledTime: 'When the runbook is to begin; left out: as soon as it may',
  Tags: 'Up to five tags of the change request. Has no effect on a run',
};

/**
 * Parameters of the call of Change Manager.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartChangeRequestExecution.html and
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_Runbook.html
 */
export const changeMeanings: Meanings = {
  ...Object.fromEntries(
    Object.entries(says).map(([key, one]) => [`StartChangeRequestExecution.${key}`, one]),
  ),
  'Runbooks[].TargetParameterName':
    'The parameter of the runbook that gets the target: one execution for each',
  'Runbooks[].Targets': 'What the runbook is for: ParameterValues, tag:<key> or InstanceIds',
};
