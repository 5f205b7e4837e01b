/** Every unpatched node by its first cause, and what would help most of them. */
import { type CauseId, type CauseTable, causesOf, isBefore } from '../capability/causes.ts';
import { hourMs } from '../capability/changes.ts';
import { capabilitiesOf } from '../capability/registry.ts';
import { whyUnpatchedView } from '../capability/why-unpatched.ts';
import type { RunOutcome } from '../result/outcome.ts';
import { Simulator } from '../simulate.ts';
import { isoTime } from '../world/time.ts';
import { type ExplainProblem, lookAt, type ToExplain } from './explain.ts';
import { type CauseGroup, type ExplanationOfAll, explanationsSchema } from './explanation.ts';
import { enough, findRemedy, patchedIn, type Rerun, type Trial } from './proof.ts';
import { until } from './runs.ts';

interface MissedNode {
  readonly name: string;
  readonly opportunityMs: number;
}

const nodesNamed = 20;

/** Runs that are made to help one kind. */
const trialsEach = 30;

/** So many kinds of nodes of one cause are helped, those with the most nodes first. */
const batchesTried = 8;

export function allExplained(given: ToExplain, rerun: Rerun): ExplanationOfAll | ExplainProblem {
  const { scenario } = given;
  const { replication, atMs } = rerun;
  if (atMs !== null && (atMs < scenario.startMs || atMs > scenario.endMs)) {
    return {
      problem: `--at ${isoTime(atMs)}: outside of the run`,
      help: `it goes from ${isoTime(scenario.startMs)} to ${isoTime(scenario.endMs)}`,
    };
  }
  const outcome = new Simulator(until(scenario, atMs)).run(replication);
  const causes = causesOf(capabilitiesOf(scenario));
  const byCause = unpatchedByCause(outcome, causes);
  const { count } = outcome.simulation.fleet;
  const groups = causes.ids
    .flatMap((cause) => {
      const batches = byCause.get(cause);
      return batches === undefined ? [] : [groupOf(given, rerun, cause, batches, outcome)];
    })
    .sort((a, b) => b.count - a.count);
  return {
    schema: explanationsSchema,
    fleetsim: given.version,
    scenario: { name: scenario.name, file: given.file, sha256: given.sha256 },
    overrides: given.overrides,
    seed: scenario.seed,
    replication,
    at: isoTime(Math.min(atMs ?? scenario.endMs, scenario.endMs)),
    nodes: count,
    patched: count - groups.reduce((sum, group) => sum + group.count, 0),
    groups,
  };
}

/** In batches of one group that missed their last opportunity together: what helps one is likely to help all. */
function unpatchedByCause(outcome: RunOutcome, causes: CauseTable): Map<CauseId, string[][]> {
  const { fleet, views } = outcome.simulation;
  const why = views.of(whyUnpatchedView);
  const byCause = new Map<CauseId, Map<string, MissedNode[]>>();
  for (let node = 0; node < fleet.count; node += 1) {
    const cause = why.firstCauseOf(node);
    if (cause === null) continue;
    const batches = byCause.get(cause) ?? new Map<string, MissedNode[]>();
    byCause.set(cause, batches);
    const opportunityMs = why.opportunityOf(node)?.atMs ?? 0;
    const hour = isNeededBefore(causes, cause) ? Math.floor(opportunityMs / hourMs) : 'any';
    const key = `${fleet.cohortOf(node).key} ${hour}`;
    const batch = batches.get(key) ?? [];
    batches.set(key, batch);
    batch.push({ name: fleet.nameOf(node), opportunityMs });
  }
  return new Map(
    [...byCause].map(([cause, batches]) => [
      cause,
      inTurn(isNeededBefore(causes, cause), [...batches.values()]),
    ]),
  );
}

/** What a node needs before its opportunity; the rest is changed after it. */
function isNeededBefore(causes: CauseTable, cause: CauseId): boolean {
  return isBefore(causes.of(cause).stage, 'target');
}

/** What is in time for the first of them is in time for all. */
function inTurn(isEarliestFirst: boolean, batches: readonly MissedNode[][]): string[][] {
  const sign = isEarliestFirst ? 1 : -1;
  const before = (a: MissedNode, b: MissedNode) => sign * (a.opportunityMs - b.opportunityMs);
  return batches
    .map((batch) => batch.sort(before))
    .sort((a, b) => before(a[0]!, b[0]!))
    .map((batch) => batch.map(({ name }) => name));
}

function groupOf(
  given: ToExplain,
  rerun: Rerun,
  cause: CauseId,
  batches: readonly (readonly string[])[],
  outcome: RunOutcome,
): CauseGroup {
  const { names: known } = outcome.simulation;
  const names = [...batches.flat()].sort((a, b) => (known.find(a) ?? 0) - (known.find(b) ?? 0));
  return {
    cause,
    count: names.length,
    nodes: names.slice(0, nodesNamed),
    remedies: remediesOf(given, rerun, batches, names),
  };
}

/**
 * Those that win the most nodes first. What helps nearly all at once is told once; else each batch is helped by itself,
 * unless an earlier remedy wins it back whole.
 */
function remediesOf(
  given: ToExplain,
  rerun: Rerun,
  batches: readonly (readonly string[])[],
  names: readonly string[],
): CauseGroup['remedies'] {
  const remedies = new Map<string, number>();
  const won = new Set<string>();
  const help = (some: readonly string[], goal: number) => {
    const left = some.filter((name) => !won.has(name));
    const found = left.length === 0 ? null : trialFor(given, rerun, left);
    const winners = found === null ? [] : patchedIn(found.outcome, names);
    if (found === null || winners.length < goal) return;
    for (const name of winners) won.add(name);
    const text = found.changes.map((change) => change.text).join('; and ');
    remedies.set(text, Math.max(remedies.get(text) ?? 0, winners.length));
  };
  const largestFirst = [...batches].sort((a, b) => b.length - a.length);
  if (batches.length > 1) help(batches.flat(), names.length * enough);
  for (const batch of largestFirst.slice(0, batchesTried)) help(batch, 1);
  return [...remedies].map(([text, wins]) => ({ text, wins })).sort((a, b) => b.wins - a.wins);
}

/** With which the first of them is patched; null: nothing is known. */
function trialFor(given: ToExplain, rerun: Rerun, names: readonly string[]): Trial | null {
  const { replication, atMs } = rerun;
  const situation = lookAt(given.scenario, names[0]!, { replication, ...(atMs === null ? {} : { atMs }) });
  if ('problem' in situation) return null;
  const { trial } = findRemedy(rerun, situation, names, trialsEach);
  return trial?.cause === null ? trial : null;
}
