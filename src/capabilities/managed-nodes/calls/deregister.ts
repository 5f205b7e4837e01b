/** AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DeregisterManagedInstance.html */
import { call } from '../../../cloudformation/call-spec.ts';
import { describe } from '../../../diagnostics/plain-map.ts';
import { text } from '../../../fields/fields.ts';
import { Unknown } from '../../../fields/unknown.ts';

export const deregisterManagedInstance = call({
  call: 'DeregisterManagedInstance',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DeregisterManagedInstance.html',
  is: 'Removes a hybrid node from the managed nodes',
  fields: () => ({ InstanceId: text('a hybrid node, such as datacenter-0001 or mi-0123456789abcdef0') }),
  refusals({ InstanceId: id }, { path, context }) {
    if (id instanceof Unknown || context.isHybridNodeName(id) || /^mi-[0-9a-f]{17}$/.test(id)) return;
    const isEc2 = context.isNodeName(id) || id.startsWith('i-');
    context.error(
      [...path, 'InstanceId'],
      isEc2 ? 'not-hybrid' : 'unknown-node',
      `expected a hybrid node, such as datacenter-0001 or mi-0123456789abcdef0, found ${isEc2 ? 'the EC2 instance ' : ''}${describe(id)}`,
      {
        awsError: 'ValidationException',
        ...(isEc2
          ? { help: 'an EC2 instance leaves the managed nodes when it is stopped or terminated' }
          : {}),
      },
    );
  },
  build: ({ InstanceId }) => ({ node: InstanceId }),
});
