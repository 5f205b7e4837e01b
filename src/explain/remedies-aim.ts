/** What makes an Install mean the node, and its baseline ask for what it lacks. */
import type { Target } from '../aws/targets.ts';
import { judge } from '../capabilities/patch-manager/approval.ts';
import { isListed } from '../capabilities/patch-manager/package-names.ts';
import type { Patch } from '../world/patches.ts';
import { isoTime } from '../world/time.ts';
import { installsOf } from './attempts.ts';
import { fold } from './links-aim.ts';
import { lackingOn } from './patches.ts';
import {
  type Candidate,
  configuration,
  dayMs,
  hourMs,
  installAgain,
  moreTime,
  type Patient,
  runPatchBaseline,
  setting,
  timesAfter,
} from './patient.ts';

/** So many sources of Installs are tried, the likeliest first. */
const sourcesTried = 6;

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/send-commands-targeting.html */
export function aimAtNode(patient: Patient): Candidate[] {
  const { group } = patient.situation;
  const wanted = installsOf(patient.situation.scenario)
    .flatMap(({ words, targetGroups }) =>
      targetGroups.map(({ targets }) => ({ source: words.name, tags: tagsFor(targets) })),
    )
    .flatMap(({ source, tags }) => (tags === null ? [] : [{ source, tags: lackingTags(patient, tags) }]))
    .filter(({ tags }) => tags.length > 0)
    .sort((a, b) => likeness(patient, b.tags) - likeness(patient, a.tags) || a.tags.length - b.tags.length);
  const tagged = (sources: typeof wanted) =>
    sources.slice(0, sourcesTried).map(({ source, tags }): Candidate => {
      const words = tags.map(([key, value]) => `${key}=${value}`).join(', ');
      return [
        configuration(
          patient,
          `tag the nodes of ${group.name} with ${words}, which the targets of ${source} ask for`,
          ...tags.map(([key, value]) => setting(['fleet', group.name, 'tags', key], value)),
        ),
      ];
    });
  const why = ', or better add an Install task to a window whose targets select it';
  const isElsewhere = ({ tags }: (typeof wanted)[number]) => tags.some((tag) => contradicts(patient, tag));
  return [
    ...tagged(wanted.filter((one) => !isElsewhere(one))),
    ...installAgain(patient, why),
    ...tagged(wanted.filter(isElsewhere)),
  ];
}

/** The node has that tag, in whatever spelling, with another value: it belongs elsewhere. */
function contradicts({ situation }: Patient, [key, value]: readonly [string, string]): boolean {
  const tags = Object.entries(situation.outcome.simulation.fleet.tagsOf(situation.node));
  return tags.some(([own, ownValue]) => fold(own) === fold(key) && fold(ownValue) !== fold(value));
}

/** The tags with which a node is meant; null: tags do not decide. */
function tagsFor(targets: readonly Target[]): ReadonlyMap<string, string> | null {
  if (targets.length === 0) return null;
  const tags = new Map<string, string>();
  for (const target of targets) {
    if (target.key === 'tag') tags.set(target.tagKey, target.values[0] ?? 'true');
    else if (target.key === 'tag-key') for (const key of target.values) tags.set(key, 'true');
    else if (target.key === 'resource-group')
      for (const { tagKey, values } of target.query) tags.set(tagKey, values[0] ?? 'true');
    else if (target.key === 'InstanceIds') return null;
  }
  return tags;
}

function lackingTags({ situation }: Patient, wanted: ReadonlyMap<string, string>): [string, string][] {
  const tags = situation.outcome.simulation.fleet.tagsOf(situation.node);
  return [...wanted].filter(([key, value]) => !Object.hasOwn(tags, key) || tags[key] !== value);
}

/** How many of them it nearly has: another spelling of the key, or of the value. */
function likeness({ situation }: Patient, wanted: readonly (readonly [string, string])[]): number {
  const tags = Object.entries(situation.outcome.simulation.fleet.tagsOf(situation.node));
  return wanted.filter(([key, value]) =>
    tags.some(([own, ownValue]) => fold(own) === fold(key) && fold(ownValue) === fold(value)),
  ).length;
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-approved-rejected-package-name-formats.html */
export function takeOffRejected(patient: Patient): Candidate[] {
  const { outcome, node, group } = patient.situation;
  const baseline = outcome.patchManager.baselines.of(node);
  const rejected = lackedPatches(patient).filter((patch) =>
    isListed(baseline.rejectedPatches, 'rejected', group.os, patch),
  );
  const kept = baseline.rejectedPatches.filter(
    (entry) => !rejected.some((patch) => isListed([entry], 'rejected', group.os, patch)),
  );
  const gone = baseline.rejectedPatches.filter((entry) => !kept.includes(entry));
  const text = `take ${gone.join(', ')} off RejectedPatches of ${baseline.id}, unless the rejection is meant`;
  const change = configuration(patient, text, setting([baseline.id, 'RejectedPatches'], kept));
  const again = installAgain(patient, ', once the patch is no longer rejected');
  return [[change], ...again.map((one): Candidate => [change, ...one])];
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-selecting-patches.html */
export function approveInTime(patient: Patient): Candidate[] {
  const { scenario, outcome, node, decisive } = patient.situation;
  const baseline = outcome.patchManager.baselines.of(node);
  const late = lateApprovals(patient);
  const approvedMs = Math.max(0, ...late.map(({ approvedAtMs }) => approvedAtMs ?? 0));
  const isForeseen = late.every(({ approvedAtMs }) => approvedAtMs !== null);
  const neededMs = decisive?.startedMs ?? scenario.endMs - 1;
  const sooner = soonerRules(patient, late, neededMs);
  const listed = listedPatches(patient, late);
  const again = isForeseen
    ? installAgain(patient, `, when ${baseline.id} has approved what it lacks`, approvedMs + 1)
    : [];
  const later = isForeseen
    ? moreTime(
        patient,
        [1, 7, 31].map((days) => approvedMs + days * dayMs),
      )
    : [];
  const both = timesAfter(patient).flatMap((atMs) => {
    const then = runPatchBaseline(patient, 'Install', atMs, ', when it is approved');
    return [...soonerRules(patient, late, atMs), ...listed].map((one): Candidate => [...one, then]);
  });
  return [...sooner, ...again, ...listed, ...both, ...ownBaseline(patient, late), ...later];
}

interface LateApproval {
  readonly patch: Patch;
  readonly rule: number | null;
  readonly approvedAtMs: number | null;
}

function lackedPatches({ situation }: Patient): Patch[] {
  const { outcome, node } = situation;
  const ids = new Set(lackingOn(outcome, node).details.map(({ patch }) => patch));
  return outcome.patchManager.stock.blockOf(node).catalogue.patches.filter(({ id }) => ids.has(id));
}

/** Of what it lacks, what was not approved when its last Install asked, or still is not. */
function lateApprovals(patient: Patient): LateApproval[] {
  const { outcome, node, scenario, group, decisive } = patient.situation;
  const baseline = outcome.patchManager.baselines.of(node);
  const askedMs = decisive?.startedMs ?? Number.POSITIVE_INFINITY;
  return lackedPatches(patient).flatMap((patch) => {
    const { verdict, by, approvedAtMs } = judge(baseline, patch, scenario.endMs - 1, group.product);
    const isLate = verdict === 'delayed' || (verdict === 'approved' && (approvedAtMs ?? 0) > askedMs);
    if (!isLate) return [];
    return [{ patch, approvedAtMs, rule: typeof by === 'object' && by !== null ? by.rule : null }];
  });
}

/** The longest wait of each rule with which everything is approved in time; none if no wait is short enough. */
function soonerRules(patient: Patient, late: readonly LateApproval[], neededMs: number): Candidate[] {
  const { outcome, node } = patient.situation;
  const baseline = outcome.patchManager.baselines.of(node);
  const rules = [...new Set(late.flatMap(({ rule }) => (rule === null ? [] : [rule])))];
  const changes = rules.flatMap((rule) => {
    const ofRule = late.filter((one) => one.rule === rule);
    const { approval } = baseline.rules[rule]!;
    const path = [baseline.id, 'ApprovalRules', 'PatchRules', rule];
    if (!('afterDays' in approval)) {
      const newest = Math.max(...ofRule.map(({ patch }) => patch.updatedMs ?? patch.releasedMs));
      const day = isoTime(newest).slice(0, 10);
      const text = `let rule ${rule + 1} of ${baseline.id} approve until ${day}`;
      return [configuration(patient, text, setting([...path, 'ApproveUntilDate'], day))];
    }
    const waits = ofRule.map(({ approvedAtMs }) => {
      const releasedMs = (approvedAtMs ?? 0) - 1 - approval.afterDays * dayMs;
      return Math.floor((neededMs - 1 - releasedMs) / dayMs);
    });
    const days = Math.max(0, Math.min(...waits));
    const text = `lower ApproveAfterDays of rule ${rule + 1} of ${baseline.id} from ${approval.afterDays} to ${days}`;
    return days >= approval.afterDays
      ? []
      : [configuration(patient, text, setting([...path, 'ApproveAfterDays'], days))];
  });
  return changes.length === 0 ? [] : [changes];
}

function listedPatches(patient: Patient, late: readonly LateApproval[]): Candidate[] {
  const { outcome, node, group } = patient.situation;
  const baseline = outcome.patchManager.baselines.of(node);
  const entries = [...new Set(late.flatMap(({ patch }) => listEntryOf(patch, group.os)))];
  if (entries.length === 0) return [];
  const text = `put ${entries.join(', ')} on ApprovedPatches of ${baseline.id}`;
  const set = entries.map((entry) => setting([baseline.id, 'ApprovedPatches', '+'], entry));
  return [[configuration(patient, text, ...set)]];
}

/** What a list calls the patch: its id on some systems, its packages on others. */
function listEntryOf(patch: Patch, os: Parameters<typeof isListed>[2]): string[] {
  const found = [patch.id, ...patch.packages].find((entry) => isListed([entry], 'approved', os, patch));
  return found === undefined ? [] : [found];
}

/** A predefined baseline cannot be changed: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-predefined-and-custom-patch-baselines.html */
function ownBaseline(patient: Patient, late: readonly LateApproval[]): Candidate[] {
  const { outcome, node, group, scenario } = patient.situation;
  const { baselines } = outcome.patchManager;
  const { id, rules } = baselines.of(node);
  const isCustom = scenario.baselines.some((one) => one.id === id);
  if (isCustom || late.length === 0) return [];
  const patchGroup = baselines.patchGroupOf(node);
  const PatchRules = rules.map(({ filters }) => ({
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
  const text = `instead of ${id} a baseline of your own ${whose} with ApproveAfterDays 0`;
  const resource = { Type: 'AWS::SSM::PatchBaseline', Properties };
  const change = configuration(patient, text, setting(['resources', 'RemedyBaseline'], resource));
  return [[change]];
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/maintenance-windows-schedule-options.html */
export function comeDue(patient: Patient): Candidate[] {
  const { scenario } = patient.situation;
  const installs = installsOf(scenario);
  const disabled = scenario.windows.filter(
    ({ enabled, logicalId }) => !enabled && installs.some(({ parent }) => parent === logicalId),
  );
  const enabled = disabled.map(
    ({ logicalId }): Candidate => [
      configuration(patient, `enable the window ${logicalId}`, setting([logicalId, 'Enabled'], true)),
    ],
  );
  const newest = Math.max(0, ...lackedPatches(patient).map(({ releasedMs }) => releasedMs));
  const lateMs = Math.max(newest, ...lateApprovals(patient).map(({ approvedAtMs }) => approvedAtMs ?? 0));
  const { endMs } = scenario;
  return [
    ...enabled,
    ...installAgain(patient, ', or let its window come due sooner', lateMs + 1),
    ...moreTime(
      patient,
      [1, 7, 31].map((days) => Math.max(endMs, lateMs) + days * dayMs + hourMs),
    ),
  ];
}
