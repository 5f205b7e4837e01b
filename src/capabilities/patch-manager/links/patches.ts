/** Each patch that the node lacks: what the baseline says of it, by which rule, and from when on. */
import type { LinkDetail } from '../../../capability/links.ts';
import type { NodeInRun } from '../../../capability/situation.ts';
import { exactly, type JsonSchema } from '../../../fields/json-schema.ts';
import type { ApprovalRule, PatchBaseline, PatchFilter } from '../../../world/baselines.ts';
import type { Patch } from '../../../world/patches.ts';
import { isoTime, isoTimeOrNull } from '../../../world/time.ts';
import { type Judgement, judge } from '../approval.ts';
import { isLacking } from '../exposure.ts';
import { matchesAll } from '../filters.ts';
import { patchManagerView } from '../machine.ts';
import { patchFlag } from '../patch-stock.ts';
import { isReplacedOnNode, type Verdicts } from '../verdicts.ts';

/** A patch that the node lacks, or that waits for its reboot; with `--patch` whichever was asked about. */
export interface PatchDetail extends LinkDetail {
  readonly kind: 'patch';
  readonly patch: string;
  readonly classification: string;
  readonly severity: string;
  readonly released: string;
  readonly verdict: 'approved' | 'not approved yet' | 'rejected' | 'not selected' | 'not released yet';
  /** The rule or list that decided, in words. */
  readonly by: string;
  /** The second from which the baseline approves it; null: it never does as it is. */
  readonly approvedAt: string | null;
  /** Its state on the node. */
  readonly state:
    | 'missing'
    | 'failed'
    | 'pending reboot'
    | 'replaced by a newer one'
    | 'installed'
    | 'not applicable';
}

const text: JsonSchema = { type: 'string' };

export const patchSchema = exactly({
  kind: { const: 'patch' },
  patch: text,
  classification: text,
  severity: text,
  released: { type: 'string', format: 'date-time' },
  verdict: {
    type: 'string',
    enum: ['approved', 'not approved yet', 'rejected', 'not selected', 'not released yet'],
  },
  by: { type: 'string', description: 'The rule or list that decided, in words.' },
  approvedAt: {
    type: ['string', 'null'],
    format: 'date-time',
    description: 'From when on the baseline approves it; null: it never does as it is.',
  },
  state: {
    type: 'string',
    enum: ['missing', 'failed', 'pending reboot', 'replaced by a newer one', 'installed', 'not applicable'],
  },
});

const verdictWords = {
  approved: 'approved',
  delayed: 'not approved yet',
  rejected: 'rejected',
  notSelected: 'not selected',
} as const;

interface Stock {
  readonly patches: readonly Patch[];
  readonly verdicts: Verdicts;
  readonly flagOf: (place: number) => number;
  readonly isReplaced: (place: number) => boolean;
  readonly product: string | undefined;
}

/** As the baseline is when the run ends. */
function stockOf({ simulation, node }: NodeInRun): Stock {
  const patchManager = simulation.views.of(patchManagerView);
  const { catalogue, cohort, flags, patchCount } = patchManager.stock.blockOf(node);
  const verdicts = patchManager.approvals.at(node, simulation.scenario.endMs - 1);
  const base = (node - cohort.first) * patchCount;
  return {
    patches: catalogue.patches,
    verdicts,
    flagOf: (place) => flags[base + place]!,
    isReplaced: (place) => isReplacedOnNode(verdicts, flags, base, place),
    product: cohort.group.product,
  };
}

export interface Lacking {
  /** Those that the baseline approves, delays or rejects, and those that await a reboot. */
  readonly details: readonly PatchDetail[];
  /** It lacks them, no rule selects them, and they do not count: not about security, or not severe. */
  readonly notSelectedCount: number;
  /** Something newer is offered in their place. */
  readonly replacedCount: number;
}

export function lackingOn(of: NodeInRun): Lacking {
  const stock = stockOf(of);
  const details: PatchDetail[] = [];
  let notSelectedCount = 0;
  let replacedCount = 0;
  for (let place = 0; place < stock.verdicts.releasedCount; place += 1) {
    const flag = stock.flagOf(place);
    if (!isLacking(flag)) continue;
    const awaitsReboot = (flag & patchFlag.pendingReboot) !== 0;
    if (!awaitsReboot && stock.isReplaced(place)) replacedCount += 1;
    else if (!awaitsReboot && stock.verdicts.counts[place] === 0) notSelectedCount += 1;
    else details.push(detailOf(stock, place));
  }
  return { details, notSelectedCount, replacedCount };
}

/** Those that could not be installed. */
export function failedOn(of: NodeInRun): string[] {
  return lackingOn(of)
    .details.filter(({ state }) => state === 'failed')
    .map(({ patch }) => patch);
}

/** Whatever is asked about; null: the node's operating system knows no such patch. */
export function patchOn(of: NodeInRun, id: string): PatchDetail | null {
  const stock = stockOf(of);
  const place = stock.patches.findIndex((patch) => patch.id === id);
  return place < 0 ? null : detailOf(stock, place);
}

function detailOf(stock: Stock, place: number): PatchDetail {
  const { verdicts, patches, product } = stock;
  const { baseline, releasedCount } = verdicts;
  const patch = patches[place]!;
  const isOut = place < releasedCount;
  // What is to come is judged as of its day: the same rule will count then.
  const judgement = isOut ? verdicts.judgements[place]! : judge(baseline, patch, patch.releasedMs, product);
  return {
    kind: 'patch',
    patch: patch.id,
    classification: patch.classification ?? '',
    severity: patch.severity ?? patch.msrcSeverity ?? '',
    released: isoTime(patch.releasedMs),
    verdict: isOut ? verdictWords[judgement.verdict] : 'not released yet',
    by: decidedBy(baseline, patch, judgement, product),
    approvedAt: isoTimeOrNull(judgement.approvedAtMs),
    state: stateOf(stock, place, isOut),
  };
}

function stateOf(stock: Stock, place: number, isOut: boolean): PatchDetail['state'] {
  const flag = stock.flagOf(place);
  const { applicable, installed, pendingReboot, failed } = patchFlag;
  if ((flag & applicable) === 0) return 'not applicable';
  if ((flag & pendingReboot) !== 0) return 'pending reboot';
  if ((flag & installed) !== 0) return 'installed';
  if (isOut && stock.isReplaced(place)) return 'replaced by a newer one';
  return (flag & failed) === 0 ? 'missing' : 'failed';
}

function decidedBy(
  baseline: PatchBaseline,
  patch: Patch,
  { by, verdict }: Judgement,
  product: string | undefined,
): string {
  if (by === 'approvedPatches') return `ApprovedPatches of ${baseline.id}`;
  if (by === 'rejectedPatches')
    return `RejectedPatches of ${baseline.id} (${baseline.rejectedPatchesAction})`;
  if (by !== null) {
    const rule = ruleWords(baseline, by.rule);
    const { approval } = baseline.rules[by.rule]!;
    const isTooLate = verdict === 'delayed' && 'untilMs' in approval;
    return isTooLate ? `${rule}: released after that date` : rule;
  }
  return whyNotSelected(baseline, patch, product);
}

/** The first filter of each rule that the patch fails. */
function whyNotSelected(baseline: PatchBaseline, patch: Patch, product: string | undefined): string {
  const { operatingSystem: os, globalFilters, rules, id } = baseline;
  const fails = (filters: typeof globalFilters) =>
    filters.find((filter) => !matchesAll([filter], os, patch, product));
  const shutOut = fails(globalFilters);
  if (shutOut !== undefined) return `GlobalFilters of ${id} require ${filterWords(shutOut)}`;
  if (rules.length === 0) return `${id} has no approval rule`;
  const reasons = rules.map(({ filters, enableNonSecurity }, index) => {
    const filter = fails(filters);
    if (filter !== undefined) return `rule ${index + 1} requires ${filterWords(filter)}`;
    return enableNonSecurity
      ? `rule ${index + 1} is for another kind of patch`
      : `rule ${index + 1} selects security updates only (EnableNonSecurity)`;
  });
  return `no rule of ${id} selects it: ${reasons.join('; ')}`;
}

/** `rule 1 of LinuxBaseline (CLASSIFICATION Security; ApproveAfterDays 7)` */
function ruleWords(baseline: PatchBaseline, index: number): string {
  const rule = baseline.rules[index]!;
  return `rule ${index + 1} of ${baseline.id} (${[...rule.filters.map(filterWords), approvalWords(rule)].join('; ')})`;
}

function filterWords({ key, values }: PatchFilter): string {
  return `${key} ${values.join(' or ')}`;
}

function approvalWords({ approval }: ApprovalRule): string {
  if ('afterDays' in approval) return `ApproveAfterDays ${approval.afterDays}`;
  return `ApproveUntilDate ${isoTime(approval.untilMs - 1).slice(0, 10)}`;
}
