/** Packages on the first screen of a report. */
import { say } from '../../blocks/block.ts';
import { count, counted } from '../../blocks/numbers.ts';
import { explainNode, type ScreenPartSpec } from '../../capability/first-screen.ts';
import type { Simulation } from '../../capability/simulation.ts';
import type { Machine } from './machine.ts';
import { type PackageTally, reasonsOf, talliesOf } from './tally.ts';
import { minutes } from './view.ts';

export const packageScreen: readonly ScreenPartSpec<Machine>[] = [
  {
    place: 31,
    of({ distributor }, simulation) {
      const tallies = talliesOf(distributor, simulation).filter(hasRun);
      if (tallies.length === 0) return null;
      const question = tallies.map((tally) => explainNode(reasonsOf(tally, simulation))).find(Boolean);
      const [first] = tallies;
      const others = tallies.length - 1;
      const more = others === 0 ? '' : `; ${counted(others, 'more package')}`;
      return {
        versions: [
          tallies.map((tally) => say(`${whole(tally, simulation)}.`, toneOf(tally))),
          [say(`${sentence(first!)}${more}.`, toneOf(first!))],
        ],
        question,
      };
    },
  },
];

function hasRun({ state: { runs } }: PackageTally): boolean {
  return Object.values(runs).some((each) => each > 0);
}

function toneOf({ missing, state }: PackageTally): 'bad' | 'odd' | 'plain' {
  if (missing > 0) return 'bad';
  return state.runs.failed > 0 || state.absentMs > 0 ? 'odd' : 'plain';
}

function sentence({ state, latest, latestCount, installed, missing }: PackageTally): string {
  const all = installed + missing;
  if (latest === null) return `${state.name}: no such package`;
  return `${state.name} ${latest}: on ${count(latestCount)} of ${counted(all, 'node')}`;
}

function whole(tally: PackageTally, simulation: Simulation): string {
  const { state, missing } = tally;
  const [worst] = reasonsOf(tally, simulation);
  const parts = [
    ...(missing === 0 ? [] : [`missing on ${count(missing)} at the end`]),
    ...(state.runs.failed === 0 ? [] : [`${counted(state.runs.failed, 'run')} failed`]),
    ...(worst === undefined ? [] : [`${worst.reason} on ${count(worst.nodes)}`]),
    ...(state.absentMs === 0
      ? []
      : [`${minutes(state.absentMs)} node-minutes without it, ${counted(state.absentPeak, 'node')} at once`]),
  ];
  return [sentence(tally), ...parts].join('; ');
}
