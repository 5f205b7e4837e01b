/** Patching over time: the states of the nodes, what AWS reports of them, and how many are exposed. */
import { withFleet } from '../../capability/metrics.ts';
import { overTime, type SeriesFamily, seriesFamily } from '../../capability/series.ts';
import type { PatchManager } from './machine.ts';
import { countCompliance, countStates, ofCompliance, ofStates } from './metrics.ts';
import { stateWords } from './node-states.ts';
import type { StatesOverTime } from './states-over-time.ts';

interface Machine {
  readonly patches: PatchManager;
  /** Null: nothing is recorded over time. */
  readonly overTime: StatesOverTime | null;
}

export const patchSeries: readonly SeriesFamily<Machine>[] = [
  seriesFamily({
    place: 20,
    series: [
      overTime(ofStates, 'nodes.upToDate', { label: stateWords.upToDate, tone: 'good', full: 'nodes' }),
      overTime(ofStates, 'nodes.heldBack', { label: stateWords.heldBack, tone: 'dim', full: 'nodes' }),
      overTime(ofStates, 'nodes.waiting', { label: stateWords.waiting, tone: 'info', full: 'nodes' }),
      overTime(ofStates, 'nodes.missed', { label: stateWords.missed, tone: 'bad', full: 'nodes' }),
    ],
    count: ({ overTime: states }: Machine, { scenario }, atMs) =>
      countStates(states!.countsAt(atMs), scenario),
  }),
  seriesFamily({
    place: 30,
    changesWithEvents: true,
    series: [
      overTime(ofCompliance, 'compliance.compliant', { label: 'compliant', tone: 'good', full: 'nodes' }),
      overTime(ofCompliance, 'compliance.nonCompliant'),
      overTime(ofCompliance, 'compliance.unspecified'),
    ],
    count: ({ patches: { reports } }: Machine, simulation) => countCompliance(reports, simulation),
  }),
  seriesFamily({
    place: 40,
    changesWithEvents: true,
    series: [
      {
        name: 'exposure.nodes',
        unit: 'nodes',
        meaning:
          'Nodes that lack an applicable, released patch of `model.exposure.severities` at that moment: over the run, the ' +
          'area below it is `exposure.nodeHours`.',
        row: { label: 'exposed', tone: 'odd', full: 'nodes' },
        value: ({ nodes }) => nodes,
      },
    ],
    count: ({ patches: { exposure } }: Machine) =>
      withFleet(
        Array.from(exposure.nodeCounts, (nodes) => ({ nodes })),
        { nodes: 0 },
      ),
  }),
];
