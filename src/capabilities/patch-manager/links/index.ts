/** The links of patching: what selects the node, what its baseline says, its reboot, its report. */
import type { LinkSpec } from '../../../capability/links.ts';
import { baselineLink } from './baseline.ts';
import { endLinks } from './end.ts';
import { targetLink } from './target.ts';

export const patchLinks: readonly LinkSpec[] = [targetLink, baselineLink, ...endLinks];
