/** The nodes whose report fits a condition, beside what is on them. */
import type { Simulation } from '../../../capability/simulation.ts';
import { isoTime } from '../../../world/time.ts';
import type { Inventory } from '../machine.ts';
import { inventoryModelOf } from '../model.ts';
import type { Item } from '../reports.ts';
import { exists } from '../truth.ts';
import { fits } from './compare.ts';
import type { ParsedQuery } from './parse.ts';

/** A node that the condition finds, or would find if its report were true. */
export interface FoundNode {
  readonly node: string;
  readonly id: string;
  readonly group: string;
  /** Items that fit, as reported. Empty: only the truth fits. */
  readonly reported: readonly Item[];
  /** Null: it has no report. */
  readonly collected: string | null;
  readonly ageHours: number | null;
  /** What is on the node: items that fit or, if none does, those with a reported name. Null: a run does not know. */
  readonly actual: readonly Item[] | null;
  /** Whether report and truth say the same of the condition. Null: a run does not know. */
  readonly isTrue: boolean | null;
}

export interface Found {
  readonly type: string;
  /** Nodes that have a report of the type, or had one that was dropped. */
  readonly reporting: number;
  /** Nodes that exist and have no report of it. */
  readonly neverReported: number;
  /** Reports older than `model.inventory.staleAfter`. */
  readonly stale: number;
  /** Nodes whose report fits. */
  readonly matching: number;
  /** Nodes whose report fits and is no longer true, and those that fit and whose report does not say so. Null: a run does not know. */
  readonly noLongerTrue: number | null;
  readonly notReportedYet: number | null;
  readonly nodes: readonly FoundNode[];
}

export function answerQuery(
  inventory: Inventory,
  { fleet, names, kernel, scenario }: Simulation,
  { type: { name: type }, conditions }: ParsedQuery,
): Found {
  const { staleAfter } = inventoryModelOf(scenario);
  const nodes: FoundNode[] = [];
  let [reporting, neverReported, stale] = [0, 0, 0];
  let isKnown = true;
  for (let node = 0; node < fleet.count; node += 1) {
    const report = inventory.reportOf(node, type);
    const isThere = exists(fleet, node);
    if (report === null && !isThere) continue;
    // What has been terminated has nothing any more, whatever is still reported.
    const truth = isThere ? inventory.truthOf(node, type) : [];
    if (truth === null) isKnown = false;
    if (report === null) neverReported += 1;
    else reporting += 1;
    const ageMs = report === null ? null : kernel.nowMs - report.atMs;
    if (ageMs !== null && ageMs > staleAfter) stale += 1;
    const reported = report?.items.filter((item) => fits(item, conditions)) ?? [];
    const fitting = truth?.filter((item) => fits(item, conditions)) ?? null;
    if (reported.length === 0 && (fitting === null || fitting.length === 0)) continue;
    nodes.push({
      node: fleet.nameOf(node),
      id: names.idOf(node),
      group: fleet.groupOf(node).name,
      reported,
      collected: report === null ? null : isoTime(report.atMs),
      ageHours: ageMs === null ? null : Math.round(ageMs / 36) / 100_000,
      actual: fitting?.length === 0 ? sameNamed(truth ?? [], reported) : fitting,
      isTrue: fitting === null ? null : reported.length > 0 === fitting.length > 0,
    });
  }
  const countOf = (fitting: (one: FoundNode) => boolean) => nodes.filter(fitting).length;
  return {
    type,
    reporting,
    neverReported,
    stale,
    matching: countOf(({ reported }) => reported.length > 0),
    noLongerTrue: isKnown ? countOf(({ reported, isTrue }) => reported.length > 0 && isTrue === false) : null,
    notReportedYet: isKnown ? countOf(({ reported }) => reported.length === 0) : null,
    nodes,
  };
}

/** An upgrade changes the version and not the name, and the reader asks which version there is now. */
function sameNamed(truth: readonly Item[], reported: readonly Item[]): Item[] {
  return truth.filter((item) => reported.some(({ Name }) => Name === item.Name));
}
