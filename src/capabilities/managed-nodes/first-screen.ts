/** Nodes that are not managed are always counted on the first screen of a report, whatever they lack. */
import { say } from '../../blocks/block.ts';
import { count, counted } from '../../blocks/numbers.ts';
import { explainAll, type ScreenPartSpec } from '../../capability/first-screen.ts';
import type { ManagedNodes } from './machine.ts';
import { unmanagedCauses } from './view.ts';

interface Machine {
  readonly nodes: ManagedNodes;
}

/** The number of causes that are named. */
const causesMax = 3;

export const nodeScreen: readonly ScreenPartSpec<Machine>[] = [
  {
    place: 25,
    of(machine, simulation) {
      const total = simulation.fleet.count;
      if (total === 0) return { versions: [[say('The fleet has no nodes.', 'bad')]] };
      const causes = unmanagedCauses(machine, simulation);
      const unmanaged = causes.reduce((sum, one) => sum + one.count, 0);
      if (unmanaged === 0) {
        const all = total === 1 ? '1 node, managed.' : `${counted(total, 'node')}, all managed.`;
        return { versions: [[say(all, 'good')]], about: 'nodes' };
      }
      const named = causes.map(
        ({ cause, count: nodes }) => `${cause ?? 'still registering'} ${count(nodes)}`,
      );
      const line = (shown: number) => {
        const more = named.length > shown ? [`${count(named.length - shown)} more causes`] : [];
        const why = [...named.slice(0, shown), ...more].join(', ');
        return [say(`${counted(total, 'node')}, ${count(unmanaged)} not managed (${why}).`, 'bad')];
      };
      return { versions: [line(causesMax), line(1)], about: 'nodes', question: explainAll(20) };
    },
  },
];
