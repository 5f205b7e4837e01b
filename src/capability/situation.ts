/** All that causes and links are told from: the run as it ended, and as it was at the node's last opportunity. */
import type { FleetGroup } from '../world/fleet.ts';
import type { Scenario } from '../world/scenario.ts';
import { utc } from '../world/time.ts';
import type { Attempt } from './attempts.ts';
import type { CauseId, CauseStage } from './cause-stages.ts';
import type { JournalEntry } from './facts.ts';
import type { Simulation } from './simulation.ts';

/** A run, and which of its nodes is explained. */
export interface NodeInRun {
  readonly simulation: Simulation;
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
  /** Of this node alone. */
  readonly journal: readonly JournalEntry[];
  readonly isPatched: boolean;
  /** Everything that blocks, in order. */
  readonly blocking: readonly CauseId[];
  /** Where prerequisites are looked at: at the node's last opportunity to be patched; at the end, if it had none. */
  readonly opportunity: NodeInRun & { readonly atMs: number; readonly isLast: boolean };
  /** `by 2025-01-04 18:00:12 UTC` */
  readonly by: string;
  readonly attempts: readonly Attempt[];
  /** The one that links are told from; null: nothing ever tried. */
  readonly attempt: Attempt | null;
  /** The one that decided about the cause. */
  readonly decisive: Attempt | null;
  readonly isDecisive: boolean;
  /** Of those that block, the causes of a link. */
  readonly causesOf: (link: string) => readonly CauseId[];
  /** Whether the chain breaks before this stage. */
  readonly breaksBefore: (stage: CauseStage) => boolean;
  /** What alone is asked about: what starts attempts, such as a window; a patch. Null: everything. */
  readonly asked: { readonly parent: string | null; readonly patch: string | null };
}

/** `at 2025-01-04 18:00:12 UTC`: its last opportunity, or the instant that is explained. */
export function whenWords({ opportunity }: Pick<Situation, 'opportunity'>): string {
  return `at ${utc(opportunity.atMs)}`;
}

/** The same said of both instants is said once. */
export function thenAndNow(situation: Situation, say: (one: NodeInRun) => string): string[] {
  const then = say(situation.opportunity);
  const now = say(situation);
  const first = `${then} ${whenWords(situation)}`;
  return now === then ? [first] : [first, `since then: ${now} at ${utc(situation.nowMs)}`];
}

/** Just before its last attempt, as the CLI takes it. */
export function justBefore({ attempt, scenario }: Situation): string {
  return secondBefore(attempt?.startedMs ?? scenario.startMs);
}

export function secondBefore(epochMs: number): string {
  return `${utc(epochMs - 1000)
    .slice(0, 19)
    .replace(' ', 'T')}Z`;
}
