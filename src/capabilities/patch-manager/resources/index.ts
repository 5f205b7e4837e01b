import type { AnyResourceSpec } from '../../../cloudformation/resource-spec.ts';
import { patchBaseline } from './baselines.ts';

export const patchResources: readonly AnyResourceSpec[] = [patchBaseline];
