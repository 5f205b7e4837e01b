/** What the baseline of the node says of what it lacks. */
import type { CauseSpec } from '../../../capability/causes.ts';

const installingPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-installing-patches.html';
const selectingPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-selecting-patches.html';

export const baselineCauses = {
  PATCH_REJECTED: {
    stage: 'baseline',
    place: 10,
    link: 'baseline',
    summary: 'the baseline rejects a patch that the node lacks',
    needed: () => 'the patch taken off RejectedPatches; nothing, if the rejection is meant',
    console: 'Patch Manager, Patch baselines: the patch is on the list Rejected patches',
    page: installingPage,
    meaning: 'It lacks a patch that the baseline rejects.',
    seen: 'COMPLIANT, or INSTALLED_REJECTED elsewhere.',
    advice: 'nothing, if the rejection is meant.',
  },
  BASELINE_NOT_APPROVED: {
    stage: 'baseline',
    place: 20,
    link: 'baseline',
    summary: 'lacks a patch that its baseline had not approved when it last could be installed',
    needed: (by) =>
      `the patch approved ${by}: a shorter ApproveAfterDays, a later ApproveUntilDate, or the patch on ApprovedPatches; or an Install after its approval`,
    console: 'Patch Manager, Compliance reporting: Compliant, since what is not approved yet is not missing',
    page: selectingPage,
    meaning:
      "It lacks a patch that a rule selects and does not approve yet: the delay has not run out, or ApproveUntilDate lies before it; or the patch was approved only after the node's last Install.",
    seen: 'COMPLIANT.',
    advice: 'wait, shorten ApproveAfterDays, or put the patch on the approved list.',
  },
} satisfies Readonly<Record<string, CauseSpec>>;
