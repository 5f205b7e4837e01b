/** Whether an Install selects the node. */
import type { CauseSpec } from '../../../capability/causes.ts';

const targetsPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/send-commands-targeting.html';

export const targetCauses = {
  NOT_TARGETED: {
    stage: 'target',
    place: 10,
    link: 'tags-and-patch-group',
    summary: 'no Install and no Scan selects the node',
    needed: (by) => `an Install whose targets select this node, or tags that its targets name, ${by}`,
    console: 'Patch Manager, Compliance reporting: the node has never reported. No command names it',
    page: targetsPage,
    meaning: 'No Install of any window or command means this node, and no Scan either.',
    seen: 'compliance UNSPECIFIED_DATA.',
    advice:
      'compare its tags with the targets, letter by letter: `PatchGroup` is not `Patch Group`, and neither is `patch_group`.',
  },
  SCAN_ONLY: {
    stage: 'target',
    place: 20,
    link: 'tags-and-patch-group',
    summary: 'scanned only: no Install selects the node',
    needed: (by) => `an Install whose targets select this node, beside the Scan, ${by}`,
    console: 'Patch Manager, Compliance reporting: Non-compliant, after every scan anew',
    page: targetsPage,
    meaning: 'It is scanned and never installed on.',
    seen: 'NON_COMPLIANT, week after week.',
    advice: 'an Install task that selects it.',
  },
} satisfies Readonly<Record<string, CauseSpec>>;
