/** What Patch Manager tells and shows the others: a leaf that every capability may import. */

export { patchFacts } from './events.ts';

import { view } from '../../capability/views.ts';
import type { Patch } from '../../world/patches.ts';
import type { ComplianceReports } from './compliance-reports.ts';

export { againAfter, installAgain, inTimeOrAgain, tryAgain } from './by-hand.ts';
export { installsOf, isInstall, patchOperationOf } from './rules.ts';

/** Patches that could not be installed, where the node still has not got them. */
export const failedPatchesView = view<{ failedOn(node: number): readonly string[] }>('patch-manager');

/** What DescribeInstancePatchStates says of a node: as last reported. */
export const reportsView =
  view<Pick<ComplianceReports, 'complianceOf' | 'countOf' | 'uploadedMsOf'>>('patch-manager reports');
/** Patches that are on the node now, whatever was reported; those that await a reboot are. */
export const installedPatchesView = view<{ installedOn(node: number): readonly Patch[] }>(
  'patch-manager installed',
);
export { baselineOverrideFile } from './override-files.ts';
export { predefinedBaseline, predefinedBaselines } from './predefined-baselines.ts';
export { patchBaseline } from './resources/baselines.ts';
