import type { AnyCallSpec } from '../../../cloudformation/call-spec.ts';
import { associateProfile } from './associate-profile.ts';
import { createActivation } from './create-activation.ts';
import { createVpcEndpoint } from './create-vpc-endpoint.ts';
import { deregisterManagedInstance } from './deregister.ts';
import { addTagsToResource, createTags, deleteTags, removeTagsFromResource } from './tags.ts';
import { updateServiceSetting } from './update-service-setting.ts';

export const nodeCalls: readonly AnyCallSpec[] = [
  createActivation,
  deregisterManagedInstance,
  associateProfile,
  createVpcEndpoint,
  updateServiceSetting,
  createTags,
  deleteTags,
  addTagsToResource,
  removeTagsFromResource,
];
