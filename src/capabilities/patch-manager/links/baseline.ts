/** Which baseline the node has, why that one, and what it says of each patch that the node lacks. */
import * as cli from '../../../aws/cli.ts';
import { counted } from '../../../blocks/numbers.ts';
import type { LinkDetail, LinkFound, LinkSpec } from '../../../capability/links.ts';
import type { Situation } from '../../../capability/situation.ts';
import { utc } from '../../../world/time.ts';
import { commandOf } from '../../run-command/facts.ts';
import { patchManagerView } from '../machine.ts';
import { serves } from '../patch-groups.ts';
import { isPredefined } from '../predefined-baselines.ts';
import { type Lacking, lackingOn, type PatchDetail, patchOn, patchSchema } from './patches.ts';
import { fold } from './target.ts';

export const baselineLink: LinkSpec = {
  name: 'baseline',
  title: 'Baseline',
  stage: 'baseline',
  place: 10,
  isAlwaysTold: true,
  tell: tellOfBaseline,
  schemas: { patch: patchSchema },
  lines: patchLines,
};

/** More of them than this are counted. */
const patchesTold = 10;

function patchLines(details: readonly LinkDetail[]): string[] {
  const patches = details as readonly PatchDetail[];
  const hidden = patches.length - patchesTold;
  return [
    ...patches.slice(0, patchesTold).map(patchWords),
    ...(hidden > 0
      ? [`and ${counted(hidden, 'patch', 'patches')} more (--patch ID for one, --json for all)`]
      : []),
  ];
}

function patchWords(detail: PatchDetail): string {
  const { patch, classification, severity, released, state } = detail;
  const kind = [classification, severity].filter((one) => one !== '').join(' ');
  const title = kind === '' ? patch : `${patch} (${kind})`;
  return `${title}, released ${utc(Date.parse(released))}: ${state}; ${approvalWords(detail)}`;
}

function approvalWords({ verdict, by, approvedAt }: PatchDetail): string {
  switch (verdict) {
    case 'approved':
      return `approved ${approvedAt === null ? '' : `after ${utc(Date.parse(approvedAt))} `}by ${by}`;
    case 'not approved yet':
      return approvedAt === null
        ? `not approved by ${by}`
        : `not approved until ${utc(Date.parse(approvedAt))} by ${by}`;
    case 'rejected':
      return `rejected by ${by}`;
    case 'not released yet':
      return approvedAt === null
        ? `not released yet; ${by}`
        : `not released yet; approved after ${utc(Date.parse(approvedAt))} by ${by}`;
    case 'not selected':
      return by;
  }
}

function tellOfBaseline(situation: Situation): LinkFound {
  const { simulation, node, group, asked } = situation;
  const patchGroup = simulation.views.of(patchManagerView).baselines.patchGroupOf(node);
  const lacking = lackingOn(situation);
  const patch = asked.patch === null ? null : patchOn(situation, asked.patch);
  const details = asked.patch === null ? lacking.details : patch === null ? [] : [patch];
  return {
    state: 'ok',
    found: [
      ...choiceWords(situation, patchGroup),
      ...overrideWords(situation),
      ...(asked.patch === null ? lackingWords(situation, lacking) : []),
      ...lateApprovals(situation, details),
    ],
    details,
    needed: neededApproval(situation, lacking.details),
    console:
      'Patch Manager, Patch baselines: its rules, its lists, and the patch groups that it is registered with',
    cli: cli.baseline(situation, group.os, patchGroup),
    page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-patch-groups.html',
  };
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-patch-groups.html */
function choiceWords(situation: Situation, patchGroup: string | null): string[] {
  const { simulation, node, group } = situation;
  const baseline = simulation.views.of(patchManagerView).baselines.of(node);
  const name = baseline.id === baseline.name ? baseline.id : `${baseline.id} (${baseline.name})`;
  if (patchGroup !== null && baseline.patchGroups.includes(patchGroup))
    return [`baseline ${name}, registered with patch group ${patchGroup} for ${group.os}`];
  const reason =
    patchGroup === null
      ? 'the node is in no patch group'
      : `no baseline for ${group.os} is registered with patch group ${patchGroup}`;
  const kind = isPredefined(baseline) ? "AWS's predefined baseline" : "the account's default";
  return [`baseline ${name}: ${kind} for ${group.os}, because ${reason}`, ...likelyGroup(situation)];
}

/** A tag that only looks like a patch group, or a group that differs in letters only. */
function likelyGroup({ simulation, node, scenario, group }: Situation): string[] {
  const tags = simulation.fleet.tagsOf(node);
  const { patchGroupKeys } = scenario.model;
  const like = Object.keys(tags).find((key) => fold(key) === 'patchgroup' && !patchGroupKeys.includes(key));
  if (like !== undefined)
    return [
      `its tag ${like} does not put it in a patch group: the key must be exactly ${patchGroupKeys.join(' or ')}`,
    ];
  const own = simulation.views.of(patchManagerView).baselines.patchGroupOf(node);
  if (own === null) return [];
  const known = simulation.views
    .of(patchManagerView)
    .baselines.all.filter((one) => serves(one, group))
    .flatMap(({ patchGroups }) => patchGroups)
    .find((one) => one !== own && fold(one) === fold(own));
  return known === undefined ? [] : [`${known} is a different patch group: names must match exactly`];
}

/** The run itself may have brought another baseline, or a list. */
function overrideWords({ simulation, attempt }: Situation): string[] {
  const parameters = commandOf(simulation, attempt)?.request.parameters ?? {};
  return ['BaselineOverride', 'InstallOverrideList']
    .filter((key) => (parameters[key]?.[0] ?? '') !== '')
    .map((key) => `${attempt?.source.id} was run with ${key} ${parameters[key]![0]}`);
}

function lackingWords({ nowMs }: Situation, lacking: Lacking): string[] {
  const { details, notSelectedCount, replacedCount } = lacking;
  const of = (verdict: PatchDetail['verdict']) =>
    details.filter((one) => one.verdict === verdict && one.state !== 'pending reboot').length;
  const parts = (['approved', 'not approved yet', 'rejected'] as const)
    .filter((verdict) => of(verdict) > 0)
    .map((verdict) => `${of(verdict)} ${verdict}`);
  const pending = details.filter(({ state }) => state === 'pending reboot').length;
  return [
    `lacks at ${utc(nowMs)}: ${parts.length === 0 ? 'no patch that its baseline names' : parts.join(', ')}`,
    ...(pending > 0 ? [`${pending} more installed, awaiting a reboot`] : []),
    ...(notSelectedCount > 0
      ? [`${notSelectedCount} more that the baseline does not select, which do not count`]
      : []),
    ...(replacedCount > 0 ? [`${replacedCount} more replaced by a newer patch`] : []),
  ];
}

function neededApproval(situation: Situation, details: readonly PatchDetail[]): string | null {
  const [cause, ...more] = situation.causesOf('baseline');
  if (cause !== 'BASELINE_NOT_APPROVED' || more.length > 0) return null;
  const late = details.filter(({ verdict }) => verdict === 'not approved yet');
  const times = late.flatMap(({ approvedAt }) => (approvedAt === null ? [] : [Date.parse(approvedAt)]));
  if (times.length === 0 || times.length < late.length) return null;
  const what = late.length === 1 ? late[0]!.patch : `all ${late.length} of them`;
  return `an Install after ${utc(Math.max(...times))}, when the baseline approves ${what}; or an earlier approval (a shorter ApproveAfterDays, or ApprovedPatches), and an Install after that`;
}

/** Approved by now, and not yet when the last Install asked. */
function lateApprovals(situation: Situation, details: readonly PatchDetail[]): string[] {
  const { attempt } = situation;
  if (attempt === null || !situation.blocking.includes('AWAITS_NEXT_WINDOW')) return [];
  return details
    .filter(
      ({ verdict, approvedAt }) => verdict === 'approved' && Date.parse(approvedAt ?? '') > attempt.startedMs,
    )
    .map(
      ({ patch, approvedAt }) =>
        `${patch} was approved after ${utc(Date.parse(approvedAt ?? ''))}; its last Install began at ${utc(attempt.startedMs)}`,
    );
}
