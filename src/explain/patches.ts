/** Each patch that the node lacks: what the baseline says of it, by which rule, and from when on. */

import type { Judgement } from '../capabilities/patch-manager/approval.ts';
import { judge } from '../capabilities/patch-manager/approval.ts';
import { isLacking } from '../capabilities/patch-manager/exposure.ts';
import { matchesAll } from '../capabilities/patch-manager/filters.ts';
import { patchFlag } from '../capabilities/patch-manager/patch-stock.ts';
import { isReplacedOnNode, type Verdicts } from '../capabilities/patch-manager/verdicts.ts';
import type { RunOutcome } from '../result/outcome.ts';
import type { PatchBaseline } from '../world/baselines.ts';
import type { Patch } from '../world/patches.ts';
import { isoTime, isoTimeOrNull } from '../world/time.ts';
import type { PatchDetail } from './explanation.ts';
import { filterWords, ruleWords } from './words.ts';

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

/** As the baseline stands when the run ends. */
function stockOf({ patchManager, scenario }: RunOutcome, node: number): Stock {
  const { catalogue, cohort, flags, patchCount } = patchManager.stock.blockOf(node);
  const verdicts = patchManager.verdictTable.at(
    patchManager.baselines.of(node),
    catalogue,
    scenario.endMs - 1,
  );
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
  /** It lacks them, and no rule selects them. */
  readonly notSelectedCount: number;
  /** Something newer is offered in their place. */
  readonly replacedCount: number;
}

export function lackingOn(outcome: RunOutcome, node: number): Lacking {
  const stock = stockOf(outcome, node);
  const details: PatchDetail[] = [];
  let notSelectedCount = 0;
  let replacedCount = 0;
  for (let place = 0; place < stock.verdicts.releasedCount; place += 1) {
    const flag = stock.flagOf(place);
    if (!isLacking(flag)) continue;
    const awaitsReboot = (flag & patchFlag.pendingReboot) !== 0;
    if (!awaitsReboot && stock.isReplaced(place)) replacedCount += 1;
    else if (!awaitsReboot && stock.verdicts.judgements[place]!.verdict === 'notSelected')
      notSelectedCount += 1;
    else details.push(detailOf(stock, place));
  }
  return { details, notSelectedCount, replacedCount };
}

/** Whatever is asked about; null: the node's operating system knows no such patch. */
export function patchOn(outcome: RunOutcome, node: number, id: string): PatchDetail | null {
  const stock = stockOf(outcome, node);
  const place = stock.patches.findIndex((patch) => patch.id === id);
  return place < 0 ? null : detailOf(stock, place);
}

export function patchIdsOf(outcome: RunOutcome, node: number): readonly string[] {
  return outcome.patchManager.stock.blockOf(node).catalogue.patches.map(({ id }) => id);
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
    return isTooLate ? `${rule}: it came out after that day` : rule;
  }
  return whyNotSelected(baseline, patch, product);
}

/** The first filter of each rule that the patch fails. */
function whyNotSelected(baseline: PatchBaseline, patch: Patch, product: string | undefined): string {
  const { operatingSystem: os, globalFilters, rules, id } = baseline;
  const fails = (filters: typeof globalFilters) =>
    filters.find((filter) => !matchesAll([filter], os, patch, product));
  const shutOut = fails(globalFilters);
  if (shutOut !== undefined) return `GlobalFilters of ${id} ask for ${filterWords(shutOut)}`;
  if (rules.length === 0) return `${id} has no approval rule`;
  const reasons = rules.map(({ filters, enableNonSecurity }, index) => {
    const filter = fails(filters);
    if (filter !== undefined) return `rule ${index + 1} asks for ${filterWords(filter)}`;
    return enableNonSecurity
      ? `rule ${index + 1} is about another kind of patch`
      : `rule ${index + 1} leaves out what is not a security update (EnableNonSecurity)`;
  });
  return `no rule of ${id} selects it: ${reasons.join('; ')}`;
}
