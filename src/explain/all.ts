/** Every node that is not up to date, or not managed, by its first cause, and what would help most of them. */
import { type CauseId, type CauseTable, causesOf, isBefore } from '../capability/causes.ts';
import { hourMs } from '../capability/changes.ts';
import { managedView } from '../capability/managed.ts';
import { capabilitiesOf } from '../capability/registry.ts';
import { whyUnpatchedView } from '../capability/why-unpatched.ts';
import type { RunOutcome } from '../result/outcome.ts';
import { Simulator } from '../simulate.ts';
import { isoTime } from '../world/time.ts';
import { type ExplainProblem, lookAt, type ToExplain } from './explain.ts';
import { type CauseGroup, type ExplanationOfAll, explanationsSchema } from './explanation.ts';
import { enough, type Found, findRemedy, fixedIn, type Rerun } from './proof.ts';
import { until } from './runs.ts';

interface MissedNode {
  readonly name: string;
  readonly opportunityMs: number;
}

/** In batches: by cause, then by what the nodes of a batch have in common. */
type ByCause<Of> = Map<CauseId, Map<string, Of[]>>;

const nodesNamed = 20;

/** How many runs are made to help one batch. */
const trialsEach = 30;

/** How many batches of one cause a remedy is looked for, those with the most nodes first. */
const batchesTried = 8;

export function allExplained(given: ToExplain, rerun: Rerun): ExplanationOfAll | ExplainProblem {
  const { scenario } = given;
  const { replication, atMs } = rerun;
  if (atMs !== null && (atMs < scenario.startMs || atMs > scenario.endMs)) {
    return {
      problem: `--at ${isoTime(atMs)}: outside the run`,
      help: `the run lasts from ${isoTime(scenario.startMs)} to ${isoTime(scenario.endMs)}`,
    };
  }
  const outcome = new Simulator(until(scenario, atMs)).run(replication);
  const causes = causesOf(capabilitiesOf(scenario));
  const { count } = outcome.simulation.fleet;
  const { states, unpatched, unmanaged } = lookAtAll(outcome, causes);
  const groupsOf = (byCause: ByCause<string>) =>
    causes.ids
      .flatMap((cause) => {
        const batches = byCause.get(cause);
        return batches === undefined ? [] : [groupOf(given, rerun, cause, [...batches.values()], outcome)];
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
    states,
    hasPatches: outcome.simulation.views.of(whyUnpatchedView).hasPatches,
    groups: groupsOf(namesInTurn(causes, unpatched)),
    unmanaged: groupsOf(unmanaged),
  };
}

/** Each node is judged once, and put into a batch of its cause: what helps one node of a batch is likely to help all. */
function lookAtAll({ simulation }: RunOutcome, causes: CauseTable) {
  const { fleet, views } = simulation;
  const why = views.of(whyUnpatchedView);
  const managed = views.of(managedView);
  const states = Object.fromEntries(why.states.map((state) => [state, 0]));
  const unpatched: ByCause<MissedNode> = new Map();
  const unmanaged: ByCause<string> = new Map();
  for (let node = 0; node < fleet.count; node += 1) {
    const { state, cause } = why.findingOf(node);
    states[state]! += 1;
    const { key } = fleet.cohortOf(node);
    if (cause !== null) {
      // Those of one group that missed their last opportunity together.
      const opportunityMs = why.opportunityOf(node)?.atMs ?? 0;
      const hour = isNeededBefore(causes, cause) ? Math.floor(opportunityMs / hourMs) : 'any';
      add(unpatched, cause, `${key} ${hour}`, { name: fleet.nameOf(node), opportunityMs });
    }
    const away = managed.unmanagedCauseOf(node);
    // Those that also lack patches apart, since their remedy is told where those are.
    if (away !== null) add(unmanaged, away, `${cause === null} ${key}`, fleet.nameOf(node));
  }
  return { states, unpatched, unmanaged };
}

function add<Of>(byCause: ByCause<Of>, cause: CauseId, key: string, node: Of): void {
  const batches = byCause.get(cause) ?? new Map<string, Of[]>();
  byCause.set(cause, batches);
  const batch = batches.get(key) ?? [];
  batches.set(key, batch);
  batch.push(node);
}

/** What a node needs before its opportunity; the rest is changed after it. */
function isNeededBefore(causes: CauseTable, cause: CauseId): boolean {
  return isBefore(causes.of(cause).stage, 'target');
}

/** What is in time for the first of them is in time for all. */
function namesInTurn(causes: CauseTable, byCause: ByCause<MissedNode>): ByCause<string> {
  return new Map(
    [...byCause].map(([cause, batches]) => {
      const sign = isNeededBefore(causes, cause) ? 1 : -1;
      const before = (a: MissedNode, b: MissedNode) => sign * (a.opportunityMs - b.opportunityMs);
      const sorted = [...batches]
        .map(([key, batch]) => [key, batch.sort(before)] as const)
        .sort(([, a], [, b]) => before(a[0]!, b[0]!));
      return [cause, new Map(sorted.map(([key, batch]) => [key, batch.map(({ name }) => name)]))];
    }),
  );
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
 * Those that fix the most nodes first. What helps nearly all at once is told once; else each batch is helped by itself,
 * unless an earlier remedy fixes all of it.
 */
function remediesOf(
  given: ToExplain,
  rerun: Rerun,
  batches: readonly (readonly string[])[],
  names: readonly string[],
): CauseGroup['remedies'] {
  const remedies = new Map<string, number>();
  const fixed = new Set<string>();
  const help = (some: readonly string[], goal: number) => {
    const left = some.filter((name) => !fixed.has(name));
    const found = left.length === 0 ? null : helpFor(given, rerun, left);
    const helped = found?.trial == null ? [] : fixedIn(found.trial.outcome, names, found.aim);
    if (found === null || helped.length < goal) return;
    for (const name of helped) fixed.add(name);
    const text = found.changes.map((change) => change.text).join('; and ');
    remedies.set(text, Math.max(remedies.get(text) ?? 0, helped.length));
  };
  const largestFirst = [...batches].sort((a, b) => b.length - a.length);
  if (batches.length > 1) help(batches.flat(), names.length * enough);
  for (const batch of largestFirst.slice(0, batchesTried)) help(batch, 1);
  return [...remedies].map(([text, fixes]) => ({ text, fixes })).sort((a, b) => b.fixes - a.fixes);
}

/** With which the first of them is fixed; null: nothing is known. */
function helpFor(given: ToExplain, rerun: Rerun, names: readonly string[]): Found | null {
  const { replication, atMs } = rerun;
  const situation = lookAt(given.scenario, names[0]!, { replication, ...(atMs === null ? {} : { atMs }) });
  if ('problem' in situation) return null;
  const found = findRemedy(rerun, situation, names, trialsEach);
  return found.trial?.cause === null ? found : null;
}
