/** aws:createImage, aws:copyImage, aws:deleteImage. */
import type { ValueMap } from '../content/runbook.ts';
import { textOf } from '../content/values.ts';
import { accountOf } from '../services/service.ts';
import { type ActionSpec, invocationFailure, type StepRun } from './action.ts';
import { callApi, poll } from './calls.ts';

const common = {
  outputs: ['ImageId', 'ImageState'],
  timeoutSeconds: 3600,
} as const;

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-create.html */
export const createImage: ActionSpec = {
  ...common,
  action: 'aws:createImage',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-create.html',
  is: 'Makes an image of an instance, which is rebooted unless NoReboot says otherwise, and waits until it is available',
  required: ['InstanceId', 'ImageName'],
  optional: ['ImageDescription', 'NoReboot', 'BlockDeviceMappings'],
  values: { NoReboot: 'Boolean' },
  timing: 'model.calls.ec2.CreateImage.run',
  failing: 'model.calls.ec2.CreateImage.fails',
  permissions: () => ['ec2:CreateImage'],
  begin: (run) => makeImage(run, 'CreateImage'),
};

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-copyimage.html */
export const copyImage: ActionSpec = {
  ...common,
  action: 'aws:copyImage',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-copyimage.html',
  is: 'Copies an image from a Region, and waits until the copy is available',
  required: ['SourceRegion', 'SourceImageId', 'ImageName'],
  optional: ['ImageDescription', 'Encrypted', 'KmsKeyId', 'ClientToken'],
  values: { Encrypted: 'Boolean' },
  timing: 'model.calls.ec2.CopyImage.run',
  failing: 'model.calls.ec2.CopyImage.fails',
  permissions: () => ['ec2:CopyImage'],
  begin: (run) => makeImage(run, 'CopyImage'),
};

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-delete.html */
export const deleteImage: ActionSpec = {
  action: 'aws:deleteImage',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-delete.html',
  is: 'Deletes an image and its snapshots',
  required: ['ImageId'],
  optional: [],
  outputs: [],
  timing: 'model.calls.ec2.DeregisterImage.run',
  failing: 'model.calls.ec2.DeregisterImage.fails',
  timeoutSeconds: 3600,
  permissions: () => ['ec2:DeregisterImage', 'ec2:DeleteSnapshot'],
  begin(run) {
    const image = run.cloud.find('image', run.inputs['ImageId'], accountOf(run));
    callApi(run, { service: 'ec2', api: 'DeregisterImage' }, run.inputs, [], () => {
      for (const id of snapshotsOf(image?.details ?? {})) {
        const snapshot = run.cloud.find('snapshot', id, accountOf(run));
        if (snapshot !== undefined) run.cloud.remove(snapshot);
      }
      run.succeed();
    });
  },
};

function snapshotsOf({ BlockDeviceMappings: mappings = [] }: ValueMap): string[] {
  return (mappings as readonly { readonly Ebs: { readonly SnapshotId: string } }[]).map(
    ({ Ebs }) => Ebs.SnapshotId,
  );
}

function makeImage(run: StepRun, api: 'CreateImage' | 'CopyImage'): void {
  const account = accountOf(run);
  const inputs = { ...run.inputs, Name: run.inputs['ImageName'] ?? '' };
  callApi(run, { service: 'ec2', api }, inputs, [{ selector: '$.ImageId', type: 'String' }], ({ value }) => {
    const id = textOf((value as ValueMap)['ImageId'] ?? '');
    const image = run.cloud.find('image', id, account);
    // Where the file answers, the image is there at once.
    const stateNow = () => (image === undefined ? 'available' : run.cloud.stateOf(image));
    const isDone = () =>
      stateNow() === 'failed' ? invocationFailure(`the image ${id} is failed`) : stateNow() === 'available';
    poll(run, isDone, () => run.succeed({ ImageId: id, ImageState: 'available' }));
  });
}
