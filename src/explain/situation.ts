/** All that the links are told from: the run as it ended, the run at the node's last chance, and what it lived through. */
import { type CauseId, type CauseStage, type CauseTable, causesOf, isBefore } from '../capability/causes.ts';
import { capabilitiesOf } from '../capability/registry.ts';
import type { JournalEntry } from '../result/journal.ts';
import type { RunOutcome } from '../result/outcome.ts';
import { Simulator } from '../simulate.ts';
import type { FleetGroup } from '../world/fleet.ts';
import type { Scenario } from '../world/scenario.ts';
import { type Attempt, attemptsOn, decisiveAttempt } from './attempts.ts';
import { blockingCauses } from './blocking.ts';
import type { LinkName } from './explanation.ts';
import { runFor, sameNode, until } from './runs.ts';
import { utc } from './words.ts';

/** A run, and which of its nodes is explained. */
export interface NodeInRun {
  readonly outcome: RunOutcome;
  readonly node: number;
}

export interface Situation extends NodeInRun {
  readonly scenario: Scenario;
  readonly name: string;
  readonly id: string;
  readonly group: FleetGroup;
  readonly isHybrid: boolean;
  readonly region: string;
  /** The instant that is explained. */
  readonly nowMs: number;
  readonly journal: readonly JournalEntry[];
  readonly isPatched: boolean;
  readonly blocking: readonly CauseId[];
  readonly causes: CauseTable;
  /** Where prerequisites are looked at: at the node's last chance; at the end, if it had none. */
  readonly chance: NodeInRun & { readonly atMs: number; readonly isLastChance: boolean };
  /** `by 2025-01-04 18:00:12 UTC` */
  readonly by: string;
  readonly attempts: readonly Attempt[];
  /** The one that the links about windows are told from; null: nothing ever tried. */
  readonly attempt: Attempt | null;
  /** The one that decided about the cause. */
  readonly decisive: Attempt | null;
  readonly isDecisive: boolean;
  /** Its logical id. */
  readonly windowAsked: string | null;
  readonly patchAsked: string | null;
}

export interface Asked {
  /** As it ends at the instant that is asked about. */
  readonly scenario: Scenario;
  readonly replication: number;
  readonly node: number;
  readonly name: string;
  readonly id: string;
  readonly nowMs: number;
  readonly window: string | null;
  readonly patch: string | null;
}

export function situationOf(asked: Asked): Situation {
  const { scenario, replication, node, window } = asked;
  const { outcome, journal } = runFor(scenario, replication, node);
  const { fleet } = outcome.simulation;
  const group = fleet.groupOf(node);
  const opportunity = outcome.opportunities.of(node);
  const last = opportunity === null ? null : runAt(outcome, replication, node, opportunity.atMs);
  const chance = last ?? { outcome, node, atMs: asked.nowMs, isLastChance: false };
  const attempts = attemptsOn(outcome, node);
  const decisive = opportunity === null ? null : decisiveAttempt(attempts);
  const among = attempts.filter(({ execution }) => window === null || execution?.window.logicalId === window);
  const attempt = decisive !== null && among.includes(decisive) ? decisive : (among.at(-1) ?? null);
  return {
    outcome,
    node,
    scenario,
    name: asked.name,
    id: asked.id,
    group,
    isHybrid: group.hybridActivation !== null,
    region: scenario.account.region,
    nowMs: asked.nowMs,
    journal,
    isPatched: outcome.causes.firstCauseOf(node) === null,
    blocking: blockingCauses(outcome, node, last),
    causes: causesOf(capabilitiesOf(scenario)),
    chance,
    by: `by ${utc(last === null ? asked.nowMs : (decisive?.startedMs ?? last.atMs))}`,
    attempts,
    attempt,
    decisive,
    isDecisive: window === null || attempt === decisive,
    windowAsked: window,
    patchAsked: asked.patch,
  };
}

/** The same run, ended at its node's last chance: what was so then may no longer be so. */
function runAt(
  outcome: RunOutcome,
  replication: number,
  node: number,
  atMs: number,
): Situation['chance'] | null {
  const { scenario, simulation } = outcome;
  if (atMs + 1 >= scenario.endMs) return { outcome, node, atMs, isLastChance: true };
  const earlier = new Simulator(until(scenario, atMs)).run(replication);
  const there = sameNode(node, simulation.fleet, earlier.simulation.fleet);
  return there === null ? null : { outcome: earlier, node: there, atMs, isLastChance: true };
}

/** Those of the blocking causes that this link stands for. */
export function causesOfLink(
  { blocking, causes }: Pick<Situation, 'blocking' | 'causes'>,
  link: LinkName,
): readonly CauseId[] {
  return blocking.filter((cause) => causes.of(cause).link === link);
}

/** Whether the chain breaks before this stage. */
export function breaksBefore(
  { blocking, causes }: Pick<Situation, 'blocking' | 'causes'>,
  stage: CauseStage,
): boolean {
  const [first] = blocking;
  return first !== undefined && isBefore(causes.of(first).stage, stage);
}

/** `at 2025-01-04 18:00:12 UTC`: its last chance, or the instant that is explained. */
export function whenWords({ chance }: Pick<Situation, 'chance'>): string {
  return `at ${utc(chance.atMs)}`;
}
