/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-changestate.html */
import type { ActionSpec } from './action.ts';

export const changeInstanceState: ActionSpec = {
  action: 'aws:changeInstanceState',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-changestate.html',
  is: 'Starts, stops or terminates instances, and waits until they are in that state',
  required: ['InstanceIds', 'DesiredState'],
  optional: ['CheckStateOnly', 'Force', 'AdditionalInfo', 'FailOnUnexpectedStopped'],
  outputs: ['InstanceStates'],
  timing: 'model.calls.ec2.StartInstances.run, StopInstances.run, TerminateInstances.run',
  failing: 'model.calls.ec2.StartInstances.fails, StopInstances.fails, TerminateInstances.fails',
  timeoutSeconds: 3600,
  begin(run) {
    run.succeed();
  },
};
