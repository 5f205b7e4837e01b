/**
 * AWS's runbooks that start, stop and change instances.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager-automation-runbooks/latest/userguide/automation-aws-restartec2instance.html and
 * https://docs.aws.amazon.com/systems-manager-automation-runbooks/latest/userguide/automation-aws-terminateec2instance.html
 */
import type { Runbook, Step } from '../content/runbook.ts';
import {
  approval,
  approvers,
  changeState,
  jumpTo,
  lambda,
  lambdaRole,
  type ManagedRunbooks,
  optional,
  required,
  runbook,
  step,
  withStack,
} from './parts.ts';

const instances = { InstanceId: required('StringList') };
const instance = { InstanceId: required() };

/** A newer parameter: whether an instance that is stopped again while it starts fails the step. */
const starting = { FailOnUnexpectedStopped: optional(true, 'Boolean') };

const start = () => changeState('startInstances', { DesiredState: 'running' });
const stop = () => changeState('stopInstances', { DesiredState: 'stopped' });

/** By the name of the runbook. A failed stop of AWS-RestartEC2Instance leaves the instance as it is: nothing starts it again. */
const powerSteps: Readonly<
  Record<string, readonly [does: string, steps: () => Step[], more?: Runbook['parameters']]>
> = {
  'AWS-StartEC2Instance': ['start instances', () => [start()], starting],
  // The second step always runs. Where the first has stopped the instance it changes nothing.
  'AWS-StopEC2Instance': [
    'stop instances',
    () => [
      { ...stop(), onFailure: 'Continue' },
      changeState('forceStopInstances', { DesiredState: 'stopped', CheckStateOnly: false, Force: true }),
    ],
  ],
  'AWS-RestartEC2Instance': ['restart instances', () => [stop(), start()]],
  'AWS-TerminateEC2Instance': [
    'terminate instances',
    () => [changeState('stopInstances', { DesiredState: 'terminated' })],
  ],
};

function powerRunbooks(): ManagedRunbooks {
  const each = Object.entries(powerSteps).flatMap(([name, [does, steps, more = {}]]) => [
    [name, () => runbook({ ...instances, ...more }, steps())] as const,
    [
      `${name}WithApproval`,
      () => runbook({ ...instances, ...approvers }, [approval('approve', does), ...steps()]),
    ] as const,
  ]);
  return Object.fromEntries(each);
}

function standby(change: 'Enter' | 'Exit'): ManagedRunbooks {
  const name = `AWS-ASG${change}Standby`;
  const parameters = { ...instance, LambdaRoleArn: optional() };
  const RuntimeParameters = Object.fromEntries(
    ['AutomationAssumeRole', 'LambdaRoleArn', 'InstanceId'].map((each) => [each, [`{{ ${each} }}`]]),
  );
  return {
    [name]: () =>
      runbook(
        parameters,
        withStack(
          'asg-state-change-lambda-cfn-stack-',
          [lambda('changeState', `asg-${change.toLowerCase()}-standby`)],
          ['deployChangeStateLambda', 'deleteChangeStateLambda'],
        ),
      ),
    [`${name}WithApproval`]: () =>
      runbook({ ...parameters, ...approvers }, [
        approval('approveStateChange', `${change.toLowerCase()} standby`),
        step(
          'changeASGInstanceStateAutomation',
          'executeAutomation',
          { DocumentName: name, RuntimeParameters },
          { timeoutSeconds: 120 },
        ),
      ]),
  };
}

/** A resize that fails leaves the instance stopped: every failure leads to the deletion of the stack. */
function resize(): Runbook {
  const cleanUp = jumpTo('deleteCloudFormationTemplate');
  return runbook(
    { ...instance, InstanceType: required(), ...lambdaRole },
    withStack('ResizeInstanceStack', [
      changeState('stopInstances', { InstanceIds: ['{{ InstanceId }}'], DesiredState: 'stopped' }, cleanUp),
      lambda('resizeInstance', 'ResizeInstanceLambda', cleanUp),
      changeState('startInstances', { InstanceIds: ['{{ InstanceId }}'], DesiredState: 'running' }, cleanUp),
    ]),
  );
}

/** `call`: as in `iam.CreateInstanceProfile`. */
function api(name: string, call: string, inputs: Step['inputs'], properties: Partial<Step> = {}): Step {
  const [Service = '', Api = ''] = call.split('.');
  return step(name, 'executeAwsApi', { Service, Api, ...inputs }, properties);
}

const outputs = (name: string, selector: string, type: string): Pick<Step, 'outputs'> => ({
  outputs: [{ name, selector, type }],
});

const branch = (name: string, Variable: string, NextStep: string, Default: string) =>
  step(name, 'branch', { Choices: [{ NextStep, Variable, NumericGreater: 0 }], Default });

/** In AWS's order: is there a profile of the role, else make one; attach it, or replace what is attached. */
function attachRole(): Runbook {
  const Filters = [{ Name: 'instance-id', Values: ['{{ InstanceId }}'] }];
  const InstanceProfileName = '{{ RoleName }}';
  const IamInstanceProfile = { Name: InstanceProfileName };
  const describe = 'ec2.DescribeIamInstanceProfileAssociations';
  return runbook({ ...instance, RoleName: required(), ForceReplace: optional(false, 'Boolean') }, [
    api(
      'listProfiles',
      'iam.ListInstanceProfilesForRole',
      { RoleName: '{{ RoleName }}' },
      outputs('Count', '$.InstanceProfiles.length()', 'Integer'),
    ),
    branch('hasProfile', '{{ listProfiles.Count }}', 'countAssociations', 'createProfile'),
    api('createProfile', 'iam.CreateInstanceProfile', { InstanceProfileName }),
    api('addRole', 'iam.AddRoleToInstanceProfile', { InstanceProfileName, RoleName: '{{ RoleName }}' }),
    api(
      'countAssociations',
      describe,
      { Filters },
      outputs('Count', '$.IamInstanceProfileAssociations.length()', 'Integer'),
    ),
    branch('hasAssociation', '{{ countAssociations.Count }}', 'mayReplace', 'attach'),
    step('mayReplace', 'branch', {
      Choices: [{ NextStep: 'describeAssociation', Variable: '{{ ForceReplace }}', BooleanEquals: true }],
      Default: 'attach',
    }),
    api(
      'describeAssociation',
      describe,
      { Filters },
      outputs('Id', '$.IamInstanceProfileAssociations[0].AssociationId', 'String'),
    ),
    api(
      'replace',
      'ec2.ReplaceIamInstanceProfileAssociation',
      { AssociationId: '{{ describeAssociation.Id }}', IamInstanceProfile },
      { isEnd: true },
    ),
    api('attach', 'ec2.AssociateIamInstanceProfile', {
      InstanceId: '{{ InstanceId }}',
      IamInstanceProfile,
    }),
  ]);
}

export const instanceRunbooks: ManagedRunbooks = {
  ...powerRunbooks(),
  ...standby('Enter'),
  ...standby('Exit'),
  'AWS-ResizeInstance': resize,
  'AWS-AttachIAMToInstance': attachRole,
};
