/**
 * Standby of instances in Auto Scaling groups. A group is not in the file: every instance is in one of its own tag.
 *
 * AWS: https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-enter-exit-standby.html and
 * https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_EnterStandby.html
 */
import type { StepRun } from '../actions/action.ts';
import type { ValueMap } from '../content/runbook.ts';
import { instancesMeant, instancesNamed } from './ec2-instances.ts';
import type { Instance } from './instances.ts';
import { type Answer, ApiError, accountOf, callsOf, textIn } from './service.ts';

/** The tag that Auto Scaling itself gives to instances of its groups. */
const groupTag = 'aws:autoscaling:groupName';

export const autoScalingCalls = callsOf('autoscaling', {
  EnterStandby: (inputs, run) => move(inputs, run, 'InService', 'Standby'),
  ExitStandby: (inputs, run) => move(inputs, run, 'Standby', 'InService'),
  DescribeAutoScalingInstances(inputs, run) {
    const found = instancesMeant(inputs, run);
    // Instances that are in no group are left out.
    if (found instanceof ApiError) return { AutoScalingInstances: [] };
    // Of groups without a tag the file says nothing: a runbook that asks about such instances by name is taken to be right.
    const isKnown = (one: Instance) => instanceAnswer(one, run) !== null;
    if ('InstanceIds' in inputs && !found.some(isKnown)) return undefined;
    return { AutoScalingInstances: found.flatMap((one) => instanceAnswer(one, run) ?? []) };
  },
});

function groupOf({ node }: Instance, { simulation }: StepRun): string | undefined {
  return node === null ? undefined : simulation.fleet.tagsOf(node)[groupTag];
}

function standbyOf({ id }: Instance, run: StepRun) {
  return run.cloud.find('association', `standby-${id}`, accountOf(run));
}

function instanceAnswer(instance: Instance, run: StepRun): ValueMap | null {
  const AutoScalingGroupName = groupOf(instance, run);
  const isStandby = standbyOf(instance, run) !== undefined;
  if (AutoScalingGroupName === undefined && !isStandby) return null;
  const LifecycleState = isStandby ? 'Standby' : 'InService';
  const group = AutoScalingGroupName === undefined ? {} : { AutoScalingGroupName };
  return { InstanceId: instance.id, ...group, LifecycleState, HealthStatus: 'HEALTHY' };
}

function move(inputs: ValueMap, run: StepRun, from: string, to: string): Answer {
  const found = instancesNamed(inputs, run);
  if (found instanceof ApiError) return found;
  const group = textIn(inputs, 'AutoScalingGroupName');
  const wrong = found.find((one) => group !== '' && (groupOf(one, run) ?? group) !== group);
  if (wrong !== undefined)
    return new ApiError(
      'ValidationError',
      `The instance ${wrong.id} is not part of Auto Scaling group ${group}.`,
    );
  const moved = found.find((one) => (standbyOf(one, run) === undefined ? 'InService' : 'Standby') !== from);
  if (moved !== undefined)
    return new ApiError('ValidationError', `The instance ${moved.id} is not in ${from}.`);
  for (const one of found) {
    const standby = standbyOf(one, run);
    if (standby !== undefined) run.cloud.remove(standby);
    else
      run.cloud.make(
        'association',
        { prefix: 'standby', key: one.id, name: `standby-${one.id}`, account: accountOf(run), details: {} },
        { passing: '', state: to, forMs: 0 },
      );
  }
  return {
    Activities: found.map(({ id }) => ({
      ActivityId: id,
      AutoScalingGroupName: group,
      StatusCode: 'Successful',
      Description: `Moving EC2 instance to ${to}: ${id}`,
    })),
  };
}
