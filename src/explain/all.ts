/** Every unpatched node by its first cause, and what would win most of them back. */
import { type Cause, causes } from '../capabilities/simulation.ts';
import type { RunOutcome } from '../result/outcome.ts';
import { Simulator } from '../simulate.ts';
import { NodeNames } from '../world/node-names.ts';
import { isoTime } from '../world/time.ts';
import { type ExplainProblem, lookAt, type ToExplain } from './explain.ts';
import { type CauseGroup, type ExplanationOfAll, explanationsSchema } from './explanation.ts';
import { findRemedy, type Trial, type TrialGround } from './proof.ts';
import { until } from './runs.ts';

const nodesNamed = 20;

/** So many kinds of nodes of one cause are helped, those with the most nodes first. */
const batchesTried = 8;

/** Nodes of one group that missed their last chance together: what helps one of them is likely to help all. */
interface Batch {
  readonly names: string[];
}

export function allExplained(given: ToExplain, ground: TrialGround): ExplanationOfAll | ExplainProblem {
  const { scenario } = given;
  const { replication, atMs } = ground;
  if (atMs !== null && (atMs < scenario.startMs || atMs > scenario.endMs)) {
    return {
      problem: `--at ${isoTime(atMs)}: outside of the run`,
      help: `it goes from ${isoTime(scenario.startMs)} to ${isoTime(scenario.endMs)}`,
    };
  }
  const outcome = new Simulator(until(scenario, atMs)).run(replication);
  const byCause = unpatchedByCause(outcome);
  const { count } = outcome.simulation.fleet;
  const groups = causes
    .flatMap((cause) => {
      const batches = byCause.get(cause);
      return batches === undefined ? [] : [groupOf(given, ground, cause, batches)];
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

function unpatchedByCause(outcome: RunOutcome): Map<Cause, Batch[]> {
  const { fleet } = outcome.simulation;
  const byCause = new Map<Cause, Map<string, Batch>>();
  for (let node = 0; node < fleet.count; node += 1) {
    const cause = outcome.causes.firstCauseOf(node);
    if (cause === null) continue;
    const batches = byCause.get(cause) ?? new Map<string, Batch>();
    byCause.set(cause, batches);
    const { key } = fleet.cohortOf(node);
    const minute = Math.floor((outcome.opportunities.of(node)?.atMs ?? 0) / 60_000);
    const batch = batches.get(`${key} ${minute}`) ?? { names: [] };
    batches.set(`${key} ${minute}`, batch);
    batch.names.push(fleet.nameOf(node));
  }
  return new Map([...byCause].map(([cause, batches]) => [cause, [...batches.values()]]));
}

function groupOf(given: ToExplain, ground: TrialGround, cause: Cause, batches: readonly Batch[]): CauseGroup {
  const names = batches.flatMap((batch) => batch.names);
  return {
    cause,
    count: names.length,
    nodes: names.slice(0, nodesNamed),
    remedies: remediesOf(given, ground, batches, names),
  };
}

/** Those that win the most nodes first. A batch that an earlier remedy wins back whole needs none of its own. */
function remediesOf(
  given: ToExplain,
  ground: TrialGround,
  batches: readonly Batch[],
  names: readonly string[],
): CauseGroup['remedies'] {
  const remedies = new Map<string, number>();
  const won = new Set<string>();
  const largestFirst = [...batches].sort((a, b) => b.names.length - a.names.length);
  for (const batch of largestFirst.slice(0, batchesTried)) {
    const left = batch.names.filter((name) => !won.has(name));
    const [first] = left;
    if (first === undefined) continue;
    const { replication, atMs } = ground;
    const situation = lookAt(given.scenario, first, { replication, ...(atMs === null ? {} : { atMs }) });
    if ('problem' in situation) continue;
    const { trial } = findRemedy(ground, situation, left);
    if (trial?.cause !== null) continue;
    const winners = patchedIn(trial, names);
    for (const name of winners) won.add(name);
    const text = trial.changes.map((change) => change.text).join('; and ');
    remedies.set(text, Math.max(remedies.get(text) ?? 0, winners.length));
  }
  return [...remedies].map(([text, wins]) => ({ text, wins })).sort((a, b) => b.wins - a.wins);
}

function patchedIn({ outcome, scenario }: Trial, names: readonly string[]): string[] {
  const known = new NodeNames(outcome.simulation.fleet, scenario.name);
  return names.filter((name) => {
    const node = known.find(name);
    return node !== undefined && outcome.causes.firstCauseOf(node) === null;
  });
}
