import { isAssumed } from '../content/answers.ts';
import type { ValueMap } from '../content/runbook.ts';
import { textOf } from '../content/values.ts';
import { automationModelOf } from '../model.ts';
import { instancesNamed } from '../services/ec2-instances.ts';
import type { Instance, InstanceState } from '../services/instances.ts';
import { ApiError, askedBy, isTrue } from '../services/service.ts';
import { type ActionSpec, invocationFailure, type StepRun } from './action.ts';
import { poll } from './calls.ts';

type Desired = 'running' | 'stopped' | 'terminated';

const changes = {
  running: { api: 'StartInstances', usual: 'start' },
  stopped: { api: 'StopInstances', usual: 'stop' },
  terminated: { api: 'TerminateInstances', usual: 'stop' },
} as const;

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-changestate.html */
export const changeInstanceState: ActionSpec = {
  action: 'aws:changeInstanceState',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-changestate.html',
  is: 'Starts, stops or terminates instances, and waits until they are in that state; running means that both status checks are ok',
  required: ['InstanceIds', 'DesiredState'],
  optional: ['CheckStateOnly', 'Force', 'AdditionalInfo', 'FailOnUnexpectedStopped'],
  values: {
    DesiredState: Object.keys(changes),
    CheckStateOnly: 'Boolean',
    Force: 'Boolean',
    FailOnUnexpectedStopped: 'Boolean',
  },
  outputs: ['InstanceStates'],
  timing: 'model.calls.ec2.StartInstances.run, StopInstances.run, TerminateInstances.run',
  failing: 'model.calls.ec2.StartInstances.fails, StopInstances.fails, TerminateInstances.fails',
  timeoutSeconds: 3600,
  // AWS lists no permissions: the call that changes the state, or the one that asks for it.
  permissions(inputs) {
    const desired = desiredIn(inputs);
    if (isTrue(inputs['CheckStateOnly']) || desired === null) return ['ec2:DescribeInstanceStatus'];
    return [`ec2:${changes[desired].api}`];
  },
  begin(run) {
    const desired = desiredIn(run.inputs);
    if (desired === null) return run.fail(invocationFailure('DesiredState is missing'));
    if (isAssumed(run.inputs)) return run.succeed({ InstanceStates: desired });
    const found = instancesNamed(run.inputs, run);
    if (found instanceof ApiError) return run.fail(invocationFailure(`${found.code}: ${found.message}`));
    const { api } = changes[desired];
    const isCheckOnly = isTrue(run.inputs['CheckStateOnly']);
    // #automation-action-changestate: the assert mode does not run the API that changes the state.
    if (!isCheckOnly && run.isDrawnToFail({ service: 'ec2', api }))
      return run.fail(invocationFailure(`${api} failed`));
    waitFor(run, found, desired, isCheckOnly);
  },
};

function desiredIn(inputs: ValueMap): Desired | null {
  const state = textOf(inputs['DesiredState'] ?? '');
  return Object.hasOwn(changes, state) ? (state as Desired) : null;
}

/** Each instance is asked once, when it is in a state from which it can be changed: one that is stopping is first let stop. */
function waitFor(run: StepRun, instances: readonly Instance[], desired: Desired, isCheckOnly: boolean): void {
  const asked = new Set<Instance>();
  const isThere = (one: Instance): boolean => {
    const state = run.cloud.instances.stateOf(one);
    if (!isCheckOnly && !asked.has(one) && from[desired].includes(state)) {
      asked.add(one);
      change(run, one, desired);
      return false;
    }
    return desired === 'running' ? run.cloud.instances.isWell(one) : state === desired;
  };
  const isDone = () => {
    const gone = desired === 'terminated' ? undefined : instances.find((one) => isGone(run, one));
    if (gone !== undefined)
      return invocationFailure(`IncorrectInstanceState: the instance ${gone.id} is terminated`);
    return instances.map(isThere).every(Boolean);
  };
  poll(run, isDone, () => {
    const states = instances.map((one) => run.cloud.instances.stateOf(one));
    run.succeed({ InstanceStates: states.length === 1 ? states[0]! : states });
  });
}

const from: Readonly<Record<Desired, readonly InstanceState[]>> = {
  running: ['stopped'],
  stopped: ['running'],
  terminated: ['running', 'pending', 'stopping', 'stopped'],
};

function isGone({ cloud }: StepRun, instance: Instance): boolean {
  return ['terminated', 'shutting-down'].includes(cloud.instances.stateOf(instance));
}

function change(run: StepRun, instance: Instance, desired: Desired): void {
  const { instances } = run.cloud;
  const { api, usual } = changes[desired];
  const model = automationModelOf(run.simulation.scenario);
  const forMs = run.durationMs(model[usual], { service: 'ec2', api });
  if (desired === 'stopped') return instances.stop(instance, forMs, askedBy(run));
  if (desired === 'terminated') return instances.terminate(instance, forMs, askedBy(run));
  const checksMs = run.durationMs(model.statusChecks, {
    service: 'ec2',
    api: 'DescribeInstanceStatus',
    goesOn: true,
  });
  instances.start(instance, forMs, checksMs, askedBy(run));
}
