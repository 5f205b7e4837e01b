/** Calls that change tags of nodes: what rules of other capabilities ask. */

import type { Subject } from '../../../capability/lint/subject.ts';
import { addTagsToResource, createTags, deleteTags, removeTagsFromResource } from '../calls/tags.ts';

const tagging: readonly string[] = [createTags.call, addTagsToResource.call];
const untagging: readonly string[] = [deleteTags.call, removeTagsFromResource.call];

/** What is not there at the start may be there in time. */
export function areTagsAdded({ actions }: Subject): boolean {
  return actions.some(({ call }) => tagging.includes(call));
}

/** Tags are those of the start all along. */
export function areTagsFixed({ actions }: Subject): boolean {
  return !actions.some(({ call }) => tagging.includes(call) || untagging.includes(call));
}
