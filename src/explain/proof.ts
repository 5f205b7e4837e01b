/** Finds the set of changes with which a node is patched, and shows by runs that it is and that each change is needed. */
import type { CauseId, CauseTable } from '../capability/causes.ts';
import { type ChangeSet, type ChangeSetting, type Incident, textOf } from '../capability/changes.ts';
import { managedView } from '../capability/managed.ts';
import { whyUnpatchedView } from '../capability/why-unpatched.ts';
import type { RunOutcome } from '../result/outcome.ts';
import { NodeNames } from '../world/node-names.ts';
import type { Scenario } from '../world/scenario.ts';
import type { RemedyOutcome } from './explanation.ts';
import { fleetOf, runFor, sameNode, until } from './runs.ts';
import { type ExplainedSituation, situationOf } from './situation.ts';

/** How the scenario is loaded and run with changes. */
export interface Rerun {
  /** Null: with these it cannot be loaded. */
  readonly load: (set: readonly ChangeSetting[]) => Scenario | null;
  readonly replication: number;
  /** Null: the whole run counts. */
  readonly atMs: number | null;
}

/** A run with changes, and the node in it. */
export interface Trial {
  readonly changes: ChangeSet;
  /** As it ends at the instant that is asked about. */
  readonly scenario: Scenario;
  readonly outcome: RunOutcome;
  readonly node: number;
  readonly cause: CauseId | null;
  readonly patchedAt: string | null;
  /** How many of the nodes that it is meant for are fixed. */
  readonly won: number;
}

/** More runs than this are not made to help one node. */
const trialsMax = 80;

/** Where this share of many nodes is fixed, no further remedy is tried: what is left may be chance. */
export const enough = 0.9;

/** A node that lacks patches is to be patched; one that lacks none, to be managed and fit for the next Install. */
export type Aim = 'patched' | 'managed';

export interface Found {
  readonly aim: Aim;
  readonly changes: ChangeSet;
  /** Null: nothing was known to try. */
  readonly trial: Trial | null;
}

/** `names`: the node's own first, then those beside it that changes are to be made for as well. */
export function findRemedy(
  rerun: Rerun,
  start: ExplainedSituation,
  names: readonly string[],
  trials = trialsMax,
): Found {
  const aim: Aim = start.isPatched ? 'managed' : 'patched';
  const budget = { left: trials };
  const attempt = (changes: ChangeSet): Trial | null => {
    budget.left -= 1;
    return budget.left < 0 ? null : tryOut(rerun, changes, names, aim);
  };
  let situation = start;
  let best: Trial | null = null;
  const addressed: CauseId[] = [];
  while (situation.blocking[0] !== undefined && budget.left > 0) {
    const cause = situation.blocking[0];
    addressed.push(cause);
    const changes: ChangeSet = best?.changes ?? [];
    const isWholeRun = rerun.atMs === null;
    const incident: Incident = { cause, situation, names, changesSoFar: changes.length, isWholeRun };
    const goal = Math.ceil(names.length * enough);
    const isFurther = (broken: CauseId) => isLater(start.causes, broken, addressed);
    const next = firstThatHelps(
      situation.causes.of(cause).remedies(incident),
      changes,
      isFurther,
      goal,
      attempt,
    );
    if (next === null) break;
    best = next;
    if (next.cause === null) break;
    situation = situationIn(rerun, next, start);
  }
  if (best === null) return { aim, changes: [], trial: null };
  const trial = best.cause === null ? withoutNeedless(best, attempt) : best;
  return { aim, changes: trial.changes, trial };
}

/** The first with which nearly all are patched, else the one with which most are; else with which the chain breaks later, at a link that was not addressed yet. */
function firstThatHelps(
  changeSets: readonly ChangeSet[],
  changes: ChangeSet,
  isFurther: (broken: CauseId) => boolean,
  goal: number,
  attempt: (changes: ChangeSet) => Trial | null,
): Trial | null {
  let most: Trial | null = null;
  let further: Trial | null = null;
  for (const changeSet of changeSets) {
    const trial = attempt([...changes, ...changeSet]);
    if (trial === null) continue;
    if (trial.cause === null) {
      if (trial.won >= goal) return trial;
      if (most === null || trial.won > most.won) most = trial;
      continue;
    }
    if (isFurther(trial.cause)) further ??= trial;
  }
  return most ?? further;
}

/** It breaks after what was addressed last, at what was not addressed yet. */
function isLater(causes: CauseTable, broken: CauseId, addressed: readonly CauseId[]): boolean {
  return !addressed.includes(broken) && causes.placeOf(broken) > causes.placeOf(addressed.at(-1)!);
}

function withoutNeedless(found: Trial, attempt: (changes: ChangeSet) => Trial | null): Trial {
  let best = found;
  for (const change of found.changes) {
    if (best.changes.length === 1) break;
    const trial = attempt(best.changes.filter((one) => one !== change));
    if (trial?.cause === null && trial.won >= best.won) best = trial;
  }
  return best;
}

/** One run. Null: it cannot be loaded, or the first of the nodes is not in it. */
function tryOut(rerun: Rerun, changes: ChangeSet, names: readonly string[], aim: Aim): Trial | null {
  const whole = rerun.load(changes.flatMap(({ set }) => set));
  if (whole === null) return null;
  const { replication, atMs } = rerun;
  const scenario = until(whole, atMs);
  const fleet = fleetOf(whole, replication);
  const there = new NodeNames(fleet, whole.name).find(names[0]!);
  const then = scenario === whole ? fleet : fleetOf(scenario, replication);
  const node = there === undefined ? null : sameNode(there, fleet, then);
  if (node === null) return null;
  const { outcome, journal } = runFor(scenario, replication, node);
  const cause = causeIn(outcome, node, aim);
  const patchedAt =
    cause === null ? outcome.simulation.views.of(whyUnpatchedView).patchedAtOf(journal) : null;
  return { changes, scenario, outcome, node, cause, patchedAt, won: fixedIn(outcome, names, aim).length };
}

/** What is still in the way of the aim when the run ends; null: it is reached. */
function causeIn({ simulation: { views } }: RunOutcome, node: number, aim: Aim): CauseId | null {
  if (aim === 'patched') return views.of(whyUnpatchedView).findingOf(node).cause;
  return views.of(managedView).missingPrerequisites(node)[0] ?? null;
}

/** Those of the nodes for which the aim is reached when the run ends. */
export function fixedIn(outcome: RunOutcome, names: readonly string[], aim: Aim): string[] {
  return names.filter((name) => {
    const node = outcome.simulation.names.find(name);
    return node !== undefined && causeIn(outcome, node, aim) === null;
  });
}

function situationIn(rerun: Rerun, { scenario, node }: Trial, start: ExplainedSituation): ExplainedSituation {
  return situationOf({
    scenario,
    replication: rerun.replication,
    node,
    name: start.name,
    id: start.id,
    nowMs: scenario.endMs,
    window: null,
    patch: null,
  });
}

export function remedyOf(found: Found, start: ExplainedSituation): RemedyOutcome {
  const { changes, trial } = found;
  const { outcome, node, cause, patchedAt } = trial ?? {
    outcome: start.outcome,
    node: start.node,
    cause: start.blocking[0] ?? null,
    patchedAt: null,
  };
  const { views } = outcome.simulation;
  const why = views.of(whyUnpatchedView);
  const compliance = why.complianceOf(node);
  const isManaged = views.of(managedView).pingStatus(node) !== null;
  const proof = {
    isPatched: why.findingOf(node).cause === null,
    isManaged,
    compliance,
    patchedAt,
    remainingCause: cause,
  };
  const written = changes.map(({ set, ...change }) => ({
    ...change,
    set: set.map(({ key, data }) => ({ key, value: textOf(data) })),
  }));
  return { changes: written, summary: summaryOf(start, changes, cause), proof };
}

function summaryOf({ causes }: ExplainedSituation, changes: ChangeSet, remaining: CauseId | null): string {
  if (remaining === null) {
    if (changes.every(({ kind }) => kind === 'time')) return 'More time is enough.';
    return changes.length === 1 ? 'This change alone is enough.' : 'All of these changes are needed.';
  }
  const { isChance = false, isUnknown = false } = causes.of(remaining);
  if (isUnknown) return `No change can be verified by a run: ${remaining}.`;
  const why = isChance ? ', which is chance' : '';
  return changes.length === 0
    ? `No change is known that fixes ${remaining}${why}.`
    : `With these changes ${remaining} still blocks${why}; no change is known that fixes it.`;
}
