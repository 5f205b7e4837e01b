/** What a node is explained from: its run, the same run ended at its last opportunity, and every attempt on it. */
import { type Attempt, decisiveAttempt, inOrderOfOutcome } from '../capability/attempts.ts';
import { type CauseTable, causesOf, isBefore } from '../capability/causes.ts';
import { capabilitiesOf } from '../capability/registry.ts';
import type { Situation } from '../capability/situation.ts';
import { knownSource } from '../capability/sources.ts';
import { type NodeFinding, type WhyUnpatched, whyUnpatchedView } from '../capability/why-unpatched.ts';
import type { RunOutcome } from '../result/outcome.ts';
import { Simulator } from '../simulate.ts';
import { accountNamed, type Scenario } from '../world/scenario.ts';
import { utc } from '../world/time.ts';
import { blockingCauses } from './blocking.ts';
import { runFor, sameNode, until } from './runs.ts';

/** With the run as a whole. */
export interface ExplainedSituation extends Situation {
  readonly outcome: RunOutcome;
  readonly causes: CauseTable;
  readonly why: WhyUnpatched;
  readonly finding: NodeFinding;
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

export function situationOf(asked: Asked): ExplainedSituation {
  const { scenario, replication, node, window, patch, name, id, nowMs } = asked;
  const { outcome, journal } = runFor(scenario, replication, node);
  const { simulation } = outcome;
  const why = simulation.views.of(whyUnpatchedView);
  const group = simulation.fleet.groupOf(node);
  const last = why.opportunityOf(node);
  const then = last === null ? null : runAt(outcome, replication, node, last.atMs);
  const finding = why.findingOf(node);
  const isPatched = finding.cause === null;
  const installs = installsOn(outcome, node);
  // Where nothing is missing and no Install means it, what else was sent to it is told.
  const isOfInstalls = !isPatched || installs.length > 0;
  const attempts = isOfInstalls ? installs : attemptsOn(outcome, node);
  const decisive = last === null ? null : decisiveAttempt(attempts);
  const among = attempts.filter(({ source }) => window === null || source.parent === window);
  const failed = isOfInstalls ? undefined : among.findLast(({ status }) => status !== 'Success');
  const attempt = decisive !== null && among.includes(decisive) ? decisive : (failed ?? among.at(-1) ?? null);
  const causes = causesOf(capabilitiesOf(scenario));
  const blocking = blockingCauses(outcome, causes, node, finding.causes, then);
  const [first] = blocking;
  // Up to date, and yet something is missing: that counts now, whatever was so at the last Install.
  const isAboutNow = isPatched && first !== undefined;
  return {
    outcome,
    why,
    simulation,
    node,
    scenario,
    name,
    id,
    group,
    isHybrid: group.hybridActivation !== null,
    region: accountNamed(scenario, group.account ?? '').region,
    nowMs,
    journal,
    finding,
    isPatched,
    blocking,
    causes,
    causesOf: (link) => blocking.filter((cause) => causes.of(cause).link === link),
    breaksBefore: (stage) => first !== undefined && isBefore(causes.of(first).stage, stage),
    opportunity: (isAboutNow ? null : then) ?? { simulation, node, atMs: nowMs, isLast: false },
    by: `by ${utc(then === null ? nowMs : (decisive?.startedMs ?? then.atMs))}`,
    attempts,
    attempt,
    decisive,
    isDecisive: window === null || attempt === decisive,
    asked: { parent: window, patch },
  };
}

/** The same run, ended at its node's last opportunity: what was so then may no longer be so. */
function runAt(
  { scenario, simulation }: RunOutcome,
  replication: number,
  node: number,
  atMs: number,
): Situation['opportunity'] | null {
  if (atMs + 1 >= scenario.endMs) return { simulation, node, atMs, isLast: true };
  const earlier = new Simulator(until(scenario, atMs)).run(replication).simulation;
  const there = sameNode(node, simulation.fleet, earlier.fleet);
  return there === null ? null : { simulation: earlier, node: there, atMs, isLast: true };
}

/** Every Install that meant the node, in the order in which it was known what became of it. */
export function installsOn(outcome: RunOutcome, node: number): Attempt[] {
  const why = outcome.simulation.views.of(whyUnpatchedView);
  const { scenario } = outcome;
  return attemptsOn(outcome, node).filter(({ source }) => why.isInstall(knownSource(scenario, source)));
}

function attemptsOn({ machines }: RunOutcome, node: number): Attempt[] {
  return inOrderOfOutcome(machines.all.flatMap((machine) => machine.attemptsOn?.(node) ?? []));
}
