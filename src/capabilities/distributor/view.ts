/** Packages in the report of a run. */
import { type Block, say, section } from '../../blocks/block.ts';
import { count, counted } from '../../blocks/numbers.ts';
import type { Simulation } from '../../capability/simulation.ts';
import type { ReportPart } from '../../capability/view.ts';
import type { Machine } from './machine.ts';
import { type PackageTally, reasonsOf, talliesOf } from './tally.ts';

const reasonsMax = 5;

export const packageView: readonly ReportPart<Machine>[] = [
  {
    place: 26,
    blocks({ distributor }, simulation): Block[] {
      const tallies = talliesOf(distributor, simulation);
      if (tallies.length === 0) return [];
      const sentences = tallies.flatMap((tally) => sentencesOf(tally, simulation));
      return [
        section(`Packages: ${count(tallies.length)}`, [
          {
            kind: 'table',
            head: ['package', 'default', 'nodes', 'versions', 'missing', 'failed runs', 'absent (node min)'],
            rows: tallies.map(({ state, latest, installed, versions, missing }) => [
              state.name,
              latest ?? '-',
              count(installed),
              versions.map(({ version, nodes }) => `${version} on ${count(nodes)}`).join(', ') || '-',
              count(missing),
              count(state.runs.failed),
              minutes(state.absentMs),
            ]),
            numeric: [2, 4, 5, 6],
            prose: 3,
          },
          ...(sentences.length === 0 ? [] : [{ kind: 'list', items: sentences } as const]),
        ]),
      ];
    },
  },
];

function sentencesOf(tally: PackageTally, simulation: Simulation) {
  const { state } = tally;
  const absent =
    state.absentPeak === 0
      ? []
      : [
          say(
            `${state.name} was missing on up to ${counted(state.absentPeak, 'node')} at once, on one for as long as ${minutes(state.longestAbsenceMs)} min.`,
            'odd',
          ),
        ];
  const reasons = reasonsOf(tally, simulation)
    .slice(0, reasonsMax)
    .map(({ nodes, example, why }) =>
      say(`${state.name} failed on ${counted(nodes, 'node')}, for example ${example}: ${why}.`, 'bad'),
    );
  return [...absent, ...reasons];
}

export function minutes(ms: number): string {
  return (ms / 60_000).toFixed(1);
}
