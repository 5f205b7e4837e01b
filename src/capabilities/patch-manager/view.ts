/** Compliance in a report of a run, and which nodes are not patched. */
import { type Block, paragraph, section } from '../../blocks/block.ts';
import { count, counted, percent } from '../../blocks/numbers.ts';
import { type CauseId, causesOf } from '../../capability/causes.ts';
import { capabilitiesOf } from '../../capability/registry.ts';
import type { Simulation } from '../../capability/simulation.ts';
import type { ReportPart } from '../../capability/view.ts';
import type { CauseFinder } from './cause-finder.ts';
import { type ComplianceCounts, complianceCounts } from './compliance-counts.ts';
import { exampleInWords } from './example-words.ts';
import { type ExampleNode, exampleOf } from './examples.ts';
import type { PatchManager } from './machine.ts';
import { type NodeState, nodeStates, stateOfCause, stateWords } from './node-states.ts';

interface Machine {
  readonly patches: PatchManager;
  readonly causes: CauseFinder;
}

export const patchView: readonly ReportPart<Machine>[] = [
  { place: 30, blocks: complianceBlocks },
  { place: 50, blocks: unpatchedBlocks },
];

/** Without patches nothing can be missing, and nothing is said of it. */
export function hasPatches({ fleet, scenario }: Pick<Simulation, 'fleet' | 'scenario'>): boolean {
  return fleet.count > 0 && scenario.patches.length + scenario.patchStreams.length > 0;
}

export function countOfState(finder: CauseFinder, state: NodeState): number {
  const place = nodeStates.indexOf(state);
  return finder.counts().statesByGroup.reduce((sum, states) => sum + states[place]!, 0);
}

function complianceBlocks({ patches, causes }: Machine, simulation: Simulation): Block[] {
  if (!hasPatches(simulation)) return [];
  const nodes = simulation.fleet.count;
  const patched = nodes - countOfState(causes, 'missed');
  const bars = [bar('before', patches.complianceAtStart), bar('after', complianceCounts(patches.reports))];
  const share = `${count(patched)} of ${counted(nodes, 'node')} (${percent(patched, nodes)})`;
  const unknown = unpatchedCauses(causes, simulation).filter(({ isUnknown }) => isUnknown);
  const notKnown = unknown.map(({ cause, count: some }) => `; not known for ${count(some)} (${cause})`);
  return [
    section('Compliance, as AWS reports it', [
      { kind: 'chart', chart: { kind: 'bars', bars } },
      paragraph(`Actually patched (nothing that was due is missing): ${share}${notKnown.join('')}.`),
    ]),
  ];
}

function bar(label: string, { compliant, nonCompliant, unspecified }: ComplianceCounts) {
  const total = compliant + nonCompliant + unspecified;
  const part = (name: string, value: number) => ({
    name,
    value,
    figure: `${count(value)} (${percent(value, total)})`,
  });
  return {
    label,
    parts: [
      part('compliant', compliant),
      part('non-compliant', nonCompliant),
      part('unspecified', unspecified),
    ],
  };
}

export interface CauseCount {
  readonly state: NodeState;
  readonly cause: CauseId;
  /** In one sentence, for someone who has not read the documentation. */
  readonly summary: string;
  /** Something that is not simulated may have patched these nodes, so whether they are missed cannot be said. */
  readonly isUnknown: boolean;
  readonly count: number;
}

/** Of nodes that are not up to date: the worst state first, and in it the largest. */
export function unpatchedCauses(finder: CauseFinder, { scenario }: Simulation): CauseCount[] {
  const causes = causesOf(capabilitiesOf(scenario));
  const { byCause } = finder.counts();
  return causes.ids
    .map((cause, place) => ({
      state: stateOfCause(cause),
      cause,
      summary: causes.of(cause).summary,
      isUnknown: causes.of(cause).isUnknown === true,
      count: byCause[place]!,
    }))
    .filter((one) => one.count > 0)
    .sort((a, b) => nodeStates.indexOf(b.state) - nodeStates.indexOf(a.state) || b.count - a.count);
}

/** The number of causes with an example. */
const examplesMax = 3;

/** The first node of each of the largest causes: the search ends as soon as all are found. */
export function examplesOf({ patches, causes: finder }: Machine, simulation: Simulation): ExampleNode[] {
  const wanted = unpatchedCauses(finder, simulation).slice(0, examplesMax);
  const found = new Map<CauseId, number>();
  for (let node = 0; node < simulation.fleet.count && found.size < wanted.length; node += 1) {
    const { cause } = finder.findingOf(node);
    if (cause === null || found.has(cause)) continue;
    if (wanted.some((one) => one.cause === cause)) found.set(cause, node);
  }
  return wanted.flatMap(({ cause }) =>
    found.has(cause) ? [exampleOf(patches, simulation, found.get(cause)!, cause)] : [],
  );
}

function unpatchedBlocks(machine: Machine, simulation: Simulation): Block[] {
  const total = simulation.fleet.count;
  const causes = unpatchedCauses(machine.causes, simulation);
  const behind = causes.reduce((sum, one) => sum + one.count, 0);
  if (behind === 0 || !hasPatches(simulation)) return [];
  const title = `Nodes that are not up to date, by cause: ${count(behind)} of ${count(total)}`;
  const rows = causes.map(({ state, cause, summary, isUnknown, count: nodes }) => [
    isUnknown ? 'not known' : stateWords[state],
    cause,
    count(nodes),
    percent(nodes, total),
    summary,
  ]);
  const table = causesOf(capabilitiesOf(simulation.scenario));
  const examples = examplesOf(machine, simulation).map(
    (node) => `${node.node}, ${node.cause}: ${exampleInWords(node, table.of(node.cause).example)}.`,
  );
  return [
    section(title, [
      { kind: 'table', head: ['state', 'cause', 'nodes', 'of all', ''], rows, numeric: [2, 3], prose: 1 },
      section('For example', [{ kind: 'list', items: examples, isBare: true }]),
    ]),
  ];
}
