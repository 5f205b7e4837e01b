/** What of AWS a scenario may hold: types, calls of an operator, documents. */
import type { AnyCapability } from '../capability/capability.ts';
import type { AnyCallSpec } from '../cloudformation/call-spec.ts';
import type { DocumentSpec } from '../cloudformation/document-spec.ts';
import type { DocumentType } from '../cloudformation/document-type.ts';
import type { AnyResourceSpec } from '../cloudformation/resource-spec.ts';
import type { ServiceSetting } from '../cloudformation/service-setting.ts';
import { worldResources } from '../cloudformation/world-resources/index.ts';
import { worldMeanings } from '../cloudformation/world-resources/meanings.ts';
import type { Meanings } from '../fields/meaning.ts';

export interface Specs {
  /** The world's before those of the capabilities, which refer to them. */
  readonly resources: readonly AnyResourceSpec[];
  readonly calls: readonly AnyCallSpec[];
  readonly documents: readonly DocumentSpec[];
  readonly documentTypes: readonly DocumentType<unknown>[];
  readonly serviceSettings: readonly ServiceSetting[];
  readonly meanings: Meanings;
}

export function specsOf(capabilities: readonly AnyCapability[]): Specs {
  return {
    resources: [...worldResources, ...capabilities.flatMap(({ resources = [] }) => resources)],
    calls: capabilities.flatMap(({ calls = [] }) => calls),
    documents: capabilities.flatMap(({ documents = [] }) => documents),
    documentTypes: capabilities.flatMap(({ documentTypes = [] }) => documentTypes),
    serviceSettings: capabilities.flatMap(({ serviceSettings = [] }) => serviceSettings),
    // For editors: a run needs none.
    get meanings() {
      return Object.assign({}, worldMeanings, ...capabilities.map(({ meanings = {} }) => meanings));
    },
  };
}
