import { addTagsToResource, createTags as tagInstances } from '../../managed-nodes/facts.ts';
import { textOf } from '../content/values.ts';
import { textsIn } from '../services/service.ts';
import { type ActionSpec, invocationFailure } from './action.ts';
import { callApi } from './calls.ts';

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-createtag.html */
export const createTags: ActionSpec = {
  action: 'aws:createTags',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-createtag.html',
  is: 'Tags resources of EC2, or one of Systems Manager',
  required: ['ResourceIds', 'Tags'],
  optional: ['ResourceType'],
  values: { ResourceType: ['EC2', 'ManagedInstance', 'MaintenanceWindow', 'Parameter'] },
  outputs: [],
  timing: 'model.calls.ec2.CreateTags.run, model.calls.ssm.AddTagsToResource.run',
  failing: 'model.calls.ec2.CreateTags.fails, model.calls.ssm.AddTagsToResource.fails',
  timeoutSeconds: 3600,
  permissions: ({ ResourceType: type = 'EC2' }) => [
    type === 'EC2' ? 'ec2:CreateTags' : 'ssm:AddTagsToResource',
  ],
  begin(run) {
    const { ResourceType: type = 'EC2', Tags = [] } = run.inputs;
    const ids = textsIn(run.inputs, 'ResourceIds');
    const done = () => run.succeed();
    if (type === 'EC2')
      return callApi(run, { service: 'ec2', api: tagInstances.call }, { Resources: ids, Tags }, [], done);
    // #automation-action-createtag: of other types one resource at a time.
    if (ids.length !== 1)
      return run.fail(
        invocationFailure(
          `ValidationException: ${ids.length} ResourceIds of the type ${textOf(type)}, and the limit is 1`,
        ),
      );
    callApi(
      run,
      { service: 'ssm', api: addTagsToResource.call },
      { ResourceId: ids[0]!, ResourceType: type, Tags },
      [],
      done,
    );
  },
};
