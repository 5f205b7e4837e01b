/** What Patch Manager tells and shows the others: a leaf that every capability may import. */

export { patchFacts } from './events.ts';

import { view } from '../../capability/views.ts';
import type { ComplianceReports } from './compliance-reports.ts';

export { againAfter, installAgain, inTimeOrAgain, tryAgain } from './by-hand.ts';
export { installsOf, isInstall, patchOperationOf } from './rules.ts';

/** Patches that could not be installed, where the node still has not got them. */
export const failedPatchesView = view<{ failedOn(node: number): readonly string[] }>('patch-manager');

/** What DescribeInstancePatchStates says of a node: as last reported. */
export const reportsView = view<Pick<ComplianceReports, 'complianceOf' | 'countOf'>>('patch-manager reports');
export { baselineOverrideFile } from './override-files.ts';
export { predefinedBaseline, predefinedBaselines } from './predefined-baselines.ts';
export { patchBaseline } from './resources/baselines.ts';
