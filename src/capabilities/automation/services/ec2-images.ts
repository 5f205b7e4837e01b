/**
 * Calls of EC2 on images and snapshots: those that executions make. Others are not in the file, so the fleet knows nothing of them.
 *
 * AWS: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateImage.html and
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSnapshot.html
 */
import { isoTime } from '../../../world/time.ts';
import type { StepRun } from '../actions/action.ts';
import type { ValueMap } from '../content/runbook.ts';
import { unknownInstances } from './ec2-instances.ts';
import type { CloudObject } from './objects.ts';
import {
  type Answer,
  ApiError,
  accountOf,
  askedBy,
  callsOf,
  homeOf,
  isTrue,
  lasting,
  listIn,
  matchesFilters,
  textIn,
  textsIn,
} from './service.ts';

export const imageCalls = callsOf(
  'ec2',
  {
    /** The instance is rebooted, unless NoReboot says otherwise. */
    CreateImage(inputs, run) {
      const id = textIn(inputs, 'InstanceId');
      const instance = run.cloud.instances.find(id, accountOf(run));
      if (instance === undefined) return unknownInstances([id]);
      const state = run.cloud.instances.stateOf(instance);
      // #automation-action-create: an instance that is running, stopping or stopped.
      if (!['running', 'stopping', 'stopped'].includes(state))
        return new ApiError(
          'IncorrectInstanceState',
          `Instance '${id}' is ${state}: no image can be made of it`,
        );
      if (!isTrue(inputs['NoReboot']) && state === 'running')
        run.cloud.instances.reboot(instance, askedBy(run));
      const image = makeImage(textIn(inputs, 'Name'), 'CreateImage', inputs, run);
      return image instanceof ApiError ? image : { ImageId: image.id };
    },
    CopyImage(inputs, run) {
      const image = makeImage(textIn(inputs, 'Name'), 'CopyImage', inputs, run);
      return image instanceof ApiError ? image : { ImageId: image.id };
    },
    DescribeImages(inputs, run) {
      const found = meant(inputs, 'ImageIds', 'image', run);
      if (found === undefined) return undefined;
      const Images = found
        .filter((one) => matchesFilters(inputs, (name) => valuesOf(one, name, run)))
        .map((one) => ({
          ...one.details,
          ImageId: one.id,
          Name: one.name,
          State: run.cloud.stateOf(one),
          CreationDate: isoTime(one.createdMs),
        }));
      return { Images };
    },
    DeregisterImage: (inputs, run) => removeOne(textIn(inputs, 'ImageId'), 'image', run),

    CreateSnapshot: (inputs, run) =>
      snapshotAnswer(makeSnapshot(textIn(inputs, 'VolumeId'), 'CreateSnapshot', inputs, run), run),
    /** Of all volumes of the instance. */
    CreateSnapshots(inputs, run) {
      const { InstanceId = '' } = (inputs['InstanceSpecification'] ?? {}) as ValueMap;
      const instance = run.cloud.instances.find(String(InstanceId), accountOf(run));
      if (instance === undefined) return unknownInstances([String(InstanceId)]);
      const snapshot = makeSnapshot(instance.id.replace(/^i-/, 'vol-'), 'CreateSnapshots', inputs, run);
      return { Snapshots: [snapshotAnswer(snapshot, run)] };
    },
    CopySnapshot: (inputs, run) =>
      snapshotAnswer(makeSnapshot(textIn(inputs, 'SourceSnapshotId'), 'CopySnapshot', inputs, run), run),
    DescribeSnapshots(inputs, run) {
      const found = meant(inputs, 'SnapshotIds', 'snapshot', run);
      if (found === undefined) return undefined;
      return {
        Snapshots: found
          .filter((one) => matchesFilters(inputs, (name) => valuesOf(one, name, run)))
          .map((one) => snapshotAnswer(one, run)),
      };
    },
    DeleteSnapshot: (inputs, run) => removeOne(textIn(inputs, 'SnapshotId'), 'snapshot', run),
  },
  ['CreateImage', 'CopyImage', 'CreateSnapshot', 'CreateSnapshots', 'CopySnapshot'],
);

/** AWS: two images of an account and Region cannot have one name. */
function makeImage(name: string, api: string, inputs: ValueMap, run: StepRun): CloudObject | ApiError {
  const account = accountOf(run);
  if (run.cloud.of('image', account).some((one) => one.name === name))
    return new ApiError('InvalidAMIName.Duplicate', `AMI name ${name} is already in use`);
  const details = { Tags: tagsIn(inputs), BlockDeviceMappings: [] };
  const made = { prefix: 'ami', key: run.execution.request.id, name, account, details };
  const times = { passing: 'pending', state: 'available', forMs: lasting(run, 'ec2', api, 'image') };
  const image = run.cloud.make('image', made, times);
  const snapshot = run.cloud.make(
    'snapshot',
    { ...made, prefix: 'snap', details: { OwnerId: homeOf(run).id } },
    { ...times, state: 'completed' },
  );
  image.details = {
    ...details,
    BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { SnapshotId: snapshot.id } }],
  };
  return image;
}

function makeSnapshot(of: string, api: string, inputs: ValueMap, run: StepRun): CloudObject {
  const details = {
    VolumeId: of,
    Description: textIn(inputs, 'Description'),
    OwnerId: homeOf(run).id,
    Tags: tagsIn(inputs),
  };
  return run.cloud.make(
    'snapshot',
    { prefix: 'snap', key: run.execution.request.id, name: '', account: accountOf(run), details },
    { passing: 'pending', state: 'completed', forMs: lasting(run, 'ec2', api, 'snapshot') },
  );
}

function snapshotAnswer(snapshot: CloudObject, run: StepRun): ValueMap {
  const State = run.cloud.stateOf(snapshot);
  const Progress = State === 'completed' ? '100%' : '0%';
  return {
    ...snapshot.details,
    SnapshotId: snapshot.id,
    State,
    Progress,
    StartTime: isoTime(snapshot.createdMs),
  };
}

const tagsIn = (inputs: ValueMap) =>
  listIn(inputs, 'TagSpecifications').flatMap((one) => listIn(one as ValueMap, 'Tags'));

/** Undefined: one that no execution has made. */
function meant(
  inputs: ValueMap,
  key: string,
  kind: 'image' | 'snapshot',
  run: StepRun,
): CloudObject[] | undefined {
  const ids = textsIn(inputs, key);
  if (ids.length === 0) {
    const all = run.cloud.of(kind, accountOf(run));
    return all.length === 0 ? undefined : [...all];
  }
  const found = ids.flatMap((id) => run.cloud.find(kind, id, accountOf(run)) ?? []);
  return found.length < ids.length ? undefined : found;
}

function removeOne(id: string, kind: 'image' | 'snapshot', run: StepRun): Answer {
  const object = run.cloud.find(kind, id, accountOf(run));
  if (object !== undefined) run.cloud.remove(object);
  return {};
}

function valuesOf(object: CloudObject, name: string, run: StepRun): readonly string[] | undefined {
  const { VolumeId = '', Tags = [] } = object.details;
  const tags = Tags as readonly ValueMap[];
  if (name === 'state' || name === 'status') return [run.cloud.stateOf(object)];
  if (name === 'volume-id') return [String(VolumeId)];
  if (name === 'name') return [object.name];
  if (name.startsWith('tag:'))
    return tags.flatMap(({ Key, Value }) => (Key === name.slice(4) ? [String(Value)] : []));
  return name === 'image-id' || name === 'snapshot-id' ? [object.id] : undefined;
}
