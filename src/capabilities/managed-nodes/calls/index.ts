import type { AnyCallSpec } from '../../../cloudformation/call-spec.ts';
import { createActivation } from './create-activation.ts';
import { addTagsToResource, createTags, deleteTags, removeTagsFromResource } from './tags.ts';

export const nodeCalls: readonly AnyCallSpec[] = [
  createActivation,
  createTags,
  deleteTags,
  addTagsToResource,
  removeTagsFromResource,
];
