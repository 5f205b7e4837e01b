import type { AnyResourceSpec } from '../../../cloudformation/resource-spec.ts';
import { ssmDocument } from './document.ts';

export const documentResources: readonly AnyResourceSpec[] = [ssmDocument];
