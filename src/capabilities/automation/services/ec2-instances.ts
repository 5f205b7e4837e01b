/**
 * Calls of EC2 on instances.
 *
 * AWS: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html,
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StartInstances.html and
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 */
import { partitionOf } from '../../../aws/arn.ts';
import { platformTypeOf } from '../../../world/operating-systems.ts';
import { isoTime } from '../../../world/time.ts';
import { nodesView } from '../../managed-nodes/facts.ts';
import type { StepRun } from '../actions/action.ts';
import type { Value, ValueMap } from '../content/runbook.ts';
import { type Instance, type InstanceState, stateCodes } from './instances.ts';
import {
  type Answer,
  ApiError,
  accountOf,
  askedBy,
  callsOf,
  filterOf,
  homeOf,
  isTrue,
  lasting,
  matchesFilters,
  tagFilterValues,
  textsIn,
} from './service.ts';

/** One page of a description that names no instances. */
const pageMax = 1000;

export const instanceCalls = callsOf(
  'ec2',
  {
    DescribeInstances(inputs, run) {
      const found = instancesDescribed(inputs, run);
      if (found instanceof ApiError) return found;
      const Reservations = found.map((one) => ({
        ReservationId: `r-${one.id.slice(2)}`,
        Instances: [instanceAnswer(one, run)],
      }));
      return { Reservations };
    },

    /** Only running instances, unless IncludeAllInstances says otherwise. */
    DescribeInstanceStatus(inputs, run) {
      const { instances } = run.cloud;
      const all = isTrue(inputs['IncludeAllInstances']);
      const found = instancesDescribed(inputs, run, (one) => all || instances.stateOf(one) === 'running');
      if (found instanceof ApiError) return found;
      return {
        InstanceStatuses: found.map((one) => ({
          InstanceId: one.id,
          InstanceState: stateAnswer(instances.stateOf(one)),
          InstanceStatus: checkAnswer(instances.checkOf(one, 'instance')),
          SystemStatus: checkAnswer(instances.checkOf(one, 'system')),
        })),
      };
    },

    StartInstances: (inputs, run) =>
      changeAll(inputs, run, 'StartingInstances', ['running', 'pending'], ['stopped'], (one) => {
        const forMs = lasting(run, 'ec2', 'StartInstances', 'start');
        run.cloud.instances.start(one, forMs, checksMs(run), askedBy(run));
      }),

    StopInstances: (inputs, run) =>
      changeAll(inputs, run, 'StoppingInstances', ['stopped', 'stopping'], ['running'], (one) => {
        run.cloud.instances.stop(one, lasting(run, 'ec2', 'StopInstances', 'stop'), askedBy(run));
      }),

    TerminateInstances: (inputs, run) =>
      changeAll(
        inputs,
        run,
        'TerminatingInstances',
        ['terminated', 'shutting-down'],
        ['running', 'pending', 'stopping', 'stopped'],
        (one) =>
          run.cloud.instances.terminate(one, lasting(run, 'ec2', 'TerminateInstances', 'stop'), askedBy(run)),
      ),

    RebootInstances: (inputs, run) =>
      changeAll(inputs, run, null, [], ['running'], (one) => run.cloud.instances.reboot(one, askedBy(run))),

    /** Instances beside the fleet: no group of the file says what is on them. */
    RunInstances(inputs, run) {
      // AWS: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html: as many as it can, up to MaxCount.
      const wanted = inputs['MaxCount'] ?? inputs['MinCount'] ?? 1;
      const count = Math.min(100, Math.max(1, Number(wanted) || 1));
      const forMs = lasting(run, 'ec2', 'RunInstances', 'start');
      const Instances = Array.from({ length: count }, () => {
        const object = run.cloud.make(
          'instance',
          {
            prefix: 'i',
            key: run.execution.request.id,
            name: '',
            account: accountOf(run),
            details: { ...inputs },
          },
          { passing: 'pending', state: 'running', forMs },
        );
        const instance = { id: object.id, node: null, object };
        run.cloud.instances.start(instance, forMs, checksMs(run), askedBy(run));
        return instanceAnswer(instance, run);
      });
      return { ReservationId: String(Instances[0]!['InstanceId']).replace(/^i-/, 'r-'), Instances };
    },

    DescribeVolumes(inputs, run) {
      const ids = textsIn(inputs, 'VolumeIds');
      const { instances } = run.cloud;
      const isAttached = (one: Instance) =>
        matchesFilters(inputs, (name) => (name === 'attachment.instance-id' ? namesOf(one, run) : undefined));
      const found =
        ids.length > 0
          ? ids.map((id) => instances.find(id.replace(/^vol-/, 'i-'), accountOf(run)))
          : instances.all(accountOf(run), pageMax, isAttached);
      // Volumes of one's own are not in the file.
      if (found.includes(undefined)) return undefined;
      const Volumes = found
        .flatMap((one) => (one === undefined || instances.stateOf(one) === 'terminated' ? [] : [one]))
        .filter(isAttached)
        // Whether they are attached is left out: AttachVolume and DetachVolume are not simulated, so that a wait for either is right.
        .map((one) => ({
          VolumeId: volumeOf(one.id),
          AvailabilityZone: `${homeOf(run).region}a`,
          Attachments: [{ InstanceId: one.id, VolumeId: volumeOf(one.id), Device: rootDevice }],
        }));
      return { Volumes };
    },
  },
  ['StartInstances', 'StopInstances', 'TerminateInstances', 'RunInstances'],
);

const checksMs = (run: StepRun): number => lasting(run, 'ec2', 'DescribeInstanceStatus', 'statusChecks');

/** Those that the inputs name, or all; an id that does not exist refuses the whole call. */
export function instancesMeant(inputs: ValueMap, run: StepRun): Instance[] | ApiError {
  const ids = [...textsIn(inputs, 'InstanceIds'), ...textsIn(inputs, 'InstanceId')];
  if (ids.length === 0) return run.cloud.instances.all(accountOf(run), pageMax, () => true);
  const found = ids.map((id) => run.cloud.instances.find(id, accountOf(run)) ?? id);
  const unknown = found.filter((one) => typeof one === 'string');
  if (unknown.length > 0) return unknownInstances(unknown);
  return found as Instance[];
}

/** What changes instances has to name them. */
export function instancesNamed(inputs: ValueMap, run: StepRun): Instance[] | ApiError {
  return textsIn(inputs, 'InstanceIds').length === 0
    ? new ApiError('MissingParameter', 'The request must contain the parameter InstanceId')
    : instancesMeant(inputs, run);
}

/** Filters are asked before a page is cut, and the instances that they name are looked up. */
function instancesDescribed(
  inputs: ValueMap,
  run: StepRun,
  isMeant: (instance: Instance) => boolean = () => true,
): Instance[] | ApiError {
  const { instances } = run.cloud;
  const account = accountOf(run);
  const fits = (one: Instance) =>
    isMeant(one) && matchesFilters(inputs, (name) => filterValues(one, name, run));
  const named = filterOf(inputs, 'instance-id');
  if (textsIn(inputs, 'InstanceIds').length === 0) {
    if (named.length === 0 || named.some((id) => id.includes('*')))
      return instances.all(account, pageMax, fits);
    // Its id and its name are one instance.
    const found = named.flatMap((id) => instances.find(id, account) ?? []).filter(fits);
    return [...new Map(found.map((one) => [one.id, one])).values()];
  }
  const found = instancesMeant(inputs, run);
  return found instanceof ApiError ? found : found.filter(fits);
}

/** Its id and, if it is a node, the name of it. */
function namesOf({ id, node }: Instance, { simulation: { fleet } }: StepRun): readonly string[] {
  return node === null ? [id] : [id, fleet.nameOf(node)];
}

export function unknownInstances(ids: readonly string[]): ApiError {
  const isShaped = ids.every((id) => /^i-[0-9a-f]+$/.test(id));
  return isShaped
    ? new ApiError('InvalidInstanceID.NotFound', `The instance ID '${ids.join(', ')}' does not exist`)
    : new ApiError('InvalidInstanceID.Malformed', `Invalid id: "${ids[0]}"`);
}

function changeAll(
  inputs: ValueMap,
  run: StepRun,
  key: string | null,
  done: readonly InstanceState[],
  from: readonly InstanceState[],
  change: (instance: Instance) => void,
): Answer {
  const found = instancesNamed(inputs, run);
  if (found instanceof ApiError) return found;
  const { instances } = run.cloud;
  const before = found.map((one) => instances.stateOf(one));
  const wrong = found.find((_, index) => ![...done, ...from].includes(before[index]!));
  if (wrong !== undefined) {
    const message = `The instance '${wrong.id}' is ${instances.stateOf(wrong)}: this call does not take it in that state`;
    return new ApiError('IncorrectInstanceState', message);
  }
  found.forEach((one, index) => {
    if (from.includes(before[index]!)) change(one);
  });
  if (key === null) return {};
  return {
    [key]: found.map((one, index) => ({
      InstanceId: one.id,
      PreviousState: stateAnswer(before[index]!),
      CurrentState: stateAnswer(instances.stateOf(one)),
    })),
  };
}

const rootDevice = '/dev/xvda';
const volumeOf = (instanceId: string): string => `vol-${instanceId.slice(2)}`;
const stateAnswer = (state: InstanceState): ValueMap => ({ Code: stateCodes[state], Name: state });

function checkAnswer(status: string): ValueMap {
  const details = { ok: 'passed', impaired: 'failed', initializing: 'initializing' }[status];
  return {
    Status: status,
    Details: details === undefined ? [] : [{ Name: 'reachability', Status: details }],
  };
}

/** What is known of it. A property that is null is known to be absent. */
function instanceAnswer(instance: Instance, run: StepRun): ValueMap {
  const { simulation, cloud } = run;
  const { id, node, object } = instance;
  const state = cloud.instances.stateOf(instance);
  const State = stateAnswer(state);
  const Placement = { AvailabilityZone: `${homeOf(run).region}a` };
  const disk = { DeviceName: rootDevice, Ebs: { VolumeId: volumeOf(id), Status: 'attached' } };
  const BlockDeviceMappings = state === 'terminated' ? [] : [disk];
  if (node === null) {
    const { ImageId = null, InstanceType = 'm1.small' } = object.details;
    const LaunchTime = isoTime(object.createdMs);
    const common = { InstanceId: id, State, Placement, RootDeviceName: rootDevice, RootDeviceType: 'ebs' };
    return { ...common, BlockDeviceMappings, ImageId, InstanceType, LaunchTime, Tags: [] };
  }
  const { fleet } = simulation;
  const isWindows = platformTypeOf(fleet.groupOf(node).os) === 'Windows';
  // No spread here: runbooks describe thousands of nodes, and copying an object costs more than the rest of the answer.
  return {
    InstanceId: id,
    State,
    Placement,
    RootDeviceName: rootDevice,
    RootDeviceType: 'ebs',
    BlockDeviceMappings,
    Platform: isWindows ? 'windows' : null,
    PlatformDetails: isWindows ? 'Windows' : 'Linux/UNIX',
    IamInstanceProfile: profileAnswer(instance, run),
    Tags: Object.entries(fleet.tagsOf(node)).map(([Key, Value]) => ({ Key, Value })),
  };
}

export function profileAnswer({ node }: Instance, run: StepRun): Value {
  const profile = node === null ? null : run.simulation.views.of(nodesView).profileOf(node);
  if (profile === null) return null;
  return profileNamed(profile.name, run);
}

export function profileNamed(name: string, run: StepRun): ValueMap {
  const { id, region } = homeOf(run);
  return {
    Arn: `arn:${partitionOf(region)}:iam::${id}:instance-profile/${name}`,
    Id: profileIdOf(name),
    Name: name,
  };
}

/** `AIPA` and what is made from the name, as the id of a profile. */
const profileIdOf = (name: string): string => `AIPA${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')}`;

/** Undefined: a filter on what the fleet does not know of. */
function filterValues(instance: Instance, name: string, run: StepRun): readonly string[] | undefined {
  const { node } = instance;
  const state = run.cloud.instances.stateOf(instance);
  if (name === 'instance-state-name') return [state];
  if (name === 'instance-state-code') return [String(stateCodes[state])];
  if (name === 'instance-id') return namesOf(instance, run);
  if (name === 'instance-status.status') return [run.cloud.instances.checkOf(instance, 'instance')];
  if (name === 'system-status.status') return [run.cloud.instances.checkOf(instance, 'system')];
  return tagFilterValues(name, node === null ? {} : run.simulation.fleet.tagsOf(node));
}
