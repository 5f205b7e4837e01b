/** Why what a node lacks is not on it, though nothing keeps the node from being managed. */
import { baselineCauses } from './baseline.ts';
import { installCauses } from './install.ts';
import { targetCauses } from './target.ts';

export const patchCauses = { ...targetCauses, ...baselineCauses, ...installCauses };
export type PatchCause = keyof typeof patchCauses;
