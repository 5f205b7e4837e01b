import type { Value, ValueMap } from '../content/runbook.ts';
import { textOf } from '../content/values.ts';
import { accountOf } from '../services/service.ts';
import { type ActionSpec, invocationFailure } from './action.ts';
import { callApi, poll } from './calls.ts';

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-runinstance.html */
export const runInstances: ActionSpec = {
  action: 'aws:runInstances',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-runinstance.html',
  is: 'Launches instances, and waits until they run and their status checks are ok',
  required: ['ImageId'],
  optional: [
    'AdditionalInfo',
    'BlockDeviceMappings',
    'ClientToken',
    'DisableApiTermination',
    'EbsOptimized',
    'IamInstanceProfileArn',
    'IamInstanceProfileName',
    'InstanceInitiatedShutdownBehavior',
    'InstanceType',
    'KernelId',
    'KeyName',
    'MaxInstanceCount',
    'MetadataOptions',
    'MinInstanceCount',
    'Monitoring',
    'NetworkInterfaces',
    'Placement',
    'PrivateIpAddress',
    'RamdiskId',
    'SecurityGroupIds',
    'SecurityGroups',
    'SubnetId',
    'TagSpecifications',
    'UserData',
  ],
  values: {
    DisableApiTermination: 'Boolean',
    EbsOptimized: 'Boolean',
    InstanceInitiatedShutdownBehavior: ['stop', 'terminate'],
    MaxInstanceCount: 'Integer',
    MinInstanceCount: 'Integer',
  },
  outputs: ['InstanceIds', 'InstanceStates'],
  timing: 'model.calls.ec2.RunInstances.run, DescribeInstanceStatus.run',
  failing: 'model.calls.ec2.RunInstances.fails',
  timeoutSeconds: 3600,
  permissions: () => ['ec2:RunInstances'],
  begin(run) {
    const { MinInstanceCount: MinCount = 1, MaxInstanceCount: MaxCount = MinCount } = run.inputs;
    const inputs = { ...run.inputs, MinCount, MaxCount };
    const wanted = [{ selector: '$.Instances[*].InstanceId', type: 'StringList' }];
    callApi(run, { service: 'ec2', api: 'RunInstances' }, inputs, wanted, ({ value }) => {
      const InstanceIds = idsIn(value);
      const { instances } = run.cloud;
      const isDone = () => {
        const found = InstanceIds.flatMap((id) => instances.find(id, accountOf(run)) ?? []);
        const gone = found.find((one) => ['shutting-down', 'terminated'].includes(instances.stateOf(one)));
        return gone === undefined
          ? found.every((one) => instances.isWell(one))
          : invocationFailure(`the instance ${gone.id} is ${instances.stateOf(gone)}`);
      };
      poll(run, isDone, () => run.succeed({ InstanceIds, InstanceStates: InstanceIds.map(() => 'running') }));
    });
  },
};

function idsIn(answer: Value): string[] {
  const { Instances = [] } = answer as ValueMap;
  return (Instances as readonly ValueMap[]).map(({ InstanceId = '' }) => textOf(InstanceId));
}
