/** What the baseline of the node says of what it lacks. */

import type { CauseSpec } from '../../../capability/causes.ts';
import {
  type ChangeSet,
  configuration,
  dayMs,
  type Incident,
  moreTime,
  setting,
  timesAfter,
} from '../../../capability/changes.ts';
import type { PatchBaseline } from '../../../world/baselines.ts';
import type { Patch } from '../../../world/patches.ts';
import type { Scenario } from '../../../world/scenario.ts';
import { isoTime } from '../../../world/time.ts';
import { judge } from '../approval.ts';
import { installAgain, runPatchBaseline } from '../by-hand.ts';
import { createPatchBaseline } from '../calls.ts';
import { lackingOn } from '../links/patches.ts';
import { patchManagerView } from '../machine.ts';
import { isListed } from '../package-names.ts';
import { isPredefined } from '../predefined-baselines.ts';

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
    needed: () => 'the patch removed from RejectedPatches, unless the rejection is intended',
    console: 'Patch Manager, Patch baselines: the patch is on the list Rejected patches',
    page: installingPage,
    example: ['run', 'patch', 'report'],
    remedies: takeOffRejected,
    meaning: 'It lacks a patch that the baseline rejects.',
    seen: 'COMPLIANT, or INSTALLED_REJECTED elsewhere.',
    advice: 'nothing, if the rejection is intended.',
  },
  BASELINE_NOT_APPROVED: {
    stage: 'baseline',
    place: 20,
    link: 'baseline',
    summary: 'lacks a patch that its baseline does not approve yet',
    needed: (by) =>
      `the patch approved ${by}: a shorter ApproveAfterDays, a later ApproveUntilDate, or the patch on ApprovedPatches; or an Install after its approval`,
    console: 'Patch Manager, Compliance reporting: Compliant, since what is not approved yet is not missing',
    page: selectingPage,
    example: ['run', 'patch', 'report'],
    remedies: approveInTime,
    meaning:
      'It lacks a patch that a rule selects and does not approve yet: the delay has not run out, or ApproveUntilDate lies before it. It lacks nothing that was due.',
    seen: 'COMPLIANT.',
    advice: 'wait, shorten ApproveAfterDays, or put the patch on the approved list.',
  },
  BASELINE_DOES_NOT_SELECT: {
    stage: 'baseline',
    place: 30,
    link: 'baseline',
    summary: 'lacks a severe security patch that no rule of its baseline selects',
    needed: () => 'a rule that selects the patch, or the patch on ApprovedPatches, and an Install',
    console: 'Patch Manager, Compliance reporting: Compliant, since what no rule selects is not missing',
    page: selectingPage,
    example: ['run', 'patch', 'report'],
    remedies: selectIt,
    meaning:
      'It lacks a security patch of the severities of `model.exposure.severities`, and no rule or list of its baseline names it.',
    seen: 'COMPLIANT; on Windows perhaps AVAILABLE_SECURITY_UPDATE.',
    advice: 'a rule for its product, classification and severity, or the patch on the approved list.',
  },
} satisfies Readonly<Record<string, CauseSpec>>;

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-approved-rejected-package-name-formats.html */
function takeOffRejected(incident: Incident): ChangeSet[] {
  const { simulation, node, group } = incident.situation;
  const baseline = simulation.views.of(patchManagerView).baselines.of(node);
  const rejected = lackedPatches(incident).filter((patch) =>
    isListed(baseline.rejectedPatches, 'rejected', group.os, patch),
  );
  const kept = baseline.rejectedPatches.filter(
    (entry) => !rejected.some((patch) => isListed([entry], 'rejected', group.os, patch)),
  );
  const gone = baseline.rejectedPatches.filter((entry) => !kept.includes(entry));
  const text = `remove ${gone.join(', ')} from RejectedPatches of ${baseline.id}, unless the rejection is intended`;
  const change = configuration(incident, text, setting([baseline.id, 'RejectedPatches'], kept));
  const again = installAgain(incident, ', once the patch is no longer rejected');
  return [[change], ...again.map((one): ChangeSet => [change, ...one])];
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-selecting-patches.html */
function approveInTime(incident: Incident): ChangeSet[] {
  const { scenario, simulation, node, decisive } = incident.situation;
  const baseline = simulation.views.of(patchManagerView).baselines.of(node);
  const late = lateApprovals(incident);
  const approvedMs = Math.max(0, ...late.map(({ approvedAtMs }) => approvedAtMs ?? 0));
  const isForeseen = late.every(({ approvedAtMs }) => approvedAtMs !== null);
  const neededMs = decisive?.startedMs ?? scenario.endMs - 1;
  const sooner = soonerRules(incident, late, neededMs);
  const listed = listedPatches(incident, late);
  const again = isForeseen
    ? installAgain(incident, `, once ${baseline.id} has approved what it lacks`, approvedMs + 1)
    : [];
  const later = isForeseen
    ? moreTime(
        incident,
        [1, 7, 31].map((days) => approvedMs + days * dayMs),
      )
    : [];
  const both = timesAfter(incident).flatMap((atMs) => {
    const then = runPatchBaseline(incident, 'Install', atMs, ', once it is approved');
    return [...soonerRules(incident, late, atMs), ...listed].map((one): ChangeSet => [...one, then]);
  });
  return [...sooner, ...again, ...listed, ...both, ...ownBaseline(incident, late), ...later];
}

interface LateApproval {
  readonly patch: Patch;
  readonly rule: number | null;
  readonly approvedAtMs: number | null;
}

export function lackedPatches({ situation }: Incident): Patch[] {
  const { simulation, node } = situation;
  const ids = new Set(lackingOn({ simulation, node }).details.map(({ patch }) => patch));
  return simulation.views
    .of(patchManagerView)
    .stock.blockOf(node)
    .catalogue.patches.filter(({ id }) => ids.has(id));
}

/** Of what it lacks, what was not approved when its last Install asked, or still is not. */
export function lateApprovals(incident: Incident): LateApproval[] {
  const { simulation, node, scenario, group, decisive } = incident.situation;
  const baseline = simulation.views.of(patchManagerView).baselines.of(node);
  const askedMs = decisive?.startedMs ?? Number.POSITIVE_INFINITY;
  return lackedPatches(incident).flatMap((patch) => {
    const { verdict, by, approvedAtMs } = judge(baseline, patch, scenario.endMs - 1, group.product);
    const isLate = verdict === 'delayed' || (verdict === 'approved' && (approvedAtMs ?? 0) > askedMs);
    if (!isLate) return [];
    return [{ patch, approvedAtMs, rule: typeof by === 'object' && by !== null ? by.rule : null }];
  });
}

/** The longest wait of each rule with which everything is approved in time; none if no wait is short enough. */
function soonerRules(incident: Incident, late: readonly LateApproval[], neededMs: number): ChangeSet[] {
  const { simulation, node, scenario } = incident.situation;
  const baseline = simulation.views.of(patchManagerView).baselines.of(node);
  const rules = [...new Set(late.flatMap(({ rule }) => (rule === null ? [] : [rule])))];
  const changes = rules.flatMap((rule) => {
    const ofRule = late.filter((one) => one.rule === rule);
    const { approval } = baseline.rules[rule]!;
    const path = [...settingsOf(baseline, scenario), 'ApprovalRules', 'PatchRules', rule];
    if (!('afterDays' in approval)) {
      const newest = Math.max(...ofRule.map(({ patch }) => patch.updatedMs ?? patch.releasedMs));
      const day = isoTime(newest).slice(0, 10);
      const text = `set ApproveUntilDate of rule ${rule + 1} of ${baseline.id} to ${day}`;
      return [configuration(incident, text, setting([...path, 'ApproveUntilDate'], day))];
    }
    const waits = ofRule.map(({ approvedAtMs }) => {
      const releasedMs = (approvedAtMs ?? 0) - 1 - approval.afterDays * dayMs;
      return Math.floor((neededMs - 1 - releasedMs) / dayMs);
    });
    const days = Math.max(0, Math.min(...waits));
    const text = `lower ApproveAfterDays of rule ${rule + 1} of ${baseline.id} from ${approval.afterDays} to ${days}`;
    return days >= approval.afterDays
      ? []
      : [configuration(incident, text, setting([...path, 'ApproveAfterDays'], days))];
  });
  return changes.length === 0 ? [] : [changes];
}

function listedPatches(incident: Incident, late: readonly LateApproval[]): ChangeSet[] {
  const { simulation, node, group, scenario } = incident.situation;
  const baseline = simulation.views.of(patchManagerView).baselines.of(node);
  const entries = [...new Set(late.flatMap(({ patch }) => listEntryOf(patch, group.os)))];
  if (entries.length === 0) return [];
  const text = `add ${entries.join(', ')} to ApprovedPatches of ${baseline.id}`;
  const set = entries.map((entry) =>
    setting([...settingsOf(baseline, scenario), 'ApprovedPatches', '+'], entry),
  );
  return [[configuration(incident, text, ...set)]];
}

/** Where the file has its settings: in a resource, or in the call that made it. */
function settingsOf({ id }: PatchBaseline, { actions }: Scenario): (string | number)[] {
  const place = actions.findIndex((action) => action.id === id && action.call === createPatchBaseline.call);
  return place < 0 ? [id] : ['actions', place, createPatchBaseline.call];
}

/** What a list calls the patch: its id on some systems, its packages on others. */
function listEntryOf(patch: Patch, os: Parameters<typeof isListed>[2]): string[] {
  const found = [patch.id, ...patch.packages].find((entry) => isListed([entry], 'approved', os, patch));
  return found === undefined ? [] : [found];
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-selecting-patches.html */
function selectIt(incident: Incident): ChangeSet[] {
  const { simulation, node, scenario, group } = incident.situation;
  const baseline = simulation.views.of(patchManagerView).baselines.of(node);
  const unselected = lackedPatches(incident)
    .filter((patch) => judge(baseline, patch, scenario.endMs - 1, group.product).verdict === 'notSelected')
    .map((patch) => ({ patch, rule: null, approvedAtMs: null }));
  const listed = listedPatches(incident, unselected);
  const again = listed.flatMap((change) =>
    installAgain(incident, ', once it is approved').map((one): ChangeSet => [...change, ...one]),
  );
  return [...listed, ...again];
}

/** A predefined baseline cannot be changed: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-predefined-and-custom-patch-baselines.html */
function ownBaseline(incident: Incident, late: readonly LateApproval[]): ChangeSet[] {
  const { simulation, node, group } = incident.situation;
  const { baselines } = simulation.views.of(patchManagerView);
  const baseline = baselines.of(node);
  if (!isPredefined(baseline) || late.length === 0) return [];
  const patchGroup = baselines.patchGroupOf(node);
  const PatchRules = baseline.rules.map(({ filters }) => ({
    ApproveAfterDays: 0,
    PatchFilterGroup: { PatchFilters: filters.map(({ key, values }) => ({ Key: key, Values: values })) },
  }));
  const Properties = {
    Name: `${group.name}-baseline`,
    OperatingSystem: group.os,
    ApprovalRules: { PatchRules },
    ...(patchGroup === null ? { DefaultBaseline: true } : { PatchGroups: [patchGroup] }),
  };
  const whose = patchGroup === null ? `for ${group.os}` : `for the patch group ${patchGroup}`;
  const text = `use a custom baseline ${whose} with ApproveAfterDays 0 instead of ${baseline.id}`;
  const resource = { Type: 'AWS::SSM::PatchBaseline', Properties };
  const change = configuration(incident, text, setting(['resources', 'RemedyBaseline'], resource));
  return [[change]];
}
