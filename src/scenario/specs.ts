/** What of AWS a scenario may hold: its types, the calls of an operator, the documents. */
import { windowResources } from '../capabilities/maintenance-windows/resources/index.ts';
import { nodeCalls } from '../capabilities/managed-nodes/calls/index.ts';
import { patchCalls } from '../capabilities/patch-manager/calls.ts';
import { patchDocuments } from '../capabilities/patch-manager/documents.ts';
import { patchResources } from '../capabilities/patch-manager/resources/index.ts';
import { commandCalls } from '../capabilities/run-command/calls.ts';
import { commandDocuments } from '../capabilities/run-command/document-specs.ts';
import type { AnyCallSpec } from '../cloudformation/call-spec.ts';
import type { DocumentSpec } from '../cloudformation/document-spec.ts';
import type { AnyResourceSpec } from '../cloudformation/resource-spec.ts';
import { worldResources } from '../cloudformation/world-resources/index.ts';

/** The world's before those of the capabilities, which refer to them. */
export const resourceSpecs: readonly AnyResourceSpec[] = [
  ...worldResources,
  ...patchResources,
  ...windowResources,
];

export const callSpecs: readonly AnyCallSpec[] = [...commandCalls, ...nodeCalls, ...patchCalls];

export const documentSpecs: readonly DocumentSpec[] = [...patchDocuments, ...commandDocuments];
